"""Find quotations by their quotation marks.

1. *Marks*: the opening and closing marks in each paragraph are paired, whether curly, straight or single. Apostrophes and the marks for inches
   and feet are not quotation marks.
2. *Utterances*: quotations with one attribution (“A,” she said. “B.”) are one, and so are quotations over several paragraphs of which
   only the last has a closing mark.
3. *Block quotations*: a paragraph after a colon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import CALL, SAY, SAYING, word_set
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

FEWEST_WORDS = 4
_WINDOW = 400  # characters that an attribution may take

_MARK = re.compile("[“”„«»\"‘’'`]")
_SAID_WORDS = "said|says|added|adds|told|wrote|tweeted|asked|replied|continued"
_WORD = re.compile(r"[^\W_]+(?:[’'‑-][^\W_]+)*")
_FEET = re.compile(r"\d[’']\s?\d{0,2}$|\d$")
_DROPPED_AT_END = re.compile(r"[,\s]+$")
# What closes a single mark: surely, beside punctuation; likely, where no letter follows and no plural’s apostrophe may be meant.
_CLOSED_BY = {"‘": "’", "'": "'’", "`": "'’"}
_CLOSING = {
    opening: (
        re.compile(rf"(?<=[.,!?…])[{closing}](?![^\W_])|(?<!\s)[{closing}](?=[:;,.)—])"),
        re.compile(rf"(?<![\ss])[{closing}](?![^\W_])|(?<=s)[{closing}](?![^\W_]| )"),
    )
    for opening, closing in _CLOSED_BY.items()
}
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round|\d\ds?)\b", re.IGNORECASE)


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


def quotations(segmented: SegmentedText) -> list[Quotation]:
    """All quotations of four words or more, in order. A quotation inside another one is part of the outer one's words."""
    paragraphs = [(span, list(_pairs(segmented.text, *span))) for span in segmented.paragraphs]
    found = _continued(segmented, paragraphs)
    blocks = list(_blocks(segmented, found))
    kept = [each for each in [*found, *blocks] if word_count(segmented.text, each) >= FEWEST_WORDS]
    return sorted((each for each in kept if not _is_title(segmented.text, each)), key=lambda each: (each.start, -each.end))


def word_count(text: str, quotation: Quotation) -> int:
    """The number of words between the marks."""
    return sum(len(_WORD.findall(text[start:end])) for start, end in quotation.segments)


def piece_of(text: str, segment: Span) -> str:
    """The words of a segment without the comma before the attribution."""
    return _DROPPED_AT_END.sub("", text[segment[0] : segment[1]]).strip()


# --- marks ------------------------------------------------------------------------------------------


@dataclass
class _Pair:
    start: int  # of the opening mark
    end: int  # after the closing mark
    inner: Span
    closed: bool
    single: bool = False


def _pairs(text: str, start: int, end: int) -> Iterator[_Pair]:
    """The outermost pairs of marks in a paragraph."""
    if not _WORD.search(text, start, end):
        return
    opened: int | None = None
    kind = ""
    depth = 0
    for found in _MARK.finditer(text, start, end):
        mark, place = found[0], found.start()
        if mark in "‘’'`":
            if opened is None and (closing := _single(text, place, start, end)):
                opened, kind = place, "single"
                close_at = closing
            elif kind == "single" and place == close_at:
                yield _Pair(opened or 0, place + 1, Span((opened or 0) + 1, place), closed=True, single=True)
                opened, kind = None, ""
            continue
        if kind == "single":
            continue
        if opened is None:
            if _opens(text, mark, place, start, end):
                opened, kind, depth = place, mark, 1
        elif mark in "“„«" and kind in "“«":
            depth += 1 if place - opened < 3000 and _closes_later(text, place, end) else 0
            if depth == 1:  # a second opening mark where the first was never closed
                yield _Pair(opened, place, Span(opened + 1, place), closed=False)
                opened = place
        elif _closes(text, mark, kind, place, start, end):
            depth -= 1
            if depth == 0:
                yield _Pair(opened, place + 1, Span(opened + 1, place), closed=True)
                opened, kind = None, ""
    if opened is not None and kind != "single":
        yield _Pair(opened, end, Span(opened + 1, end), closed=False)


