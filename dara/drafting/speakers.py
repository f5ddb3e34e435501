"""Find the speaker of a quotation by rules that have names and an order. The first rule that names somebody decides:

    after      “…,” said Maria Lopez, who …   ·   “…,” the senator said   ·   “…” — Maria Lopez
    between    the same, between the parts of one utterance
    before     Maria Lopez, a retired judge, said “…”   ·   According to the union, “…”   ·   Lopez: “…”
    intro      the sentence or paragraph before ends with a colon, or tells of one who speaks
    carried    a paragraph that is all quotation goes on with the speaker of the one before

An unnamed speaker (“one voter said”), words denied or forged, and an attribution that is not understood end the search, as nobody is better
than the wrong person. Only words outside quotations count."""

import re
from collections.abc import Callable, Sequence

from dara.drafting.capitals import Token
from dara.drafting.names import Name
from dara.drafting.phrases import Phrases, Subject
from dara.drafting.quotations import Quotation, last_mark
from dara.drafting.references import References, Speaker
from dara.drafting.rules import Rule, compiled, first_match
from dara.drafting.vocabulary import SAY, VERBS, WORDS, word_set
from dara.text.spans import Span

_WINDOW = 420
_STOPS = WORDS.phrase_ends | WORDS.prepositions | WORDS.articles
_BEFORE_NOUN = word_set("the a an his her their to of in el la su")
_PARTICLES = word_set("back in up out off")
_ANSWERING = compiled(r"\b{answering}\b")
_SIGN = re.compile(r"\s*(?:[—–~•]|--|-)\s*")
_GOES_ON = re.compile(r"\s*(?:[;.]|(?:and|but|in|on|at|as|when|to|for|that|of|because|report)\b)")
_NAMED = re.compile(r"(?:\d{1,2}:\d\d [ap]\.m\.\s+)?([^:“”\"]{2,90}?):\s*$")
_STATEMENT = compiled(r"\b(?:{documents}|words|text)\b")
_SURE_ENDS = ",?!…"

# Words that are denied, or said not to be somebody’s.
DENIED = (
    Rule(
        "denied",
        r"\b(?:never|not|n[’']t|den(?:y|ies|ied|ying)|nunca|niega|negó|no)(?: (?:ever|actually|publicly|having|haber|once|he|she))*"
        r" (?:sa(?:id|y|ying|ys)|writ(?:e|ing|ten)|wrote|tweet(?:ed|ing)|post(?:ed|ing)|utter(?:ed|ing)?|call(?:ed|ing)|us(?:ed|ing) the words|dijo|dicho|escribió)\b",
        "Ana Roe denied saying",
        "Ana Roe said she would not deny",
    ),
    Rule("forged", r"(?i)\b{forged}\b", "A doctored recording has Roe say", "Ana Roe, who forges iron, said"),
)
# Who speaks, told by words that are no verb of saying: the phrase begins at the group “who”.
ACCORDING = (
    Rule(
        "according to",
        r"\b(?:[Aa]ccording to|[Ss]egún|[Dd]e acuerdo con) (?P<who>)",
        "according to the union",
        "in accordance with it",
    ),
)
SEEN = (
    Rule(
        "as she sees it",
        r"\b[Aa]s (?P<who>[^.;:“”]{2,80}?),? (?:(?:sees|saw|tells|told|puts?|has put) it|likes? to say)[,:]?\s*$",
        "as Maria Lopez puts it, ",
        "as Maria Lopez said, ",
        0.8,
    ),
    Rule(
        "in her view",
        r"\b[Ii]n (?P<who>his|her|their) (?:own )?(?:view|words|opinion|telling|estimation|phrase)\b[^.]{0,12}$",
        "The office, in her words, is ",
        "The office, in her building, is ",
        0.8,
    ),
)
_NOBODY = Speaker(None, "", "attribution not understood")


def speakers(phrases: Phrases, candidates: Sequence[Name], quotations: Sequence[Quotation]) -> list[Speaker]:
    """The speaker of each quotation, in order, as a later one may depend on an earlier one."""
    said: list[tuple[int, Name | None]] = []
    found = []
    for quotation in quotations:
        speaker = _Attribution(References(phrases, candidates, said), quotation).speaker()
        said = [*said[-8:], (quotation.end, speaker.name)]
        found.append(speaker)
    return found


