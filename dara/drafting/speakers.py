"""Find the speaker of a quotation by rules that have names and an order. The first rule that names somebody decides:

    after      “…,” said Maria Lopez, who …   ·   “…,” the senator said   ·   “…” — Maria Lopez
    between    the same, between the parts of one utterance
    before     Maria Lopez, a retired judge, said “…”   ·   According to the union, “…”   ·   Lopez: “…”
    intro      the sentence or paragraph before ends with a colon, or tells of one who speaks
    carried    a paragraph that is all quotation goes on with the speaker of the one before

An unnamed speaker (“one voter said”) ends the search, as nobody is better than the wrong person. Pronouns and roles refer to whoever was
mentioned last and fits in gender and role. Only words outside quotations count."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from dara.drafting.capitals import Token
from dara.drafting.phrases import Phrases, Speaker, Subject
from dara.drafting.quotations import Quotation
from dara.drafting.vocabulary import ADVERBS, SAY, VERBS
from dara.text.spans import Span

_WINDOW = 420
_ANSWERED = re.compile(r"\b(?:shot back|fired back|replied|retorted|answered|countered|asked|interrupted|wanted to know)\b")


class Speakers(Phrases):
    """The speakers in a text. Ask for those of quotations in order, as a later one may depend on an earlier one."""

    def speaker(self, quotation: Quotation) -> Speaker | None:
        rules: tuple[Callable[[Quotation], Speaker | None], ...] = (
            self._between,
            self._after,
            self._before,
            self._sentence_before,
            self._carried,
        )
        if quotation.intro:
            rules = (self._intro_of_block,)
        elif self.text[quotation.segments[0][0]].islower() or self._is_introduced(quotation.start):  # the subject stands before it
            rules = (self._between, self._before, self._after, self._sentence_before)
        for rule in rules:
            found = rule(quotation)
            if found is not None:
                self.said.append((quotation.end, found.name))
                return found if found.name else None
        self.said.append((quotation.end, None))
        return None

    def _is_introduced(self, place: int) -> bool:
        """Whether “X said, ” or “X said: ” stands just before a quotation."""
        lead = self.text[max(place - 80, 0) : place]
        return bool(re.search(r"[,:]\s$", lead)) and any(
            token.text in SAY for token in self.names.words_between(max(place - 60, self._sentence_start(place)), place)
        )

    def _between(self, quotation: Quotation) -> Speaker | None:
        for start, end in quotation.gaps:
            if (found := self._attribution(start, end, "between")) is not None:
                return found
        return None

    def _after(self, quotation: Quotation) -> Speaker | None:
        start = quotation.end
        paragraph = self.segmented.paragraphs[self.segmented.paragraph_at(start - 1)]
        following = self._next_quote(start)
        end = min(paragraph[1], following, start + _WINDOW)
        text = self.text[start:end]
        last = self.text[quotation.segments[-1][1] - 1]
        signed = re.match(r"\s*(?:[—–]|--|-|•)\s*", text) or (re.match(r"\s*(?:[—–]|--)\s*", self.text[start : start + 6]))
        if signed:
            return self._signed(start + signed.end(), "after: signed")
        if not text.strip() and paragraph[1] <= start + 1:
            return self._signed_below(paragraph)
        according = re.match(r"\s*,?\s*according to ", text)
        if according:
            subject = self.phrase_after(start + according.end(), end)
            return self.speaker_of(subject, "after: according to", 0.9) if subject else None
        headline = re.match(r"\s*:\s+", text)
        if headline:
            first = self.names.between(start, min(end, start + 80))
            return (
                self.speaker_of(Subject(first[0].start, first[0].end, first[0]), "after: headline", 0.7)
                if first and first[0].name
                else None
            )
        if last in ".:" and not re.match(r"[\s,]*(?:" + "|".join(("said", "says")) + r")\b", text):
            return None
        if (
            re.match(r"\s*(?:[;.]|and\b|but\b|in\b|on\b|at\b|as\b|when\b|to\b|for\b|that\b|of\b|because\b|report\b)", text)
            and last not in ",?!…"
        ):
            return None
        stop = self._sentence_end(start, end)
        return self._attribution(start, stop, "after")

    def _attribution(self, start: int, end: int, rule: str) -> Speaker | None:
        """The speaker in “, said Maria Lopez, who …” or “, Maria Lopez, who …, said in a statement.”"""
        tokens = self.names.words_between(start, end)
        index = next((i for i, token in enumerate(tokens) if token.text in SAY and not self._is_noun(tokens, i)), None)
        if index is None:
            return None
        verb = tokens[index]
        lead = [token for token in tokens[:index] if token.text not in ADVERBS and token.text not in {"as", "or", "then"}]
        if not lead:  # verb first
            if verb.text.endswith("ing") and index == 0:
                return None
            subject = self.phrase_after(verb.end, end)
            if subject is None:
                return None
            return self.speaker_of(subject, f"{rule}: verb, name", 0.95)
        if lead[0].text in {"according"}:
            return None
        subject = self.subject(tokens[0].start, verb.start)
        if subject is None:
            return None
        return self.speaker_of(subject, f"{rule}: name, verb", 0.95)

    def _is_noun(self, tokens: Sequence[Token], index: int) -> bool:
        """“a statement that reads”, “the report”, “in a tweet”, “asks”: verbs’ forms that are nouns here."""
        return index > 0 and tokens[index - 1].text in {"the", "a", "an", "his", "her", "their", "to", "of", "in"} and tokens[index].text in {
            "report", "reports", "claims", "charged", "posts", "notes", "promises", "answers", "repeats", "comments", "reads", "offered", "answer", "charges", "states", "urges"}  # fmt: skip

    def _before(self, quotation: Quotation) -> Speaker | None:
        place = quotation.start
        paragraph = self.segmented.paragraphs[self.segmented.paragraph_at(place)]
        begin = max(paragraph[0], place - _WINDOW, self._sentence_start(place))
        if not self.text[begin:place].strip(" \n\t(—–-"):
            return None
        return self._introduced(begin, place, "before")

    def _introduced(self, begin: int, place: int, rule: str) -> Speaker | None:
        """The speaker in the words that lead to a quotation."""
        lead = self.text[begin:place]
        according = re.search(r"\b[Aa]ccording to ", lead)
        if according:
            subject = self.phrase_after(begin + according.end(), place)
            return self.speaker_of(subject, f"{rule}: according to", 0.9) if subject else None
        sees = re.search(r"\b[Aa]s (?P<who>[^.;:“”]{2,80}?),? (?:sees|saw|tells|told|put|puts|has put) it,?\s*$", lead)
        if sees:
            subject = self._leading(begin + sees.start("who"), begin + sees.end("who"))
            return self.speaker_of(subject, f"{rule}: as she sees it", 0.8) if subject else None
        view = re.search(
            r"\b[Ii]n (?P<whose>his|her|their) (?:own )?(?:view|words|opinion|telling|estimation|phrase)\b[^.]{0,12}$", lead
        )
        if view:
            place_of = begin + view.start("whose")
            return self.speaker_of(
                Subject(place_of, place_of + len(view["whose"]), word=view["whose"]), f"{rule}: in her view", 0.8
            )
        named = re.match(r"(?:\d{1,2}:\d\d [ap]\.m\.\s+)?([^:“”\"]{2,90}?):\s*$", lead)
        visible = self.words_outside(begin, place)
        verbs = [token for index, token in enumerate(visible) if token.text in VERBS and not self._is_noun(visible, index)]
        if named and not verbs:
            subject = self._leading(begin, begin + named.end(1)) or self.subject(begin, begin + named.end(1))
            return self.speaker_of(subject, f"{rule}: name, colon", 0.85) if subject else None
        for verb in reversed(verbs[-3:]):
            subject = self.subject(begin, verb.start, participle=verb.text.endswith("ing"))
            if subject is not None:
                return self.speaker_of(subject, f"{rule}: name, verb", 0.9 if verb.text in SAY else 0.8)
            inverted = self._inverted(verb, place)
            if inverted is not None:
                return inverted
        if verbs:  # somebody speaks, and the text does not say who: “catches a second voice saying”
            return Speaker(None, "", rule) if verbs[-1].text in SAY and place - verbs[-1].end < 12 else None
        # no verb of saying: whoever the sentence is about, when the quotation goes on with it
        statement = re.search(r"\b(?:statement|letter|email|e-mail|post|tweet|editorial|speech|words|message|text)\b", lead)
        subject = self._leading(begin, place)
        possessive = [
            each
            for each in (self.names.between(begin, place) if statement else ())
            if each.possessive and each.name and not self.inside_quotation(each.start)
        ]
        if possessive:
            return self.speaker_of(
                Subject(possessive[-1].start, possessive[-1].end, possessive[-1]), f"{rule}: whose statement", 0.75
            )
        if subject is not None and (subject.mention is None or subject.mention.name is not None):
            found = self.speaker_of(subject, f"{rule}: subject", 0.5)
            return found if found.name and found.name.kind == "person" else None
        return None

    def _inverted(self, verb: Token, place: int) -> Speaker | None:
        """“Said Lopez: “…””"""
        if not verb.text[0].isupper():
            return None
        subject = self.phrase_after(verb.end, place)
        return self.speaker_of(subject, "before: verb, name", 0.9) if subject else None

    def _sentence_before(self, quotation: Quotation) -> Speaker | None:
        """The sentence before, in the paragraph, or the paragraph before where it ends with a colon."""
        place = quotation.start
        number = self.segmented.paragraph_at(place)
        paragraph = self.segmented.paragraphs[number]
        inside = self.text[paragraph[0] : place].strip()
        if inside:
            sentence = self._sentence_ending_before(paragraph[0], place)
            if sentence is None or self.text[sentence[1] : place].strip():  # in the middle of a sentence of somebody else's
                return None
            verbs = any(token.text in VERBS for token in self.names.words_between(*sentence))
            subject = self._leading(*sentence)
            if subject is None or self.inside_quotation(sentence[0]):
                return None
            return self.speaker_of(subject, "sentence before", 0.7 if verbs else 0.55)
        if number == 0:
            return None
        before = self.segmented.paragraphs[number - 1]
        if self.text[before[1] - 1] == ":":
            begin = max(self._sentence_start(before[1] - 1), before[0], before[1] - _WINDOW)
            tokens = self.names.words_between(begin, before[1])
            if any(token.text in VERBS for token in tokens) or re.search(
                r"\b(?:statement|letter|email|post|tweet)\b", self.text[begin : before[1]]
            ):
                return self._introduced(begin, before[1], "intro")
            subject = self._leading(begin, before[1])
            return self.speaker_of(subject, "intro: name, colon", 0.8) if subject else None
        return None

    def _carried(self, quotation: Quotation) -> Speaker | None:
        """A paragraph that is all quotation: the speaker of the paragraph before, or whom its last sentence says to speak."""
        number = self.segmented.paragraph_at(quotation.start)
        if number == 0 or quotation.start > self.segmented.paragraphs[number][0] + 2:
            return None
        before = self.segmented.paragraphs[number - 1]
        if self.said and before[0] <= self.said[-1][0] - 1 < before[1]:
            name = self.said[-1][1]
            rest = self.text[self.said[-1][0] : before[1]]
            alone = self._is_quote_start(before[0]) and not rest.strip() and self._is_closed(before)
            if alone or _ANSWERED.search(rest):  # a conversation: the next line is the other’s
                return Speaker(None, "", "carried: conversation")
            if not re.search(r"[.!?]\s+\S", rest):
                return Speaker(name, "", "carried: paragraph before", 0.65)
        sentence = self._sentence_ending_before(before[0], before[1] + 1)
        if sentence is None or self.inside_quotation(sentence[0]) or before[1] - before[0] < 20:
            return None
        speaks = any(
            token.text in VERBS and not self.inside_quotation(token.start) for token in self.names.words_between(*sentence)
        )
        subject = self._leading(*sentence)
        if subject is None:
            return None
        if not speaks:  # told of somebody, and of nobody else
            people = {id(each.name) for each in self.names.between(*sentence) if each.kind == "person" and each.name}
            told = self.text[sentence[1] - 1] in ".”" and quotation.rule != "single marks"
            if not told or subject.mention is None or subject.possessor is not None or len(people) != 1:
                return None
        return self.speaker_of(subject, "carried: who spoke before", 0.6 if speaks else 0.5)

    def _is_closed(self, paragraph: Span) -> bool:
        return self.text[paragraph[1] - 1] in "”\"’'"

    def _intro_of_block(self, quotation: Quotation) -> Speaker | None:
        assert quotation.intro is not None
        return self._introduced(*quotation.intro, "block")

    def _signed(self, start: int, rule: str) -> Speaker | None:
        """“…” — State Senator Lila Cho"""
        line = self.text[start : start + 100].split("\n")[0]
        mentions = [each for each in self.names.between(start, start + len(line)) if each.name]
        if not mentions:
            return None
        first = mentions[0]
        return Speaker(first.name, line.strip(" .")[:80], rule, 0.9)

    def _signed_below(self, paragraph: Span) -> Speaker | None:
        number = self.segmented.paragraph_at(paragraph[0]) + 1
        if number >= len(self.segmented.paragraphs):
            return None
        below = self.segmented.paragraphs[number]
        sign = re.match(r"(?:[—–]|--|-)\s*", self.text[below[0] : below[0] + 4])
        return self._signed(below[0] + sign.end(), "after: signed") if sign and below[1] - below[0] < 100 else None

    def _next_quote(self, place: int) -> int:
        index = bisect_left(self._starts, place)
        return self.quoted[index][0] if index < len(self.quoted) else len(self.text)

    def _sentence_start(self, place: int) -> int:
        """Where the sentence around `place` begins; an end inside of a quotation ends none."""
        number = self.segmented.sentence_at(place)
        while number > 0:
            start = self.segmented.sentences[number][0]
            if start <= place and not (self.inside_quotation(start) and not self._is_quote_start(start)):
                return start
            number -= 1
        return self.segmented.sentences[0][0] if self.segmented.sentences else 0

    def _is_quote_start(self, place: int) -> bool:
        return any(place == start for start in self._starts[max(0, self._index(place) - 1) : self._index(place) + 2])

    def _sentence_end(self, start: int, end: int) -> int:
        number = self.segmented.sentence_at(start)
        for sentence in self.segmented.sentences[max(number, 0) : number + 3]:
            if sentence[1] > start + 2:
                return min(sentence[1], end)
        return end

    def _sentence_ending_before(self, begin: int, place: int) -> Span | None:
        number = self.segmented.sentence_at(place - 1)
        while number >= 0:
            start, end = self.segmented.sentences[number]
            if start < begin:
                return None
            if end <= place:
                return Span(start, end)
            number -= 1
        return None