def _opens(text: str, mark: str, place: int, start: int, end: int) -> bool:
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    if mark in "“„«":
        return not after.isspace() or place == start
    if mark != '"':
        return False  # a closing mark alone
    if before.isdigit() and _FEET.search(text, max(start, place - 5), place):
        return False
    return not after.isspace() and (not before.isalnum() or after.isupper()) and after not in ".,;:!?)"


def _closes(text: str, mark: str, kind: str, place: int, start: int, end: int) -> bool:
    if mark == '"':
        before = text[place - 1]
        after = text[place + 1] if place + 1 < end else " "
        if kind in "“„«":
            return not after.isalnum() or not before.isspace()
        feet = re.search(r"\d[’']\s?\d{1,2}$", text[max(start, place - 6) : place])
        return not feet and (not before.isspace() or after.isspace() or place + 1 == end)
    return mark in "”»“"


def _closes_later(text: str, place: int, end: int) -> bool:
    """Whether a mark opened inside of a quotation is closed before the next one is opened, and another closes the outer one."""
    near = min(end, place + 300)
    closing = text.find("”", place + 1, near)
    return closing >= 0 and text.find("“", place + 1, closing) < 0 and text.find("”", closing + 1, min(end, place + 2000)) >= 0


def _single(text: str, place: int, start: int, end: int) -> int | None:
    """The place of the mark that closes the single one at `place`, when that opens a quotation and is no apostrophe."""
    mark = text[place]
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    if mark == "’" or not (before.isspace() or before in "([—–-:") or not (after.isalnum() or after in '“"$#@…'):
        return None
    if _ELISION.match(text, place + 1):
        return None
    sure, likely = _CLOSING[mark]
    limit = min(end, place + 1 + _WINDOW)
    closing = sure.search(text, place + 1, limit)
    if closing is None and limit == end and end > place + 2 and text[end - 1] in _CLOSED_BY[mark] and not text[end - 2].isspace():
        return end - 1
    closing = closing or likely.search(text, place + 1, limit)
    return closing.start() if closing else None


# --- utterances -------------------------------------------------------------------------------------

_JOINED = re.compile(
    r"^[\s,]*(?:…|\.\.\.|—|–|-)?[\s,]*$"  # nothing between
)


def _continued(segmented: SegmentedText, paragraphs: list[tuple[Span, list[_Pair]]]) -> list[Quotation]:
    """Quotations of all paragraphs, those that belong together joined."""
    done: list[Quotation] = []
    last_end = -1
    for (start, end), pairs in paragraphs:
        here: list[Quotation] = []
        for pair in pairs:
            if pair.inner[1] - pair.inner[0] < 2:
                continue
            quotation = _quotation(segmented, pair, end)
            if quotation is None:
                continue
            previous = here[-1] if here else None
            if previous is not None and _one_utterance(segmented, previous, quotation):
                _join(previous, quotation)
            else:
                here.append(quotation)
        if (
            here
            and done
            and done[-1].end >= last_end - 400
            and _continues(segmented, done[-1], here[0], Span(start, end), last_end)
        ):
            first = here.pop(0)
            _join(done[-1], first)
        done += here
        last_end = end
    for quotation in done:
        if quotation.open_ended and not quotation.gaps:
            quotation.rule, quotation.confidence = "marks: never closed", 0.6
    return done


def _quotation(segmented: SegmentedText, pair: _Pair, paragraph_end: int) -> Quotation | None:
    if not pair.closed:
        if pair.end < paragraph_end or not re.search(r"[.!?…—][\s’')]*$", segmented.text[pair.inner[0] : pair.end]):
            return None
        if re.search(
            r"[,?!] [^.]{0,60}\b(?:said|says|told|added|wrote)\b[^.]{0,60}\.$",
            segmented.text[max(pair.inner[0], pair.end - 160) : pair.end],
        ):
            return None  # the mark that would close it was forgotten before the attribution
    rule = "single marks" if pair.single else "marks"
    return Quotation([pair.inner], [Span(pair.start, pair.end)], rule, 0.85 if pair.single else 0.95, open_ended=not pair.closed)


def _join(quotation: Quotation, following: Quotation) -> None:
    quotation.gaps.append(Span(quotation.end, following.outer[0][0]))
    quotation.segments += following.segments
    quotation.outer += following.outer
    quotation.open_ended = following.open_ended


