"""The names of fields, stances and documents on pages and in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dara.models import Endorsement, Source, Statement

STANCES = {
    Endorsement.Stance.ENDORSES: pgettext_lazy("before a candidate’s name", "endorsing"),
    Endorsement.Stance.SUPPORTS: pgettext_lazy("before a candidate’s name", "supporting"),
    Endorsement.Stance.OPPOSES: pgettext_lazy("before a candidate’s name", "opposing"),
    Endorsement.Stance.WITHDRAWS: pgettext_lazy("before a candidate’s name", "withdrawing an endorsement of"),
    Endorsement.Stance.FUNDS: pgettext_lazy("before a candidate’s name", "spending money to elect"),
}
THIS_DOCUMENT = {
    Source.Kind.NEWS_ARTICLE: gettext_lazy("this news article"),
    Source.Kind.PRESS_RELEASE: gettext_lazy("this press release"),
    Source.Kind.CAMPAIGN_PAGE: gettext_lazy("this campaign page"),
    Source.Kind.SOCIAL_POST: gettext_lazy("this social media post"),
    Source.Kind.OFFICIAL_RESULTS: gettext_lazy("this document of official results"),
    Source.Kind.OTHER: gettext_lazy("this document"),
}
FIELD_NAMES = {
    "about": gettext_lazy("About"),
    "amount": gettext_lazy("Amount"),
    "area": gettext_lazy("Area"),
    "as_of": gettext_lazy("As of"),
    "author": gettext_lazy("Author"),
    "authority": gettext_lazy("Authority"),
    "ballots_out_authority": gettext_lazy("Ballots out authority"),
    "candidate": gettext_lazy("Candidate"),
    "captured_on": gettext_lazy("Captured on"),
    "election": gettext_lazy("Election"),
    "endorser": gettext_lazy("Endorser"),
    "held_on": gettext_lazy("Date"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "occurred_on": gettext_lazy("Date"),
    "published_on": gettext_lazy("Published on"),
    "publisher": gettext_lazy("Publisher"),
    "race": gettext_lazy("Race"),
    "recipient": gettext_lazy("Recipient"),
    "said_on": gettext_lazy("Said on"),
    "sha256": gettext_lazy("Checksum"),
    "speaker": gettext_lazy("Speaker"),
    "stage": gettext_lazy("Stage"),
    "stance": gettext_lazy("Stance"),
    "stated_on": gettext_lazy("Stated on"),
    "status": gettext_lazy("Status"),
    "supersedes": gettext_lazy("Earlier capture"),
    "title": gettext_lazy("Title"),
    "topics": gettext_lazy("Topics"),
    "url": gettext_lazy("Address"),
    "within": gettext_lazy("Within"),
}


def field_name(name: str) -> str:
    """Return the name that readers see for a field that `inferred` names: “Said on”."""
    return str(FIELD_NAMES.get(name) or name.replace("_", " ").capitalize())


def stance(endorsement: Endorsement) -> str:
    """Return the stance as it stands before the candidate's name: “supporting”, “withdrawing an endorsement of”."""
    return str(STANCES[Endorsement.Stance(endorsement.stance)])


def printed_by(source: Source) -> str:
    """Return what a sentence calls whoever printed a source: the publisher, or for campaign material the document itself."""
    if source.is_campaign_material or source.publisher is None:
        return str(THIS_DOCUMENT[Source.Kind(source.kind)])
    return source.publisher.name


def embedded_in(statement: Statement) -> str:
    """Return what a sentence calls the document that shows a post: “its own story” where the publisher posted it."""
    source = statement.source
    is_own_story = source.publisher_id == statement.speaker_id and source.kind == Source.Kind.NEWS_ARTICLE
    return _("its own story") if is_own_story else printed_by(source)
