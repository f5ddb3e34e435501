"""Find counts of votes for candidates in sentences: “Quist has 52.9% of the vote so far, and Whitfield 47.1%”.

1. *Contexts*: sentences about votes. Sentences about turnout, crime, polls, money, thresholds and margins are not.
2. *Figures* in the sentence, in its form as “№”, and the candidates in it, as “●”.
3. *Whose* figure it is: “●’s №”, “№ for ●”, “● leads ●, №-№”; otherwise that of the last candidate before it.

Counts in rows and tables are found by `counted_rows`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dara.drafting.dates import stated_date
from dara.drafting.figures import QUALIFIER, Figure, figures_in, is_no_count
from dara.drafting.forms import Form, Found, form_of
from dara.drafting.names import Name
from dara.drafting.parties import meant
from dara.drafting.proposals import Party, Passage, Result
from dara.drafting.rules import compiled
from dara.text.spans import Span

_FIGURES = re.compile(r"%|percent|per cent|por ciento|\d[-–]\d|\d[,. \u202f]\d{3}|\bvotes\b|\bvotos\b")
_COUNTING, _POLL, _OTHER = (
    compiled(r"(?i)\b(?:{counting})\b"),
    compiled(r"(?i)\b(?:{polling})\b(?! (?:close|closed|open|opened|station|place|worker))"),
    compiled(r"(?i)\b(?:{not_counts})\b"),
)
_PARTY = compiled(r"(?i)\b(?:{party_votes})\b")
_EARLIER = re.compile(
    r"\b(?:had|got|took|won|drew|received|finished with) (?:\w+ )?[\d.]+(?: percent|%) in (?:the |(?:19|20)\d\d|[A-Z])"
)
_VOTED = re.compile(r"\b(?:of the vote|votes|del voto|de los votos|votos)\b")
_SUPPOSED = re.compile(
    r"(?i)\b(?:a candidate (?:who|must|needs)|any candidate|if (?:no|neither|a|she|he) |state law|candidate receiv\w+|would (?:have|get|win|receive|need)|whether|will cast|had (?:he|she) not)\b"
)
_PARTIAL, _FINAL = compiled(r"(?i)\b(?:{partial})\b"), compiled(r"(?i)\b(?:{final}|in (?:19|20)\d\d)\b")
_STILL = re.compile(r"(?i)so far|precincts|as of|leads|trails|uncounted|outstanding|unofficial|preliminary")
_CERTIFIED = re.compile(r"(?i)\bcertif(?:ied|ication|ies|y)\b|\bofficial canvass\b")
_NOT_CERTIFIED = re.compile(r"(?i)\b(?:not|until|before|be|to|un) ?(?:be )?certif")
_OUT = re.compile(
    rf"(?i)(?P<stated>(?:(?:an estimated|{QUALIFIER}) )?(?P<number>\d[\d,]*))(?: \w+){{0,3}}? (?:ballots|votes)(?: \w+){{0,4}}? (?:left|remain\w*|outstanding|uncounted|to (?:be )?count\w*)"
)
_ELECTION = compiled(
    r"\b(?:the |a |last |this )?((?:(?i:{months}|democratic|republican|general|special|runoff|presidential|[12]\d{3}|recall) ){0,3}(?:primary|general election|runoff|recall|special election|election))\b"
)
_AUTHORITY = re.compile(
    r"(?:[Aa]ccording to|provided by|released by|figures from|count by|reported by|from|data from|show(?:n|ed) by|según) (?:the |la |el |figures from the |the latest \w+ (?:from|provided by) the )?"
)
_OFFICIAL = re.compile(
    r"(?:county |city |state )?(?:registrar|elections? (?:office|officials|division|department)|clerk|secretary of state)\b"
)
_AREA = re.compile(
    r"\b(?:[Pp]recinct|[Ww]ard|[Dd]ivision|[Dd]istrict|[Dd]istrito|[Pp]recinto) (?:No\. ?)?\d[\w-]*|\b(?:in|carried|won|across|en) (?:the )?(?:city of |ciudad de )?(?P<county>[A-Z][\w’-]+(?: [A-Z][\w’-]+)* (?:County|Township|Parish|precinct|ward))\b"
)

_AFTER = compiled(
    r"(?: of (?:the )?votes?(?: cast)?| votes?| support)?,?(?: or №,?)?(?: (?:went|going|goes) (?:to|for)| (?:for|favor(?:ed|ing)|chose|backed|supported|picked|para))(?: (?:[a-z]+|[A-Z]\w+)){0,4}? ●"
)
_LED_WITH = compiled(
    r"(?P<leader>●)[^●№;]{0,60}\b(?:{leading}|{losing})\b[^●№;]{0,60}●[^●№;]{0,30}, ?with $|(?P<other>●)[^●№;]{0,60}\b(?:{leading}|{losing})\b[^●№;]{0,60}● with $"
)
_JOINT = re.compile(
    r"(?: of the vote| percent| votes?|%)?,? ?(?:-|–|—|to|compared (?:to|with)|versus|vs\.?|against|over|a|contra) ?(?:just |only |about )?"
)
_LEADING, _LOSING = compiled(r"(?i)\b(?:{leading})\b"), compiled(r"(?i)\b(?:{losing})\b")
_EACH = re.compile(
    r"●(?:, ●)*,? and ● (?:each (?:\w+ ){1,2}|(?:\w+ ){1,3}?(?=№ (?:votes |of the vote )?(?:each|apiece)))$|●(?:, ●)*,? and ● (?:are |were )?tied(?: \w+){0,3} (?:at|with) $"
)
_HOLDS = compiled(
    r" (?:{leading}) (?:\w+ ){0,2}?●,? (?:by )?№|(?:, ●)*,? and ● (?:each|tied|are tied|were tied)\b| (?:won|lost|beat|defeated|carried|led|trailed)\b|(?:[’']s?)?,?:? (?:\w+ ){0,3}?(?:at |with )?\(?№|[^.;●№]{0,70}\b(?:received|got|garnered|captured|drew|took|earned|won|tallied|finished with|had|has|with|at|obtuvo|recibió) (?:only |just |about |nearly |almost |roughly |el |\d\d )?№"
)
_OVER = compiled(r"●[^№;]{0,60}\b(?:{leading}|{losing}) (?:[\w.]+ ){0,3}?$")


def results(found: Found, published_on: str | None, rows: Sequence[Span] = ()) -> Iterator[Result]:
    """The counts that the sentences of a text state, outside the spans of `rows`, in which counts have been found before."""
    taken = {found.segmented.sentence_at(start) for start, _ in rows}
    for number, sentence in enumerate(found.segmented.sentences):
        words = found.text[slice(*sentence)]
        if (
            number in taken
            or len(words) > 1500
            or not _FIGURES.search(words)
            or _POLL.search(words)
            or _SUPPOSED.search(words)
            or _PARTY.search(words)
        ):
            continue
        before = found.text[slice(*found.segmented.sentences[number - 1])] if number else ""
        if _of_a_poll(found, number, before, words) or (_goes_on(before) and _PARTY.search(before)):
            continue
        figures = figures_in(found, sentence)
        form = form_of(found, sentence, [(each.span, "№") for each in figures])
        for figure in figures:
            figure.place = form.at(figure.span[0])
        people = _people(found, form)
        compared = len({id(name) for name in people.values()}) > 1 and len(figures) > 1
        if (
            not people
            or not (compared or _COUNTING.search(words) or _goes_on(before) or _EARLIER.search(words))
            or (_OTHER.search(words) and not _VOTED.search(words))
        ):
            continue
        counts = [each for each in figures if not is_no_count(form, each)]
        _assign(form, counts, people)
        yield from _drafts(found, number, sentence, counts, people, form, published_on)


def _goes_on(before: str) -> bool:
    """Whether the sentence before is about votes, so that “Finch had 13.6%.” is too."""
    return bool(re.search(r"%|percent|votes", before) and _COUNTING.search(before)) and not _POLL.search(before)


def _of_a_poll(found: Found, number: int, before: str, words: str) -> bool:
    """Whether the paragraph's sentence before names a poll, and this one says nothing of votes."""
    sentences = found.segmented.sentences
    same = number > 0 and found.segmented.paragraph_at(sentences[number - 1][0]) == found.segmented.paragraph_at(
        sentences[number][0]
    )
    return (
        same
        and bool(re.search(r"(?i)\b(?:poll|survey|encuesta)\b", before))
        and not re.search(r"(?i)\b(?:votes|of the vote|precincts|returns|ballots)\b", words)
    )


