"""Find reported speech: what a text says in its own words that somebody said, “The union said that …”.

The rules are cautious: the speaker must be named, and the verb must be one of saying."""

import re
from collections.abc import Iterator, Sequence

from dara.drafting.names import Names
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.references import References
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_TELLS = re.compile(
    r"\b(?:said|says|wrote|argued|argues|claimed|claims|promised|promises|vowed|vows|pledged|pledges|declared|warned|warns|insisted|insists|acknowledged|conceded that|contended|contends"
    r"|reported|maintained|maintains|predicted|blamed|blames|criticized|criticizes|accused|accuses|denied|denies|believes|has called for|called for|calls for|announced that|told (?:reporters|voters|supporters|the [\w ]{3,30}|a [\w ]{3,20}) that|expressed|highlighted)\b"
)
_NOT = re.compile(r"(?i)\b(?:who|which) (?:\w+ )?$")
_FEWEST = 4  # words after the verb


def paraphrases(segmented: SegmentedText, names: Names, speakers: References, taken: Sequence[Span]) -> Iterator[Statement]:
    """The sentences outside the spans of `taken` that report what somebody said."""
    text = segmented.text
    starts = sorted(taken)
    index = 0
    for start, end in segmented.sentences:
        while index < len(starts) and starts[index][1] <= start:
            index += 1
        if end - start > 700 or any(s < end and start < e for s, e in starts[index : index + 3]):
            continue
        found = _told(text, names, speakers, start, end)
        if found is not None:
            yield found


def _told(text: str, names: Names, speakers: References, start: int, end: int) -> Statement | None:
    according = re.match(r"According to (?:the )?", text[start:end])
    for verb in _TELLS.finditer(text, start, end):
        if (
            speakers.inside_quotation(verb.start())
            or len(text[verb.end() : end].split()) < _FEWEST
            or _NOT.search(text[start : verb.start()])
        ):
            continue
        if re.match(
            r"\s*[,.:;]|\s(?:victory|responsibility|with|hope|interest|satisfaction)\b", text[verb.end() : verb.end() + 16]
        ):
            continue
        subject = speakers.subject(start, verb.start())
        if subject is None:
            continue
        name = speakers.speaker_of(subject, "told", 0.7)
        if name.party is None:
            continue
        begin = subject.start if start <= subject.start < verb.start() else start
        return Statement(
            kind="paraphrase",
            passage=Passage.of(text, start, end),
            rule="told",
            confidence=0.55,
            pieces=[text[begin:end]],
            speaker=name.party,
            speaker_rule=name.rule,
        )
    if according:
        subject = speakers.phrase_after(start + according.end(), end)
        comma = text.find(", ", start, end)
        found = speakers.speaker_of(subject, "according to", 0.6) if subject else None
        if found is not None and found.name is not None and comma > 0:
            return Statement(
                kind="paraphrase",
                passage=Passage.of(text, start, end),
                rule="according to",
                confidence=0.5,
                pieces=[text[comma + 2 : end]],
                speaker=found.party,
                speaker_rule=found.rule,
            )
    return None


__all__ = ["Party", "paraphrases"]
