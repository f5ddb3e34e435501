"""Find counts of votes for candidates, in sentences (“Quist has 52.9% of the vote so far, and Whitfield 47.1%”) and in rows.

In the form of a sentence about votes, and not about polls, figures are “№” and candidates “●”. A figure is of whom the words around it say, “●’s
№”, “№ for ●”, “● leads ●, №-№”; otherwise of the last candidate before it. Rows, “Doe, Jane …… 1,234 52.9%”, have a name and figures alone;
in tables with a column for each candidate they are of a row's area."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise, zip_longest

from dara.drafting.dates import stated_date
from dara.drafting.forms import Form, Found, form_of
from dara.drafting.mentions import Name
from dara.drafting.parties import meant
from dara.drafting.proposals import Party, Passage, Result
from dara.drafting.rules import GIVEN, WORDS, Rule, compiled
from dara.drafting.tables import Cell, tables
from dara.drafting.whitespace import NormalizedText
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_FIGURES = re.compile(r"%|percent|per cent|por ciento|\d[-–]\d|\d[,. \u202f]\d{3}|\bvotes\b|\bvotos\b")
_COUNTING, _PARTY = compiled(r"(?i)\b{counting}\b"), compiled(r"(?i)\b{party_votes}\b")
_OTHER, _VOTED = compiled(r"(?i)\b{not_counts}\b"), re.compile(r"\b(?:of the vote|votes|del voto|de los votos|votos)\b")
_POLL = compiled(r"(?i)\b{polling}\b(?! (?:close|closed|open|opened|station|place|worker))")
_QUALIFIED = compiled(r"(?i)\b(?P<qualifier>{qualifiers}) $")
_UNIT = re.compile(r" ?%|[ -]percent\b| per cent\b| por ciento\b")
_VOTES = re.compile(r" (?:votes|votos)\b")
_SCORE = re.compile(r"(?<![\w.$-])(?P<first>\d{1,2}(?:\.\d+)?)(?:-|–|—)(?P<second>\d{1,2}(?:\.\d+)?)(?![\w-])(?!\.\d)")

# What a number in a sentence about votes is, though it is no count of a candidate.
# fmt: off
NO_COUNTS = (
    Rule("a margin", r"(?i)\b(?:by|margin|lead|advantage|edge|difference|gap|cushion|separat\w+|swing|ahead|behind|within)(?: (?:grew|widened|shrank|narrowed|fell|rose|stood|increased|was|is|of))*(?: of| by| to| at|,)? ?(?:just |only |about |some |nearly |roughly |more than |a mere |fewer than |less than )*№(?!(?: of the vote| percent| votes)?,? (?:to|-) №)", "her lead grew to № votes", "she won by № to №"),
    Rule("a threshold", r"(?i)\b(?:need(?:s|ed|ing)?|require[sd]?|threshold(?: of)?|unless|fewer than|short of|majority of|surpass(?:es|ed)?|exceed(?:s|ed)?|avoid|minimum|receiv(?:es|ing) more than|gets) (?:just |only |more than |about |at least |over |the |a )*№(?! of the vote\b(?! to))|№ (?:support |of the vote )?(?:plus one|threshold|to (?:avoid|qualify|win outright))", "she needed more than № to avoid", "she got №"),
    Rule("a part of all", r"№ (?:percentage )?(?:points?|of (?:the )?(?:\w+ )?(?:precincts?|ballots?\b(?! cast[.,;])|registered|eligible|divisions|projected|estimated|expected|mail|wards|in-person|total ballots)|of (?:the )?(?:projected )?votes? (?:counted|tallied|in(?=[.,;]|$))|counted|reporting|turnout|increase|decrease|drop|rise|reported|complete|in(?=[.,;]|$)|swing|lead\b|margin|edge|advantage)", "with № of precincts reporting", "with № of the vote"),
    Rule("people", r"№ (?:ballots?|voters|members|residents|people|employees|doors|precincts|registered|homes|signatures|uncounted|outstanding|provisional|absentee|mail|more|fewer|prosecutors|deputies|cases|other|-vote)\b|№ (?:ahead|behind|shy|short|separat\w+|apart|remain\w*|left|outstanding|still|to be counted|counted|cast|were|delegates|in all|in advance)\b", "№ ballots remain", "№ for ●"),
)
# fmt: on

_AFTER = compiled(r"(?: of (?:the )?votes?(?: cast)?| votes?| support)?,?(?: or №,?)? {choosing}(?: (?:[a-z]+|[A-Z]\w+)){0,4}? ●")
_JOINT = compiled(r"(?: of the vote| percent| votes?|%)?,? ?{between_figures} ?(?:just |only |about )?")
_OPPOSITE = compiled(r"(?:№,? (?:of the vote )?(?:for|over|to)|\b{leading|losing}) (?:\w+ ){0,2}$")
_LOSING = compiled(r"(?i)\b{losing}\b")
_EACH = re.compile(r"●(?:, ●)*,? and ● (?:each (?:\w+ ){1,2}|(?:are |were )?tied (?:\w+ ){1,4})$")
_HOLDS = compiled(
    r"(?:, ●)*,? and ● (?:each|(?:are |were )?tied)\b| {leading|losing}\b|(?:[’']s?)?,?:? (?:\w+ ){0,3}?\(?№|[^.;●№]{0,70}\b{obtaining} (?:[\w]+ )?№"
)

_PARTIAL = compiled(r"(?i)\b{partial}\b")
_CERTIFIED = re.compile(r"(?i)(?<!not )(?<!until )(?<!before )(?<!be )(?<!to )\bcertif(?:ied|ication|ies|y)\b|official canvass")
_OUT = compiled(r"(?i)(?P<stated>(?:{qualifiers} )?(?P<number>\d[\d,]*))(?: \w+){0,3} (?:ballots|votes)(?: \w+){0,4} {outstanding}")
_ELECTION = compiled(r"\b(?:the |a |last |this )?((?:(?i:{months|contests}|[12]\d{3}) ){0,3}(?:primary|runoff|recall|election))\b")
_NUMBERED, _NAMED = r"{numbered_areas} (?:[Nn]o\. ?)?\d[\w-]*", r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)* {areas_of_counts}"
_AREA = compiled(rf"\b(?:{_NUMBERED}|(?:in|carried|won|across|en) (?:the )?(?:city of |ciudad de )?(?P<county>{_NAMED}))\b")
_AREA_ABOVE = compiled(
    rf"(?:[Rr]esults (?:in|for) |[Rr]esultados (?:de|en) )?(?:the )?(?P<area>{_NUMBERED}|{_NAMED}|[Cc]ity of [A-Z](?:(?! by )[\w’ -])+)(?: [Rr]esults)?(?: by \w+)?:?"
)

_FIGURE = r"\d[\d,.·]*(?: ?%| votes| votos| percent){0,2}\)?[,|]?"
_COUNTS = rf"{_FIGURE}(?:[\s.…|_:–—\t(]+{_FIGURE})*"
_ROW = re.compile(
    rf"[\s|•*]*(?:\d{{1,2}}[.)] )?(?P<name>[A-ZÀ-Þ][^\d%|\n…_]*?)(?:\s*\((?:[A-Z][\w. -]{{0,20}}|[\w ]*incumbent[\w ]*)\)|\*|✓|,? (?:DEM|REP|NPP|IND|GRN|LIB|Dem\.|Rep\.))*"
    rf"(?:\s*(?:\.{{2,}}|…+|(?:\. ){{2,}}|[|:–—_\t])[\s.…|_]*|[\s]+)(?P<figures>{_COUNTS})[\s|]*"
)
_ABOUT_COUNTS = compiled(r"(?i)\b{about_counts}\b|%")
_ABOUT_OTHERS = compiled(r"(?i)\b(?:{polling}|poll|measure|proposition|contributions?|raised|spent|salary|age)\b|\$")
_TOTAL = re.compile(r"(?i)totals?(?: votes)?|votes?|votos|countywide|all precincts|county total|total de votos")
_AREAS = compiled(r"(?i)\b{areas}\b")
_UNITS = compiled(r"(?i)[(\s]*(?:(?P<percent>%|\b{percent_columns}\b)|\bvot(?:es?|os)\b)[.)\s]*")
_WORDS = re.compile(r"[^\W\d]{2}")
_FAR = 4000  # characters between the head of a table and a row that no longer stands with it


@dataclass
class Figure:
    """A number of the sentence: its span in the text, its place in the form, and the places of whose it is."""

    span: Span
    value: float
    is_share: bool
    qualifier: str = ""
    place: int = -1
    whose: list[int] = field(default_factory=list)


def results(found: Found, published_on: str | None, rows: Sequence[Span] = ()) -> Iterator[Result]:
    """The counts that the sentences of a text state, outside the spans of `rows`, in which counts have been found before."""
    taken = {found.segmented.sentence_at(start) for start, _ in rows}
    before = ""
    for number, sentence in enumerate(found.segmented.sentences):
        earlier, before = before, found.text[slice(*sentence)]
        if number in taken or len(before) > 1500 or not _FIGURES.search(before) or _POLL.search(before):
            continue
        goes_on = bool(_FIGURES.search(earlier) and _COUNTING.search(earlier)) and not _POLL.search(earlier)
        if _PARTY.search(before) or (goes_on and _PARTY.search(earlier)) or (_OTHER.search(before) and not _VOTED.search(before)):
            continue
        figures = list(_figures(found, sentence))
        form = form_of(found, sentence, [(each.span, "№") for each in figures])
        for figure in figures:
            figure.place = form.at(figure.span[0])
        people = _people(found, form)
        compared = len(set(people.values())) > 1 and len(figures) > 1
        if people and (compared or goes_on or _COUNTING.search(before)):
            others = {form.words.find("№", *match.span()) for rule in NO_COUNTS for match in rule.regex.finditer(form.words)}
            counts = [each for each in figures if each.place not in others]
            _assign(form, counts, people)
            yield from _drafts(_common(found, number, published_on), counts, people, form)


def status_of(words: str) -> str:
    """Whether a count is certified, partial or neither, as far as the words about it say."""
    return "certified" if _CERTIFIED.search(words) else "partial" if _PARTIAL.search(words) else "not stated"


def _figures(found: Found, sentence: Span) -> Iterator[Figure]:
    """The numbers that may be shares or counts of votes: the percentages, the votes, and the scores."""
    words, start = found.text[slice(*sentence)], sentence[0]
    for number in numbers_in(words):
        score, unit = _SCORE.match(words, number.start), _UNIT.match(words, number.end)
        if score and 80 <= float(score["first"]) + float(score["second"]) <= 101:
            percent = _UNIT.match(words, score.end())
            end = percent.end() if percent else score.end()
            yield Figure(Span(start + score.start(), start + score.end("first")), plain_number(score["first"]), True)
            yield Figure(Span(start + score.start("second"), start + end), plain_number(score["second"]), True)
        votes = _VOTES.match(words, number.end)
        readings = [each for each in number.readings if not votes or each == int(each)]
        if len(readings) != 1 or words[max(number.start - 1, 0)] in "$#":
            continue
        grouped = votes or re.search(r"[,. \u202f']", words[number.start : number.end])
        if (unit and readings[0] <= 100) or (not unit and grouped and number.scale == 1 and readings[0] == int(readings[0])):
            qualified = _QUALIFIED.search(words[: number.start])
            begin, end = qualified.start() if qualified else number.start, unit.end() if unit else number.end
            qualifier = qualified["qualifier"] if qualified else ""
            yield Figure(Span(start + begin, start + end), plain_number(readings[0]), bool(unit), qualifier)


def plain_number(value: Decimal | str) -> float | int:
    number = float(value)
    return int(number) if number.is_integer() else number


def _people(found: Found, form: Form) -> dict[int, Name]:
    """The candidates in a form, by their places; and others beside whom a figure stands."""
    people: dict[int, Name] = {}
    for place, phrase in form.phrases.items():
        if phrase.kind in ("person", "pronoun") and form.words[place - 1 : place] not in ("“", '"'):
            known = meant(found, phrase, among_candidates=True)
            name = known.name if known else None
            beside = _OPPOSITE.search(form.words[:place]) or _HOLDS.match(form.words, place + 1)
            if name and name.kind == "person" and (name in found.running or beside):
                people[place] = name
    return people


def _assign(form: Form, figures: Sequence[Figure], people: Mapping[int, Name]) -> None:
    """Say whose each figure is, the surest ways first."""
    for figure in figures:
        before = form.words[: figure.place]
        if each := _EACH.search(before):
            figure.whose = [place for place in people if each.start() <= place]
        elif after := _AFTER.match(form.words, figure.place + 1):
            figure.whose = [place for place in people if place == after.end() - 1]
    for first, second in pairwise(figures):
        joint = first.is_share == second.is_share and _JOINT.fullmatch(form.words[first.place + 1 : second.place])
        if joint and not (first.whose and second.whose and first.whose != second.whose):
            _assign_score(form, first, second, people)
    for figure in figures:
        if not figure.whose:
            holding = {place for each in figures for place in each.whose if each.is_share == figure.is_share}
            before_it = [place for place in people if place < figure.place and place not in holding]
            figure.whose = before_it[-1:]


def _assign_score(form: Form, first: Figure, second: Figure, people: Mapping[int, Name]) -> None:
    """“● leads ●, № to №”: the figures are theirs in turn, the lower first where ● trails. Of one person, the other figure is nobody's."""
    # one place for each: “Walter Oduya, the incumbent,” is one person
    named = sorted({name: place for place, name in people.items() if place < first.place}.values())
    after = second.whose or [place for place in people if place > first.place][:1]
    if len(named) < 2 or second.whose:
        named = [*(named[-1:] or [-1] * bool(after)), *after]
    if _LOSING.search(form.words[: first.place]):
        first, second = sorted((first, second), key=lambda each: each.value)
    first.whose, second.whose = (named[-2:-1], named[-1:]) if len(named) > 1 else (named, [-1])