class _Attribution:
    """What stands around one quotation. `references` knows who spoke before."""

    def __init__(self, references: References, quotation: Quotation):
        self.references, self.quotation = references, quotation
        self.clauses, self.names, self.text = references.clauses, references.names, references.text
        self.segmented = references.segmented
        self.place = quotation.start
        self.number = self.segmented.paragraph_at(self.place)
        self.paragraph = self.segmented.paragraphs[self.number]

    def speaker(self) -> Speaker:
        rules: tuple[Callable[[], Speaker | None], ...] = (
            self._between,
            self._after,
            self._before,
            self._about,
            self._not_understood,
            self._sentence_before,
            self._carried,
        )
        if self.quotation.intro:
            rules = (self._block,)
        elif self.text[self.quotation.segments[0].start].islower() or self._is_introduced():  # the subject stands before it
            rules = (self._between, self._before, self._after, self._about, self._sentence_before)
        return next((found for rule in rules if (found := rule()) is not None), Speaker(None, "", ""))

    def _is_introduced(self) -> bool:
        """Whether “X said, ” or “X said: ” stands just before the quotation."""
        begin = max(self.place - 60, self.clauses.sentence_start(self.place))
        verbs = any(token.text in SAY for token in self.names.words_between(begin, self.place))
        return verbs and bool(re.search(r"[,:]\s$", self.text[max(self.place - 3, 0) : self.place]))

    # --- the words after or between ---

    def _between(self) -> Speaker | None:
        found = (self._attribution(*gap, "between") for gap in self.quotation.gaps)
        return next((each for each in found if each is not None), None)

    def _after(self) -> Speaker | None:
        start, end = self._rest()
        rest = self.text[start:end]
        if signed := _SIGN.match(rest):
            return self._signed(start + signed.end())
        if not rest.strip():
            return self._signed_below() if end == self.paragraph_end else None
        according = first_match(ACCORDING, self.text, start, end)
        if according and not self.text[start : according[1].start()].strip(" ,"):
            return self._phrase(according[1].end(), end, "after: according to", 0.9)
        if re.match(r"\s*:\s+", rest):
            first = next(iter(self.names.between(start, min(end, start + 80))), None)
            named = first is not None and first.name is not None
            return (
                self.references.speaker_of(Subject(first.start, first.end, first), "after: headline", 0.7)
                if first and named
                else None
            )
        last = last_mark(self.text, self.quotation.segments[-1])
        if (last in ".:" and not re.match(r"[\s,]*sa(?:id|ys)\b", rest)) or (last not in _SURE_ENDS and _GOES_ON.match(rest)):
            return None
        return self._attribution(start, self.clauses.sentence_end(start, end), "after")

    def _rest(self) -> Span:
        """What of the paragraph stands after the quotation, up to the next one."""
        start = self.quotation.end
        return Span(start, min(self.paragraph_end, self.clauses.next_quotation(start), start + _WINDOW))

    @property
    def paragraph_end(self) -> int:
        return self.segmented.paragraphs[self.segmented.paragraph_at(self.quotation.end - 1)].end

    def _not_understood(self) -> Speaker | None:
        """The sentence goes on after the quotation’s comma, and nobody is found in it who says so."""
        rest = self.text[slice(*self._rest())].strip()
        open_ended = (
            last_mark(self.text, self.quotation.segments[-1]) == ","
            or self.text[self.quotation.end : self.quotation.end + 1] == ","
        )
        return _NOBODY if rest and open_ended else None

    def _attribution(self, start: int, end: int, rule: str) -> Speaker | None:
        """The speaker in “, said Maria Lopez, who …” or “, Maria Lopez, who …, said in a statement.”"""
        if first_match(DENIED, self.text, start, end):
            return Speaker(None, "", f"{rule}: denied")
        tokens = self.names.words_between(start, end)
        index = next((i for i, token in enumerate(tokens) if token.text in SAY and not _is_noun(tokens, i)), None)
        if index is None:
            return self._unusual_verb(tokens, end, rule)
        verb = tokens[index]
        lead = [token for token in tokens[:index] if token.text not in WORDS.adverbs and token.text not in {"as", "or", "then"}]
        if lead:
            subject = self.references.subject(tokens[0].start, verb.start) if lead[0].text != "according" else None
            if subject is None:
                return _NOBODY if rule == "after" and last_mark(self.text, self.quotation.segments[-1]) in ",?!" else None
            return self.references.speaker_of(subject, f"{rule}: name, verb", 0.95)
        if verb.text.endswith("ing") and index == 0:
            return None
        after = verb.end
        if len(tokens) > index + 1 and tokens[index + 1].text in _PARTICLES:
            after = tokens[index + 1].end
        if verb.text in WORDS.saying_spanish and not self.text[after:end].strip(" ."):
            return self._again(f"{rule}: verb alone")
        return self._phrase(after, end, f"{rule}: verb, name", 0.95)

    def _unusual_verb(self, tokens: Sequence[Token], end: int, rule: str) -> Speaker | None:
        """“…,” intoned Roe · “…,” Roe thrummed: a word beside a name, after a quotation that its sentence goes on from."""
        ending = last_mark(self.text, self.quotation.segments[0 if rule == "between" else -1])
        if len(tokens) < 2 or ending not in ",?!":
            return None
        first = tokens[0]
        mention = next((each for each in self.names.between(first.start, first.start + 1)), None)
        if mention is not None and mention.kind == "person" and mention.name is not None and not mention.possessive:
            following = next((token for token in tokens if token.start >= mention.end), None)
            is_verb = following is not None and following.start - mention.end == 1 and re.search(r"(?:ed|s)$", following.text)
            return (
                self.references.speaker_of(Subject(mention.start, mention.end, mention), f"{rule}: name, word", 0.75)
                if is_verb
                else None
            )
        index = 1 + (tokens[1].text in _PARTICLES)
        if len(tokens) <= index or not first.text.islower() or first.text in _STOPS or first.text in WORDS.adverbs:
            return None
        subject = self.references.phrase_after(tokens[index].start, end)
        named = subject is not None and subject.mention is not None and subject.mention.kind == "person" and subject.mention.name
        return self.references.speaker_of(subject, f"{rule}: word, name", 0.75) if subject and named else None

    def _again(self, rule: str) -> Speaker | None:
        """“…”, agregó: whoever spoke last, in this paragraph or the one before."""
        at, name = self.references.said[-1] if self.references.said else (-1, None)
        near = self.number > 0 and at >= self.segmented.paragraphs[self.number - 1].start
        return Speaker(name, "", rule, 0.6) if near else None

    def _phrase(self, start: int, end: int, rule: str, confidence: float) -> Speaker | None:
        subject = self.references.phrase_after(start, end)
        return self.references.speaker_of(subject, rule, confidence) if subject else None

    def _signed(self, start: int) -> Speaker:
        """“…” — State Senator Lila Cho"""
        line = self.text[start : start + 100].split("\n")[0]
        first = next((each for each in self.names.between(start, start + len(line)) if each.name), None)
        return Speaker(first.name, line.strip(" .")[:80], "after: signed", 0.9) if first else _NOBODY

    def _signed_below(self) -> Speaker | None:
        number = self.segmented.paragraph_at(self.quotation.end - 1) + 1
        if number >= len(self.segmented.paragraphs):
            return None
        below = self.segmented.paragraphs[number]
        sign = _SIGN.match(self.text, below.start, min(below.start + 4, below.end))
        return self._signed(sign.end()) if sign and below.end - below.start < 100 else None

    # --- the words before ---

    def _lead(self) -> Span:
        """What of the sentence stands before the quotation."""
        return Span(max(self.paragraph.start, self.place - _WINDOW, self.clauses.sentence_start(self.place)), self.place)

    def _before(self) -> Speaker | None:
        return self._introduced(self._lead(), "before") if self.text[slice(*self._lead())].strip(" \n\t(—–-") else None

    def _about(self) -> Speaker | None:
        return self._sentence_about(self._lead(), "before") if self.text[slice(*self._lead())].strip(" \n\t(—–-") else None

    def _block(self) -> Speaker | None:
        intro = self.quotation.intro
        return (self._introduced(intro, "block") or self._sentence_about(intro, "block")) if intro else None

    def _introduced(self, lead: Span, rule: str) -> Speaker | None:
        """The speaker in the words that lead to a quotation."""
        begin, place = lead
        visible = self.clauses.words_outside(begin, place)
        if (denied := first_match(DENIED, self.text, begin, place)) and not self.clauses.inside_quotation(denied[1].start()):
            return Speaker(None, "", f"{rule}: denied")
        if found := first_match(ACCORDING, self.text, begin, place):
            return self._phrase(found[1].end(), place, f"{rule}: according to", 0.9)
        if found := first_match(SEEN, self.text, begin, place):
            subject = self.references.phrase_after(*found[1].span("who"))
            return self.references.speaker_of(subject, f"{rule}: {found[0].name}", found[0].confidence) if subject else None
        verbs = [token for index, token in enumerate(visible) if token.text in VERBS and not _is_noun(visible, index)]
        named = _NAMED.match(self.text[begin:place])
        if named and not verbs:
            end = begin + named.end(1)
            subject = self.references.leading(begin, end) or self.references.subject(begin, end)
            return self.references.speaker_of(subject, f"{rule}: name, colon", 0.85) if subject else None
        return self._before_verb(verbs, begin, place, rule) if verbs else None

    def _before_verb(self, verbs: Sequence[Token], begin: int, place: int, rule: str) -> Speaker | None:
        for verb in reversed(verbs[-3:]):
            subject = self.references.subject(begin, verb.start, participle=verb.text.endswith("ing"))
            if subject is not None:
                return self.references.speaker_of(subject, f"{rule}: name, verb", 0.9 if verb.text in SAY else 0.8)
            if verb.text[0].isupper():  # Said Lopez: “…”
                return self._phrase(verb.end, place, f"{rule}: verb, name", 0.9)
        # somebody speaks, and the text does not say who: “catches a second voice saying”
        return Speaker(None, "", rule) if verbs[-1].text in SAY and place - verbs[-1].end < 12 else None

    def _sentence_about(self, lead: Span, rule: str) -> Speaker | None:
        """No verb of saying: whose statement it is, or whoever the sentence is about, when the quotation goes on with it."""
        begin, place = lead
        words = self.clauses.words_outside(begin, place)
        if any(token.text in VERBS and not _is_noun(words, index) for index, token in enumerate(words)):
            return None
        if _STATEMENT.search(self.text, begin, place):
            owners = [each for each in self.names.between(begin, place) if each.possessive and each.name]
            owners = [each for each in owners if not self.clauses.inside_quotation(each.start)]
            if owners:
                last = owners[-1]
                return self.references.speaker_of(Subject(last.start, last.end, last), f"{rule}: whose statement", 0.75)
        subject = self.references.leading(begin, place)
        if subject is None or (subject.mention is not None and subject.mention.name is None):
            return None
        found = self.references.speaker_of(subject, f"{rule}: subject", 0.5)
        return found if found.name and found.name.kind == "person" else None

    def _sentence_before(self) -> Speaker | None:
        """The sentence before, in the paragraph, or the paragraph before where it ends with a colon."""
        if self.text[self.paragraph.start : self.place].strip():
            sentence = self.clauses.sentence_before(self.paragraph.start, self.place)
            if sentence is None or self.text[sentence.end : self.place].strip() or self.clauses.inside_quotation(sentence.start):
                return None  # in the middle of a sentence of somebody else’s
            subject = self.references.leading(*sentence)
            return (
                self.references.speaker_of(subject, "sentence before", 0.7 if self._speaks(sentence) else 0.55) if subject else None
            )
        before = self.segmented.paragraphs[self.number - 1]
        if self.number == 0 or self.text[before.end - 1] != ":":
            return None
        begin = max(self.clauses.sentence_start(before.end - 1), before.start, before.end - _WINDOW)
        intro = Span(begin, before.end)
        return self._introduced(intro, "intro") or self._sentence_about(intro, "intro")

    def _carried(self) -> Speaker | None:
        """A paragraph that is all quotation: the speaker of the paragraph before, or whom its last sentence says to speak."""
        if self.number == 0 or self.place > self.paragraph.start + 2:
            return None
        before = self.segmented.paragraphs[self.number - 1]
        at, name = self.references.said[-1] if self.references.said else (-1, None)
        if before.start < at <= before.end:
            rest = self.text[at : before.end]
            alone = self.clauses.is_quotation_start(before.start) and not rest.strip()
            if (alone and self.text[before.end - 1] in "”\"’'»") or _ANSWERING.search(
                rest
            ):  # a conversation: the next line is the other’s
                return Speaker(None, "", "carried: conversation")
            if not re.search(r"[.!?]\s+\S", rest):
                return Speaker(name, "", "carried: paragraph before", 0.65)
        return self._told_of(before)

    def _told_of(self, before: Span) -> Speaker | None:
        sentence = self.clauses.sentence_before(before.start, before.end + 1)
        if sentence is None or self.clauses.inside_quotation(sentence.start) or before.end - before.start < 20:
            return None
        subject = self.references.leading(*sentence)
        if subject is None:
            return None
        speaks = self._speaks(sentence)
        if not speaks:  # told of somebody, and of nobody else
            people = {id(each.name) for each in self.names.between(*sentence) if each.kind == "person" and each.name}
            told = self.text[sentence.end - 1] in ".”" and self.quotation.rule != "single marks"
            if not told or subject.mention is None or subject.possessor is not None or len(people) != 1:
                return None
        return self.references.speaker_of(subject, "carried: who spoke before", 0.6 if speaks else 0.5)

    def _speaks(self, sentence: Span) -> bool:
        return any(token.text in VERBS for token in self.clauses.words_outside(*sentence))


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """“a statement that reads”, “the report”, “in a tweet”: verbs’ forms that are nouns here."""
    return index > 0 and tokens[index - 1].text in _BEFORE_NOUN and tokens[index].text in WORDS.nouns_not_verbs
