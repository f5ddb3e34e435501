"""No answer and no file of the public site holds a draft, an upload that waits, withheld or former words, or anything of a curator.

Words that stand nowhere else are put into each private place; then every door is tried."""

import datetime
import os

import pghistory
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from dara.models.downloads import BAG, DATA_PACKAGE, SQLITE
from tests import factories
from tests.example_archive import CuratedArchive, ExampleArchive
from tests.public.doors import Listening, mail_addresses, open_all, places

FILES = (BAG, DATA_PACKAGE, SQLITE)
CONTACT = os.environ["DARA_CONTACT"]
NOTHING_TO_PLANT = {  # tables that hold no words of anybody: numbers, digests, and Django's own
    *("auth_permission", "auth_group_permissions", "auth_user_groups", "auth_user_user_permissions", "django_content_type"),
    *(
        "axes_accessattemptexpiration",
        "django_otp_webauthn_webauthnuserhandle",
        "dara_importedrecord",
        "dara_sealhead",
        "dara_sealleaf",
    ),
    "pghistory_context",  # nothing is written there: events hold their context themselves
}


class Words:
    """Words that stand nowhere else, by the name of the place that each was put into: Words().new("a draft") → “zqx0001xqz”."""

    def __init__(self) -> None:
        self.by_place: dict[str, str] = {}

    def new(self, place: str) -> str:
        return self.by_place.setdefault(place, f"zqx{len(self.by_place):04}xqz")


def plant(words: Words) -> ExampleArchive:
    """Make an archive with a word of its own in every private place, and one in a public place: the summary of its quotation."""
    new = words.new
    with pghistory.context(curator=new("the curator in the history"), url=f"/admin/{new('an address in the history')}/"):
        archive = ExampleArchive()
        curated = CuratedArchive(nth=7)
        _plant_in_texts(archive, new)
        _plant_in_the_history(archive, new)
        _plant_in_what_waits(curated, new)
    _plant_in_accounts(new)
    archive.quote.summary = f"Seen by all: {new('public')}."
    archive.quote.save()
    return archive


def _plant_in_texts(archive, new) -> None:
    withheld, far, whole = new("withheld words"), new("a paragraph that is not shown"), new("a text that is withheld")
    shown = "The harbor was closed, Mayor Pell said."
    around = "\n\n".join(["Nothing here.", "Nor here."])
    story = factories.source(f"{shown} {withheld} was there.\n\n{around}\n\n{far} stands alone.\n", publisher=archive.paper)
    factories.statement(story, shown, kind="paraphrase", speaker=archive.rob, about=[archive.smith])
    factories.withholding(story, f"{withheld} was there.", note="On a neighbor.")
    secret = factories.source(f"All of it: {whole}.\n", kind="other")
    factories.withholding(secret, ground="rights")


def _plant_in_the_history(archive, new) -> None:
    """Former words of ours, and a record that was withdrawn."""
    for row, field in (
        (archive.report, "summary"),
        (archive.report, "note"),
        (archive.smith, "note"),
        (archive.bail, "description"),
    ):
        kept = getattr(row, field)
        for value in (f"Once {new(f'the former {field} of {type(row).__name__}')}.", kept):
            setattr(row, field, value)
            row.save()
    from dara.models import Source, Utterance

    source, utterance = Source.objects.get(pk=archive.page.pk), Utterance.objects.get(pk=archive.utterance.pk)
    for row, field in ((source, "title"), (source, "url"), (source, "note"), (utterance, "reason")):
        kept = getattr(row, field)
        word = new(f"the former {field} of {type(row).__name__}")
        for value in (f"https://example.org/{word}", kept):
            setattr(row, field, value)
            row.save()
    gone = factories.source("It went by.\n", kind="other")
    factories.statement(gone, "It went by.", kind="paraphrase", speaker=archive.rob, summary=new("a withdrawn record"))
    factories.withholding(gone, "It went by.")


def _plant_in_what_waits(curated, new) -> None:
    """Drafts, uploads, runs of the rules, and conflicts of an import."""
    from dara.models import Draft, DraftingRun, PendingDocument, PendingUpload

    draft = curated.draft
    draft.values |= {"note": new("a draft's values"), "summary": new("a draft's summary")}
    draft.typed = {"note": [new("what was typed into a draft")]}
    draft.rule, draft.author, draft.decided_by = new("a draft's rule"), new("a draft's author"), new("who decided on a draft")
    draft.state, draft.reason = Draft.State.REJECTED, new("why a draft was rejected")
    draft.save()
    body = f"Waiting: {new('the text of an upload')}.\n"
    upload = factories.upload(
        body,
        title=new("the title of an upload"),
        new_publisher=new("the publisher of an upload"),
        note=new("the note of an upload"),
        url=f"https://example.org/{new('the address of an upload')}",
        uploaded_by=new("who uploaded"),
        edited_by=new("who changed an upload"),
    )
    assert PendingUpload.objects.count() == PendingDocument.objects.count() == 2
    asked = {"asked_by": new("who had the rules run"), "asked_at": timezone.now(), "found": [new("what the rules found")]}
    DraftingRun.objects.create(key=upload.key, **asked)
    curated.conflict.form["name"] = new("a conflict of an import")
    curated.conflict.save()


