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
from dara.drafting.quotations import Quotation, last_mark
from dara.drafting.references import References, Speaker, Subject
from dara.drafting.rules import Rule, compiled, first_match
from dara.drafting.vocabulary import SAY, VERBS, WORDS, word_set
from dara.text.spans import Span

_WINDOW = 420
_STOPS = WORDS.phrase_ends | WORDS.prepositions | WORDS.articles | WORDS.adverbs
_BEFORE_NOUN = word_set("the a an his her their to of in el la su")
_PARTICLES = word_set("back in up out off")
_ANSWERING = compiled(r"\b{answering}\b")
_SIGN = re.compile(r"\s*(?:[—–~•]|--|-)\s*")
_SAID_AT_ONCE = re.compile(r"[\s,]*sa(?:id|ys)\b")
_VERB_LIKE = re.compile(r" [a-z]+(?:ed|s)\b")
_TOLD = re.compile(r"[.!?]\s+\S")
_NAMED = re.compile(r"(?:\d{1,2}:\d\d [ap]\.m\.\s+)?([^:“”\"]{2,90}?):\s*$")
_STATEMENT = compiled(r"\b(?:{documents}|words|text)\b")

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


def speakers(references: References, quotations: Sequence[Quotation]) -> list[Speaker]:
    """The speaker of each quotation, in order, as a later one may depend on the one before."""
    found: list[Speaker] = []
    previous: tuple[int, Name | None] = (-1, None)
    for quotation in quotations:
        found.append(_Attribution(references, quotation, previous).speaker())
        previous = (quotation.end, found[-1].name)
    return found