# --- whose -------------------------------------------------------------------------------------------


def _people(found: Found, form: Form) -> dict[int, Name]:
    """The candidates in a form, by their places; and others beside whom a figure stands."""
    people: dict[int, Name] = {}
    for place, phrase in form.phrases.items():
        if (
            phrase.kind not in ("person", "pronoun")
            or phrase.as_named.lower() in ("they", "them", "it", "their")
            or form.words[place - 1 : place] in ("“", '"')
        ):
            continue
        known = meant(found, phrase, among_candidates=True)
        known = (
            known
            if known or phrase.kind != "pronoun" or phrase.as_named.lower() not in ("he", "she")
            else meant(found, phrase, among_candidates=False)
        )
        if (
            known is None
            or known.name is None
            or known.name.kind != "person"
            or re.match(r"[’']s? (?:\w+ ){0,2}[a-z]+, ●", form.words[place + 1 :])
        ):
            continue
        beaten = _OVER.search(form.words[:place]) and any(name in found.running for name in people.values())
        if (
            known.name in found.running
            or beaten
            or _HOLDS.match(form.words, place + 1)
            or re.search(r"№,? (?:of the vote )?(?:for|over|to) (?:\w+ ){0,2}$", form.words[:place])
        ):
            people[place] = known.name
    return people


