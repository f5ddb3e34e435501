"""Score drafts against annotated articles whose texts are kept elsewhere: by newsroom, language and candidate.

A folder of them, as `make bench ARGS="articles …"` rebuilds one, holds the texts and

    sources.json    where each text stands: {NAME.txt: {repo, commit, path, date, url, newsroom, language}}
    truth.jsonl     what is in them, an object a line: {doc, kind, …, at: {head, tail, length, nth}}

`at` is a stretch of the text with its white space normalized: the nth of this length that begins with `head` and ends with `tail`, a
dozen characters at most of each, so that no text need be kept with its annotations. tests/drafting/real/README.md says what the rows are."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dara.ingest import canonical_text
from tests.drafting.scoring import TITLES, Found, Matching

Row = dict  # an annotation, with its `span` in the normalized text and its `words`
Scores = dict[str, Matching]

KINDS = ("quote", "speaker", "nobody", "endorsement", "amount", "result", "fact")
SAME_STRETCH = 0.8  # of both, that a draft's piece and a quotation share
UNCOUNTED = ("weak", "repeat", "unnamed")  # found or not: neither right nor wrong


@dataclass(frozen=True)
class Article:
    name: str
    body: str
    text: str  # with its white space normalized, the collector's header included
    published_on: str | None
    newsroom: str
    language: str
    rows: tuple[Row, ...]

    @property
    def candidates(self) -> list[str]:
        """Whoever is endorsed, counted or said to run, once each, by the first name that the annotations give."""
        names: list[str] = []
        for row in self.rows:
            name = row.get("candidate")
            if name and not row.get("recipient_is_org") and not any(same_name(name, each) for each in names):
                names.append(name)
        return names


class Unlocated(ValueError):
    """An annotation is not where it says in the text."""


# --- folders ----------------------------------------------------------------------------------------


def load(folder: Path) -> list[Article]:
    """The articles of a folder whose texts are there, by name. Raises Unlocated for an annotation that is not in its text."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["doc"]].append(row)
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    return [_read(folder / name, source, rows[name]) for name, source in sorted(sources.items()) if (folder / name).exists()]


def _read(path: Path, source: dict, rows: Sequence[Row]) -> Article:
    content = path.read_bytes()
    text = normalized(content.decode())
    return Article(
        name=path.name,
        body=canonical_text.extract(content).body,
        text=text,
        published_on=source.get("date") or None,
        newsroom=source.get("newsroom") or urlsplit(source.get("url", "")).hostname or source["repo"],
        language=source.get("language", "en"),
        rows=tuple(_located(text, row) for row in rows),
    )


def _located(text: str, row: Row) -> Row:
    start, end = locate(text, row["at"])
    return row | {"span": (start, end), "words": text[start:end]}


def normalized(text: str) -> str:
    return " ".join(text.split())


def locate(text: str, at: dict) -> tuple[int, int]:
    """The stretch of a normalized text that `at` names."""
    starts = [
        place.start()
        for place in re.finditer(f"(?={re.escape(at['head'])})", text)
        if text[place.start() : place.start() + at["length"]].endswith(at["tail"]) and place.start() + at["length"] <= len(text)
    ]
    if len(starts) <= at.get("nth", 0):
        raise Unlocated(f"{at} is not in the text.")
    start = starts[at.get("nth", 0)]
    return start, start + at["length"]


