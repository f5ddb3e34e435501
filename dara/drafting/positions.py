"""Find campaign prose: the paragraphs in which a campaign's own page says what its candidate stands for, with the heading above each.

Only texts by a campaign have it: those that it paid for, those in its candidate's own words, and those that speak of one candidate alone without a
“said”. A newsroom's are none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dara.drafting.names import Name, Names
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_PAID_FOR = re.compile(
    r"(?im)^[\W_]*(?:ad )?paid for (?:and authorized )?by:? (?P<name>.+?)(?:\s*[.,;]?\s*(?:#\s*\d+|FPPC.*|ID\s?#?.*|Not authorized.*|Committee ID.*|I\.?D\.? .*))?[\s.]*$"
)
_CAMPAIGN = compiled(r"(?i)\b(?:{campaign_pages}|more information about \w+ and (?:his|her) campaign)\b")
_SAID = re.compile(r"\b(?:said|says|told|tweeted|dijo)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|ll|d)|my|My|me)\b")
_STANCE = compiled(r"\b(?:{standing_for})\b")
_NOT_PROSE = compiled(r"(?i)^(?:[•*▪◦●·|]|{no_prose})|\btext messages\b|\bprivacy policy\b")


def positions(segmented: SegmentedText, names: Names, candidates: Sequence[Name], taken: Sequence[Span]) -> Iterator[Statement]:
    """The positions in a text by a campaign. `taken`: the spans of quotes, posts and endorsements."""
    text, paragraphs = segmented.text, segmented.paragraphs
    paid = _PAID_FOR.search(text[-3000:])
    committee = " ".join(paid["name"].split()).strip(" .,") if paid and len(paid["name"]) < 140 else None
    prose = {span for span in paragraphs if _is_prose(text[slice(*span)])}
    headings = {span for span, after in pairwise(paragraphs) if after in prose and _heads(text[slice(*span)])}
    about = _about(names, candidates, committee)
    if not prose or not _is_campaign(text, committee, about, len(headings), len(prose), len(candidates)):
        return
    heading: str | None = None
    for span in paragraphs:
        words = text[slice(*span)]
        heading = words if span in headings else heading
        own = bool(_FIRST_PERSON.search(words))
        if span not in prose or any(span.overlaps(each) for each in taken) or _SAID.search(words):
            continue
        if not (own or heading or _STANCE.search(words)):
            continue
        speaker, rule = (Party(committee, f"Paid for by {committee}"), "paid for by") if committee else (None, None)
        if own and about:
            speaker, rule = Party(about.full, about.full), "first person"
        yield Statement(
            kind="position",
            passage=Passage.of(text, *span),
            rule="campaign prose",
            confidence=0.7 if heading else 0.5,
            pieces=[words],
            speaker=speaker,
            speaker_rule=rule,
            about=[Party(about.full, about.full)] if about and not own else [],
            heading=heading,
        )


def _heads(words: str) -> bool:
    """Whether a line above prose is a heading: short, without a full stop."""
    return len(words) <= 110 and words[-1] not in '.!?:;,”"…|' and words[0] not in '•*-–—“"|'


def _is_prose(words: str) -> bool:
    return len(words.split()) >= 9 and words[-1] in '.!?…”"' and not _NOT_PROSE.search(words[:200])


def _is_campaign(text: str, committee: str | None, about: Name | None, headings: int, prose: int, running: int) -> bool:
    said = len(_SAID.findall(text))
    if committee:
        return said <= max(2, prose // 3)
    own = len(re.findall(r"\b(?:I|my)\b", re.sub(r"“[^”]*”|\"[^\"]*\"", "", text)))
    first_person = own >= 4 and said <= 1 and prose >= 3
    alone = said == 0 and running <= 1 and headings >= 2
    addressed = said <= 2 and running <= 2 and bool(_CAMPAIGN.search(text))
    return about is not None and (first_person or alone or addressed)


def _about(names: Names, candidates: Sequence[Name], committee: str | None) -> Name | None:
    """Whose campaign it is: who is named in the committee's name, else the candidate named most."""
    words = {word.lower() for word in re.findall(r"[\w’'-]+", committee or "")}
    named = [name for name in candidates or names.people if name.words[-1] in words]
    counts = Counter(mention.name for mention in names.mentions if mention.name)
    return named[0] if named else max(candidates, key=lambda name: counts[name], default=None)
