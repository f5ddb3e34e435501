"""Find money for and against candidates: who gave, how much, to whom and for what; one draft for each payer and sum.

Patterns over the form of a sentence, in which a sum is “¤”."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dara.drafting.forms import Form, Found, form_of
from dara.drafting.parties import Endorser, candidate_at, endorsement, endorsers, listed, objects, subject
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.rules import Rule, compiled
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_QUALIFIER = r"(?:more than|a little more than|a little less than|nearly|about|over|almost|at least|some|up to|roughly|around|close to|an additional|another|just over|just under|less than|approximately) "
_SUM = re.compile(rf"(?i)(?:{_QUALIFIER})?(?:an? )?\$\d[\d,]*(?:\.\d+)?(?:[ -]?(?:thousand|million|billion|[mkb])\b)?")
_TO_RACE = re.compile(r"(?:into|to|on|for|toward) (?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b")
_OTHER_RACE = re.compile(r"(?i)mayor|council|senate|sheriff|governor|president|house")
_DA = re.compile(r"(?i)d\.?a\.?(?:’s|'s)?\b|attorney|prosecutor")
_PURPOSE = re.compile(r" (?:on|for|in|into) ((?:[\w’'-]+,? ?){1,12}?)\s*$")
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


def money(found: Found, sentence: Span, before: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """The gifts and spending that a sentence tells of. `before`: the drafts of the sentences before it."""
    sums = [Span(*each.span()) for each in _SUM.finditer(found.text, *sentence)]
    form = form_of(found, sentence, [(each, "¤") for each in sums])
    places = {form.at(each[0]): found.text[slice(*each)] for each in sums}
    here: list[Endorsement] = []
    for rule in DONORS:
        for match in rule.regex.finditer(form.lower):
            whom = candidate_at(found, form, match.start("whom"))
            who = list(endorsers(found, form, _until(form, listed(form, match.end()), form.words.find("¤", match.end()))))
            if whom and not any(each.candidate == whom for each in here):
                here += _drafts(
                    found, sentence, who, whom, "funds", _verb(found, form, match), f"money: {rule.name}", rule.confidence
                )
    if here and len(places) == 1:
        here = [_with_sum(each, stated) for each in here for stated in places.values()]
    else:
        for place, stated in places.items():
            here += _of_sum(found, form, sentence, place, stated, [*before, *here])
    yield from here


def _of_sum(found: Found, form: Form, sentence: Span, place: int, stated: str, before: Sequence[Endorsement]) -> list[Endorsement]:
    for rule in GIFTS:
        match = _covering(form, rule, place)
        if match is None:
            continue
        read = _received if rule.name in ("from", "spent by") else _given
        if drafts := read(found, form, sentence, rule, match, place, before):
            return [_with_sum(each, stated) if each.stance == "funds" else each for each in drafts]
    return []


def _covering(form: Form, rule: Rule, place: int) -> re.Match[str] | None:
    """The match of a rule that has the sum at `place` in it: as its last sum, or, of money received, its first."""
    for match in rule.regex.finditer(form.lower):
        if rule.name in ("from", "spent by"):
            if match.start() == place or ("respectively" in form.lower and 0 < match.start() - place < 40):
                return match
        elif match.start() <= place < match.start() + 180 and not _OTHER_SUM.search(form.lower, match.start() + 1, place):
            found = rule.regex.match(form.lower, match.start())
            if found and (found.end() > place or rule.name == "gave"):
                return found
    return None


def _in_turn(form: Form, parties: list, place: int) -> list:
    """Of parties and sums “respectively” the party of the sum at `place`; else all of them."""
    sums = [found.start() for found in re.finditer("¤", form.words)]
    return [parties[sums.index(place)]] if "respectively" in form.lower and len(sums) == len(parties) else parties


def _received(
    found: Found, form: Form, sentence: Span, rule: Rule, match: re.Match[str], place: int, before: Sequence[Endorsement]
) -> list[Endorsement]:
    """“● received ¤ from ●” · “a ¤ check from ● to ●” · “¤ spent on her behalf by ●”."""
    more = form.words.find("¤", match.end())
    who = list(endorsers(found, form, _until(form, listed(form, match.end()), more)))
    whom: Party | None = None
    against = False
    if "aim" in match.groupdict():
        against = bool(re.search(r"against|oppos|attack|defeat", match["aim"]))
        inside = [each for each in form.phrases if match.start() <= each < match.end()]
        whom = candidate_at(found, form, inside[0]) if inside else None
    if whom is None and (
        to := re.compile(r"[^.;¤]{1,80}? (?:to|for|supporting|backing|helped|boosted|went to) ").match(form.words, match.end())
    ):
        whom = next(iter(objects(found, form, to.end() - 1)), None)
    verbs = [each for each in _RECEIVES.finditer(form.lower, 0, place)]
    if whom is None and verbs:
        subjects = subject(form, verbs[-1].start(), candidate=True)
        if subjects and "respectively" in form.lower:
            subjects = _in_turn(form, sorted(each for each in form.phrases if each <= subjects[0])[-form.words.count("¤") :], place)
        whom = candidate_at(found, form, subjects[0]) if subjects else None
    if whom is None:
        whom = _topic_of_money(found, form, before)
    if whom is None:
        return []
    said = verbs[-1] if verbs else re.compile(r"\w+(?= by| from|$)").search(form.words, place + 1, match.end())
    verb = found.text[form.places[said.start()] : form.places[said.end()]] if said else "from"
    return _drafts(found, sentence, who, whom, "opposes" if against else "funds", verb, f"money: {rule.name}", rule.confidence)


def _topic_of_money(found: Found, form: Form, before: Sequence[Endorsement]) -> Party | None:
    """Whose money the paragraph speaks of: “The rest of ●’s cash came from …. Among the checks were ¤ from ●.”"""
    paragraph = found.segmented.paragraphs[found.segmented.paragraph_at(form.places[0])]
    last = next((each for each in reversed(before) if each.stance == "funds" and each.passage.start >= paragraph[0]), None)
    if last is not None and last.candidate is not None:
        return last.candidate
    named = [each for each in found.names.between(paragraph[0], form.places[0]) if each.name in found.candidates and each.name]
    return Party(named[0].name.full, named[0].core) if named and len({each.name for each in named}) == 1 and named[0].name else None


def _given(
    found: Found, form: Form, sentence: Span, rule: Rule, match: re.Match[str], place: int, before: Sequence[Endorsement]
) -> list[Endorsement]:
    """“● gave ● ¤” · “● spent ¤ on mail against ●” · “● gave ¤ more”."""
    who = _in_turn(form, list(endorsers(found, form, subject(form, match.start()))), place)
    verb = _verb(found, form, match)
    name = f"money: {rule.name}"
    if rule.name == "gave whom":
        whom = candidate_at(found, form, match.start("whom"))
        return _drafts(found, sentence, who, whom, "funds", verb, name, rule.confidence) if whom else []
    stop = -1 if "respectively" in form.lower else form.words.find("¤", place + 1)
    tail = form.words[: stop if stop > 0 else len(form.words)]
    for aim, found_aim in _aims(tail, place):
        whoms = objects(found, form, found_aim.end()) or _of_committee(found, form, found_aim.end(), before)
        if whoms:
            purpose = _PURPOSE.match(form.words[place + 1 : found_aim.start()])
            drafts = [
                each
                for whom in whoms
                for each in _drafts(
                    found, sentence, who, whom, "opposes" if aim == "against" else "funds", verb, name, rule.confidence
                )
            ]
            recipient = "candidate's committee" if _COMMITTEE.match(form.words, found_aim.end()) else "not stated"
            return [
                replace(each, recipient=recipient, purpose=purpose[1].strip() if purpose else None)
                if each.stance == "funds"
                else each
                for each in drafts
            ]
    race = _TO_RACE.search(form.lower, place)
    if race and (_DA.search(race[0]) or not _OTHER_RACE.search(race[0])):
        drafts = _drafts(
            found, sentence, [each for each in who if each.name[0].isupper()], None, "funds", verb, name, rule.confidence
        )
        return [replace(each, recipient="the race") for each in drafts]
    last = before[-1] if before else None
    if (
        last
        and last.stance in ("funds", "supports")
        and _ends(form.words, place)
        and found.segmented.paragraph_at(last.passage.start) == found.segmented.paragraph_at(sentence[0])
    ):
        return _drafts(found, sentence, who, last.candidate, "funds", verb, "money: more", 0.6)
    return []


def _aims(words: str, place: int) -> list[tuple[str, re.Match[str]]]:
    aims = [(rule.name, each) for rule in AIMS for each in rule.regex.finditer(words, place)]
    return sorted(aims, key=lambda each: (each[1].start(), each[0]))


def _ends(words: str, place: int) -> bool:
    return bool(
        re.match(
            r"(?: (?:more|apiece|each|as well|of (?:his|her|their|its) own|last \w+|this \w+|on \w+day|in [A-Z]\w+))*(?:[.,;]|$| and )",
            words[place + 1 :],
        )
    )


def _of_committee(found: Found, form: Form, place: int, before: Iterable[Endorsement]) -> list[Party]:
    """The candidate whom a committee works for, as told before, or explained: “¤ to ●, a super PAC that supports ●”."""
    named = re.compile(
        r" (?:the |that |this |an? )?(?:[\w-]+ ){0,2}?(?:committee|super PAC|PAC|political action committee|effort|fund)\b|(?: the)? ●"
    ).match(form.words, place)
    if named is None:
        return []
    explained = compiled(
        r"(?:, (?:an?|the|which) [^.;¤]{0,60}?|,? (?:that|which) (?:is |are )?)\b(?:to (?:elect|re-?elect|support|help)|(?:{supporting}))(?= )"
    ).match(form.words, named.end())
    if explained:
        return objects(found, form, explained.end())
    at = named.end() - 1
    phrase = form.phrases.get(at)
    if phrase is not None and phrase.kind not in ("organization", "group"):
        return []
    for each in reversed(list(before)):
        same = phrase is not None and each.endorser.name == phrase.full
        if (
            each.candidate is not None
            and each.stance in ("supports", "funds")
            and (same or (phrase is None and re.search(r"(?i)pac\b|committee|citizens|neighbors|fund|for ", each.endorser.name)))
        ):
            return [each.candidate]
    return []


def _until(form: Form, places: list[int], end: int) -> list[int]:
    return [each for each in places if end < 0 or each < end]


def _verb(found: Found, form: Form, match: re.Match[str]) -> str:
    """The words of a match up to a phrase or a sum, as they are in the text."""
    words = re.match(r"[^●¤]*", match[0])
    stop = match.start() + (words.end() if words and words.end() else len(match[0]))
    return (
        found.text[form.places[match.start()] : form.places[stop]].strip(" ,")
        or found.text[form.places[match.start()] : form.places[match.end()]].strip()
    )


def _drafts(
    found: Found, sentence: Span, who: Iterable[Endorser], whom: Party | None, stance: str, verb: str, rule: str, confidence: float
) -> list[Endorsement]:
    return [draft for each in who if (draft := endorsement(found, sentence, each, whom, stance, verb, rule, confidence))]


def _with_sum(draft: Endorsement, stated: str) -> Endorsement:
    number = next(iter(numbers_in(stated)))
    amount = float(number.readings[0] * number.scale)
    return replace(
        draft,
        amount=int(amount) if amount.is_integer() else round(amount, 2),
        amount_as_stated=stated,
        recipient=draft.recipient or "not stated",
    )
