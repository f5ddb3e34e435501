"""Find who endorses, supports, opposes or withdraws from whom, a sentence at a time, by the rules of `stance_rules` over the sentence's form.

A stance that is conditional, forged, regretted or past is no draft but an `Unsure`, which says why."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import listed_endorsements
from dara.drafting.forms import Form, Found, Phrase, form_of
from dara.drafting.money import money
from dara.drafting.parties import candidate_at, endorsers, is_said, listed, meant, newspaper, objects, own_voice, subject
from dara.drafting.proposals import Endorsement, Party, Passage, Unsure
from dara.drafting.rules import Rule
from dara.drafting.stance_rules import NOUNS, PASSIVES, VERBS
from dara.drafting.stances import Endorser, Said, drafts_of
from dara.text.spans import Span

_RANK = {"withdraws": 0, "funds": 0, "endorses": 1, "supports": 2, "opposes": 3}  # which of two stances in one sentence is kept
_STEMS = re.compile(
    r"endors|back|fundraiser|rally for|nominat|doors for|precincts for|to elect|to re-?elect|cast (?:its|his|her) lot|threw|chosen|support|oppos|behind|recommend|withdr|rescind|revok|pull|abandon|desert|campaign|oust|unseat|resign|recall|replace|remov|defeat|reject|nod\b|nods\b|blessing|vote|voting|favor|prefer|champion"
    r"|(?:(?:is|are)|[’\'](?:s|re|m)) (?:\w+ ){0,2}(?:for|with)\b|w[eo]nt (?:for|with)|going (?:for|with)|against|wants?\b|s[eo]ek|sought|demand|corner|target|lost|call|urg|among|choice|pick|chosen|broke with|renounc|took back|tak[ei]ng?|unendors|came out|stood|stuck|side|rall|drop|dump|ditch|bankroll|apoy|respald|opone|opus|rechaz|stump|rev[eo]|deserves|switch|#|\bso (?:has|have|did|do|does|is|are)\b|^(?:also)\b"
)
_PAST_BEFORE = re.compile(r"\b(?:had|used to|once)\b")
_PAST_AFTER = re.compile(
    r"[^.;]{0,60}?\b(?:but|and|before) (?:has |is |are |have )?(?:now|later|since|then|switch\w+|withdr\w+)\b|(?: [\w●]+){0,3}? (?:two|three|four|five|six|eight|\d+) years ago| in (?:19|20)\d\d, but\b"
)
_CONDITION = re.compile(r"[^.;“”]{0,60}\b(?:if|unless|provided)\b (?:he|she|they|it|●|the)\b")
_SO = re.compile(r"\b[Ss]o (?:has|have|did|do|does|is|are|was|were)\b|, as (?:did|do|does|has|have|is|are) ")
_JOIN = re.compile(
    r"(?i)\b(?:urge|ask|invite|want|beg) (?:you|everyone|all of you|people)(?: all)? to join (?:them|us)\b|\b(?:join|stand with) (?:them|us)\b"
)
_AGAINST_TAG = re.compile(
    r"(?:dump|oust|fire|recall|bye|stop|voteout|goodbye|removefire)?●(?:willgo|mustgo|hastogo|out|gone|needstogo|resign|isout|isdone)|(?:dump|oust|fire|recall|bye|stop|voteout|goodbye)●(?:now)?"
)
_FOR_TAG = re.compile(r"(?:team|vote|elect|reelect|iam|imwith)●|●(?:forda|fordistrictattorney|20\d\d|forda20\d\d)")
_FRONTED = re.compile(r"(?:also |already |now )?$", re.IGNORECASE)
_MAIN = re.compile(r", (?:[a-z]+ ){0,3}(?P<whom>●)(?! and\b|,? ●)")


@dataclass(frozen=True)
class Stance:
    """What a rule found in a form, before it is a draft."""

    rule: str
    verb: str
    place: int  # of the verb, in the form
    who: Sequence[Endorser]
    whom: Sequence[Party]
    confidence: float

    @property
    def kind(self) -> str:
        return self.rule.partition(":")[0]


def endorsements(found: Found) -> tuple[list[Endorsement], list[Unsure]]:
    """The stances in a text, and those that are unsure."""
    drafts = list(listed_endorsements(found))
    inside = _sentences_within(found, drafts)
    unsure: list[Unsure] = []
    for number, sentence in enumerate(found.segmented.sentences):
        if not 8 < sentence[1] - sentence[0] <= 2000 or number in inside:
            continue
        words = found.text[slice(*sentence)]
        here = list(money(found, sentence, drafts)) if "$" in words or "donor" in words or "contributor" in words else []
        if _STEMS.search(words.lower()):
            form = form_of(found, sentence)
            paid = {(each.endorser.name, each.candidate.name) for each in here if each.candidate}
            for stance in stances(found, form):
                if stance.kind == "opposes" and all(each.name in found.running_names for each in stance.who):
                    continue  # a rival
                if doubt := _doubt(form, stance):
                    what = f"{stance.who[0].name} {stance.kind} {stance.whom[0].name}"
                    unsure.append(Unsure(Passage.of(found.text, *sentence), what, doubt))
                    continue
                new = _drafts(found, sentence, stance)
                here += [
                    each
                    for each in new
                    if not (
                        each.candidate
                        and (each.endorser.name, each.candidate.name) in paid
                        and each.stance in ("supports", "opposes")
                    )
                ]
            here += _hashtags(found, sentence)
            here += _so_too(found, form, sentence, [*drafts, *here])
        drafts += here
    return _once([*drafts, *_joining(found, drafts)]), unsure


def stances(found: Found, form: Form) -> Iterator[Stance]:
    """The stances that the rules find in a form, doubtful ones too."""
    taken: list[Span] = []
    if not form.phrases:
        return
    for table, read in ((NOUNS, _by_noun), (PASSIVES, _by_passive), (VERBS, _by_verb)):
        for rule in table:
            for match in rule.regex.finditer(form.lower):
                if any(start < match.end() and match.start() < end for start, end in taken) and table is not NOUNS:
                    continue
                stance = read(found, form, rule, match)
                if stance is not None and stance.who and stance.whom:
                    taken.append(Span(*match.span()))
                    yield stance


def _by_verb(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Stance | None:
    if form.words[match.start()].isupper() and match.start() and not _is_headline(form.words):
        return None  # a name: “Committee Supporting the Recall”
    whom = objects(found, form, match.end())
    places = subject(form, match.start())
    if match[0].startswith(("our ", "its ", "their ")):
        voice = newspaper(found)
        return Stance(rule.name, match[0], match.start(), [Endorser(voice, "our")] if voice else [], whom, rule.confidence)
    if _is_headline(form.words):
        places = [each for each in places if form.phrases[each].kind != "capital"]
    who = list(endorsers(found, form, places))
    if not whom and rule.name.startswith("withdraws:") and who:
        earlier = _spoken_of(found, form, match.start(), {fold(each.name) for each in who})
        whom = [earlier] if earlier else []
    if not whom:
        return None
    colon = re.compile(r"[^;:“”]{0,20}: ").match(form.words, match.end())
    if colon and (not who or form.phrases[places[0]].kind == "pronoun") and (named := listed(form, colon.end())):
        who = list(endorsers(found, form, named))  # “they support ●: ● and ●”
    after = re.compile(r"[^;:“”]{0,70}?, (?:including|among them|along with|joined by|as (?:did|have|has|do|does)) ").match(
        form.words, match.end()
    )
    if after:
        who += endorsers(found, form, listed(form, after.end()))
    return Stance(rule.name, match[0], match.start(), who, whom, rule.confidence)


def _by_passive(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Stance | None:
    places = subject(form, match.start(), candidate=True)
    end = None
    whom = candidate_at(found, form, places[0], nearest=True) if places else None
    if not places and _FRONTED.match(form.words[: match.start()]) and match.start() < 16:
        main = [each for each in _MAIN.finditer(form.words, match.end()) if candidate_at(found, form, each.start("whom"))]
        if main:  # “Backed by ●, ● leads”
            whom, end = candidate_at(found, form, main[0].start("whom")), main[0].start()
    after = [each for each in listed(form, match.end()) if end is None or each < end]
    colon = form.words.find(": ", match.end(), match.end() + 90)
    if colon > 0 and (named := listed(form, colon + 2)):  # “of four mayors: ● and ●”
        after = named
    return Stance(rule.name, match[0], match.start(), list(endorsers(found, form, after)), [whom] if whom else [], rule.confidence)


def _by_noun(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Stance | None:
    named = match.groupdict()
    whom = next((candidate_at(found, form, match.start(name)) for name in ("whom", "whom2") if named.get(name)), None)
    if named.get("owner"):
        place = form.places[match.start("owner")]
        owner = meant(found, Phrase(place, place, "pronoun", named["owner"]), among_candidates=True, nearest=True)
        whom = Party(owner.full, named["owner"]) if owner and owner.kind == "person" else None
    if whom is None:
        return None
    if named.get("who"):
        places = [match.start("who")]
    elif "list" in named:
        places = [place for place in form.phrases if match.start("list") <= place < match.end("list")]
    elif "after" in named:
        places = listed(form, match.end())
    elif "subject" in named:
        places = subject(form, match.start())
    else:
        voice = own_voice(found, _around(form, match.start())) if "mine" in named else newspaper(found)
        editorial = "mine" in named or (
            not found.references.inside_quotation(form.places[match.start()]) and re.search(r"\b[Ww]e\b", found.text)
        )
        return Stance(
            rule.name, match[0], match.start(), [Endorser(voice, "we")] if voice and editorial else [], [whom], rule.confidence
        )
    name = rule.name
    if name.startswith("supports") and "endors" in match[0]:
        name = name.replace("supports", "endorses", 1)
    who = [each for each in endorsers(found, form, places) if each.name != whom.name]
    return Stance(name, match[0], match.start(), who, [whom], rule.confidence)


def _around(form: Form, place: int) -> Phrase:
    """A phrase for “my” at a place."""
    return Phrase(form.places[place], form.places[place] + 1, "own voice", "I")


def _doubt(form: Form, stance: Stance) -> str:
    """Why a stance is not sure, or “”."""
    before = form.lower[: stance.place]
    if not is_said(form, stance.place):
        return "denied, conditional or reported of somebody else"
    after = stance.place + len(stance.verb)
    if stance.kind in ("endorses", "supports") and (
        _PAST_BEFORE.search(re.split("[;:“,]", before)[-1]) or _PAST_AFTER.match(form.lower, after)
    ):
        return "past"
    return "conditional" if _CONDITION.match(form.lower, after) else ""


def _is_headline(words: str) -> bool:
    long = list(re.findall(r"[\w’-]{4,}", words))
    return sum(word[0].isupper() for word in long) >= 0.6 * len(long)


def _spoken_of(found: Found, form: Form, place: int, but: set[str]) -> Party | None:
    """The candidate of whom the words before a place speak: “abandoned her, withdrawing their endorsements”."""
    for at in sorted((each for each in form.phrases if each < place), reverse=True):
        party = candidate_at(found, form, at)
        if party is not None and fold(party.name) not in but and party.name in found.running_names:
            return party
    start = form.places[0]
    paragraph = found.segmented.paragraph_at(start)
    for mention in found.names.before(start, 30):
        if found.segmented.paragraph_at(mention.start) < paragraph - 2:
            break
        if mention.name in found.running and mention.name and fold(mention.name.full) not in but:
            return Party(mention.name.full, mention.core)
    return None


# --- drafts ------------------------------------------------------------------------------------------


def _drafts(found: Found, passage: Span, stance: Stance) -> list[Endorsement]:
    said = Said(stance.kind, stance.verb, stance.rule, stance.confidence)
    return [draft for whom in stance.whom for draft in drafts_of(found, passage, stance.who, whom, said)]


def _sentences_within(found: Found, drafts: Iterable[Endorsement]) -> set[int]:
    """The numbers of the sentences that lists hold whole."""
    inside: set[int] = set()
    for start, end in {(each.passage.start, each.passage.end) for each in drafts}:
        first, last = found.segmented.sentence_at(start), found.segmented.sentence_at(end - 1)
        inside |= {
            n for n in range(first, last + 1) if start <= found.segmented.sentences[n][0] and found.segmented.sentences[n][1] <= end
        }
    return inside


def _so_too(found: Found, form: Form, sentence: Span, drafts: Sequence[Endorsement]) -> list[Endorsement]:
    """“The Guild has endorsed her, and so has the Free Press.” · “So have the teachers.”"""
    so = _SO.search(form.words)
    last = drafts[-1] if drafts else None
    if so is None or last is None or last.stance == "funds" or sentence[0] - last.passage.end > 3:
        return []
    passage = Span(min(last.passage.start, sentence[0]), sentence[1])
    stance = Stance(
        f"{last.stance}: so too",
        so[0].strip(" ,"),
        so.start(),
        list(endorsers(found, form, listed(form, so.end()))),
        [last.candidate] if last.candidate else [],
        0.65,
    )
    return _drafts(found, passage, stance)


def _hashtags(found: Found, sentence: Span) -> Iterator[Endorsement]:
    """A hashtag that calls a candidate out or for office, in somebody's own words."""
    for tag in re.finditer(r"#(\w{6,60})", found.text[slice(*sentence)]):
        place = sentence[0] + tag.start()
        voice = next((speaker for _, speaker, _ in found.around(place, place + 1) if speaker), None)
        for name in found.candidates if voice else ():
            squeezed = fold(tag[1])
            for words in ("".join(name.words), name.words[-1]):
                squeezed = squeezed.replace(re.sub(r"\W", "", words), "●")
            stance = "opposes" if _AGAINST_TAG.fullmatch(squeezed) else "supports" if _FOR_TAG.fullmatch(squeezed) else ""
            if stance and voice:
                who = [Endorser(voice.name, voice.as_named)]
                yield from drafts_of(found, sentence, who, Party(name.full, tag[0]), Said(stance, tag[0], "hashtag", 0.6))


