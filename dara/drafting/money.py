"""Find money for and against candidates: who gave, how much, to whom and for what; one draft for each payer and sum.

Patterns over the form of a sentence, in which a sum is “¤”."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dara.drafting.forms import Form, Found, form_of
from dara.drafting.parties import candidate_at, endorsers, listed, objects, subject
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.rules import Rule, compiled
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_SUM = compiled(r"(?i)(?:\b{qualifiers} )?(?:an? )?\$\d[\d,]*(?:\.\d+)?(?:[ -]?(?:thousand|million|billion|[mkb])\b)?")
_TO_RACE = re.compile(r"(?:into|to|on|for|toward) (?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b")
_OTHER_RACE = re.compile(r"(?i)(?!.*(?:\bd\.?a\b|attorney|prosecutor)).*(?:mayor|council|senate|sheriff|governor|president|house)")
_PURPOSE = re.compile(r" (?:on|for|in|into) ((?:[\w’'-]+,? ?){1,12}?)\s*$")
_MORE = re.compile(r"(?: (?:more|apiece|each|as well|of (?:his|her|their|its) own|(?:last|this|on|in) \w+))*(?:[.,;]|$| and )")
_COMMITTEE = re.compile(r"[^,.;●]{0,30}●[’']s? (?:\w+ )?(?:campaign|committee)")

# `for` and `against`: what a sum is for; the candidate follows.
# fmt: off
AIMS = (
    Rule("against", r"\b(?:against|opposing|attacking|to (?:defeat|oppose|beat|stop|block|unseat|oust|attack|recall|remove)|(?:into|on|toward|to) (?:defeating|ousting|unseating|attacking|opposing|stopping))(?= )", "¤ on mailers attacking ●", "¤ on mailers for ●"),
    Rule("for", r"\b(?:(?:that|which) (?:is |are |has )?(?:support(?:s|ed|ing)?|back(?:s|ed|ing)?)|(?:that|which) (?:is|was) (?:attempting|formed|working|trying) to (?:elect|support)|to (?:help )?(?:elect|re-?elect|support|back|boost|promote|aid|help|benefit)|in support of|supporting|backing|on behalf of|boosting|promoting|benefiting|in favor of|for|to|into|toward|behind|electing)(?= )", "¤ to ●", "¤ from ●"),
)
# Sums that somebody gave, by where giver and candidate stand. Of those with `received`, the giver comes last.
GIFTS = (
    Rule("from", r"(?P<received>¤)(?:[ -](?:in |of )?[\w-]+){0,4},? from ", "a ¤ check from ●", "¤ to ●", 0.7),
    Rule("spent by", r"(?P<received>¤)(?: in (?:\w+ ){1,3}?)?,? (?:that was |which was |was |were |has been |had been )?(?:spent|given|donated|contributed|raised|poured|put up)(?: [^.;,●]{0,40})?(?: ●)? by ", "¤ spent on her behalf by ●", "¤ spent in May", 0.7),
    Rule("gave whom", r"\b{giving} (?:[a-z]+ ){0,2}?(?P<whom>●)(?:[’']s? {candidacies})? (?:[^●¤]{0,20})¤", "● gave ● ¤", "● gave ¤ to ●", 0.75),
    Rule("gave", r"\b{giving}\b[^;“”]{0,70}?¤", "● gave ¤ to ●", "● kept ¤", 0.75),
)
# fmt: on
_RECEIVES = compiled(r"\b(?:{receiving}|has|had)\b(?! (?:been|given|spent|put)\b)")
_OTHER_SUM = compiled(r"\b{receiving}\b|¤[^¤]{0,80}\b{giving}\b")


class _Gift(NamedTuple):
    """Who gave to or against whom; None: to nobody who is named."""

    who: Sequence[Party]
    whom: Sequence[Party | None]
    verb: str
    against: bool = False
    recipient: str = "not stated"
    purpose: str | None = None


def money(found: Found, sentence: Span, before: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """The gifts and spending that a sentence tells of. `before`: the drafts of the sentences before it."""
    sums = [Span(*each.span()) for each in _SUM.finditer(found.text, *sentence) if numbers_in(each[0])]
    form = form_of(found, sentence, [(each, "¤") for each in sums])
    here = list(before)
    for span in () if "respectively" in form.lower else sums:
        gifts = ((rule, _gift(found, form, sentence, rule, form.at(span[0]), here)) for rule in GIFTS)
        stated = found.text[slice(*span)]
        number = numbers_in(stated)[0]
        amount = round(float(number.readings[0] * number.scale), 2)
        for rule, gift in [each for each in gifts if each[1].who and each[1].whom][:1]:
            for whom in gift.whom:
                said = {"stance": "opposes" if gift.against else "funds", "verb": gift.verb, "rule": f"money: {rule.name}"}
                drafts = found.stance(sentence, gift.who, whom, **said, confidence=rule.confidence)
                for each in () if gift.against else drafts:
                    each.amount, each.amount_as_stated = int(amount) if amount.is_integer() else amount, stated
                    each.recipient, each.purpose = gift.recipient, gift.purpose
                here += drafts
    yield from here[len(before) :]


def _gift(found: Found, form: Form, sentence: Span, rule: Rule, place: int, before: Sequence[Endorsement]) -> _Gift:
    """What a rule finds of the sum at `place`: it has it as its last sum or, of money received, its first."""
    last = before[-1] if before else None
    begin = found.segmented.paragraphs[found.segmented.paragraph_at(sentence[0])].start
    told = last.candidate if last and last.stance in ("funds", "supports") and last.passage.start >= begin else None
    named = {each.name: each.core for each in found.names.between(begin, sentence[0]) if each.name in found.running}
    topic = told or next((Party(name.full, core) for name, core in named.items() if name and len(named) == 1), None)
    for match in rule.regex.finditer(form.lower):
        if "received" in match.groupdict():
            if match.start() == place:
                return _received(found, form, match, topic)
        elif match.start() <= place < match.start() + 180 and not _OTHER_SUM.search(form.lower, match.start() + 1, place):
            return _given(found, form, match, place, told)
    return _Gift([], [], "")


def _received(found: Found, form: Form, match: re.Match[str], topic: Party | None) -> _Gift:
    """“● received ¤ from ●” · “a ¤ check from ● to ●” · “¤ spent on her behalf by ●” · “Among the checks were ¤ from ●.”"""
    verb = next(reversed(list(_RECEIVES.finditer(form.lower, 0, match.start()))), None)
    places = [each for each in form.phrases if match.start() <= each < match.end()][:1]
    places += subject(form, verb.start(), candidate=True)[:1] if verb else []
    whom = next((party for place in places if (party := candidate_at(found, form, place))), topic)
    following = form.words.find("¤", match.end())
    who = list(endorsers(found, form, [each for each in listed(form, match.end()) if following < 0 or each < following]))
    against = bool(re.search(r"against|oppos|attack|defeat", match[0]))
    return _Gift(who, [whom] if whom else [], verb[0] if verb else "from", against)


def _given(found: Found, form: Form, match: re.Match[str], place: int, told: Party | None) -> _Gift:
    """“● gave ● ¤” · “● spent ¤ on mail against ●” · “● gave ¤ more”."""
    who = list(endorsers(found, form, subject(form, match.start())))
    verb = re.split("[●¤]", form.words[slice(*match.span())])[0].strip(" ,")
    if "whom" in match.groupdict():
        whom = candidate_at(found, form, match.start("whom"))
        return _Gift(who, [whom] if whom else [], verb)
    stop = form.words.find("¤", place + 1)
    aims = [
        (each.start(), rule.name, each)
        for rule in AIMS
        for each in rule.regex.finditer(form.words, place, stop if stop > 0 else len(form.words))
    ]
    for _, aim, each in sorted(aims, key=lambda one: one[:2]):
        if whoms := objects(found, form, each.end()):
            purpose = _PURPOSE.match(form.words[place + 1 : each.start()])
            recipient = "candidate's committee" if _COMMITTEE.match(form.words, each.end()) else "not stated"
            return _Gift(who, whoms, verb, aim == "against", recipient, purpose[1].strip() if purpose else None)
    race = _TO_RACE.search(form.lower, place)
    if race and not _OTHER_RACE.match(race[0]):
        return _Gift([each for each in who if each.name[0].isupper()], [None], verb, recipient="the race")
    return _Gift(who, [told] if told and _MORE.match(form.words, place + 1) else [], verb)
