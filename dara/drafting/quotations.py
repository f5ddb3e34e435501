"""Find quotations: the words between marks, block quotations after a colon, and a Spanish paragraph of dialogue after a dash.

Marks are “ ”, „ “, « », » «, " ", ‘ ’, ' ', and those of typewriters and TeX: "" "", '' '', `` ''. Apostrophes, the marks for inches and feet, and
those around a nickname (James “Jim” Roe) are none. Quotations with one attribution (“A,” she said. “B.”) are one utterance, and so are those over
several paragraphs of which only the last has a closing mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dara.drafting.mentions import NICKNAME
from dara.drafting.rules import SAYING, WORDS, compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_FEWEST_WORDS = 4
_WINDOW = 400  # characters that an attribution may take

_WORD = re.compile(r"[^\W_]+(?:[’'‑-][^\W_]+)*")
_MARK = re.compile("``|''|\"\"|[“”„«»\"‘’'`]")
_DOUBLE = {"“": "”»", "„": "“”", "«": "»", "»": "«", '"': '"', '""': '""', "''": "''", "``": "''"}  # what opens, and what closes it
_STRAIGHT = ('"', '""', "''", "``")
_CONFUSED = '“”"'  # any of these closes what another of them has opened, where nothing better follows
_ELISION = r"(?i:em|til|tis|twas|cause|n|bout|round|\d\ds?)\b"
# What opens: a straight mark not after a word (5", closing) but before one; a curly one; a single one that is no apostrophe.
_OPENING = re.compile(
    r"(?<![\w\"])(?:``|\"\"|''|\")(?=[^\s.,;:!?)\"])|[“„«](?!\s)|(?<![^ (\n])»(?=[^\W_])"
    rf"|(?<![^\s(\[—–:-])[‘'`](?!{_ELISION})(?=[^\W_]|[“\"$#@…])"
)
_LONGEST = 400  # characters of a quotation in single marks
_SINGLE = {"‘": "’", "'": "'’", "`": "'’"}
# What closes a single mark: the one beside punctuation, or at the end.
_CLOSING = {mark: re.compile(rf"(?<=[.,!?…])[{end}](?![^\W_])|(?<!\s)[{end}](?=[:;,.)—]|$)") for mark, end in _SINGLE.items()}
_SENTENCE_END = re.compile(r"[.!?…—][\s’')]*$")
_JOINED = re.compile(r"[\s,]*(?:…|\.\.\.|—|–|-)?[\s,]*$")
_ANSWERING = compiled(r"\b{answering}\b")
_ANSWERED = compiled(r"^[\s,]*to which\b|(?:[.;,]|\b(?:and|but|then)\b)[^,.;]*\b{answering}\b[^.,]*[,:]?\s*$")
# “…,” intoned Roe · “…,” Roe said: a lower-case word or two and a name, or a name and a word
_ATTRIBUTED = compiled(r"[\s,]*(?:[a-z]+(?: [a-z]+)? (?:the |a )?[A-Z]|[^.“”\"«»]{0,60}?\b{saying|saying_spanish}\b)")
_SAID_AFTER = compiled(r"[\s,]*[^.“”\"]{0,40}\b{saying|saying_spanish}\b")
_FORGOTTEN = compiled(r"[,?!]() (?:(?:(?:[A-Z][\w.’-]+ ){1,4}|s?he ){saying}\b|{saying} (?:[a-z]+ )?[A-Z])[^“”\"]{0,60}\.$")
_ABBREVIATED = re.compile(rf"\b(?:[A-Z]\.)+|\b(?:{'|'.join(ABBREVIATIONS)}|[ap]\.m)\.|(?<=\d)\.(?=\d)")
_SPOKEN = compiled(r"(?P<words>[^\n—]{6,400}?),? ?—(?P<gap>{saying_spanish}\b[^\n—]{1,80}?)(?:[.,:;]?—[.,:;]? ?|[.]?$)")
_INTRODUCES = compiled(r"\b(?:{introducing}|told [^:]{2,60})\b[^.!?“”\"]{0,80}:$")


@dataclass
class Quotation:
    """One utterance. `segments`: the spans between its pairs of marks; `outer`: the same spans with the marks."""

    segments: list[Span]
    outer: list[Span]
    rule: str
    confidence: float = 0.95
    open_ended: bool = False  # no closing mark: the next paragraph may continue it
    intro: Span | None = None  # of a block quotation: the sentence that introduces it
    gaps: list[Span] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.intro[0] if self.intro else self.outer[0][0]

    @property
    def end(self) -> int:
        return self.outer[-1][1]

    def join(self, following: "Quotation") -> None:
        self.gaps.append(Span(self.end, following.start))
        self.segments += following.segments
        self.outer += following.outer
        self.open_ended = following.open_ended


def quotations(segmented: SegmentedText) -> list[Quotation]:
    """All quotations of four words or more, in order. A quotation inside another one is part of the outer one's words."""
    text = segmented.text
    found = [*_marked(segmented), *_blocks(segmented)]
    found += [each for span in segmented.paragraphs if text[span.start] in "—–" for each in _dialogue(text, span)]
    kept = [each for each in found if _word_count(text, each) >= _FEWEST_WORDS and not _is_title(text, each)]
    return sorted(kept, key=lambda each: (each.start, -each.end))