def _joining(found: Found, drafts: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """“I urge you to join them”, in a post after a sentence that tells of others' stance: the signer's too."""
    ordered = sorted(drafts, key=lambda each: each.passage.start)
    starts = [each.passage.start for each in ordered]
    for span, speaker, key in found.voices:
        told = ordered[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        call = _JOIN.search(found.text, *span) if told and speaker and key.startswith("post") else None
        earlier = [each for each in told if call and each.passage.start <= call.start()]
        if call and earlier and speaker and fold(speaker.name) != fold(earlier[-1].endorser.name):
            end = found.segmented.sentences[found.segmented.sentence_at(call.start())][1]
            last = earlier[-1]
            said = Said(last.stance, call[0], "joining them", 0.55)
            yield from drafts_of(
                found, Span(last.passage.start, end), [Endorser(speaker.name, speaker.as_named)], last.candidate, said
            )


def _once(drafts: Iterable[Endorsement]) -> list[Endorsement]:
    """One draft for each endorser, candidate and passage, and one for each sum of money."""
    kept: dict[tuple[object, ...], Endorsement] = {}
    for each in drafts:
        whom = each.candidate and fold(each.candidate.name)
        key = (fold(each.endorser.name), whom, each.stance == "funds", each.amount, each.passage.start)
        if key not in kept or _RANK[each.stance] < _RANK[kept[key].stance]:
            kept[key] = each
    return list(kept.values())
