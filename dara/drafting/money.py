"""Find money for and against candidates: who gave, how much, to whom and for what."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from dara.drafting.capitals import fold
from dara.drafting.endorsers import Endorsers, party_of
from dara.drafting.proposals import Endorsement, Party
from dara.text.spans import Span

_DONORS = re.compile(r"\b(?:donors?|contributors?|funders?|backers?|benefactors?)\b(?P<to> to\b)?")
_GIFT = re.compile(
    r"[ -](?:contribution|boost|infusion|donation|check|cheque|gift|loan|expenditure|investment)s?(?: last \w+| this \w+| in \w+)? from\b"
)
_SPENT_BY = re.compile(
    r"(?: in (?:\w+ ){1,3}?)?,? (?:that was |which was |was |were |has been |had been )?(?P<verb>spent|given|donated|contributed|raised|poured|put up|put)(?: (?P<for>for|to elect|to support|supporting|against|opposing|attacking|to defeat|on (?:his|her|their) behalf|into the race|on ads|on mail\w*|on television)(?: [^.;,]{0,40}?)?)? by\b"
)
_AMOUNT = re.compile(
    r"(?P<whole>(?:(?P<qualifier>more than|nearly|about|over|almost|at least|some|up to|roughly|around|close to|an additional|another|just over|just under|less than|approximately) )?"
    r"\$(?P<number>\d[\d,]*(?:\.\d+)?)(?:[\s\u00a0-]?(?P<scale>thousand|million|billion|[mMkKbB])\b)?)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:raised and spent|gave|given|gives|giving|donat(?:ed|es|ing)|contribut(?:ed|es|ing)|spen(?:t|ds|ding)|pour(?:ed|s|ing)|put(?:s|ting)?|cut|pump(?:ed|s|ing)|dropp(?:ed|ing)|sank|sunk|plow(?:ed|ing)|chipp(?:ed|ing) in|kick(?:ed|ing) in"
    r"|funnel(?:ed|s|ing|led)|invest(?:ed|s|ing)|commit(?:ted|s|ting)|bankroll(?:ed|s|ing)|sent|wrote|steer(?:ed|ing)|shell(?:ed|ing) out|fund(?:ed|s|ing)|direct(?:ed|ing)|deposit(?:ed|ing)|transferr(?:ed|ing)|report(?:ed|s|ing)(?=[^.$]{0,20}\$[\d.,]+(?: \w+)? in (?:\w+ )?(?:spending|expenditures))|loan(?:ed|s|ing)|pledg(?:ed|es|ing))\b",
    re.IGNORECASE,
)
# Verbs of giving that may leave out to whom, where that has just been said; and an amount that ends its clause.
_GIVES_ON = re.compile(r"(?i)(?:gave|given|gives|donat|contribut|chipp|kick|wrote|pledg|put|add)")
_NOTHING_MORE = re.compile(
    r"(?: (?:more|apiece|each|as well|of (?:his|her|their|its) own|in (?:January|February|March|April|May|June|July|August|September|October|November|December)|last \w+|this \w+|on \w+day))*(?:[.,;]|$| and )"
)
_RECEIVES = re.compile(
    r"\b(?:rak(?:ed|es|ing) in|receiv(?:ed|es|ing)|accept(?:ed|s|ing)|took|taken|got|collect(?:ed|s|ing)|raised|reported|came|includ(?:ed|es|ing)|benefit(?:ed|s|ing) from|drew)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:(?:that|which) (?:is |are |has |have )?(?:support(?:s|ed|ing)?|back(?:s|ed|ing)?)|to (?:help )?(?:elect|re-?elect|support|back|boost|promote|aid|help|benefit)|in support of|supporting|backing|on behalf of|boosting|promoting|benefiting|in favor of|for|to|into|toward|towards|behind|electing|re-?electing|(?:into|on|to) (?:electing|re-?electing|supporting|backing|boosting)|(?:ads|mailers|advertising|television|mail|radio) for)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:(?:ads|mailers|mail|advertising|television|commercials|spots)(?: \w+)? attacking)\b|\b(?:(?:that|which) (?:is |are |has )?oppos(?:es|ed|ing)|against|(?:into|on|toward|to) (?:defeating|ousting|unseating|attacking|opposing|stopping|beating|blocking)|to (?:defeat|oppose|beat|stop|block|unseat|oust|attack|recall|remove)|opposing|attacking)\b"
)


class Money(Endorsers):
    """The drafts about money in a text."""

    def _money(self, sentence: Span) -> list[Endorsement]:
        self._here.clear()
        for each in self._gifts(sentence):
            self._here.append(each)
        return list(self._here)

    def _gifts(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        for amount in _AMOUNT.finditer(self.text, start, end):
            given = list(_GIVES.finditer(self.text, max(start, amount.start() - 90), amount.start()))
            rest = Span(amount.end(), end)
            if _GIFT.match(self.text, amount.end()):
                yield from self._gift_from(sentence, amount)
            elif spent := _SPENT_BY.match(self.text, amount.end(), end):
                yield from self._spent_by(sentence, amount, spent)
            elif given and not self._negated(start, given[-1].start()) and "“" not in self.text[given[-1].end() : amount.start()]:
                yield from self._gift(sentence, amount, given[-1], rest)
            elif not given:
                yield from self._receipt(sentence, amount)

    def _gift(self, sentence: Span, amount: re.Match[str], verb: re.Match[str], rest: Span) -> Iterator[Endorsement]:
        start, end = sentence
        target = self._target(verb.end(), amount.start(), rest[0], end)
        if target is None:
            donors = self._donors(start, verb.start())
            if donors is None:
                yield from self._more_money(sentence, amount, verb)
                return
            supported, named = donors
            endorsers = self._listed(*named) if named else self._subjects(start, verb.start(), verb[0])
            yield from _with_amount(self._all(sentence, endorsers, supported, "funds", verb[0], "donors", 0.65), amount)
            return
        candidate, recipient, stance, purpose = target
        given = self._all(sentence, self._subjects(start, verb.start(), verb[0]), candidate, stance, verb[0], "money given", 0.75)
        yield from _with_amount(given, amount, recipient, purpose)

    def _more_money(self, sentence: Span, amount: re.Match[str], verb: re.Match[str]) -> Iterator[Endorsement]:
        """“…, and his wife gave another $5,000.”: to whom the gift went that the paragraph told of just before."""
        start, end = sentence
        if not _GIVES_ON.match(verb[0]) or not _NOTHING_MORE.match(self.text, amount.end(), end):
            return
        paragraph = self.segmented.paragraphs[self.segmented.paragraph_at(start)]
        last = next(
            (each for each in chain(reversed(self._here), reversed(self._found)) if each.stance in ("funds", "supports")), None
        )
        if last is None or last.candidate is None or last.passage.start < paragraph[0]:
            return
        clause = max(
            (start + found.end() for found in re.finditer(r",? (?:and|while) ", self.text[start : verb.start()])), default=start
        )
        endorsers = self._subjects(clause, verb.start(), verb[0]) or self._subjects(start, verb.start(), verb[0])
        yield from _with_amount(self._all(sentence, endorsers, last.candidate, "funds", verb[0], "more money", 0.6), amount)

    def _gift_from(self, sentence: Span, amount: re.Match[str]) -> Iterator[Endorsement]:
        """“a $25,000 contribution from A to Rao’s committee”; “Rao received a $25,000 check from A”."""
        start, end = sentence
        found = _GIFT.match(self.text, amount.end())
        assert found is not None
        target = re.compile(
            r"[^.;]{2,80}? (?:to|for|supporting|backing|into|landed in|arrived in|flowed to|helped|boosted|benefited|went to) "
        ).match(self.text, found.end(), end)
        candidate = self._object(target.end(), end) if target else None
        candidate = candidate or self._passive_subject(start, self._verb_before(start, amount.start()))
        if candidate is None:
            return
        limit = target.end() if target and self._object(target.end(), end) else end
        for draft in self._all(
            sentence, self._listed(found.end(), limit), candidate, "funds", found[0].strip(" -"), "money given", 0.7
        ):
            draft.amount, draft.amount_as_stated, draft.recipient = _number(amount), amount["whole"], "not stated"
            yield draft

    def _verb_before(self, start: int, place: int) -> int:
        found = list(
            re.finditer(r"\b(?:received|got|took|accepted|benefited|reported|has|had|landed|drew|cashed)\b", self.text[start:place])
        )
        return start + found[-1].start() if found else place

    def _spent_by(self, sentence: Span, amount: re.Match[str], spent: re.Match[str]) -> Iterator[Endorsement]:
        """“$1.3 million spent on her behalf by Neighbors for Safe Streets”."""
        start, end = sentence
        candidate = self._passive_subject(start, self._verb_before(start, amount.start()))
        whom = self._object(spent.end("for"), end) if spent["for"] else None
        candidate = whom or candidate
        stance = "opposes" if re.search(r"against|oppos|attack|defeat", spent[0]) else "funds"
        if candidate is None:
            return
        for draft in self._all(sentence, self._listed(spent.end(), end), candidate, stance, spent["verb"], "money spent by", 0.7):
            if stance == "funds":
                draft.amount, draft.amount_as_stated, draft.recipient = _number(amount), amount["whole"], "not stated"
            yield draft

    def _donors(self, start: int, place: int) -> tuple[Party, Span | None] | None:
        """“Pruitt’s largest donors are A, which [gave]” · “Two donors to Pruitt, A and B, [gave]”: (the candidate, where A and B stand)."""
        found = _DONORS.search(self.text, start, place)
        if found is None:
            return None
        owner = next(
            (
                each
                for each in self.names.before(found.start(), 2)
                if each.possessive and each.start >= start and found.start() - each.end < 30
            ),
            None,
        )
        if owner is not None and owner.name in self.candidates:
            return party_of(owner.name, owner.core), None
        candidate = self._object(found.end(), place) if found["to"] else None
        comma = self.text.find(", ", found.end(), place)
        return (candidate, Span(comma + 2, place)) if candidate is not None and comma > 0 else None

    def _target(self, after_verb: int, amount: int, after: int, end: int) -> tuple[Party | None, str, str, str | None] | None:
        """Whom money is for: (candidate, recipient, stance, purpose)."""
        between = (self._object(after_verb, amount) or self._of_committee(after_verb, amount)) if amount - after_verb > 3 else None
        if between is not None:
            return between, "not stated", "funds", None
        tail = self.text[after:end]
        for found in re.finditer(f"(?:{_AGAINST.pattern})|(?:{_FOR.pattern})", tail, re.IGNORECASE):
            against = bool(_AGAINST.match(found[0]))
            candidate = self._object(after + found.end(), end)
            if candidate is None:
                object_words = tail[found.end() : found.end() + 80]
                race = re.match(r"\s(?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b", object_words, re.IGNORECASE)
                if (
                    found[0].lower() in {"into", "to", "on", "for", "toward"}
                    and race
                    and self._is_da_race(object_words[: race.end()])
                ):
                    return None, "the race", "funds", None
                candidate = self._of_committee(after + found.end(), end)
                if candidate is None:
                    continue
            purpose = re.match(r"\s(?:on|for|in) ((?:[\w’'-]+,? ?){1,12}?)\s*$", tail[: found.start()])
            recipient = (
                "candidate's committee"
                if re.match(r"[^,.;]{0,60}[’']s?\s(?:\w+ )?(?:campaign|committee)", tail[found.end() :])
                else "not stated"
            )
            return candidate, recipient, "opposes" if against else "funds", purpose[1].strip() if purpose and not against else None
        return None

    def _of_committee(self, place: int, end: int) -> Party | None:
        """The candidate whom a committee works for, as told before: “gave $1.2 million to the committee”."""
        named = re.match(
            r"\s*(?:the |that |this )?(?:committee|super PAC|PAC|political action committee|effort|fund)\b",
            self.text[place : min(end, place + 40)],
        )
        mention = next(iter(self.names.between(place, min(end, place + 12))), None)
        if named is None and (mention is None or mention.kind != "organization"):
            return None
        name = fold(mention.name.full) if named is None and mention is not None and mention.name else None
        for each in reversed(self._found):
            if (
                each.candidate is not None
                and each.stance in ("supports", "funds")
                and (
                    fold(each.endorser.name) == name
                    or (name is None and re.search(r"(?i)pac\b|committee|citizens|neighbors|fund|for ", each.endorser.name))
                )
            ):
                return each.candidate
        explained = (
            re.match(
                r"[^.;]{0,60}?, (?:a|an|the) [^.;]{0,60}?\b(?:to (?:elect|re-?elect|support|help)|supporting|backing|supports|backs) ",
                self.text[mention.end : end],
            )
            if mention is not None
            else None
        )
        return self._object(mention.end + explained.end(), end) if mention is not None and explained is not None else None

    def _is_da_race(self, words: str) -> bool:
        return bool(re.search(r"(?i)d\.?a\.?(?:’s|'s)?\b|district attorney|attorney|prosecutor", words)) or not re.search(
            r"(?i)mayor|council|senate|sheriff|governor|president", words
        )

    def _receipt(self, sentence: Span, amount: re.Match[str]) -> Iterator[Endorsement]:
        """“Whitlock has received $2 million from police unions.”"""
        start, end = sentence
        received = list(_RECEIVES.finditer(self.text, max(start, amount.start() - 90), amount.start()))
        source = re.compile(r"(?:\s(?:in|of) [\w -]{3,40}?)?,? from\b").match(self.text, amount.end(), min(end, amount.end() + 60))
        if not received or source is None or self._negated(start, received[-1].start()):
            return
        candidate = self._passive_subject(start, received[-1].start())
        if candidate is None:
            return
        more = self.text.find("$", source.end(), end)
        for endorser in self._listed(source.end(), more if more > 0 else end):
            draft = self._draft(sentence, endorser, candidate, "funds", received[-1][0], "money received", 0.7)
            if draft:
                draft.amount, draft.amount_as_stated = _number(amount), amount["whole"]
                draft.recipient = "not stated"
                yield draft


def _number(amount: re.Match[str]) -> float | int:
    scale = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9}.get((amount["scale"] or "").lower(), 1)
    number = round(float(amount["number"].replace(",", "")) * scale, 2)
    return int(number) if number == int(number) else number


def _with_amount(
    drafts: Iterable[Endorsement], amount: re.Match[str], recipient: str = "not stated", purpose: str | None = None
) -> Iterator[Endorsement]:
    """The drafts, with the sum of money in those that are about money."""
    for draft in drafts:
        if draft.stance == "funds":
            draft.amount, draft.amount_as_stated, draft.recipient, draft.purpose = (
                _number(amount),
                amount["whole"],
                recipient,
                purpose,
            )
        yield draft