def _plant_in_accounts(new) -> None:
    from axes.models import AccessAttempt, AccessFailureLog, AccessLog
    from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
    from django_otp.plugins.otp_totp.models import TOTPDevice

    user = User.objects.create(
        username=new("a curator's user name"),
        first_name=new("a curator's first name"),
        last_name=new("a curator's last name"),
        email=f"{new('a curator’s e-mail address')}@example.org",
        password=new("the hash of a password"),
    )
    Group.objects.create(name=new("a group"))
    LogEntry.objects.create(user=user, object_repr=new("the admin's log"), change_message=new("a change in the log"), action_flag=2)
    later = timezone.now() + datetime.timedelta(days=1)
    Session.objects.create(session_key=new("a session's key"), session_data=new("a session"), expire_date=later)
    for model, more in ((AccessAttempt, {"failures_since_start": 1}), (AccessFailureLog, {}), (AccessLog, {})):
        visitor = {"user_agent": "x", "ip_address": "192.0.2.1", "http_accept": "", "path_info": "/"}
        model.objects.create(username=new(f"a name in {model.__name__}"), **visitor, **more)
    TOTPDevice.objects.create(user=user, name=new("an authenticator app"))
    StaticToken.objects.create(device=StaticDevice.objects.create(user=user, name=new("a recovery device")), token=new("a code"))
    _plant_a_passkey(user, new)


def _plant_a_passkey(user, new) -> None:
    from django_otp_webauthn.models import WebAuthnAttestation, WebAuthnCredential

    passkey = WebAuthnCredential.objects.create(
        user=user, name=new("a passkey"), credential_id=new("a passkey's number").encode(), public_key=b"x", sign_count=0
    )
    data = new("an attestation").encode()
    WebAuthnAttestation.objects.create(credential=passkey, fmt="none", data=data, client_data_json=b"{}")


def unplanted(words: Words) -> list[str]:
    """The private tables in which no word was put, of those that may hold some."""
    from dara.models import grants

    readable = set(grants._tables())
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in readable | NOTHING_TO_PLANT:
                continue
            cursor.execute(f"SELECT count(*) FROM \"{table}\" AS t WHERE t::text ~ 'zqx|7a7178'")
            if cursor.fetchone() == (0,):
                found.append(table)
    return found


def halves(words: Words) -> list[str]:
    """What to search for: words of public pages, and the beginnings of the private ones, which must not be completed."""
    return ["begin or harbor or vote", "zqx0003"]


def check(heard: dict[str, bytes], words: Words) -> set[str]:
    """Fail if anything private is heard; return where the public word is."""
    private = dict(words.by_place)
    public = {"public": private.pop("public")}
    assert places(heard, private) == []
    assert mail_addresses(heard) <= {CONTACT}
    return {name for _, name in places(heard, public)}


@pytest.fixture
def base(settings, tmp_path):
    """Downloads of this test's own."""
    settings.DARA_DATA_DIR = tmp_path / "data"
    return tmp_path


def test_no_answer_holds_what_is_private(db, base, as_public):
    """Of the pages that links lead to, some; the long form visits all."""
    words = Words()
    archive = plant(words)
    assert unplanted(words) == []
    with as_public() as client:
        listening = Listening(client)
        open_all(listening, halves(words), at_most=20)
    notice(check(listening.heard, words), archive)


def notice(public: set[str], archive: ExampleArchive) -> None:
    """Fail unless the word that everybody may read was heard at doors of each kind: this test would notice nothing."""
    key = archive.quote.key
    pages = {f"{language}/statements/{key}{ending}" for language in ("", "/es") for ending in ("/", ".md")}
    assert (
        pages | {f"/api/v1/statements/{key}/", "/api/v1/statements/?page_size=500", "/statements.csv", "/statements.jsonl"}
        <= public
    )
    assert any(name.startswith("/mcp") for name in public)


@pytest.mark.long_form
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_no_page_and_no_file_holds_what_is_private(base, as_public):
    from dara.archive.downloads import build
    from dara.archive.exporting import export_package
    from dara.bake.baking import bake

    words = Words()
    archive = plant(words)
    with as_public() as client:
        listening = Listening(client)
        open_all(listening, halves(words))
    build()
    with as_public() as client:
        listening.client = client
        for path in ("/data/", "/es/data/", "/data/downloads.json", *(f"/data/{name}" for name in FILES)):
            assert listening.get(path).status_code == 200, path
    export_package(base / "export", public=True)
    bake(base / "baked")
    files = {path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()}
    public = check(listening.heard | files, words)
    notice(public, archive)
    key = archive.quote.key
    assert {f"baked/statements/{key}/index.html", "export/data/records/statements.jsonl", "/data/dara.sqlite"} <= public
    packed = {name.partition("!")[0] for name in public if "!" in name}
    assert {f"/data/{name}" for name in FILES if name.endswith(".zip")} | {f"baked/statements/{key}/index.html.br"} <= packed