class _Attribution:
    """What stands around one quotation. `previous`: where the one before it ended, and whose it is."""

    def __init__(self, references: References, quotation: Quotation, previous: tuple[int, Name | None]):
        self.references, self.quotation, self.previous = references, quotation, previous
        self.clauses, self.names, self.text = references.clauses, references.names, references.text
        self.place, self.end = quotation.start, quotation.end
        self.paragraphs = references.segmented.paragraphs
        self.number = references.segmented.paragraph_at(self.place)
        self.last = references.segmented.paragraph_at(self.end - 1)
        self.ending = last_mark(self.text, quotation.segments[-1])

    def speaker(self) -> Speaker:
        rules: tuple[Callable[[], Speaker | None], ...] = (
            self._between,
            self._after,
            self._before,
            self._about,
            self._above,
            self._carried,
        )
        if self.quotation.intro:
            rules = (lambda: self._introduced(self.quotation.intro, "block"),)
        elif self.text[self.quotation.segments[0].start].islower() or self._is_introduced():  # the subject stands before it
            rules = (self._between, self._before, self._after, self._about, self._above)
        return next((found for rule in rules if (found := rule()) is not None), Speaker(None, "", ""))

    def _is_introduced(self) -> bool:
        """Whether “X said, ” or “X said: ” stands just before the quotation."""
        begin = max(self.place - 60, self.clauses.sentence_start(self.place))
        verbs = any(token.text in SAY for token in self.names.words_between(begin, self.place))
        return verbs and self.text[max(self.place - 2, 0) : self.place] in (", ", ": ")

    def _of(self, subject: Subject | None, rule: str, confidence: float) -> Speaker | None:
        return self.references.speaker_of(subject, rule, confidence) if subject else None

    # --- the words after or between ---

    def _between(self) -> Speaker | None:
        found = (self._attribution(*gap, "between") for gap in self.quotation.gaps)
        return next((each for each in found if each is not None), None)

    def _after(self) -> Speaker | None:
        end = min(self.paragraphs[self.last].end, self.clauses.next_quotation(self.end), self.end + _WINDOW)
        rest = self.text[self.end : end]
        if signed := _SIGN.match(rest):
            return self._signed(self.end + signed.end())
        if not rest.strip():
            return self._signed_below() if end == self.paragraphs[self.last].end else None
        according = ACCORDING[0].regex.search(self.text, self.end, end)
        if according and not self.text[self.end : according.start()].strip(" ,"):
            return self._of(self.references.phrase_after(according.end(), end), "after: according to", 0.9)
        if rest[0] == ":":
            return self._signed(self.end + 1)
        goes_on = self.ending == "," or rest[0] == ","
        if not goes_on and (self.ending in ".:" or self.ending not in "?!…") and not _SAID_AT_ONCE.match(rest):
            return None
        return self._attribution(self.end, self.clauses.sentence_end(self.end, end), "after") or (_NOBODY if goes_on else None)

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
            nobody = _NOBODY if rule == "after" and self.ending in ",?!" else None
            return self._of(subject, f"{rule}: name, verb", 0.95) or nobody
        if verb.text.endswith("ing") and index == 0:
            return None
        after = tokens[index + 1].end if len(tokens) > index + 1 and tokens[index + 1].text in _PARTICLES else verb.end
        if verb.text in WORDS.saying_spanish and not self.text[after:end].strip(" ."):  # “…”, agregó: whoever spoke last
            return self._carried_from(self.paragraphs[max(self.number - 1, 0)].start, f"{rule}: verb alone")
        return self._of(self.references.phrase_after(after, end), f"{rule}: verb, name", 0.95)

    def _unusual_verb(self, tokens: Sequence[Token], end: int, rule: str) -> Speaker | None:
        """“…,” intoned Roe · “…,” Roe thrummed: a word beside a name, after a quotation that its sentence goes on from."""
        if (
            len(tokens) < 3 - (tokens[-1:] == tokens[1:2])
            or last_mark(self.text, self.quotation.segments[0 if rule == "between" else -1]) not in ",?!"
        ):
            return None
        subject = self.references.phrase_after(tokens[0].start, end)
        if subject is None or subject.mention is None or not tokens[0].text[0].isupper():
            index = 1 + (tokens[1].text in _PARTICLES)
            if len(tokens) <= index or not tokens[0].text.islower() or tokens[0].text in _STOPS:
                return None
            subject = self.references.phrase_after(tokens[index].start, end)
        elif not _VERB_LIKE.match(self.text, subject.end, end):
            return None
        named = subject is not None and subject.mention is not None and subject.mention.kind == "person" and subject.mention.name
        return self._of(subject, f"{rule}: unusual verb", 0.75) if named else None

    def _signed(self, start: int) -> Speaker:
        """“…” — State Senator Lila Cho"""
        line = self.text[start : start + 100].split("\n")[0]
        first = next((each for each in self.names.between(start, start + len(line)) if each.name), None)
        return Speaker(first.name, line.strip(" .")[:80], "after: signed", 0.9) if first else _NOBODY

    def _signed_below(self) -> Speaker | None:
        below = self.paragraphs[min(self.last + 1, len(self.paragraphs) - 1)]
        sign = _SIGN.match(self.text, below.start, min(below.start + 4, below.end))
        return self._signed(sign.end()) if sign and below.end - below.start < 100 else None

    # --- the words before ---

    def _lead(self) -> Span | None:
        """What of the sentence stands before the quotation."""
        begin = max(self.paragraphs[self.number].start, self.place - _WINDOW, self.clauses.sentence_start(self.place))
        return Span(begin, self.place) if self.text[begin : self.place].strip(" \n\t(—–-") else None

    def _before(self) -> Speaker | None:
        lead = self._lead()
        return self._introduced(lead, "before", about=False) if lead else None

    def _about(self) -> Speaker | None:
        lead = self._lead()
        return self._introduced(lead, "before") if lead else None

    def _introduced(self, lead: Span | None, rule: str, *, about: bool = True) -> Speaker | None:
        """The speaker in the words that lead to a quotation. `about`: or else, whoever a sentence without a verb of saying is about."""
        begin, place = lead or Span(0, 0)
        denied = first_match(DENIED, self.text, begin, place)
        if denied and not self.clauses.inside_quotation(denied[1].start()):
            return Speaker(None, "", f"{rule}: denied")
        if found := first_match((*ACCORDING, *SEEN), self.text, begin, place):
            subject = self.references.phrase_after(found[1].start("who"), found[1].end("who") if found[1]["who"] else place)
            return self._of(subject, f"{rule}: {found[0].name}", found[0].confidence)
        words = self.clauses.words_outside(begin, place)
        verbs = [token for index, token in enumerate(words) if token.text in VERBS and not _is_noun(words, index)]
        if verbs:
            return self._before_verb(verbs, begin, place, rule)
        if named := _NAMED.match(self.text[begin:place]):
            end = begin + named.end(1)
            subject = self.references.leading(begin, end) or self.references.subject(begin, end)
            return self._of(subject, f"{rule}: name, colon", 0.85)
        return self._sentence_about(begin, place, rule) if about else None

    def _before_verb(self, verbs: Sequence[Token], begin: int, place: int, rule: str) -> Speaker | None:
        for verb in reversed(verbs[-3:]):
            subject = self.references.subject(begin, verb.start)
            if subject is not None:
                return self.references.speaker_of(subject, f"{rule}: name, verb", 0.9 if verb.text in SAY else 0.8)
            if verb.text[0].isupper():  # Said Lopez: “…”
                return self._of(self.references.phrase_after(verb.end, place), f"{rule}: verb, name", 0.9)
        # somebody speaks, and the text does not say who: “catches a second voice saying”
        return Speaker(None, "", rule) if verbs[-1].text in SAY and place - verbs[-1].end < 12 else None

    def _sentence_about(self, begin: int, place: int, rule: str) -> Speaker | None:
        """Whose statement it is, or whoever the sentence is about that goes on with the quotation."""
        owners = [
            each
            for each in self.names.between(begin, place)
            if each.possessive and each.name and not self.clauses.inside_quotation(each.start)
        ]
        if owners and _STATEMENT.search(self.text, begin, place):
            return self._of(Subject(owners[-1].start, owners[-1].end, owners[-1]), f"{rule}: whose statement", 0.75)
        subject = self.references.leading(begin, place)
        if subject is None or (subject.mention is not None and subject.mention.name is None):
            return None
        found = self.references.speaker_of(subject, f"{rule}: subject", 0.5)
        return found if found.name and found.name.kind == "person" else None

    def _above(self) -> Speaker | None:
        """The sentence before, in the paragraph, or the paragraph before where it ends with a colon."""
        start = self.paragraphs[self.number].start
        if self.text[start : self.place].strip():
            sentence = self.clauses.sentence_before(start, self.place)
            if sentence is None or self.text[sentence.end : self.place].strip() or self.clauses.inside_quotation(sentence.start):
                return None  # in the middle of a sentence of somebody else’s
            speaks = any(token.text in VERBS for token in self.clauses.words_outside(*sentence))
            return self._of(self.references.leading(*sentence), "sentence before", 0.7 if speaks else 0.55)
        before = self.paragraphs[self.number - 1]
        if self.number == 0 or self.text[before.end - 1] != ":":
            return None
        begin = max(self.clauses.sentence_start(before.end - 1), before.start, before.end - _WINDOW)
        return self._introduced(Span(begin, before.end), "intro")

    def _carried(self) -> Speaker | None:
        """A paragraph that is all quotation goes on with the speaker of the paragraph before, unless they converse."""
        before = self.paragraphs[max(self.number - 1, 0)]
        tail = self.text[max(self.previous[0], before.start) : before.end]
        alone = self.clauses.is_quotation_start(before.start) and not tail.strip()
        if alone or self.place > self.paragraphs[self.number].start + 2 or _ANSWERING.search(tail):
            return None
        return self._carried_from(before.start, "carried: paragraph before")

    def _carried_from(self, start: int, rule: str) -> Speaker | None:
        """Whoever spoke last, if that was after `start` and nothing else is told since."""
        at, name = self.previous
        told = _TOLD.search(self.text, max(at, 0), max(self.paragraphs[max(self.number - 1, 0)].end, 0))
        return Speaker(name, "", rule, 0.65) if at > start and not told else None


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """“a statement that reads”, “the report”, “in a tweet”: verbs’ forms that are nouns here."""
    return index > 0 and tokens[index - 1].text in _BEFORE_NOUN and tokens[index].text in WORDS.nouns_not_verbs