def piece_of(text: str, segment: Span) -> str:
    """The words of a segment without the comma before the attribution."""
    return text[slice(*segment)].strip().rstrip(", \n\t")


def last_mark(text: str, segment: Span) -> str:
    """The last character of a segment, marks of a quotation inside of it aside."""
    return text[slice(*segment)].rstrip("’'”\" ")[-1:] or " "


def _word_count(text: str, quotation: Quotation) -> int:
    """The number of words between the marks."""
    return sum(len(_WORD.findall(text, *segment)) for segment in quotation.segments)


def _pairs(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The quotations in the outermost pairs of marks of the paragraph `text[start:end]`."""
    place = start
    while opening := _OPENING.search(text, place, end):
        (at, inner), single = opening.span(), opening[0] in _SINGLE
        closing = _closing(text, opening, end)
        if closing and (single or _closes(text, opening[0], closing)):
            place = closing.end()
            if not NICKNAME.match(text, at - 1):
                rule, confidence = ("single marks", 0.85) if single else ("marks", 0.95)
                yield Quotation([Span(inner, closing.start())], [Span(at, place)], rule, confidence)
        else:
            place = inner if single else closing.start() if closing else end
            yield from _unclosed(text, Span(at, place), inner, end) if not single else ()


def _closing(text: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """The mark that closes what another one opens, or that opens again what was never closed."""
    if opening[0] in _SINGLE:
        return _CLOSING[opening[0]].search(text, opening.end(), min(end, opening.end() + _LONGEST))
    again = opening[0] if opening[0] in "“«" else None
    marks = _MARK.finditer(text, opening.end(), end)
    return next((mark for mark in marks if mark[0] == again or _closes(text, opening[0], mark)), None)


def _unclosed(text: str, outer: Span, inner: int, paragraph_end: int) -> Iterator[Quotation]:
    """Words whose closing mark is forgotten before the attribution (“Why not? Roe asked.), or that the next paragraph goes on with."""
    if forgotten := _FORGOTTEN.search(text, max(inner, outer.end - 160), outer.end):
        end = forgotten.start(1)
        yield Quotation([Span(inner, end)], [Span(outer.start, end)], "marks: closing mark forgotten", 0.5)
    elif (
        outer.end == paragraph_end and text[outer.start] != "»" and _SENTENCE_END.search(text, max(inner, outer.end - 9), outer.end)
    ):
        yield Quotation([Span(inner, outer.end)], [outer], "marks: not closed", 0.6, open_ended=True)


def _closes(text: str, opening: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    if mark[0] in "‘’'`":
        return False
    if mark[0] in _DOUBLE[opening]:
        return mark[0] not in _STRAIGHT or not before.isspace() or not after.strip()
    return opening in _CONFUSED and mark[0] in _CONFUSED and not before.isspace() and not after.isalnum()


def _marked(segmented: SegmentedText) -> list[Quotation]:
    """The quotations in marks of all paragraphs, those that belong together joined."""
    done: list[Quotation] = []
    last_end = -1
    for start, end in segmented.paragraphs:
        here: list[Quotation] = []
        for quotation in _pairs(segmented.text, start, end):
            if here and _one_utterance(segmented.text, here[-1], quotation):
                here[-1].join(quotation)
            else:
                here.append(quotation)
        if here and done and done[-1].end >= last_end - _WINDOW and _continues(segmented, done[-1], here[0], end, last_end):
            done[-1].join(here.pop(0))
        done += here
        last_end = end
    return done


def _one_utterance(text: str, first: Quotation, second: Quotation) -> bool:
    """Whether what stands between two quotations of a paragraph is the attribution of both."""
    gap = text[first.end : second.start]
    if len(gap) > _WINDOW or first.open_ended or _ANSWERED.search(gap):
        return False
    body = gap.strip()
    if _JOINED.match(gap):  # not: the “bulldozer.” “We never …,” said Roe
        return _word_count(text, first) >= _FEWEST_WORDS
    ending = last_mark(text, first.segments[-1])
    if not (SAYING.search(body) or (ending in ",?!" and _ATTRIBUTED.match(gap))):
        return False
    sentences = _sentence_breaks(body)
    if sentences == 0:  # the same sentence goes on: “A,” she said, “b.” — but not: “A.” He added that “b.”
        return not (ending in ".?!" and body[0].isupper()) and body[-1] not in ";:"
    # “A,” she said. “B.” — but not: “A,” she said. Later, he added, “B.” or: “A,” she said. “B,” he added.
    after = text[second.end : second.end + 120].split("\n")[0]
    attributed = last_mark(text, second.segments[-1]) in ",?!" and _ATTRIBUTED.match(after)
    return sentences == 1 and body[-1] in ".:!" and not attributed


def _sentence_breaks(body: str) -> int:
    plain = _ABBREVIATED.sub("x", body)
    ends = len(re.findall(r"[.!?](?=\s|$|[”\"])", plain))
    return ends + (1 if ends and plain.endswith(":") else 0)


def _continues(segmented: SegmentedText, last: Quotation, first: Quotation, paragraph_end: int, last_end: int) -> bool:
    """Whether a paragraph that begins with a mark goes on with the quotation that the paragraph before ends with."""
    text = segmented.text
    number = segmented.paragraph_at(first.start)
    if first.start != segmented.paragraphs[number][0] or segmented.paragraph_at(last.outer[-1][0]) != number - 1:
        return False
    if last.open_ended:
        return True
    # the earlier one is closed: the later one is a whole paragraph and has no attribution of its own
    if text[first.end : paragraph_end].strip(" .—-") or first.gaps or not text[first.segments[0][0]].isupper():
        return False
    rest = text[last.end : last_end].strip()
    attribution = " ".join([rest, *(text[start:end] for start, end in last.gaps)])
    if not SAYING.search(attribution) or _ANSWERING.search(attribution):
        return False  # a conversation: the next line is the other’s
    ending = last_mark(text, last.segments[-1])
    return not rest or (bool(SAYING.search(rest)) and _sentence_breaks(rest) <= 1 and ending in ",?!…—")


def _dialogue(text: str, paragraph: Span) -> Iterator[Quotation]:
    """—No vamos a cerrar nada —dijo Roe—. Vamos a abrir."""
    if found := _SPOKEN.match(text, paragraph.start + 1, paragraph.end):
        words, rest = Span(*found.span("words")), [Span(found.end(), paragraph.end)] if found.end() < paragraph.end else []
        outer, gap = Span(paragraph.start, words.end), Span(*found.span("gap"))
        yield Quotation([words, *rest], [outer, *rest], "dialogue", 0.85, gaps=[gap])


def _blocks(segmented: SegmentedText) -> Iterator[Quotation]:
    """A paragraph without marks after a paragraph that ends with “… wrote:”."""
    text = segmented.text
    for (_, end), following in pairwise(segmented.paragraphs):
        begin = segmented.sentences[segmented.sentence_at(end - 1)].start
        words = text[slice(*following)]
        introduced = _INTRODUCES.search(text, max(begin, end - 200), end)
        if introduced and len(_WORD.findall(words)) >= 8 and words[0] not in '“"•*-–—·' and words[-1] != ":":
            yield Quotation([following], [following], "block after a colon", 0.75, intro=Span(begin, end))


def _is_title(text: str, quotation: Quotation) -> bool:
    """Titles of works and measures, slogans in capitals: “Justice for the Living”, not followed by “she said”."""
    start, end = quotation.segments[0]
    words = _WORD.findall(text, start, end)
    if quotation.intro or len(quotation.segments) > 1 or len(words) > 12 or sum(word[0].isupper() for word in words) < 2:
        return False
    capitals = all(word[0].isupper() or word[0].isdigit() or word.lower() in WORDS.title_words for word in words)
    return capitals and not (text[end - 1] in ",?!" and _SAID_AFTER.match(text, quotation.end, quotation.end + 60))
