"""Score drafts against an annotated set: which annotations were found, and which drafts are wrong.

A set is a folder of texts: NAME.txt, the canonical text, and NAME.toml, what it holds:

    published_on = "2026-03-02"          # left out: undated
    covers = ["curly quotes", …]         # the phenomena that it is there for, of PHENOMENA

    [[drafts]]
    kind = "quote"                       # quote, post, position, paraphrase, endorsement, result
    passage = "…"                        # its exact words, or { exact, prefix, suffix }
    pieces = ["…"]                       # statements: the words
    speaker = "Full Name"                # left out: nobody that the text names; a list: each of these names is right, "" is nobody
    endorser, candidate, stance, verb, amount, amount_as_stated          # endorsements
    candidate, percent, votes, status, qualifier                         # results
    optional = true                      # careful people would differ: found or not, it does not count

    [[facts]]                            # only where the text's facts of candidacies are annotated: facts = [] has none
    fact, candidate, passage

What is scored are the JSON objects of `dara.drafting`: see `dara/drafting/`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dara.text import anchoring

Found = dict  # a draft as `dara.drafting` gives it, in JSON's names

KINDS = ("quote", "post", "endorsement", "result")  # annotated completely
APART = ("position", "paraphrase")  # annotated only where it is sure what one is: only what was missed says something

PHENOMENA = (
    "straight quotes",
    "curly quotes",
    "nested quotes",
    "split by attribution",
    "over paragraphs",  # each opens with a mark, only the last closes with one
    "over paragraphs closed",
    "block quotation",
    "headline marks",
    "scare quotes and titles",
    "speaker before",
    "speaker between",
    "speaker after",
    "said chain",
    "role speaker",
    "surname to full name",
    "same surname",
    "organization speaker",
    "spokesperson",
    "tweeted reporter",
    "unattributed quote",
    "accents",
    "post",
    "post of several paragraphs",
    "quote within a post",
    "endorses",
    "supports",
    "opposes",
    "withdraws",
    "funds",
    "endorsement list",
    "passive endorsement",
    "endorsement traps",
    "measure endorsed",
    "percent",
    "votes",
    "score",  # “60-40”
    "leading and trailing",
    "partial",
    "final",
    "certified",
    "as of",
    "several candidates in one sentence",
    "result traps",
    "position",
    "paraphrase",
    "beyond the BMP",
    "odd spacing",
    "html leftovers",
    "nothing to draft",
)


# --- sets -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """One draft that a text should give. A name is a tuple of spellings, each of them right; () is nobody."""

    kind: str
    start: int
    end: int
    exact: str
    pieces: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    endorser: tuple[str, ...] = ()
    candidate: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    amount: float | None = None
    percent: float | None = None
    votes: int | None = None
    fact: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Text:
    name: str
    body: str
    expected: tuple[Expected, ...]
    published_on: str | None = None
    covers: tuple[str, ...] = ()
    facts: tuple[Expected, ...] | None = None  # None: not annotated


def load(folder: Path) -> list[Text]:
    """The set in `folder`, by name. Raises `anchor.AnchorError` for words that are not in their text, or there twice."""
    return [read(path) for path in sorted(folder.glob("*.txt"))]


def read(path: Path) -> Text:
    body = path.read_bytes().decode()
    annotation = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    return Text(
        name=path.stem,
        body=body,
        expected=tuple(expect(body, each) for each in annotation.get("drafts", [])),
        published_on=annotation.get("published_on"),
        covers=tuple(annotation.get("covers", ())),
        facts=tuple(expect(body, {"kind": "fact", **each}) for each in annotation["facts"]) if "facts" in annotation else None,
    )


def expect(body: str, record: dict) -> Expected:
    """One annotated draft, with its place in the text `body`."""
    passage = record["passage"]
    if isinstance(passage, str):
        passage = {"exact": passage}
    start, end = anchoring.find(body, **passage)
    missing = anchoring.missing_piece(body[start:end], record.get("pieces", []))
    if missing is not None:
        raise anchoring.NotFound(anchoring.explain_piece(body[start:end], missing))
    return Expected(
        kind=record["kind"],
        start=start,
        end=end,
        exact=passage["exact"],
        pieces=tuple(record.get("pieces", [])),
        **{name: _spellings(record.get(name)) for name in ("speaker", "endorser", "candidate", "stance")},
        **{name: record.get(name) for name in ("amount", "percent", "votes", "fact")},
        optional=record.get("optional", False),
    )


def _spellings(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


# --- when two are the same --------------------------------------------------------------------------

_MARKS = re.compile("[\"“”„«»'‘’]")
TITLES = re.compile(
    r"^(?:(?:the|former|then|retired|acting|state|u\.?s\.?|deputy|chief|assistant|mr|mrs|ms|dr|rev|hon|sen|senator|rep|representative|gov"
    r"|governor|lt|mayor|councilm[ae]n|councilwoman|councilmember|supervisor|sheriff|judge|justice|president|congressman"
    r"|congresswoman|captain|assemblym[ae]n|assemblywoman|assemblymember|district attorney|da|prosecutor|attorney|general|commissioner|professor|prof)\b\.?[\s-]+)+",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\([^)]*\)|\b(?:official|twitter account)\b", re.IGNORECASE)  # (@handle), (ABBREVIATION)
LENIENT = 0.8
POST = 0.9


def words(pieces: Iterable[str]) -> str:
    """The words of a statement, for comparing: one line, no quotation marks, no comma or full stop at the end."""
    joined = " ".join(_MARKS.sub("", piece).strip().removesuffix(",") for piece in pieces)
    return " ".join(joined.split()).rstrip(",. ")


def name(value: str) -> str:
    """A name for comparing: without case, accents, titles, spaces and punctuation. A surname stays different from a full name."""
    plain = unicodedata.normalize("NFKD", _ACCOUNT.sub("", value).strip())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter for letter in TITLES.sub("", plain).casefold() if letter.isalnum())


def named(found: dict | None, right: tuple[str, ...]) -> bool:
    """Whether `found`, an object with a name or None, is one of the right names; nobody is right where there is none."""
    if found is None or not right:
        return found is None and (not right or "" in right)
    return name(found["name"]) in {name(each) for each in right}


def overlap(expected: Expected, found: Found) -> float:
    """The part of the longer passage that both share: 0 to 1."""
    passage = found["passage"]
    shared = min(expected.end, passage["end"]) - max(expected.start, passage["start"])
    return max(shared, 0) / max(expected.end - expected.start, passage["end"] - passage["start"])


def same(expected: Expected, found: Found) -> bool:
    """Whether `found` is what was expected, to the letter where letters matter; the speaker is scored apart."""
    if expected.kind != found["kind"] or not (shared := overlap(expected, found)):
        return False
    if expected.kind == "endorsement":
        return _same_endorsement(expected, found)
    if expected.kind == "fact":
        return expected.fact == found["fact"] and named(found["candidate"], expected.candidate)
    if expected.kind == "result":
        figures = expected.percent == found["percent"] and expected.votes == found["votes"]
        return figures and named(found["candidate"], expected.candidate)
    if expected.kind == "post" and shared < POST:
        return False
    if expected.kind in APART:
        return shared >= LENIENT
    return words(expected.pieces) == words(found["pieces"])


def _same_endorsement(expected: Expected, found: Found) -> bool:
    return (
        found["stance"] in expected.stance
        and named(found["endorser"], expected.endorser)
        and named(found["candidate"], expected.candidate)
        and (found["stance"] != "funds" or expected.amount == found["amount"])
    )


def alike(expected: Expected, found: Found) -> bool:
    """The lenient comparison of quotes: their words, from the first to the last, share four fifths of both."""
    ours = _stretch(expected.exact, expected.start, expected.pieces)
    theirs = _stretch(found["passage"]["exact"], found["passage"]["start"], found["pieces"])
    shared = min(ours[1], theirs[1]) - max(ours[0], theirs[0])
    return shared >= LENIENT * max(ours[1] - ours[0], theirs[1] - theirs[0])


def _stretch(exact: str, start: int, pieces: Sequence[str]) -> tuple[int, int]:
    """From where to where in the text the pieces run; a curated passage may begin before its first opening mark."""
    return start + max(exact.find(pieces[0]), 0), start + max(exact.rfind(pieces[-1]), 0) + len(pieces[-1])


# --- scores -----------------------------------------------------------------------------------------

Pair = tuple[Expected, Found]


@dataclass
class Matching:
    """What belongs together of what was expected and what was found, one to one."""

    pairs: list[Pair] = field(default_factory=list)
    missed: list[Expected] = field(default_factory=list)
    wrong: list[Found] = field(default_factory=list)

    def __add__(self, other: "Matching") -> "Matching":
        return Matching(self.pairs + other.pairs, self.missed + other.missed, self.wrong + other.wrong)

    @property
    def precision(self) -> float:
        return _ratio(len(self.pairs), len(self.pairs) + len(self.wrong))

    @property
    def recall(self) -> float:
        return _ratio(len(self.pairs), len(self.pairs) + len(self.missed))

    @property
    def f1(self) -> float:
        return _ratio(2 * len(self.pairs), 2 * len(self.pairs) + len(self.wrong) + len(self.missed))


def match(
    expected: Sequence[Expected], found: Sequence[Found], kind: str, comparison: Callable[[Expected, Found], bool] = same
) -> Matching:
    """Pairs what was expected of a kind with what was found; each is paired once, the one with the most in common first.

    What is optional, and what was found in its place, counts neither way."""
    wanted = [each for each in expected if each.kind == kind]
    given = [each for each in found if each["kind"] == kind]
    candidates = [
        (each.optional, -overlap(each, other), i, j)
        for i, each in enumerate(wanted)
        for j, other in enumerate(given)
        if comparison(each, other)
    ]
    pairs: dict[int, int] = {}
    for _optional, _overlap, i, j in sorted(candidates):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return Matching(
        pairs=[(wanted[i], given[j]) for i, j in sorted(pairs.items()) if not wanted[i].optional],
        missed=[each for i, each in enumerate(wanted) if i not in pairs and not each.optional],
        wrong=[each for j, each in enumerate(given) if j not in pairs.values() and not _in_place_of_optional(each, wanted)],
    )


def _in_place_of_optional(found: Found, wanted: Iterable[Expected]) -> bool:
    return any(each.optional and overlap(each, found) >= 0.5 for each in wanted)


def speakers(pairs: Iterable[Pair]) -> Matching:
    """Of matched statements: those whose speaker is right (the full name, or nobody where nobody is right), and the others."""
    said = Matching()
    for expected, found in pairs:
        if named(found["speaker"], expected.speaker):
            said.pairs.append((expected, found))
        else:
            said.wrong.append(found)
            said.missed.append(expected)
    return said


def _ratio(part: int, whole: int) -> float:
    """Of nothing, all was found."""
    return part / whole if whole else 1.0


def evaluate(texts: Iterable[Text], draft: Callable[[Text], Sequence[Found]]) -> dict[str, Matching]:
    """What `draft` finds in the texts, for each kind; “quote, leniently” and “speaker” (of matched quotes and posts) besides."""
    scores = {name: Matching() for name in (*KINDS, *APART, "quote, leniently", "speaker", "fact")}
    for each in texts:
        found = draft(each)
        for kind in (*KINDS, *APART):
            scores[kind] += (matching := match(each.expected, found, kind))
            if kind in ("quote", "post"):
                scores["speaker"] += speakers(matching.pairs)
        if each.facts is not None:
            scores["fact"] += match(each.facts, found, "fact")
        scores["quote, leniently"] += match(each.expected, found, "quote", alike)
    return scores
