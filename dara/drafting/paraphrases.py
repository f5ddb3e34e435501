"""Find reported speech: what a text says in its own words that somebody said, “The union said that …”.

The rules are cautious: the speaker must be named, and the verb must be one of saying."""

import re
from collections.abc import Iterator, Sequence

from dara.drafting.proposals import Passage, Statement
from dara.drafting.references import References, Speaker
from dara.text.spans import Span

_TELLS = re.compile(
    r"\b(?:said|says|wrote|argued|argues|claimed|claims|promised|promises|vowed|vows|pledged|pledges|declared|warned|warns|insisted|insists|acknowledged|conceded that|contended|contends"
    r"|reported|maintained|maintains|predicted|blamed|blames|criticized|criticizes|accused|accuses|denied|denies|believes|has called for|called for|calls for|announced that|told (?:reporters|voters|supporters|the [\w ]{3,30}|a [\w ]{3,20}) that|expressed|highlighted)\b"
    r"(?!\s*[,.:;]|\s(?:victory|responsibility|with|hope|interest|satisfaction)\b)(?=(?:\s+\S+){4})"
)
_ACCORDING = re.compile(r"According to (?:the )?")
_RELATIVE = re.compile(r"(?i)\b(?:who|which) (?:\w+ )?$")
_LONGEST = 700  # characters of a sentence


def paraphrases(references: References, taken: Sequence[Span]) -> Iterator[Statement]:
    """The sentences outside the spans of `taken` that report what somebody said."""
    text, starts, index = references.text, sorted(taken), 0
    for sentence in references.segmented.sentences:
        while index < len(starts) and starts[index].end <= sentence.start:
            index += 1
        if sentence.end - sentence.start > _LONGEST or any(sentence.overlaps(each) for each in starts[index : index + 3]):
            continue
        told = next(_told(references, sentence), None)
        if told is not None:
            subject, begin = told
            yield Statement(
                kind="paraphrase",
                passage=Passage.of(text, *sentence),
                rule=subject.rule,
                confidence=0.55,
                pieces=[text[begin : sentence.end]],
                speaker=subject.party,
                speaker_rule=subject.rule,
            )


def _told(references: References, sentence: Span) -> Iterator[tuple[Speaker, int]]:
    """Who is named as telling what a sentence says, and from where on the sentence tells it."""
    text, (start, end) = references.text, sentence
    for verb in _TELLS.finditer(text, start, end):
        if not references.inside_quotation(verb.start()) and not _RELATIVE.search(text, start, verb.start()):
            subject = references.subject(start, verb.start())
            speaker = references.speaker_of(subject, "told", 0.7) if subject else None
            if subject and speaker and speaker.name:
                yield speaker, max(subject.start, start)
    if according := _ACCORDING.match(text, start, end):
        subject, comma = references.phrase_after(according.end(), end), text.find(", ", start, end)
        speaker = references.speaker_of(subject, "according to", 0.6) if subject else None
        if speaker and speaker.name and comma > 0:
            yield speaker, comma + 2