def _drafts(common: Result, figures: Sequence[Figure], people: Mapping[int, Name], form: Form) -> Iterator[Result]:
    """A draft for each candidate, with the share and the votes; more than one of each are of several counts."""
    for name in dict.fromkeys(people.values()):
        own = [(each, place) for each in figures for place in each.whose if people.get(place) is name]
        shares, votes = ([each for each, _ in own if each.is_share is kind] for kind in (True, False))
        for share, count in zip_longest(shares, votes):
            party, cast = Party(name.full, form.phrases[own[0][1]].as_named), int(count.value) if count else None
            percent, qualifier = share.value if share else None, (share or count).qualifier
            yield replace(common, candidate=party, percent=percent, votes=cast, qualifier=qualifier)


def _common(found: Found, number: int, published_on: str | None) -> Result:
    """What the counts of a sentence have in common."""
    sentences = found.segmented.sentences
    sentence, following = sentences[number], sentences[min(number + 1, len(sentences) - 1)]
    words, end = found.text[slice(*sentence)], sentence[1]
    out, area, named = _OUT.search(words), _AREA.search(words), _ELECTION.search(words)
    if out is None and found.segmented.paragraph_at(following[0]) == found.segmented.paragraph_at(sentence[0]):
        out = _OUT.search(found.text[slice(*following)])
        end = following[1] if out else end
    as_of, basis = stated_date(words, published_on) if re.search(r"(?i)\bas of\b|\bhasta el\b", words) else (None, None)
    passage = Passage.of(found.text, sentence[0], end)
    common = Result(passage=passage, rule="figure of a candidate", confidence=0.8, candidate=Party("", ""), status=status_of(words))
    common.as_of, common.inferred = as_of, {"as_of": basis} if basis else {}
    common.election = {"name": named[1], "as_named": named[0].strip()} if named else None
    common.area = (area["county"] or area[0]) if area else ""
    if out:
        common.ballots_out, common.ballots_out_as_stated = int(out["number"].replace(",", "")), out["stated"]
    return common