_ANSWERS = re.compile(r"\b(?:to which|replied|responded|answered|retorted|shot back)\b[^.]*[,:]?\s*$")


def _one_utterance(segmented: SegmentedText, first: Quotation, second: Quotation) -> bool:
    """Whether what stands between two quotations of a paragraph is the attribution of both."""
    text = segmented.text
    gap = text[first.end : second.outer[0][0]]
    if len(gap) > _WINDOW or first.open_ended:
        return False
    if re.match(r"[\s,]*to which\b", gap) or _ANSWERS.search(gap):
        return False  # somebody else answers
    if _JOINED.match(gap):
        return True
    body = gap.strip()
    inner_end = _last_mark(text, first.segments[-1])
    if not SAYING.search(body):
        return False
    sentences = _sentence_breaks(body)
    if sentences == 0:  # the same sentence goes on: “A,” she said, “b.” “A,” he tweeted, indicating X “b.”
        return _same_sentence(body, text[second.segments[0][0]], inner_end)
    # “A,” she said. “B.” — but not: “A,” she said. Later, he added, “B.”
    return sentences == 1 and body[-1] in ".:!" and _is_attribution(body, inner_end) and not _attributed_itself(text, second)


_OWN_ATTRIBUTION = re.compile(rf"[\s,]*(?:(?:{_SAID_WORDS})\b|[^.“”\"]{{1,60}}?\b(?:{_SAID_WORDS})\b)")


def _attributed_itself(text: str, quotation: Quotation) -> bool:
    """“B,” she added: a second part with an attribution of its own is an utterance of its own."""
    after = text[quotation.end : quotation.end + 120]
    return _last_mark(text, quotation.segments[-1]) in ",?!" and bool(_OWN_ATTRIBUTION.match(after.split("\n")[0]))


def _last_mark(text: str, segment: Span) -> str:
    """The last character of a segment, marks of a quotation inside of it aside."""
    return text[segment[0] : segment[1]].rstrip("’'”\" ")[-1:] or " "


_ABBREVIATED = re.compile(rf"\b(?:[A-Z]\.)+|\b(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))}|[ap]\.m)\.")


def _sentence_breaks(body: str) -> int:
    plain = _ABBREVIATED.sub("x", body)
    plain = re.sub(r"(?<=\d)\.(?=\d)", "", plain)
    ends = re.findall(r"[.!?](?=\s|$|[”\"])", plain)
    return len(ends) if not plain.endswith(":") else len(ends) + (1 if ends else 0)


def _same_sentence(body: str, following: str, inner_end: str) -> bool:
    words = body.lstrip(", ")
    if inner_end in ".?!" and body[:1].isupper() and _SENTENCE_OF_ITS_OWN.match(body):
        return False  # “A.” He added that “b.”
    return (
        len(body) <= 260 and words != "" and not re.search(r"[;:]\s*$", words)
        if inner_end in ",?!…—-"
        else (len(body) <= 160 and (body.endswith(",") or not following.isupper() or len(words.split()) < 14))
    )


_SENTENCE_OF_ITS_OWN = re.compile(r"[A-Z][^.!?]*(?:,|:|\bthat|\bwas|\bas|\bit|\bhim|\bher|\bof|\bto|\ba|\bsaid|\bcalled)?\s*$")
_REPLIES = re.compile(r"\b(?:shot back|replied|retorted|answered|countered|responded|fired back|asked|interrupted)\b")


def _is_attribution(body: str, inner_end: str) -> bool:
    """Whether a sentence between two quotations ends the first: “… said Lopez, who leads the union.”"""
    if inner_end in ",?!…—-–" or body[0] in ",":
        return True
    return body[0].islower()


