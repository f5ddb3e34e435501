"""Split text into sentences. The only sentence splitter, and the only list of abbreviations, in the code base.

No sentence library is used: campaign news needs a short list of abbreviations, and care with “L.A.”, “D.A.” and initials."""

import re
from collections.abc import Iterator

from dara.text.spans import Span


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words whose full stop does not end a sentence.
ABBREVIATIONS = _words(
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Lt Col Gen Dist Atty Attys Asst Sgt Capt Det Cmdr Prof Rev Hon Supt St Mt Ft Jr Sr No vs v Co Corp Inc"
    " Assn Dept Bros Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Calif Pa Va Ave Blvd Pres Assemb Supv Ald"
)
# Dotted abbreviations that may also be the last word of a sentence: “a run in L.A. Progressive groups …”.
_DOTTED = _words("L.A. U.S. S.F. N.Y. D.C. U.N. U.K. E.U. N.J. N.C. S.C. N.M. R.I. D.A. A.G. p.m. a.m. P.M. A.M. i.e. e.g.")
# After a dotted abbreviation these continue a name: “L.A. County”.
_CONTINUES_A_NAME = _words(
    "County City Times Police Sheriff Mayor District D.A. DA Unified Superior Weekly Daily News Department Dept Democratic Democrats Republican"
    " City’s County’s Justice Metro Council Board Registrar Attorney Rep Sen Senate House Supreme Army Navy Constitution Congress Chamber"
    " Law School Fire Public Mayor’s Now Defense Community"
)
# After an abbreviation these begin a sentence: “He ran in L.A. Her cousin did not.”
_BEGINS_A_SENTENCE = _words(
    "The A An He She It They We You I His Her Its Their My Our This That These Those But And In On At As If When While There"
)
_END = re.compile(r"(?<![.!?…])([.!?…]+)([”\"’')\]»]{0,8})(\s+|(?=[“\"][A-Z])|(?=[A-Z][a-z]))")
_NEXT = re.compile(r"[“\"‘'(\[«„]*[#@]?([^\W_][\w.’]*|[$—–-])")
_BEFORE = re.compile(r"(?:^|[\s(“\"‘—–-])([\w.’'-]{1,24})$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}$")
# “LOS ANGELES (CNS) — Raul Ortega …”: the first sentence begins after the dash.
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' ]{2,30}(?:, (?:[A-Z][\w.]{1,14}(?: \d{1,2})?|\d{4})){0,4}(?: \([\w /]{2,30}\))? ?(?:—|–|--|-) ?(?=[“\"A-Z])"
)


def split_sentences(text: str, start: int = 0, end: int | None = None, *, cautious: bool = False) -> Iterator[Span]:
    """The sentences of one paragraph, `text[start:end]`, in order and without the white space between them.

    `cautious`: a dotted abbreviation (“L.A.”) ends a sentence only before a word that usually begins one (“The”, “He”), and every other
    abbreviation does so there too. Excerpts use it: they would rather show a sentence too many than cut one in two. Drafting does not:
    it would rather see two sentences than take the names of both for those of one."""
    end = len(text) if end is None else end
    dateline = _DATELINE.match(text, start, end)
    begin = dateline.end() if dateline and dateline.end() < end else start
    for found in _END.finditer(text, start, end):
        if found.end() < end and _is_end(text, begin, found, cautious):
            yield Span(begin, found.end(2))
            begin = found.end()
    if begin < end:
        yield Span(begin, end)


def _is_end(text: str, begin: int, found: re.Match[str], cautious: bool) -> bool:
    """Whether the punctuation `found`, in the sentence that starts at `begin`, ends it."""
    following = _NEXT.match(text, found.end())
    if following is None:
        return True
    word = following[1]
    if len(found[1]) > 3 and word[0].isdigit():
        return False  # “Roe ........ 12,345”
    if word[0].islower() and text[found.end()] not in '“"':
        return False
    return found[1] != "." or bool(found[2]) or _is_full_stop(text, begin, found, word, cautious)


def _is_full_stop(text: str, begin: int, found: re.Match[str], word: str, cautious: bool) -> bool:
    """Whether a single full stop before `word` ends a sentence and is not part of a name, an abbreviation or initials."""
    before = _BEFORE.search(text, max(begin - 1, found.start() - 25, 0), found.start())
    last = before[1] if before else ""
    if not found[3] and not (len(last) > 2 and last.islower()):
        return False  # “EINPresswire.Com”
    is_abbreviation = last in ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "I")
    initials = _INITIALS.search(text, max(begin, found.start() - 6), found.start() + 1)
    if cautious and (is_abbreviation or initials):
        return re.split(r"\W", word)[0] in _BEGINS_A_SENTENCE
    if is_abbreviation or initials is None:
        return not is_abbreviation
    return initials[0] in _DOTTED and not _continues_a_name(last, word)


def _continues_a_name(last: str, word: str) -> bool:
    """Whether the word after the dotted abbreviation `last` belongs with it: “L.A. County”, “D.A. Smith”."""
    is_title = last.replace(".", "").upper() in {"DA", "AG"}
    return is_title or word[0].islower() or word in _CONTINUES_A_NAME or word.rstrip(".") in ABBREVIATIONS