def counted_rows(found: Found, normalized: NormalizedText) -> Iterator[Result]:
    """The counts in the lines of a text that are nothing but a name and figures, below what those above say that they are of, and in its tables."""
    yield from _counted_columns(found, normalized)
    for number, span in enumerate(found.segmented.paragraphs):
        row = _ROW.fullmatch(found.text, *span) if span.end - span.start < 300 else None
        name = _person(found, row["name"]) if row else None
        context = _context(found, number) if name else None
        if row and name and context and (counts := _counts(row["figures"], [])):
            yield _row(found, span, Party(name, row["name"].strip()), counts, *context)


def _row(found: Found, span: Span, who: Party, counts: tuple[float | None, int | None], near: Sequence[str], area: str) -> Result:
    here, (percent, votes), status = Passage.of(found.text, *span), counts, status_of(" ".join(near))
    return Result(
        passage=here, rule="row of counts", confidence=0.7, candidate=who, percent=percent, votes=votes, status=status, area=area
    )


def _context(found: Found, number: int) -> tuple[list[str], str] | None:
    """The short paragraphs above one, the nearest first, and the area that they name; None if they are not about counts of votes."""
    *above, line = [found.text[slice(*each)] for each in found.segmented.paragraphs[max(number - 9, 0) : number + 1]]
    near = [words for words in above[::-1] if len(words) < 160]
    if not _ABOUT_COUNTS.search(" ".join([line, *above])) or _ABOUT_OTHERS.search(" ".join([line, *near])):
        return None
    return near, next((each["area"] for words in near if (each := _AREA_ABOVE.fullmatch(words))), "")


