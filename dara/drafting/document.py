"""One text through all rules."""

from dara.drafting.forms import Draft, Party, Passage, Statement
from dara.drafting.names import Names
from dara.drafting.posts import Post, posts
from dara.drafting.quotations import Quotation, piece_of, quotations
from dara.drafting.reading import Reading
from dara.drafting.speakers import Speakers
from dara.ingest.anchor import missing_piece


def draft(text: str, *, published_on: str | None = None) -> list[Draft]:
    """The drafts that `text` (canonical, without a collector's header) gives, by the start of their passages.

    `published_on`, an ISO date, dates “on Friday”. The same text gives the same drafts; no text raises."""
    reading = Reading(text)
    names = Names(reading)
    shown = posts(reading)
    quoted = quotations(reading)
    speakers = Speakers(reading, names, quoted)
    drafts: list[Draft] = [_post(text, names, each) for each in shown]
    drafts += [_quote(text, speakers, each) for each in quoted]
    return sorted((each for each in drafts if _holds(each)), key=lambda each: (each.passage.start, -each.passage.end, each.key))


def _post(text: str, names: Names, post: Post) -> Statement:
    name = names.signed(post.name, post.handle)
    return Statement(
        kind="post",
        passage=Passage.of(text, post.start, post.end),
        rule="signed post",
        sureness=0.95,
        pieces=[text[slice(*post.words)]],
        speaker=Party(name, post.signed),
        speaker_rule="signature",
        said_on=post.on,
    )


def _quote(text: str, speakers: Speakers, quotation: Quotation) -> Statement:
    speaker = speakers.speaker(quotation)
    return Statement(
        kind="quote",
        passage=Passage.of(text, quotation.start, quotation.end),
        rule=quotation.rule,
        sureness=quotation.sureness,
        pieces=[piece_of(text, segment) for segment in quotation.segments],
        speaker=speaker.party if speaker else None,
        speaker_rule=speaker.rule if speaker else None,
    )


def _holds(each: Draft) -> bool:
    """Whether the archive would take the passage: its pieces stand in it in whole words."""
    return not isinstance(each, Statement) or missing_piece(each.passage.exact, each.pieces) is None