def describe(text: str, start: int, end: int) -> dict:
    """The `at` of a stretch of a normalized text: what `locate` finds it by. Raises Unlocated where it would not."""
    edge = min(12, (end - start) // 2)
    at = {"head": text[start : start + edge], "tail": text[end - edge : end], "length": end - start, "nth": 0}
    while locate(text, at) != (start, end):
        at["nth"] += 1
    return at


# --- when two are the same --------------------------------------------------------------------------

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9}


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are one: “Tarrant” and “Owen Tarrant”, “O. Tarrant”, “the Harbor Ledger” and “Harbor Ledger”, but not “Ann Tarrant”."""
    ours, theirs = _name(one), _name(other)
    if not ours or not theirs:
        return False
    if _holds(ours, theirs) or _holds(theirs, ours):
        return True
    first, second = sorted((ours[0], theirs[0]), key=len)
    return ours[-1] == theirs[-1] and (first == second or (len(first) == 1 and second.startswith(first)))


def _name(value: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", TITLES.sub("", value or "")).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9 ]", "", plain).split()
    return [word for word in words if word not in _SUFFIXES] or words


def _holds(words: list[str], part: list[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def dollars(stated: str | float | None) -> float | None:
    """The number in “$5.4 million” or “more than $10,000”; None where there is none."""
    if not isinstance(stated, str):
        return stated
    number = re.search(r"([\d,]*\.?\d+)\s*(thousand|million|billion|k\b|m\b)?", stated, re.IGNORECASE)
    return float(number[1].replace(",", "")) * _SCALES.get((number[2] or "").casefold(), 1) if number else None


def _party(found: Found, role: str) -> str | None:
    return (found.get(role) or {}).get("name")


def _stance(value: str | None) -> str:
    return "endorses" if value == "supports" else value or ""  # the line between the two is thin in news prose


def same_endorsement(row: Row, found: Found) -> bool:
    return (
        _stance(row["polarity"]) == _stance(found["stance"])
        and same_name(row["endorser"], _party(found, "endorser"))
        and _same_recipient(row, found)
    )


def _same_recipient(row: Row, found: Found) -> bool:
    """The candidate; of money for a committee, which is no candidate, also nobody with the same sum."""
    if row.get("recipient_is_org") and found.get("candidate") is None:
        return dollars(row.get("amount")) == found.get("amount")
    return same_name(row["candidate"], _party(found, "candidate"))


def same_result(row: Row, found: Found) -> bool:
    """The candidate, and each figure that both have; they have at least one."""
    figures = [(row[name], found[name]) for name in ("percent", "votes") if None not in (row.get(name), found.get(name))]
    return (
        same_name(row["candidate"], _party(found, "candidate")) and bool(figures) and all(abs(a - b) <= 0.051 for a, b in figures)
    )


def same_fact(row: Row, found: Found) -> bool:
    return row["fact"] == found.get("fact") and same_name(row["candidate"], _party(found, "candidate"))


SAME: dict[str, Callable[[Row, Found], bool]] = {
    "endorsement": same_endorsement,
    "result": same_result,
    "fact": same_fact,
}


# --- scores -----------------------------------------------------------------------------------------


def score(article: Article, found: Sequence[Found]) -> Scores:
    """What is right, missed and wrong of each of KINDS.

    “speaker” is of the quotations that were found and have one: its `missed` name nobody, its `wrong` somebody else. “nobody” is of those
    without: its `wrong` name somebody. “amount” is of the endorsements that were found and state one. Of candidacy facts not all are
    annotated: only what was missed says something."""
    scores = _statements(article, found)
    for kind, same in SAME.items():
        rows = [row for row in article.rows if row["kind"] == kind]
        scores[kind] = _pair(rows, [each for each in found if each["kind"] == kind], same)
    scores["amount"] = Matching()
    for row, each in scores["endorsement"].pairs:
        if row.get("amount"):
            right = dollars(row["amount"]) == each.get("amount")
            (scores["amount"].pairs if right else scores["amount"].missed).append((row, each))
    return scores


def _pair(rows: Sequence[Row], found: Sequence[Found], same: Callable[[Row, Found], bool]) -> Matching:
    """Each row with the first draft that says the same, those first that count; a draft of an uncounted row counts neither way."""
    matching, free = Matching(), list(found)
    for row in sorted(rows, key=_uncounted):
        each = next((each for each in free if same(row, each)), None)
        if each is not None:
            free.remove(each)
        if _uncounted(row):
            continue
        if each is None:
            matching.missed.append(row)
        else:
            matching.pairs.append((row, each))
    matching.wrong = free
    return matching


def _uncounted(row: Row) -> bool:
    return any(row.get(flag) for flag in UNCOUNTED)


def _statements(article: Article, found: Sequence[Found]) -> Scores:
    """Quotations and posts, piece by piece; who says them, of those that were found. A scare quote is no statement: drafting it is wrong."""
    pieces = [(span, each) for each in found if each["kind"] in ("quote", "post") for span in _pieces(article, each)]
    scores = {name: Matching() for name in ("quote", "speaker", "nobody")}
    for row in article.rows:
        if row["kind"] != "quote" or row.get("scare"):
            continue
        best = max(pieces, key=lambda piece: _shared(row["span"], piece[0]), default=None)
        if best is None or _shared(row["span"], best[0]) < SAME_STRETCH:
            scores["quote"].missed.append(row)
            continue
        pieces.remove(best)
        scores["quote"].pairs.append((row, best[1]))
        _score_speaker(scores, row, best[1])
    scores["quote"].wrong = [each for _span, each in pieces]
    return scores


def _score_speaker(scores: Scores, row: Row, each: Found) -> None:
    named = _party(each, "speaker")
    if not row["speaker"]:
        outcome = scores["nobody"].wrong if named else scores["nobody"].pairs
    elif same_name(named, row["speaker"]):
        outcome = scores["speaker"].pairs
    else:
        outcome = scores["speaker"].wrong if named else scores["speaker"].missed
    outcome.append((row, each))


def _pieces(article: Article, each: Found) -> Iterator[tuple[int, int]]:
    """Where a draft's pieces stand in the normalized text, without the marks around them; the same words may stand there before."""
    header = len(article.text) - len(normalized(article.body))
    place = header + len(normalized(article.body[: each["passage"]["start"]]))
    for piece in each["pieces"]:
        words = normalized(piece).strip("“”\"‘’'«» ,.")
        if words and (start := article.text.find(words, place)) >= 0:
            yield start, start + len(words)


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def total(scores: Sequence[Scores]) -> Scores:
    return {kind: sum((each[kind] for each in scores), Matching()) for kind in KINDS}


def by_candidate(article: Article, scores: Scores) -> dict[str, tuple[int, int, int]]:
    """(right, missed, wrong) of the endorsements, results and own words of each candidate of an article."""
    counts = {}
    for name in article.candidates:
        right = missed = wrong = 0
        for kind, role in (("endorsement", "candidate"), ("result", "candidate"), ("quote", "speaker")):
            right += sum(same_name(name, row[role]) for row, _each in scores[kind].pairs)
            missed += sum(same_name(name, row[role]) for row in scores[kind].missed)
            wrong += sum(same_name(name, _party(each, role)) for each in scores[kind].wrong)
        counts[name] = (right, missed, wrong)
    return counts