def _counted_columns(found: Found, normalized: NormalizedText) -> Iterator[Result]:
    """The counts in tables that have a column for each candidate and a row for each area."""
    for table in tables(normalized.original):
        head, owners, context, begin = table.rows[0], dict[int, str](), None, 0
        for row, line in zip(table.rows, map(normalized.normal_span, table.lines), strict=True):
            if any(_WORDS.search(_UNITS.sub("", cell.words)) for cell in row[1:]):
                head, owners, begin = row, _owners(found, row), line.start
                context = _context(found, found.segmented.paragraph_at(begin))
            label, is_total = row[0].words, _TOTAL.fullmatch(row[0].words)
            is_area = is_total or (label and _AREAS.search(head[0].words or label))
            if not (owners and context and is_area and len(row) == len(head)):
                continue
            area = context[1] if is_total else label if _WORDS.search(label) else f"{head[0].words} {label}".strip()
            passage = Span(begin if line.end - begin < _FAR else line.start, line.end)
            for name in dict.fromkeys(owners.values()):
                columns = [index for index, owner in owners.items() if owner == name]
                words = " | ".join(row[index].words for index in columns if row[index].words)
                counts = _counts(words, ["", *(head[index].words for index in columns)])
                if counts and re.fullmatch(_COUNTS, words):
                    yield _row(found, passage, Party(name, head[columns[0]].words), counts, context[0], area)


