"""Find campaign prose: the paragraphs in which a campaign's own page says what its candidate stands for, with the heading above each.

Only texts by a campaign have it. They say “Paid for by …”, or have headings with first-person or promising prose under them and hardly a
“said”."""

import re
from collections.abc import Iterator, Sequence

from dara.drafting.names import Name, Names
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_PAID_FOR = re.compile(
    r"^[\W_]*(?:Ad )?[Pp]aid for (?:and authorized )?by:? (?P<name>.+?)(?:\s*[.,;]?\s*(?:#\s*\d+|FPPC.*|ID\s?#?.*|Not authorized.*|Committee ID.*|I\.?D\.? .*))?[\s.]*$",
    re.MULTILINE,
)
_CAMPAIGN = re.compile(
    r"(?i)\b(?:his|her|my|our|the|campaign[’']s) (?:campaign[’']?s? )?website\b|learn more (?:at|about)|join (?:our|the) campaign|chip in|for more information about|more information about \w+ and (?:his|her) campaign|\bsubmitted by\b|request a yard sign"
)
_SAID = re.compile(r"\b(?:said|says|told|tweeted)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|ll|d)|my|My|me)\b")
_STANCE = re.compile(
    r"\b(?:supports?|supported|believes?|will|promises?|pledges?|fights?|fought|opposes?|stands? for|is committed|remains committed|led|leads|founded|created|established|launched|works?|worked|served|serves|brings|has|understands|recognizes|strives|is running|shares|prosecuted|won|is proud)\b"
)
_NOT_PROSE = re.compile(
    r"(?i)^(?:[•*▪◦●·]|paid for|by submitting|©|copyright|contact|photo|sign up|donate|submitted by|for more information|more information|to learn more|for immediate|###|subscribe|read more|by providing)|\btext messages\b|\bprivacy policy\b"
)


def positions(segmented: SegmentedText, names: Names, candidates: Sequence[Name], taken: Sequence[Span]) -> Iterator[Statement]:
    """The positions in a text by a campaign. `taken`: the spans of quotes, posts and endorsements."""
    text = segmented.text
    committee = _committee(text)
    headings = _headings(segmented)
    prose = [index for index, span in enumerate(segmented.paragraphs) if _is_prose(text[slice(*span)])]
    said = len(_SAID.findall(text))
    if not prose or not _is_campaign(text, committee, headings, prose, said, len(candidates)):
        return
    about = _about(names, candidates, committee)
    heading: str | None = None
    for index, (start, end) in enumerate(segmented.paragraphs):
        if index in headings:
            heading = text[start:end]
        words = text[start:end]
        if index not in prose or any(s < end and start < e for s, e in taken) or _SAID.search(words):
            continue
        own = bool(_FIRST_PERSON.search(words))
        if not (own or _STANCE.search(words) or heading):
            continue
        speaker, rule = (
            (_party(about), "first person")
            if own and about
            else (Party(committee, f"Paid for by {committee}"), "paid for by")
            if committee
            else (None, None)
        )
        yield Statement(
            kind="position",
            passage=Passage.of(text, start, end),
            rule="campaign prose",
            confidence=0.7 if heading else 0.5,
            pieces=[words],
            speaker=speaker,
            speaker_rule=rule,
            about=[_party(about)] if about and not own else [],
            heading=heading,
        )


def _committee(text: str) -> str | None:
    found = _PAID_FOR.search(text[-3000:])
    return " ".join(found["name"].split()).strip(" .,") if found and len(found["name"]) < 140 else None


def _headings(segmented: SegmentedText) -> set[int]:
    """Short lines without a full stop that a paragraph of prose follows."""
    found = set()
    for index, (start, end) in enumerate(segmented.paragraphs[:-1]):
        words = segmented.text[start:end]
        following = segmented.text[slice(*segmented.paragraphs[index + 1])]
        if (
            end - start <= 110
            and words[-1] not in '.!?:;,”"…'
            and len(words.split()) >= 1
            and _is_prose(following)
            and words[0] not in '•*-–—“"'
        ):
            found.add(index)
    return found


def _is_prose(words: str) -> bool:
    return len(words.split()) >= 9 and words.rstrip()[-1] in '.!?…”"' and not _NOT_PROSE.search(words[:200])


def _is_campaign(text: str, committee: str | None, headings: set[int], prose: list[int], said: int, running: int) -> bool:
    if committee:
        return said <= max(2, len(prose) // 3)
    own = len(re.findall(r"\b(?:I|my)\b", re.sub(r"“[^”]*”|\"[^\"]*\"", "", text)))
    if own >= 4 and said <= 1 and len(prose) >= 3:
        return True
    if len(headings) >= 2 and said == 0 and running <= 1 and len(headings) * 4 >= len(prose):
        return True
    if len(headings) >= 3 and len(headings) * 4 >= len(prose) and said == 0:
        return own >= 3 or running <= 1
    return said <= 2 and running <= 2 and bool(_CAMPAIGN.search(text))


def _about(names: Names, candidates: Sequence[Name], committee: str | None) -> Name | None:
    """Whose campaign it is: who is named in the committee's name, else the candidate named most."""
    if committee:
        words = {word.lower() for word in re.findall(r"[\w’'-]+", committee)}
        for name in candidates or names.people:
            if name.words[-1] in {word.casefold() for word in words} or name.full.split()[-1].lower() in words:
                return name
    counts: dict[int, int] = {}
    for mention in names.mentions:
        if mention.name is not None:
            counts[id(mention.name)] = counts.get(id(mention.name), 0) + 1
    return max(candidates, key=lambda name: counts.get(id(name), 0), default=None)


def _party(name: Name) -> Party:
    return Party(name.full, name.full)
