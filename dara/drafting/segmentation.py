"""A text as a reader sees it: paragraphs and sentences, with their places.

No sentence library is used: campaign news needs a short list of abbreviations, and care with “L.A.”, “D.A.” and initials."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dara.drafting.vocabulary import word_set

Span = tuple[int, int]

OPENING = "“\"‘'«„("
CLOSING = "”\"’'»)"

# Words whose full stop ends no sentence.
ABBREVIATIONS = word_set(
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Lt Col Gen Dist Atty Attys Asst Sgt Capt Det Cmdr Prof Rev Hon Supt St Mt Ft Jr Sr No vs v Co Corp Inc"
    " Assn Dept Bros Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Calif Pa Va Ave Blvd Pres Assemb Supv Ald"
)
# After “L.A.” these go on with a name: “L.A. County”. Another capital letter may begin a sentence: “a run in L.A. Progressive groups …”.
_AFTER_PLACE = word_set(
    "County City Times Police Sheriff Mayor District D.A. DA Unified Superior Weekly Daily News Department Dept Democratic Democrats Republican"
    " City’s County’s Justice Metro Council Board Registrar Attorney Rep Sen Senate House Supreme Army Navy Constitution Congress Chamber"
    " Law School Fire Public Mayor’s Now Defense Community"
)
_PLACES = word_set("L.A. U.S. S.F. N.Y. D.C. U.N. U.K. E.U. N.J. N.C. S.C. N.M. R.I. D.A. A.G. p.m. a.m. P.M. A.M. i.e. e.g.")
_END = re.compile(r"(?<![.!?…])([.!?…]+)([”\"’')\]»]{0,8})(\s+|(?=[“\"][A-Z])|(?=[A-Z][a-z]))")
_NEXT = re.compile(r"[“\"‘'(\[«„]*[#@]?([^\W_][\w.’]*|[$—–-])")
_BEFORE = re.compile(r"(?:^|[\s(“\"‘—–-])([\w.’'-]{1,24})$")
_PLACE = re.compile(r"(?:[^\W\d_]\.){2,}$")
# “LOS ANGELES (CNS) — Raul Ortega …”: the sentence begins after the dash.
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' ]{2,30}(?:, (?:[A-Z][\w.]{1,14}(?: \d{1,2})?|\d{4})){0,4}(?: \([\w /]{2,30}\))? ?(?:—|–|--|-) ?(?=[“\"A-Z])"
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True)
class Reading:
    """`text`, read."""

    text: str

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Lines with words in them, without the white space around them."""
        return [_trimmed(self.text, *found.span()) for found in _LINE.finditer(self.text)]

    @cached_property
    def sentences(self) -> list[Span]:
        return [sentence for start, end in self.paragraphs for sentence in _sentences(self.text, start, end)]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [start for start, _ in self.paragraphs]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def paragraph_at(self, place: int) -> int:
        """The number of the paragraph that `place` is in (or just after); -1 before the first."""
        return bisect_right(self._paragraph_starts, place) - 1

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that `place` is in (or just after); -1 before the first."""
        return bisect_right(self._sentence_starts, place) - 1

    def words(self, span: Span) -> str:
        return self.text[span[0] : span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    dateline = _DATELINE.match(text, start, end)
    begin = dateline.end() if dateline and dateline.end() < end else start
    for found in _END.finditer(text, start, end):
        if found.end() < end and _is_sentence_end(text, begin, found):
            yield begin, found.end(2)
            begin = found.end()
    if begin < end:
        yield begin, end


def _is_sentence_end(text: str, begin: int, found: re.Match[str]) -> bool:
    following = _NEXT.match(text, found.end())
    if following is None:
        return True
    word = following[1]
    if len(found[1]) > 3 and word[0].isdigit():
        return False  # “Roe ........ 12,345”
    quoted = text[found.end()] in '“"'
    if word[0].islower() and not quoted:
        return False
    if found[1] == "." and not found[2]:
        before = _BEFORE.search(text, max(begin - 1, found.start() - 25, 0), found.start())
        last = before[1] if before else ""
        if not found[3] and not (len(last) > 2 and last.islower()):
            return False  # “EINPresswire.Com”
        if last in ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "I"):
            return False
        place = _PLACE.search(text, max(begin, found.start() - 6), found.start() + 1)
        if place is not None and place[0] not in _PLACES:
            return False  # initials: “T.J. Ruck”
        if place is not None:
            return (
                not word[0].islower()
                and word not in _AFTER_PLACE
                and not _is_title_before_name(last)
                and word.rstrip(".") not in ABBREVIATIONS
            )
    return True


def _is_title_before_name(last: str) -> bool:
    return last.replace(".", "").upper() in {"DA", "AG"}
