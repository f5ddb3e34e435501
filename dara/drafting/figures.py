"""Find the numbers of a sentence that may be shares or counts of votes, and tell which of them are no counts of a candidate."""

import re
from dataclasses import dataclass, field, replace

from dara.drafting.forms import Form, Found
from dara.drafting.rules import Rule, compiled
from dara.text.numbers import numbers_in
from dara.text.spans import Span

QUALIFIER = r"(?:almost|about|nearly|more than|over|just over|just under|less than|roughly|around|approximately|at least|a little over|slightly more than|slightly less than|under|some|only|just|casi|más de|menos de|alrededor de)"
_QUALIFIED = re.compile(rf"(?i)(?P<qualifier>{QUALIFIER}) $")
_UNIT = re.compile(r" ?%|[ -]percent\b| per cent\b| por ciento\b")
_VOTES = re.compile(r" (?:votes|votos)\b")
_SCORE = re.compile(r"(?<![\w.$-])(?P<first>\d{1,2}(?:\.\d+)?)(?:-|–|—)(?P<second>\d{1,2}(?:\.\d+)?)(?![\w-])(?!\.\d)")
_RULED_SCORE = re.compile(
    r"(?i)\b(?:ages?|aged|pages?|game|score|board|council|committee|voted|vote of|court|ruled|supreme|section|jury|panel) (?:\w+ )?$"
)
_DECISION = re.compile(r"\s?(?:vote|years?|p\.m|a\.m|months|weeks|days|hours|decision|ruling)\b")
_CAST = re.compile(
    r"(?:captured|won|took|received|got|garnered|drew|earned) (?:\w+ ){0,2}?№ of (?:all |the )?(?:ballots|votes)(?: cast)?(?=[,.;]| in | and |$)"
)

# What a number in a sentence about votes is, though it is no count of a candidate.
# fmt: off
NO_COUNTS = (
    Rule("a margin", r"(?i)\b(?:by|margin|lead|advantage|edge|difference|gap|cushion|separat\w+|swing|ahead|behind|within)(?: (?:grew|widened|shrank|narrowed|fell|rose|stood|increased|was|is|of))*(?: of| by| to| at|,)? ?(?:just |only |about |some |nearly |roughly |more than |a mere |fewer than |less than )*№(?!(?: of the vote| percent| votes)?,? (?:to|-) №)", "her lead grew to № votes", "she won by № to №"),
    Rule("a threshold", r"(?i)\b(?:need(?:s|ed|ing)?|require[sd]?|threshold(?: of)?|unless|fewer than|short of|majority of|surpass(?:es|ed)?|exceed(?:s|ed)?|avoid|minimum|receiv(?:es|ing) more than|gets) (?:just |only |more than |about |at least |over |the |a )*№(?! of the vote\b(?! to))|№ (?:support |of the vote )?(?:plus one|threshold|to (?:avoid|qualify|win outright))", "she needed more than № to avoid", "she got №"),
    Rule("a part of all", r"№ (?:percentage )?(?:points?|of (?:the )?(?:\w+ )?(?:precincts?|ballots?|registered|eligible|divisions|projected|estimated|expected|mail|wards|in-person|total ballots)|of (?:the )?(?:projected )?votes? (?:counted|tallied|in(?=[.,;]|$))|counted|reporting|turnout|increase|decrease|drop|rise|reported|complete|in(?=[.,;]|$)|swing|lead\b|margin|edge|advantage)", "with № of precincts reporting", "with № of the vote"),
    Rule("a change", r"(?i)\b(?:up|down|fell|rose|increas\w+|decreas\w+|dropped|climbed|jumped|turnout (?:was|of|is)|lead (?:of|to)) (?:just |only |more than |about |almost |nearly |roughly |over |to |from )*№", "turnout was №", "he was at №"),
    Rule("people", r"№ (?:ballots?|voters|members|residents|people|employees|doors|precincts|registered|homes|signatures|uncounted|outstanding|provisional|absentee|mail|more|fewer|prosecutors|deputies|cases|other|-vote)\b|№ (?:ahead|behind|shy|short|separat\w+|apart|remain\w*|left|outstanding|still|to be counted|counted|cast|were|delegates|in all|in advance)\b", "№ ballots remain", "№ for ●"),
)
# fmt: on