def _owners(found: Found, head: Sequence[Cell]) -> dict[int, str]:
    """Whose each column is, if of two candidates or more. A column of shares or votes is of the one before it: “Ada Roe | % | Bo Lee | %”."""
    owners, name = dict[int, str](), None
    for index, cell in enumerate(head[1:], 1):
        words = _UNITS.sub("", cell.words)
        name = _person(found, words) if words else name
        owners |= {index: name} if name else {}
    return owners if len(set(owners.values())) > 1 else {}


def _counts(words: str, head: Sequence[str]) -> tuple[float | None, int | None] | None:
    """The share and the votes among the figures of a row, whose columns `head` names; None where it is not clear which they are."""
    numbers = [each for each in numbers_in(re.sub(r"(?<=\d)[ .…|_]{2,}(?=\d)", " | ", words)) if each.value is not None]
    columns = list(head[1:]) if len(head) == len(numbers) + 1 else [""] * len(numbers)
    shares, votes = list[float](), list[float]()
    for number, column in zip(numbers, columns, strict=True):
        value, unit = plain_number(number.readings[0]), _UNITS.search(column)
        is_share = number.is_percent or (value <= 100 and (isinstance(value, float) or (unit and unit["percent"])))
        (shares if is_share else votes).append(value)
    if len(votes) > 1 and sum(votes) == 2 * max(votes):
        votes = [max(votes)]  # the total
    if len(shares) > 1 or len(votes) > 1 or not (shares or votes) or any(each % 1 for each in votes):
        return None
    return (shares[0] if shares else None), (int(votes[0]) if votes else None)


def _person(found: Found, words: str) -> str | None:
    """The name of the person in a cell, “QUILLFEATHER JR, MARTA” as “Marta Quillfeather Jr”; None if it is nobody."""
    words = re.sub(r"\s*\([^)]*\)|[*✓|]", "", words).strip(" .,:–—-")
    last, _, first = words.partition(", ")
    parts = [each.title() if each.isupper() and each not in ("II", "III", "IV") else each for each in f"{first} {last}".split()]
    full, known = " ".join(parts), found.names.person(" ".join(parts))
    if known is not None and known.evident:
        return known.full
    given = first or any(each in GIVEN for each in parts[:-1])
    named = 2 <= len(parts) <= 5 and all(each[0].isupper() or each in WORDS.particles for each in parts)
    return full if named and given and not {each.lower() for each in parts} & WORDS.no_names else None
