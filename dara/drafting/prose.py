"""Find what a text says in its own words: campaign prose, and reported speech.

*Positions* are the paragraphs in which a campaign's own page says what its candidate stands for, with the heading above each. Only texts by a
campaign have them: those that it paid for, those in its candidate's own words, and those that speak of one candidate alone without a “said”.

*Paraphrases* are sentences such as “The union said that …”. The speaker must be named."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dara.drafting.mentions import Name
from dara.drafting.names import Names
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.references import References, Speaker
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_PAID_FOR = re.compile(
    r"(?im)^[\W_]*(?:ad )?paid for (?:and authorized )?by:? (?P<name>.{3,140}?)(?:[\s.,;]*(?:#|FPPC|I\.?D\b|Not auth|Committee ID).*)?[\s.,]*$"
)
_CAMPAIGN = compiled(r"(?i)\b(?:{campaign_pages}|more information about \w+ and (?:his|her) campaign)\b")
_SAID = re.compile(r"\b(?:said|says|told|tweeted|dijo)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|ll|d)|my|My|me)\b")
_STANCE = compiled(r"\b{standing_for}\b")
_NOT_PROSE = compiled(r"(?i)^(?:[•*▪◦●·|]|{no_prose})|\btext messages\b|\bprivacy policy\b")
_HEADING = re.compile(r"[^•*–—“\"|-].{0,108}[^.!?:;,”\"…|]")

_TOLD = r"told (?:reporters|voters|supporters|the [\w ]{3,30}|a [\w ]{3,20}) that"
_TELLS = compiled(rf"\b(?:{{telling}}|{_TOLD})\b(?!\s*[,.:;]|\s{{not_told}}\b)(?=(?:\s+\S+){{4}})")
_ACCORDING = re.compile(r"According to (?:the )?")
_RELATIVE = re.compile(r"(?i)\b(?:who|which) (?:\w+ )?$")
_LONGEST = 700  # characters of a sentence


def positions(segmented: SegmentedText, names: Names, candidates: Sequence[Name], taken: Sequence[Span]) -> Iterator[Statement]:
    """The positions in a text by a campaign. `taken`: the spans of quotes, posts and endorsements."""
    text, paragraphs = segmented.text, segmented.paragraphs
    committee = payer(text)
    long = (span for span in paragraphs if text[span.end - 1] in '.!?…”"' and len(text[slice(*span)].split()) >= 9)
    prose = {span for span in long if not _NOT_PROSE.search(text, span.start, min(span.end, span.start + 200))}
    headings = {span for span, after in pairwise(paragraphs) if after in prose and _HEADING.fullmatch(text[slice(*span)])}
    # whose campaign it is: who is named in the committee's name, else the candidate named most
    counts, said = Counter(mention.name for mention in names.mentions if mention.name), len(_SAID.findall(text))
    about = named_in(committee, candidates or names.people) or max(candidates, key=lambda name: counts[name], default=None)
    addressed = about is not None and said <= 2 and len(candidates) <= 2 and _CAMPAIGN.search(text)
    if not (said <= max(2, len(prose) // 3) if committee else addressed):
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
        position = Statement(
            kind="position", passage=Passage.of(text, *span), rule="campaign prose", confidence=0.5, pieces=[words]
        )
        position.confidence, position.heading = 0.7 if heading else 0.5, heading
        if own and about:
            position.speaker, position.speaker_rule = Party(about.full, about.full), "first person"
        elif committee:
            position.speaker, position.speaker_rule = Party(committee, f"Paid for by {committee}"), "paid for by"
        position.about = [Party(about.full, about.full)] if about and not own else []
        yield position


def payer(text: str) -> str | None:
    """The committee that a page says has paid for it."""
    paid = _PAID_FOR.search(text[-3000:])
    return " ".join(paid["name"].split()) if paid else None


def named_in(committee: str | None, people: Sequence[Name]) -> Name | None:
    """Whose committee it is: the first of the people whose surname its name has."""
    words = {word.lower() for word in re.findall(r"[\w’'-]+", committee or "")}
    return next((name for name in people if name.words[-1] in words), None)


def paraphrases(references: References, taken: Sequence[Span]) -> Iterator[Statement]:
    """The sentences outside the spans of `taken` that report what somebody said."""
    text, starts, index = references.text, sorted(taken), 0
    for sentence in references.segmented.sentences:
        while index < len(starts) and starts[index].end <= sentence.start:
            index += 1
        if sentence.end - sentence.start > _LONGEST or any(sentence.overlaps(each) for each in starts[index : index + 3]):
            continue
        for speaker, begin in _told(references, sentence):
            passage, words, rule = Passage.of(text, *sentence), text[begin : sentence.end], speaker.rule
            told = Statement(kind="paraphrase", passage=passage, rule=rule, confidence=0.55, pieces=[words])
            told.speaker, told.speaker_rule = Party(speaker.name.full, speaker.as_named) if speaker.name else None, rule
            yield told
            break


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