def _assign(form: Form, figures: Sequence[Figure], people: Mapping[int, Name]) -> None:
    """Say whose each figure is, the surest ways first."""
    for figure in figures:
        if each := _EACH.search(form.words[: figure.place]):
            figure.whose = [place for place in people if each.start() <= place < each.end()]
        elif after := _AFTER.match(form.words, figure.place + 1):
            figure.whose = [place for place in people if place == after.end() - 1]
        elif own := re.search(
            r"●(?:[’']s?)?,? ?(?:\(|at |with |: ?|— ?|– ?|had |has |was at |is at |is now at |stood at |\d\d, |now at |to |obtuvo (?:el )?|recibió (?:el )?)*$",
            form.words[: figure.place],
        ):
            figure.whose = [place for place in people if place == own.start()]
        if led := _LED_WITH.search(form.words[: figure.place]):
            figure.whose = [place for place in people if place == led.start("leader" if led["leader"] else "other")] or figure.whose
    for first, second in pairwise(figures):
        if (
            first.kind == second.kind
            and _JOINT.fullmatch(form.words[first.place + 1 : second.place])
            and not (first.whose and second.whose and first.whose != second.whose)
        ):
            _assign_score(form, first, second, people)
    for figure in figures:
        if not figure.whose:
            holding = {place for each in figures for place in each.whose if each.kind == figure.kind}
            before = [place for place in people if place < figure.place and place not in holding]
            clause = form.words.rfind(";", 0, figure.place)
            figure.whose = [place for place in before if place > clause][-1:] or before[-1:]