def _continues(segmented: SegmentedText, last: Quotation, first: Quotation, paragraph: Span, last_end: int) -> bool:
    """Whether a paragraph that begins with a mark goes on with the quotation that the paragraph before ends with."""
    text = segmented.text
    if first.outer[0][0] != paragraph[0] or segmented.paragraph_at(last.outer[-1][0]) != segmented.paragraph_at(paragraph[0]) - 1:
        return False
    if last.open_ended:
        return True
    # the earlier one is closed: both must be whole paragraphs, the attribution aside, and the later one must have none of its own
    tail = text[first.end : paragraph[1]].strip()
    if tail.strip(" .—-") or first.gaps:
        return False
    rest = text[last.end : last_end].strip()
    if _last_mark(text, last.segments[-1]) not in ",.?!…—" or not text[first.segments[0][0]].isupper():
        return False
    before = text[segmented.paragraphs[segmented.paragraph_at(last.start)][0] : last.start].strip()
    if before and not last.gaps:
        return False  # X said: “A.” — the next paragraph may be anybody’s
    attribution = " ".join([rest, *(text[start:end] for start, end in last.gaps)])
    if not SAYING.search(attribution) or _REPLIES.search(attribution):
        return False  # a conversation: the next line is the other’s
    if not rest:
        return True
    return bool(SAYING.search(rest)) and _sentence_breaks(rest) <= 1 and _last_mark(text, last.segments[-1]) in ",?!…—"


# --- block quotations -------------------------------------------------------------------------------

_INTRODUCES = re.compile(
    r"\b(?:report(?:ed|s)|wr(?:ote|ites)|stat(?:ed|es)|sa(?:id|ys)|read(?:s)?|continu(?:ed|es)|put it|conclud(?:ed|es)|add(?:ed|s)|explain(?:ed|s)|not(?:ed|es)|argu(?:ed|es)|post(?:ed|s)"
    r"|statement|excerpt|email|e-mail|letter|editorial|memo|told [^:]{2,60}|as follows|in part|respon(?:se|ded|ds)|announc(?:ed|es))\b[^.!?“”\"]{0,80}:$"
)


def _blocks(segmented: SegmentedText, found: list[Quotation]) -> Iterator[Quotation]:
    """A paragraph without marks after a paragraph that ends with “… wrote:”."""
    text = segmented.text
    for number, (start, end) in enumerate(segmented.paragraphs[:-1]):
        sentence = segmented.sentences[segmented.sentence_at(end - 1)] if end > start else (start, end)
        if text[end - 1] != ":" or not _INTRODUCES.search(text[max(sentence[0], end - 200) : end]):
            continue
        following = segmented.paragraphs[number + 1]
        words = text[following[0] : following[1]]
        if len(_WORD.findall(words)) < 8 or words[0] in '“"•*-–—·' or words[-1] == ":":
            continue
        if re.search(r"\(@\w+\)\s+\w+\.? \d{1,2}, \d{4}\W*$", words):
            continue  # a post
        if any(
            each.outer[0][0] < following[1]
            and following[0] < each.end
            and each.end - each.outer[0][0] > (following[1] - following[0]) // 2
            for each in found
        ):
            continue
        yield Quotation([following], [following], "block after a colon", 0.75, intro=Span(sentence[0], end))


# --- what is no statement ---------------------------------------------------------------------------

_TITLE_BEFORE = re.compile(
    r"\b(?:titled|entitled|headlined|song|book|film|movie|documentary|novel|podcast|album|episode|series|essay|play|show|anthem|ballad|single|memoir|called|known as|named|dubbed|program|measure"
    r"|initiative|amendment|slogan|proposition|hashtag|branded|nicknamed|poem|sermon|rendition of|column|feature)[,:]?\s*$",
    re.IGNORECASE,
)
_SMALL = word_set("a an the and or nor but of in on at to for from with by as is vs v your our my his her their it")


def _is_title(text: str, quotation: Quotation) -> bool:
    """Titles of works and measures, slogans in capitals: “Justice for the Living”, not followed by “she said”."""
    if quotation.rule == "block after a colon" or len(quotation.segments) > 1:
        return False
    start, end = quotation.segments[0]
    words = _WORD.findall(text[start:end])
    if len(words) > 12:
        return False
    if text[start:end].isupper() and len(words) > 4:
        return False  # shouted, on a sign
    capitals = all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words)
    several = sum(word[0].isupper() for word in words) >= 2
    after = text[quotation.end : quotation.end + 60]
    attributed = bool(re.match(r"[\s,]*[^.“”\"]{0,40}\b(?:said|says|wrote|told|tweeted)\b", after)) and text[end - 1] in ",?!"
    if capitals and several and not attributed:
        return True
    return (
        bool(_TITLE_BEFORE.search(text[max(quotation.start - 40, 0) : quotation.start]))
        and several
        and words[0][0].isupper()
        and capitals
    )


__all__ = ["CALL", "SAY", "Quotation", "piece_of", "quotations", "word_count"]
