"""Propose quotations as statements: who says each, on what day, and within which post.

Rules that have names and an order find the speaker. The first rule that names somebody decides:

    after      “…,” said Maria Lopez, who …   ·   “…,” the senator said   ·   “…” — Maria Lopez
    between    the same, between the parts of one utterance
    before     Maria Lopez, a retired judge, said “…”   ·   According to the union, “…”   ·   Lopez: “…”
    intro      the sentence or paragraph before ends with a colon, or tells of one who speaks

An unnamed speaker (“one voter said”), words denied or forged, and an attribution that is not understood end the search, as nobody is better
than the wrong person. Only words outside quotations count."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from dara.drafting.dates import full_date, stated_date
from dara.drafting.mentions import Token, fold
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.quotations import Quotation, last_mark, piece_of
from dara.drafting.references import References, Speaker, Subject
from dara.drafting.rules import SAY, VERBS, WORDS, Rule, compiled, first_match
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_WINDOW = 420
_SIGN = re.compile(r"\s*(?:[—–~•]|--|-)\s*")
_SAID_AT_ONCE = re.compile(r"[\s,]*sa(?:id|ys)\b")
_NAMED = re.compile(r"(?:\d{1,2}:\d\d [ap]\.m\.\s+)?([^:“”\"]{2,90}?):\s*$")

# Words that are denied, or said not to be somebody’s.
# fmt: off
DENIED = (
    Rule("denied", r"\b(?:never|not|n[’']t|den(?:y|ies|ied|ying)|nunca|niega|negó|no)(?: (?:ever|actually|publicly|having|haber|once|he|she))* {saying_anything}\b", "Ana Roe denied saying", "Ana Roe said she would not deny"),
    Rule("forged", r"(?i)\b{forged}\b", "A doctored recording has Roe say", "Ana Roe, who forges iron, said"),
)
# Who speaks, told by words that are no verb of saying: the phrase begins at the group “who”.
ACCORDING = (
    Rule("according to", r"\b(?:[Aa]ccording to|[Ss]egún|[Dd]e acuerdo con) (?P<who>)", "according to the union", "in accordance with it"),
    Rule("as she sees it", r"\b[Aa]s (?P<who>[^.;:“”]{2,80}?),? (?:(?:sees|saw|tells|told|puts?|has put) it|likes? to say)[,:]?\s*$", "as Maria Lopez puts it, ", "as Maria Lopez said, ", 0.8),
)
# fmt: on
_SAID = compiled(r"\b{saying|saying_spanish}\b")
# What the day after these words is not the day of saying: “said that the raid of March 3 …”, “said Roe, who won in May”.
_OTHER_MATTER = compiled(r"[.!?]\s+(?=[^\W\d_])|[“”\"«»\n]|\b{subordinate}\b")
_AT_FIRST = re.compile(r"\s*(?:But |And |Pero )?(?:On |In |El |Late |Early )?")
_BEFORE_VERB = WORDS.adverbs | {"as", "or", "then"}
_NOBODY = Speaker(None, "", "attribution not understood")


def quote_statements(
    references: References, quotations: Sequence[Quotation], signed: Sequence[Statement], published_on: str | None
) -> Iterator[Statement]:
    """The quotations with their speakers.

    The words of a post in `signed` are those of whoever signed it, if nobody else is sure."""
    text, starts = references.text, [post.passage.start for post in signed]
    for quotation in quotations:
        speaker = _Attribution(references, quotation).speaker()
        pieces = [piece_of(text, segment) for segment in quotation.segments]
        party, rule = (Party(speaker.name.full, speaker.as_named), speaker.rule) if speaker.name else (None, None)
        unsure = party is None or speaker.confidence < 0.7
        if unsure and (posted := next(_posts_of(pieces[0], quotation, signed), None)):
            party, rule = posted.speaker, "the signed post that holds the words"
        said_on, basis = _said_on(references.segmented, quotation, speaker.as_named, published_on) if party else (None, None)
        post = signed[bisect_right(starts, quotation.start) - 1] if signed else None
        inside = post is not None and post.passage.start <= quotation.start and quotation.end <= post.passage.end
        passage, sure = Passage.of(text, quotation.start, quotation.end), quotation.confidence
        said = Statement(kind="quote", passage=passage, rule=quotation.rule, confidence=sure, pieces=pieces, speaker=party)
        said.speaker_rule, said.within, said.said_on = rule, post.key if post and inside else None, said_on
        said.inferred = {"said_on": basis} if basis else {}
        yield said


class _Attribution:
    """What stands around one quotation."""

    def __init__(self, references: References, quotation: Quotation):
        self.references, self.quotation = references, quotation
        self.clauses, self.names, self.text = references.clauses, references.names, references.text
        self.place, self.end = quotation.start, quotation.end
        self.paragraphs = references.segmented.paragraphs
        self.number = references.segmented.paragraph_at(self.place)
        self.last = references.segmented.paragraph_at(self.end - 1)
        self.ending = last_mark(self.text, quotation.segments[-1])

    def speaker(self) -> Speaker:
        begin = max(self.paragraphs[self.number].start, self.place - _WINDOW, self.clauses.sentence_start(self.place))
        lead = Span(begin, self.place if self.text[begin : self.place].strip(" \n\t(—–-") else begin)
        before, about = (partial(self._introduced, lead, "before", about=also) for also in (False, True))
        introduced = self.text[max(self.place - 2, 0) : self.place] in (", ", ": ")
        rules: list[Callable[[], Speaker | None]] = [self._between, self._after, before, about, self._above]
        if self.quotation.intro:
            rules = [partial(self._introduced, self.quotation.intro, "block")]
        elif introduced or self.text[self.quotation.segments[0].start].islower():  # the subject stands before it
            rules = [self._between, before, self._after, about, self._above]
        return next((found for rule in rules if (found := rule()) is not None), Speaker(None, "", ""))

    def _of(self, subject: Subject | None, rule: str, confidence: float) -> Speaker | None:
        return self.references.speaker_of(subject, rule, confidence) if subject else None

    def _between(self) -> Speaker | None:
        found = (self._attribution(*gap, "between", self.quotation.segments[0]) for gap in self.quotation.gaps)
        return next((each for each in found if each is not None), None)

    def _after(self) -> Speaker | None:
        end = min(self.paragraphs[self.last].end, self.clauses.next_quotation(self.end), self.end + _WINDOW)
        rest = self.text[self.end : end]
        if signed := _SIGN.match(rest):
            return self._signed(self.end + signed.end())
        if not rest.strip():
            return None
        according = ACCORDING[0].regex.search(self.text, self.end, end)
        if according and not self.text[self.end : according.start()].strip(" ,"):
            return self._of(self.references.phrase_after(according.end(), end), "after: according to", 0.9)
        goes_on = self.ending == "," or rest[0] == ","
        if not goes_on and self.ending not in "?!…" and not _SAID_AT_ONCE.match(rest):
            return None
        found = self._attribution(self.end, self.clauses.sentence_end(self.end, end), "after", self.quotation.segments[-1])
        return found or (_NOBODY if goes_on else None)

    def _attribution(self, start: int, end: int, rule: str, segment: Span) -> Speaker | None:
        """The speaker in “, said Maria Lopez, who …” or “, Maria Lopez, who …, said in a statement.”, after a segment of the quotation."""
        if first_match(DENIED, self.text, start, end):
            return Speaker(None, "", f"{rule}: denied")
        tokens = self.names.words_between(start, end)
        verb = next((token for token in tokens if token.text in SAY), None)
        if verb is None:
            return self._unusual_verb(tokens, end, rule) if last_mark(self.text, segment) in ",?!" else None
        lead = [token for token in tokens if token.end <= verb.start and token.text not in _BEFORE_VERB]
        if lead:
            return self._of(self.references.subject(tokens[0].start, verb.start), f"{rule}: name, verb", 0.95)
        if verb.text.endswith("ing"):
            return None
        return self._of(self.references.phrase_after(verb.end, end), f"{rule}: verb, name", 0.95)

    def _unusual_verb(self, tokens: Sequence[Token], end: int, rule: str) -> Speaker | None:
        """“…,” intoned Roe · “…,” Roe thrummed: a word beside a name, after a quotation that its sentence goes on from."""
        first = next((number for number, token in enumerate(tokens[:3]) if token.text[0].isupper()), len(tokens))
        subject = self.references.phrase_after(tokens[first].start, end) if len(tokens) > max(first, 1) else None
        mention = subject.mention if subject else None
        return self._of(subject, f"{rule}: unusual verb", 0.75) if mention and mention.kind == "person" and mention.name else None

    def _signed(self, start: int) -> Speaker:
        """“…” — State Senator Lila Cho"""
        line = self.text[start : start + 100].split("\n")[0]
        first = next((each for each in self.names.between(start, start + len(line)) if each.name), None)
        return Speaker(first.name, line.strip(" .")[:80], "after: signed", 0.9) if first else _NOBODY

    def _introduced(self, lead: Span, rule: str, *, about: bool = True) -> Speaker | None:
        """The speaker in the words that lead to a quotation. `about`: or else, whoever a sentence without a verb of saying is about."""
        begin, place = lead
        if begin == place:
            return None
        denied = first_match(DENIED, self.text, begin, place)
        if denied and not self.clauses.inside_quotation(denied[1].start()):
            return Speaker(None, "", f"{rule}: denied")
        if found := first_match(ACCORDING, self.text, begin, place):
            subject = self.references.phrase_after(found[1].start("who"), found[1].end("who") if found[1]["who"] else place)
            return self._of(subject, f"{rule}: {found[0].name}", found[0].confidence)
        if verbs := [token for token in self.clauses.words_outside(begin, place) if token.text in VERBS]:
            for verb in reversed(verbs[-3:]):
                if subject := self.references.subject(begin, verb.start):
                    return self._of(subject, f"{rule}: name, verb", 0.9 if verb.text in SAY else 0.8)
            return None
        if named := _NAMED.match(self.text[begin:place]):
            return self._of(self.references.leading(begin, begin + named.end(1)), f"{rule}: name, colon", 0.85)
        subject = self.references.leading(begin, place) if about else None
        if subject is None or (subject.mention is not None and subject.mention.name is None):
            return None
        speaker = self.references.speaker_of(subject, f"{rule}: subject", 0.5)
        return speaker if speaker.name and speaker.name.kind == "person" else None

    def _above(self) -> Speaker | None:
        """The sentence before, in the paragraph, or the paragraph before where it ends with a colon."""
        start = self.paragraphs[self.number].start
        if self.text[start : self.place].strip():
            sentence = self.clauses.sentence_before(start, self.place)
            if sentence is None or self.text[sentence.end : self.place].strip():
                return None  # in the middle of a sentence of somebody else’s
            speaks = any(token.text in VERBS for token in self.clauses.words_outside(*sentence))
            return self._of(self.references.leading(*sentence), "sentence before", 0.7 if speaks else 0.55)
        before = self.paragraphs[self.number - 1]
        if self.number == 0 or self.text[before.end - 1] != ":":
            return None
        begin = max(self.clauses.sentence_start(before.end - 1), before.start, before.end - _WINDOW)
        return self._introduced(Span(begin, before.end), "intro")


def _posts_of(words: str, quotation: Quotation, signed: Sequence[Statement]) -> Iterator[Statement]:
    """The posts elsewhere in the text that hold the words of a quotation."""
    plain = re.sub(r"\W+", " ", fold(words)).strip()
    for post in signed if len(plain.split()) >= 4 else ():
        elsewhere = post.passage.start > quotation.end or post.passage.end <= quotation.start
        if elsewhere and plain in re.sub(r"\W+", " ", fold(post.pieces[0])):
            yield post


def _said_on(
    segmented: SegmentedText, quotation: Quotation, as_named: str, published_on: str | None
) -> tuple[str | None, str | None]:
    """The day that the attribution states: “…,” Roe said on Friday · On Nov. 4, 2025, Roe wrote, “…”"""
    text, sentences = segmented.text, segmented.sentences
    after = Span(quotation.end, sentences[segmented.sentence_at(quotation.end - 1)].end)
    before = Span(sentences[segmented.sentence_at(quotation.start)].start, quotation.start)
    for part in [*quotation.gaps[:1], after, before]:
        words = text[slice(*part)].split("\n")[0]
        verb, first = _SAID.search(words), _AT_FIRST.match(words)
        tail = words[verb.end() :].removeprefix(f" {as_named}") if verb else ""  # said Sunday, who …
        said_on = stated_date(_OTHER_MATTER.split(tail)[0][:90], published_on)
        dated = full_date(words, first.end()) if verb and first and part is before else None
        if said_on[0] or (dated and verb and dated[1] < verb.start()):
            return said_on if said_on[0] or not dated else (dated[0], None)
    return None, None