def _assign_score(form: Form, first: Figure, second: Figure, people: Mapping[int, Name]) -> None:
    """“● leads ●, № to №”: the higher figure is the leader's. Of two figures and one person, the other figure is nobody's."""
    # one place for each: “Walter Oduya, the incumbent,” is one person
    named = sorted({id(people[place]): place for place in people if place < first.place}.values())
    after = [place for place in people if place > first.place][:1]
    between = form.words[: first.place]
    higher, lower = sorted((first, second), key=lambda each: each.value, reverse=True)
    if len(named) < 2 and not after:
        figure = lower if _LOSING.search(between) else higher
        figure.whose, (lower if figure is higher else higher).whose = named[-1:], [-1]
        return
    subject, rival = (
        named[-2:] if len(named) >= 2 and not second.whose else ((named or [-1])[-1], (second.whose or after or [-1])[0])
    )
    if _LOSING.search(between):
        lower.whose, higher.whose = [subject], [rival]
    elif _LEADING.search(between):
        higher.whose, lower.whose = [subject], [rival]
    else:
        first.whose, second.whose = [subject], [rival]


# --- drafts ------------------------------------------------------------------------------------------


def _drafts(
    found: Found,
    number: int,
    sentence: Span,
    figures: Sequence[Figure],
    people: dict[int, Name],
    form: Form,
    published_on: str | None,
) -> Iterator[Result]:
    grouped: dict[int, list[tuple[Figure, int]]] = {}
    for figure in figures:
        for place in figure.whose:
            if place in people:
                grouped.setdefault(id(people[place]), []).append((figure, place))
    common = _common(found, number, sentence, published_on)
    for own in grouped.values():
        percents = [each for each, _ in own if each.percent is not None]
        votes = [each for each, _ in own if each.votes is not None]
        place = own[0][1]
        for index in range(max(len(percents), len(votes))):
            percent, count = (kind[index] if index < len(kind) else None for kind in (percents, votes))
            yield replace(
                common,
                candidate=Party(people[place].full, form.phrases[place].as_named),
                percent=percent.percent if percent else None,
                votes=count.votes if count else None,
                qualifier=(percent or count or figures[0]).qualifier,
            )


def _common(found: Found, number: int, sentence: Span, published_on: str | None) -> Result:
    """What the counts of a sentence have in common."""
    words, sentences = found.text[slice(*sentence)], found.segmented.sentences
    following = (
        sentences[number + 1]
        if number + 1 < len(sentences) and sentences[number + 1][1] - sentences[number + 1][0] < 400
        else sentence
    )
    out, end = _OUT.search(words), sentence[1]
    if out is None and found.segmented.paragraph_at(following[0]) == found.segmented.paragraph_at(sentence[0]):
        out = _OUT.search(found.text[slice(*following)])
        end = following[1] if out else end
    as_of, basis = stated_date(words, published_on) if re.search(r"(?i)\bas of\b|\bhasta el\b", words) else (None, None)
    area = _AREA.search(words)
    return Result(
        passage=Passage.of(found.text, sentence[0], end),
        rule="figure of a candidate",
        confidence=0.8,
        candidate=Party("", ""),
        election={"name": named[1], "as_named": named[0].strip()} if (named := _ELECTION.search(words)) else None,
        status=status_of(words),
        as_of=as_of,
        area=(area["county"] or area[0]) if area else "",
        authority=_authority(found, sentence),
        ballots_out=int(out["number"].replace(",", "")) if out else None,
        ballots_out_as_stated=out["stated"] if out else None,
        inferred={"as_of": basis} if basis else {},
    )


def status_of(words: str) -> str:
    """Whether a count is certified, partial or neither, as far as the words about it say."""
    if _CERTIFIED.search(words) and not _NOT_CERTIFIED.search(words):
        return "certified"
    return "partial" if _PARTIAL.search(words) and not (_FINAL.search(words) and not _STILL.search(words)) else "not stated"


def _authority(found: Found, sentence: Span) -> Party | None:
    cited = _AUTHORITY.search(found.text, *sentence)
    if cited is None:
        return None
    mention = next(iter(found.names.between(cited.end(), min(sentence[1], cited.end() + 30))), None)
    if mention is not None and mention.kind == "organization" and mention.name is not None:
        return Party(mention.name.full, mention.core)
    official = _OFFICIAL.match(found.text, cited.end())
    return Party(official[0], official[0]) if official else None