@dataclass
class Figure:
    """A number of the sentence: its span in the text, its place in the form, and whose it is."""

    span: Span
    percent: float | None = None
    votes: int | None = None
    qualifier: str = ""
    score: bool = False  # of “60-40”
    place: int = -1
    whose: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "percent" if self.percent is not None else "votes"

    @property
    def value(self) -> float:
        return self.percent if self.percent is not None else float(self.votes or 0)


def figures_in(found: Found, sentence: Span) -> list[Figure]:
    """The numbers that may be shares or counts of votes: the percentages, the votes, and the scores."""
    words, start = found.text[slice(*sentence)], sentence[0]
    figures: list[Figure] = []
    scores = [
        each
        for each in _SCORE.finditer(words)
        if 80 <= float(each["first"]) + float(each["second"]) <= 101
        and not _RULED_SCORE.search(words[: each.start()])
        and not _DECISION.match(words, each.end())
    ]
    for score in scores:
        percent = _UNIT.match(words, score.end())
        figures.append(
            Figure(Span(start + score.start(), start + score.end("first")), percent=_plain(float(score["first"])), score=True)
        )
        figures.append(
            Figure(
                Span(start + score.start("second"), start + (percent.end() if percent else score.end())),
                percent=_plain(float(score["second"])),
                score=True,
            )
        )
    for number in numbers_in(words):
        unit, votes = _UNIT.match(words, number.end), _VOTES.match(words, number.end)
        whole = [each for each in number.readings if each == int(each)] if votes else number.readings
        if any(score.start() <= number.start < score.end() for score in scores) or len(whole) != 1:
            continue
        qualifier = _QUALIFIED.search(words[: number.start])
        end = unit.end() if unit else number.end
        value = float(whole[0])
        figure = Figure(
            Span(start + (qualifier.start() if qualifier else number.start), start + end),
            qualifier=qualifier["qualifier"] if qualifier else "",
        )
        if unit and value <= 100:
            figures.append(replace(figure, percent=_plain(value)))
        elif (
            not unit
            and number.scale == 1
            and value.is_integer()
            and (votes or re.search(r"[,. \u202f']", words[number.start : number.end]))
        ):
            figures.append(replace(figure, votes=int(value)))
        elif not unit and number.scale == 1 and value <= 100 and _is_bare(words, number.start, number.end):
            figures.append(replace(figure, percent=_plain(value)))
    marked = [
        each for each in figures if each.votes is None or not re.match(r"[$#]", found.text[max(each.span[0] - 1, 0) : each.span[0]])
    ]
    some = any((each.percent is not None and _UNIT.search(found.text[slice(*each.span)])) or each.score for each in marked)
    return sorted((each for each in marked if each.votes is not None or each.score or some), key=lambda each: each.span[0])


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _is_bare(words: str, start: int, end: int) -> bool:
    """“Ortega held 53 percent, Whitlock [40] and Sato [7]” · “44 percent to McGillicuddy’s [39]”."""
    before = re.search(r"(?:\b[A-Z][\w’-]+|[’']s?) $", words[:start])
    months = compiled(r"(?i)\b(?:{months}|measure|prop|proposition|local|district|ward|precinct)\.? $").search(words[:start])
    return bool(before and not months and re.match(r"\s*(?:,|\.(?!\d)|;|$| and | y )", words[end:]))


def is_no_count(form: Form, figure: Figure) -> bool:
    if _CAST.search(form.words) and form.words[figure.place : figure.place + 4] == "№ of":
        return False
    words = form.words.replace("№%", "№")
    return any(
        match.start() <= figure.place < match.end() and words.find("№", match.start(), match.end()) == figure.place
        for rule in NO_COUNTS
        for match in rule.regex.finditer(words)
    )
