"""Find money for and against candidates: who gave, how much, to whom and for what; one draft for each payer and sum.

Patterns over the form of a sentence, in which a sum is “¤”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dara.drafting.forms import Form, Found, form_of
from dara.drafting.parties import candidate_at, endorsers, listed, objects, subject
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.rules import Rule, compiled
from dara.drafting.stances import Endorser, Said, drafts_of
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_QUALIFIER = r"(?:more than|a little more than|a little less than|nearly|about|over|almost|at least|some|up to|roughly|around|close to|an additional|another|just over|just under|less than|approximately) "
_SUM = re.compile(rf"(?i)(?:{_QUALIFIER})?(?:an? )?\$\d[\d,]*(?:\.\d+)?(?:[ -]?(?:thousand|million|billion|[mkb])\b)?")
_TO_RACE = re.compile(r"(?:into|to|on|for|toward) (?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b")
_OTHER_RACE = re.compile(r"(?i)mayor|council|senate|sheriff|governor|president|house")
_DA = re.compile(r"(?i)d\.?a\.?(?:’s|'s)?\b|attorney|prosecutor")
_PURPOSE = re.compile(r" (?:on|for|in|into) ((?:[\w’'-]+,? ?){1,12}?)\s*$")
_MORE = re.compile(
    r"(?: (?:more|apiece|each|as well|of (?:his|her|their|its) own|last \w+|this \w+|on \w+day|in [A-Z]\w+))*(?:[.,;]|$| and )"
)
_COMMITTEE_NAMED = re.compile(
    r" (?:the |that |this |an? )?(?:[\w-]+ ){0,2}?(?:committee|super PAC|PAC|political action committee|effort|fund)\b|(?: the)? ●"
)
_EXPLAINED = compiled(
    r"(?:, (?:an?|the|which) [^.;¤]{0,60}?|,? (?:that|which) (?:is |are )?)\b(?:to (?:elect|re-?elect|support|help)|(?:{supporting}))(?= )"
)
_TO_WHOM = re.compile(r"[^.;¤]{1,80}? (?:to|for|supporting|backing|helped|boosted|went to)(?= )")
_PAC = re.compile(r"(?i)pac\b|committee|citizens|neighbors|fund|for ")
_COMMITTEE = re.compile(r"[^,.;●]{0,30}●[’']s? (?:\w+ )?(?:campaign|committee)")

# `for` and `against`: what a sum is for; the candidate follows.
# fmt: off
AIMS = (
    Rule("against", r"\b(?:against|opposing|attacking|to (?:defeat|oppose|beat|stop|block|unseat|oust|attack|recall|remove)|(?:into|on|toward|to) (?:defeating|ousting|unseating|attacking|opposing|stopping))(?= )", "¤ on mailers attacking ●", "¤ on mailers for ●"),
    Rule("for", r"\b(?:(?:that|which) (?:is |are |has )?(?:support(?:s|ed|ing)?|back(?:s|ed|ing)?)|(?:that|which) (?:is|was) (?:attempting|formed|working|trying) to (?:elect|support)|to (?:help )?(?:elect|re-?elect|support|back|boost|promote|aid|help|benefit)|in support of|supporting|backing|on behalf of|boosting|promoting|benefiting|in favor of|for|to|into|toward|behind|electing)(?= )", "¤ to ●", "¤ from ●"),
)
# fmt: on
# Sums that somebody gave, by where giver and candidate stand.
# fmt: off
GIFTS = (
    Rule("from", r"¤(?P<what>(?:[ -](?:in |of )?[\w-]+){0,4})(?:,)? from (?P<after>)", "a ¤ check from ●", "¤ to ●", 0.7),
    Rule("spent by", r"¤(?: in (?:\w+ ){1,3}?)?,? (?:that was |which was |was |were |has been |had been )?(?:spent|given|donated|contributed|raised|poured|put up)(?P<aim>(?: [^.;,●]{0,40})?(?: ●)?) by (?P<after>)", "¤ spent on her behalf by ●", "¤ spent in May", 0.7),
    Rule("gave whom", r"\b(?:{giving}) (?:[a-z]+ ){0,2}?(?P<whom>●)(?:[’']s? (?:{candidacies}))? (?:[^●¤]{0,20})¤", "● gave ● ¤", "● gave ¤ to ●", 0.75),
    Rule("gave", r"\b(?:{giving})\b(?P<between>[^;“”]{0,70}?)¤", "● gave ¤ to ●", "● kept ¤", 0.75),
)
# fmt: on
# fmt: off
DONORS = (
    Rule("donor to", r"\b(?:donors?|contributors?|funders?|benefactors?) to (?P<whom>●)(?:[’']s? (?:{candidacies}))?,? (?:is|are|was|were|include|includes|included)\b (?P<after>)", "the biggest donor to ●’s campaign is the ●", "donors to ● met", 0.7),
    Rule("donors, who gave", r"\b(?:donors?|contributors?) to (?P<whom>●), (?P<after>)", "two donors to ●, the ● and ●, gave ¤", "donors to ● met", 0.65),
    Rule("’s donors", r"(?P<whom>●)[’']s? (?:[\w-]+ ){0,2}(?:donors?|contributors?|funders?) (?:is|are|was|were|include|includes|included)\b (?P<after>)", "●’s largest donors are ● and ●", "●’s donors met", 0.7),
)
# fmt: on
_RECEIVES = compiled(r"\b(?:{receiving}|has|had)\b(?! (?:been|given|spent|put)\b)")
_OTHER_SUM = compiled(r"\b(?:{receiving})\b|¤[^¤]{0,80}\b(?:{giving})\b")


class _Case(NamedTuple):
    """A sum at `place` in a form, and the match of a rule that has it. `before`: the drafts before it."""

    found: Found
    form: Form
    sentence: Span
    before: Sequence[Endorsement]
    place: int
    rule: Rule
    match: re.Match[str]

    def verb(self) -> str:
        """The words of the match up to a phrase or a sum, as they are in the text."""
        words = re.match(r"[^●¤]*", self.match[0])
        stop = self.match.start() + (words.end() if words and words.end() else len(self.match[0]))
        return self.found.text[self.form.places[self.match.start()] : self.form.places[stop]].strip(" ,")

    def drafts(self, who: Sequence[Endorser], whom: Party | None, verb: str = "", *, against: bool = False) -> list[Endorsement]:
        said = Said("opposes" if against else "funds", verb or self.verb(), f"money: {self.rule.name}", self.rule.confidence)
        return drafts_of(self.found, self.sentence, who, whom, said)

    def payers(self) -> list[Endorser]:
        """Who is listed after the match, up to the next sum."""
        more = self.form.words.find("¤", self.match.end())
        return list(
            endorsers(self.found, self.form, [each for each in listed(self.form, self.match.end()) if more < 0 or each < more])
        )

    def in_turn(self, parties: list) -> list:
        """Of parties and sums “respectively” the party of this sum; else all of them."""
        sums = [found.start() for found in re.finditer("¤", self.form.words)]
        return [parties[sums.index(self.place)]] if "respectively" in self.form.lower and len(sums) == len(parties) else parties


def money(found: Found, sentence: Span, before: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """The gifts and spending that a sentence tells of. `before`: the drafts of the sentences before it."""
    sums = [Span(*each.span()) for each in _SUM.finditer(found.text, *sentence)]
    form = form_of(found, sentence, [(each, "¤") for each in sums])
    places = {form.at(each[0]): found.text[slice(*each)] for each in sums}
    here: list[Endorsement] = []
    for rule in DONORS:
        for match in rule.regex.finditer(form.lower):
            case = _Case(found, form, sentence, before, 0, rule, match)
            whom = candidate_at(found, form, match.start("whom"))
            if whom and not any(each.candidate == whom for each in here):
                here += case.drafts(case.payers(), whom)
    if here and len(places) == 1:
        here = [_with_sum(each, stated) for each in here for stated in places.values()]
    else:
        for place, stated in places.items():
            here += [_with_sum(each, stated) for each in _of_sum(found, form, sentence, place, [*before, *here])]
    yield from here


def _of_sum(found: Found, form: Form, sentence: Span, place: int, before: Sequence[Endorsement]) -> list[Endorsement]:
    for rule in GIFTS:
        match = _covering(form, rule, place)
        read = _received if rule.name in ("from", "spent by") else _given
        if match and (drafts := read(_Case(found, form, sentence, before, place, rule, match))):
            return drafts
    return []


def _covering(form: Form, rule: Rule, place: int) -> re.Match[str] | None:
    """The match of a rule that has the sum at `place` in it: as its last sum, or, of money received, its first."""
    for match in rule.regex.finditer(form.lower):
        if rule.name in ("from", "spent by"):
            if match.start() == place or ("respectively" in form.lower and 0 < match.start() - place < 40):
                return match
            continue
        reaches = match.end() > place or rule.name == "gave"
        if reaches and match.start() <= place < match.start() + 180 and not _OTHER_SUM.search(form.lower, match.start() + 1, place):
            return match
    return None


def _received(case: _Case) -> list[Endorsement]:
    """“● received ¤ from ●” · “a ¤ check from ● to ●” · “¤ spent on her behalf by ●”."""
    found, form, match = case.found, case.form, case.match
    against = bool(re.search(r"against|oppos|attack|defeat", match[0])) and case.rule.name == "spent by"
    inside = [each for each in form.phrases if match.start() <= each < match.end()]
    to = _TO_WHOM.match(form.words, match.end())
    verbs = list(_RECEIVES.finditer(form.lower, 0, case.place))
    subjects = subject(form, verbs[-1].start(), candidate=True) if verbs else []
    if subjects and "respectively" in form.lower:
        subjects = case.in_turn(sorted(each for each in form.phrases if each <= subjects[0])[-form.words.count("¤") :])
    whom = (
        (candidate_at(found, form, inside[0]) if inside else None)
        or next(iter(objects(found, form, to.end()) if to else []), None)
        or (candidate_at(found, form, subjects[0]) if subjects else None)
        or _topic(case)
    )
    said = verbs[-1] if verbs else re.compile(r"\w+(?= by| from|$)").search(form.words, case.place + 1, match.end())
    verb = found.text[form.places[said.start()] : form.places[said.end()]] if said else "from"
    return case.drafts(case.payers(), whom, verb, against=against) if whom else []


def _topic(case: _Case) -> Party | None:
    """Whose money the paragraph speaks of: “The rest of ●’s cash came from …. Among the checks were ¤ from ●.”"""
    begin, start = case.found.segmented.paragraphs[case.found.segmented.paragraph_at(case.sentence[0])][0], case.sentence[0]
    last = next((each for each in reversed(case.before) if each.stance == "funds" and each.passage.start >= begin), None)
    if last is not None and last.candidate is not None:
        return last.candidate
    named = {each.name: each.core for each in case.found.names.between(begin, start) if each.name in case.found.running}
    return next((Party(name.full, core) for name, core in named.items() if name), None) if len(named) == 1 else None


def _given(case: _Case) -> list[Endorsement]:
    """“● gave ● ¤” · “● spent ¤ on mail against ●” · “● gave ¤ more”."""
    found, form, match, place = case.found, case.form, case.match, case.place
    who = case.in_turn(list(endorsers(found, form, subject(form, match.start()))))
    if case.rule.name == "gave whom":
        whom = candidate_at(found, form, match.start("whom"))
        return case.drafts(who, whom) if whom else []
    stop = -1 if "respectively" in form.lower else form.words.find("¤", place + 1)
    tail = form.words[: stop if stop > 0 else len(form.words)]
    aims = [(each.start(), rule.name, each) for rule in AIMS for each in rule.regex.finditer(tail, place)]
    for _, aim, each in sorted(aims, key=lambda one: one[:2]):
        if whoms := objects(found, form, each.end()) or _of_committee(case, each.end()):
            purpose = _PURPOSE.match(form.words[place + 1 : each.start()])
            drafts = [draft for whom in whoms for draft in case.drafts(who, whom, against=aim == "against")]
            recipient = "candidate's committee" if _COMMITTEE.match(form.words, each.end()) else "not stated"
            return [replace(draft, recipient=recipient, purpose=purpose[1].strip() if purpose else None) for draft in drafts]
    race = _TO_RACE.search(form.lower, place)
    if race and (_DA.search(race[0]) or not _OTHER_RACE.search(race[0])):
        return [replace(each, recipient="the race") for each in case.drafts([each for each in who if each.name[0].isupper()], None)]
    last = case.before[-1] if case.before else None
    same = found.segmented.paragraph_at
    if (
        last
        and last.stance in ("funds", "supports")
        and _MORE.match(form.words, place + 1)
        and same(last.passage.start) == same(case.sentence[0])
    ):
        return case.drafts(who, last.candidate)
    return []


def _of_committee(case: _Case, place: int) -> list[Party]:
    """The candidate whom a committee works for, as told before, or explained: “¤ to ●, a super PAC that supports ●”."""
    named = _COMMITTEE_NAMED.match(case.form.words, place)
    if named is None:
        return []
    if explained := _EXPLAINED.match(case.form.words, named.end()):
        return objects(case.found, case.form, explained.end())
    phrase = case.form.phrases.get(named.end() - 1)
    if phrase is not None and phrase.kind not in ("organization", "group"):
        return []
    backers = [each for each in reversed(case.before) if each.candidate is not None and each.stance in ("supports", "funds")]
    own = [each for each in backers if (each.endorser.name == phrase.full if phrase else _PAC.search(each.endorser.name))]
    return [own[0].candidate] if own and own[0].candidate else []


def _with_sum(draft: Endorsement, stated: str) -> Endorsement:
    """The draft with its sum; money against somebody is opposition, without one."""
    if draft.stance != "funds":
        return replace(draft, recipient=None, purpose=None)
    number = numbers_in(stated)[0]
    amount = float(number.readings[0] * number.scale)
    whole = int(amount) if amount.is_integer() else round(amount, 2)
    return replace(draft, amount=whole, amount_as_stated=stated, recipient=draft.recipient or "not stated")
