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
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_SUM = compiled(r"(?i)(?:\b{qualifiers} )?(?:an? )?\$\d[\d,]*(?:\.\d+)?(?:[ -]?(?:thousand|million|billion|[mkb])\b)?")
_TO_RACE = re.compile(r"(?:into|to|on|for|toward) (?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b")
_OTHER_RACE = re.compile(r"(?i)(?!.*(?:\bd\.?a\b|attorney|prosecutor)).*(?:mayor|council|senate|sheriff|governor|president|house)")
_PURPOSE = re.compile(r" (?:on|for|in|into) ((?:[\w’'-]+,? ?){1,12}?)\s*$")
_MORE = re.compile(
    r"(?: (?:more|apiece|each|as well|of (?:his|her|their|its) own|last \w+|this \w+|on \w+day|in [A-Z]\w+))*(?:[.,;]|$| and )"
)
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
    Rule("gave whom", r"\b(?:{giving}) (?:[a-z]+ ){0,2}?(?P<whom>●)(?:[’']s? (?:{candidacies}))? (?:[^●¤]{0,20})¤", "● gave ● ¤", "● gave ¤ to ●", 0.75),
    Rule("gave", r"\b(?:{giving})\b[^;“”]{0,70}?¤", "● gave ¤ to ●", "● kept ¤", 0.75),
)
# fmt: on
_RECEIVES = compiled(r"\b(?:{receiving}|has|had)\b(?! (?:been|given|spent|put)\b)")
_OTHER_SUM = compiled(r"\b(?:{receiving})\b|¤[^¤]{0,80}\b(?:{giving})\b")


class _Gift(NamedTuple):
    """A sum at `place` in a form, and the match of a rule that has it. `before`: the drafts before it."""

    found: Found
    form: Form
    sentence: Span
    before: Sequence[Endorsement]
    place: int
    rule: Rule
    match: re.Match[str]

    def drafts(self, who: Sequence[Party], whom: Party | None, verb: str = "", *, against: bool = False) -> list[Endorsement]:
        """`verb`: the words of the match up to a phrase or a sum, unless it is said."""
        stated = verb or self.form.words[self.match.start() :][: len(re.split("[●¤]", self.match[0])[0])].strip(" ,")
        stance, rule = "opposes" if against else "funds", f"money: {self.rule.name}"
        return self.found.stance(self.sentence, who, whom, stance=stance, verb=stated, rule=rule, confidence=self.rule.confidence)


def money(found: Found, sentence: Span, before: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """The gifts and spending that a sentence tells of. `before`: the drafts of the sentences before it."""
    sums = [Span(*each.span()) for each in _SUM.finditer(found.text, *sentence)]
    form = form_of(found, sentence, [(each, "¤") for each in sums])
    here = list(before)
    for span in () if "respectively" in form.lower else sums:
        for rule in GIFTS:
            match = _covering(form, rule, form.at(span[0]))
            gift = _Gift(found, form, sentence, here, form.at(span[0]), rule, match) if match else None
            if gift and (drafts := _received(gift) if "received" in gift.match.groupdict() else _given(gift)):
                here += [_with_sum(each, found.text[slice(*span)]) for each in drafts]
                break
    yield from here[len(before) :]


def _covering(form: Form, rule: Rule, place: int) -> re.Match[str] | None:
    """The match of a rule that has the sum at `place` in it: as its last sum, or, of money received, its first."""
    for match in rule.regex.finditer(form.lower):
        if "received" in match.groupdict():
            covers = match.start() == place
        else:
            reaches = match.start() <= place < match.start() + 180
            covers = reaches and not _OTHER_SUM.search(form.lower, match.start() + 1, place)
        if covers:
            return match
    return None


def _received(gift: _Gift) -> list[Endorsement]:
    """“● received ¤ from ●” · “a ¤ check from ● to ●” · “¤ spent on her behalf by ●”."""
    found, form, match = gift.found, gift.form, gift.match
    against = bool(re.search(r"against|oppos|attack|defeat", match[0]))
    inside = [each for each in form.phrases if match.start() <= each < match.end()]
    verbs = list(_RECEIVES.finditer(form.lower, 0, gift.place))
    subjects = subject(form, verbs[-1].start(), candidate=True) if verbs else []
    whom = (
        (candidate_at(found, form, inside[0]) if inside else None)
        or (candidate_at(found, form, subjects[0]) if subjects else None)
        or _topic(gift)
    )
    following = form.words.find("¤", match.end())
    who = list(endorsers(found, form, [each for each in listed(form, match.end()) if following < 0 or each < following]))
    return gift.drafts(who, whom, verbs[-1][0] if verbs else "from", against=against) if whom else []


def _topic(gift: _Gift) -> Party | None:
    """Whose money the paragraph speaks of: “The rest of ●’s cash came from …. Among the checks were ¤ from ●.”"""
    found, start = gift.found, gift.sentence[0]
    begin = found.segmented.paragraphs[found.segmented.paragraph_at(start)][0]
    last = gift.before[-1] if gift.before else None
    if last is not None and last.stance == "funds" and last.passage.start >= begin:
        return last.candidate
    named = {each.name: each.core for each in found.names.between(begin, start) if each.name in found.running}
    return next((Party(name.full, core) for name, core in named.items() if name), None) if len(named) == 1 else None


def _given(gift: _Gift) -> list[Endorsement]:
    """“● gave ● ¤” · “● spent ¤ on mail against ●” · “● gave ¤ more”."""
    found, form, match, place = gift.found, gift.form, gift.match, gift.place
    who = list(endorsers(found, form, subject(form, match.start())))
    if gift.rule.name == "gave whom":
        whom = candidate_at(found, form, match.start("whom"))
        return gift.drafts(who, whom) if whom else []
    stop = form.words.find("¤", place + 1)
    tail = form.words[: stop if stop > 0 else len(form.words)]
    aims = [(each.start(), rule.name, each) for rule in AIMS for each in rule.regex.finditer(tail, place)]
    for _, aim, each in sorted(aims, key=lambda one: one[:2]):
        if whoms := objects(found, form, each.end()):
            purpose = _PURPOSE.match(form.words[place + 1 : each.start()])
            recipient = "candidate's committee" if _COMMITTEE.match(form.words, each.end()) else "not stated"
            drafts = [draft for whom in whoms for draft in gift.drafts(who, whom, against=aim == "against")]
            return [replace(draft, recipient=recipient, purpose=purpose[1].strip() if purpose else None) for draft in drafts]
    race = _TO_RACE.search(form.lower, place)
    if race and not _OTHER_RACE.match(race[0]):
        return [replace(each, recipient="the race") for each in gift.drafts([each for each in who if each.name[0].isupper()], None)]
    last, same = gift.before[-1] if gift.before else None, found.segmented.paragraph_at
    more = last and last.stance in ("funds", "supports") and _MORE.match(form.words, place + 1)
    return gift.drafts(who, last.candidate) if last and more and same(last.passage.start) == same(gift.sentence[0]) else []


def _with_sum(draft: Endorsement, stated: str) -> Endorsement:
    """The draft with its sum; money against somebody is opposition, without one."""
    if draft.stance != "funds":
        return replace(draft, recipient=None, purpose=None)
    number = numbers_in(stated)[0]
    amount = float(number.readings[0] * number.scale)
    whole = int(amount) if amount.is_integer() else round(amount, 2)
    return replace(draft, amount=whole, amount_as_stated=stated, recipient=draft.recipient or "not stated")
