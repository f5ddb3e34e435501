"""Find who endorses, supports, opposes or withdraws from whom, a sentence at a time, by the rules of `stances` over the sentence's form.

A stance that is conditional, forged, regretted or past is no draft but an `Unsure`, which says why."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import listed_endorsements
from dara.drafting.forms import Form, Found, Phrase, form_of
from dara.drafting.money import money
from dara.drafting.parties import candidate_at, endorsers, is_said, listed, meant, objects, subject
from dara.drafting.proposals import Endorsement, Party, Passage, Unsure
from dara.drafting.rules import Rule
from dara.drafting.stances import NOUNS, PASSIVES, VERBS, drafts_of
from dara.drafting.voices import newspaper, own_voice
from dara.text.spans import Span

_RANK = {"withdraws": 0, "funds": 0, "endorses": 1, "supports": 2, "opposes": 3}  # which of two stances in one sentence is kept
# Only the sentences that have one of these are read.
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
_MAIN = re.compile(r", (?:[a-z]+ ){0,3}(?P<whom>●)(?! and\b|,? ●)")
_MORE = re.compile(r"[^;:“”]{0,70}?, (?:including|among them|along with|joined by|as (?:did|have|has|do|does)) ")

Sides = tuple[Sequence[Party], Sequence[Party]]  # who endorses, and whom


@dataclass(frozen=True)
class Stance:
    """What a rule found in a form, before it is a draft. `place`: of the verb."""

    rule: Rule
    kind: str
    verb: str
    place: int
    who: Sequence[Party]
    whom: Sequence[Party]


def endorsements(found: Found) -> tuple[list[Endorsement], list[Unsure]]:
    """The stances in a text, and those that are unsure."""
    drafts, unsure = list(listed_endorsements(found)), list[Unsure]()
    for sentence in found.segmented.sentences:
        words = found.text[slice(*sentence)]
        if not 8 < len(words) <= 2000:
            continue
        paid = list(money(found, sentence, drafts)) if "$" in words else []
        drafts += paid
        if not _STEMS.search(words.lower()):
            continue
        form = form_of(found, sentence)
        for stance in stances(found, form):
            if doubt := _doubt(form, stance):
                what = f"{stance.who[0].name} {stance.kind} {stance.whom[0].name}"
                unsure.append(Unsure(Passage.of(found.text, *sentence), what, doubt))
            elif stance.kind != "opposes" or any(each.name not in found.running_names for each in stance.who):  # not a rival
                new = _drafts(found, sentence, stance)
                drafts += [
                    each for each in new if stance.kind not in ("supports", "opposes") or _pair(each) not in map(_pair, paid)
                ]
        drafts += _hashtags(found, sentence)
        drafts += _so_too(found, form, sentence, drafts)
    return _once([*drafts, *_joining(found, drafts)]), unsure


def stances(found: Found, form: Form) -> Iterator[Stance]:
    """The stances that the rules find in a form, doubtful ones too."""
    taken: list[Span] = []
    for table, read in ((NOUNS, _by_noun), (PASSIVES, _by_passive), (VERBS, _by_verb)):
        for rule in table if form.phrases else ():
            for match in rule.regex.finditer(form.lower):
                span = Span(*match.span())
                if table is not NOUNS and any(span.overlaps(each) for each in taken):
                    continue
                who, whom = read(found, form, rule, match)
                if who and whom:
                    taken.append(span)
                    kind = rule.name.partition(":")[0]
                    kind = "endorses" if table is NOUNS and kind == "supports" and "endors" in match[0] else kind
                    yield Stance(rule, kind, match[0], match.start(), who, whom)


def _by_verb(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    whom, places = objects(found, form, match.end()), subject(form, match.start())
    who = list(endorsers(found, form, places))
    if not whom and rule.name.startswith("withdraws:") and who:
        whom = _spoken_of(found, form, match.start(), {fold(each.name) for each in who})
    if whom and (more := _MORE.match(form.words, match.end())):
        who += endorsers(found, form, listed(form, more.end()))
    return who, whom


def _by_passive(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    places = subject(form, match.start(), candidate=True)
    after = listed(form, match.end())
    whom = candidate_at(found, form, places[0], nearest=True) if places else None
    if not places and match.start() < 16:  # “Backed by ●, ● leads”
        for main in _MAIN.finditer(form.words, match.end()):
            if whom := candidate_at(found, form, main.start("whom")):
                after = [each for each in after if each < main.start()]
                break
    colon = form.words.find(": ", match.end(), match.end() + 90)
    if colon > 0 and (named := listed(form, colon + 2)):  # “of four mayors: ● and ●”
        after = named
    return list(endorsers(found, form, after)), [whom] if whom else []


def _by_noun(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    named = match.groupdict()
    whom = next((candidate_at(found, form, match.start(name)) for name in ("whom", "whom2") if named.get(name)), None)
    if named.get("owner"):
        place = form.places[match.start("owner")]
        owner = meant(found, Phrase(place, place, "pronoun", named["owner"]), among_candidates=True, nearest=True)
        whom = Party(owner.full, named["owner"]) if owner and owner.kind == "person" else None
    if whom is None:
        return [], []
    if "mine" in named or "editorial" in named:
        place = form.places[match.start()]
        quoted = "editorial" in named and found.references.inside_quotation(place)
        voice = own_voice(found, Phrase(place, place + 1, "own voice", "I")) if "mine" in named else newspaper(found)
        return [Party(voice, "we")] if voice and not quoted else [], [whom]
    if named.get("who"):
        places = [match.start("who")]
    elif "list" in named:
        places = [place for place in form.phrases if match.start("list") <= place < match.end("list")]
    else:
        places = listed(form, match.end()) if "after" in named else subject(form, match.start())
    return [each for each in endorsers(found, form, places) if each.name != whom.name], [whom]


def _doubt(form: Form, stance: Stance) -> str:
    """Why a stance is not sure, or “”."""
    if not is_said(form, stance.place):
        return "denied, conditional or reported of somebody else"
    after = stance.place + len(stance.verb)
    before = re.split("[;:“,]", form.lower[: stance.place])[-1]
    if stance.kind in ("endorses", "supports") and (_PAST_BEFORE.search(before) or _PAST_AFTER.match(form.lower, after)):
        return "past"
    return "conditional" if _CONDITION.match(form.lower, after) else ""


def _spoken_of(found: Found, form: Form, place: int, but: set[str]) -> list[Party]:
    """The candidate of whom the words before a place speak: “abandoned her, withdrawing their endorsements”."""
    for at in sorted((each for each in form.phrases if each < place), reverse=True):
        party = candidate_at(found, form, at)
        if party is not None and fold(party.name) not in but and party.name in found.running_names:
            return [party]
    paragraph = found.segmented.paragraph_at(form.places[0])
    for mention in found.names.before(form.places[0], 30):
        if mention.name in found.running and mention.name and fold(mention.name.full) not in but:
            near = found.segmented.paragraph_at(mention.start) >= paragraph - 2
            return [Party(mention.name.full, mention.core)] if near else []
    return []


# --- drafts ------------------------------------------------------------------------------------------


def _drafts(found: Found, passage: Span, stance: Stance) -> list[Endorsement]:
    verb, rule = stance.verb, stance.rule
    return [
        draft
        for whom in stance.whom
        for draft in drafts_of(
            found, passage, stance.who, whom, stance=stance.kind, verb=verb, rule=rule.name, confidence=rule.confidence
        )
    ]


def _so_too(found: Found, form: Form, sentence: Span, drafts: Sequence[Endorsement]) -> list[Endorsement]:
    """“The Guild has endorsed her, and so has the Free Press.” · “So have the teachers.”"""
    so, last = _SO.search(form.words), drafts[-1] if drafts else None
    if so is None or last is None or last.stance == "funds" or sentence[0] - last.passage.end > 3:
        return []
    who = endorsers(found, form, listed(form, so.end()))
    passage = Span(min(last.passage.start, sentence[0]), sentence[1])
    return drafts_of(
        found, passage, who, last.candidate, stance=last.stance, verb=so[0].strip(" ,"), rule="so too", confidence=0.65
    )


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
                whom = Party(name.full, tag[0])
                yield from drafts_of(found, sentence, [voice], whom, stance=stance, verb=tag[0], rule="hashtag", confidence=0.6)


def _joining(found: Found, drafts: Sequence[Endorsement]) -> Iterator[Endorsement]:
    """“I urge you to join them”, in a post after a sentence that tells of others' stance: the signer's too."""
    ordered = sorted(drafts, key=lambda each: each.passage.start)
    starts = [each.passage.start for each in ordered]
    for span, speaker, key in found.voices:
        call = _JOIN.search(found.text, *span) if speaker and key.startswith("post") else None
        told = bisect_right(starts, call.start()) if call else 0
        if call and speaker and told and starts[told - 1] >= span[0]:
            last = ordered[told - 1]
            passage = Span(last.passage.start, found.segmented.sentences[found.segmented.sentence_at(call.start())][1])
            yield from drafts_of(
                found, passage, [speaker], last.candidate, stance=last.stance, verb=call[0], rule="joining them", confidence=0.55
            )


def _pair(draft: Endorsement) -> tuple[str, str]:
    """Whose stance it is toward whom."""
    return fold(draft.endorser.name), fold(draft.candidate.name) if draft.candidate else ""


def _once(drafts: Iterable[Endorsement]) -> list[Endorsement]:
    """One draft for each endorser, candidate and passage, and one for each sum of money."""
    kept: dict[tuple[object, ...], Endorsement] = {}
    for each in drafts:
        key = (*_pair(each), each.stance == "funds", each.amount, each.passage.start)
        if key not in kept or _RANK[each.stance] < _RANK[kept[key].stance]:
            kept[key] = each
    return list(kept.values())
