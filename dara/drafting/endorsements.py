"""Find who endorses, supports, opposes or withdraws from whom, a sentence at a time, by patterns over its form in lower case, in which “●” is somebody.

VERBS      somebody endorses somebody: the subject before the verb, the object after it
PASSIVES   somebody is endorsed by, or has the support of, those who are listed after it
NOUNS      both in one pattern, as `who` and `whom`: “●’s endorsement of ●”

The first word of a rule's name is its stance. A stance that is conditional, forged, regretted or past is no draft but an `Unsure`, which says why."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dara.drafting.endorsement_lists import listed_endorsements
from dara.drafting.forms import Form, Found, form_of
from dara.drafting.mentions import fold
from dara.drafting.money import money
from dara.drafting.parties import candidate_at, endorsers, is_said, listed, objects, subject
from dara.drafting.proposals import Endorsement, Party, Passage, Unsure
from dara.drafting.rules import WORDS, Rule, compiled
from dara.text.spans import Span

_OWN = r"(?:its|his|her|their|our|my|the|an?|that|this|full)"
_ENDORSEMENT = r"(?:[\w-]+ ){0,3}?{stance_nouns|support_nouns}"
_VOTERS = r"(?:(?:its|his|her|their|my|our|all|the) )?(?:[\w,.-]+ ){0,3}?(?:voters|members|residents|people|readers|neighbors|everyone|you)"

# fmt: off
VERBS = (
    Rule("withdraws: takes back", rf"\b{{taking_back}} {_OWN} {_ENDORSEMENT}(?: (?:of|for|from|to)\b| (?:it|he|she|they) (?:had )?g[ai]ven?(?: to)?| too)?", "● rescinded its endorsement of ●", "● won its endorsement", 0.85),
    Rule("withdraws: theirs", r"\b{taking_back} (?:theirs|hers|its own|his own)\b|\brescinded(?=\.)", "● pulled theirs", "● pulled ahead", 0.7),
    Rule("withdraws", r"\b{withdrawing}(?= (?:its |his |her )?[●a-z])", "● abandoned ●", "● stood by ●", 0.75),
    Rule("endorses: announces", rf"\b{{announcing}} {_OWN} (?:[\w-]+ ){{0,3}}?{{stance_nouns}}(?: \w+){{0,2}}? (?:of|to|for)\b", "● announced its endorsement of ●", "● announced its support for ●", 0.85),
    Rule("supports: announces", rf"\b{{announcing}} {_OWN} (?:[\w-]+ ){{0,3}}?{{support_nouns}}(?: \w+day)? (?:behind|to|for|of)\b", "● threw her support behind ●", "● threw a party for ●", 0.8),
    Rule("opposes: urges", rf"\b{{urging}} {_VOTERS} to {{removing}}\b|\b{{urging}} {_VOTERS} to throw\b", "● urges voters to reject ●", "● urges voters to choose ●", 0.8),
    Rule("opposes: strives", r"\b{striving}(?: [^,;:●“”]{0,30}?)? to {removing}\b", "● has campaigned to unseat ●", "● has campaigned to elect ●", 0.8),
    Rule("opposes: joins", r"\b(?:led|leads?|leading|join(?:ed|s|ing)|amplified|back(?:ed|s|ing)|support(?:ed|s|ing)|launched|started|mounted) (?:the |a |an )?(?:[\w-]+ )?{drives} to {removing}\b", "● amplified the call to oust ●", "● amplified the call to elect ●", 0.75),
    Rule("opposes: demands", r"\b(?:{urging}|sought|seeks|seeking) the {removals} of\b", "● demanded the resignation of ●", "● demanded the release of ●", 0.75),
    Rule("opposes", r"\b{opposing}(?! by\b)(?: the)?\b", "● opposes ●", "● was opposed by ●", 0.85),
    Rule("opposes: recall", r"\b(?:{supporting}|{endorsing}) (?:the |a )?{removals} of\b", "● supports the recall of ●", "● supports the campaign of ●", 0.75),
    Rule("endorses: urges", rf"\b(?:{{urging}}|recommends?|recommended) (?:{_VOTERS} )?(?:to )?(?:vote for|votes for|voting for|a vote for|elect|re-?elect|keep|return|retain|choose|support|back)\b", "● urges voters to choose ●", "● urges voters to reject ●", 0.75),
    Rule("endorses", r"\b{endorsing}(?! by\b)\b", "● endorsed ●", "● was endorsed by ●", 0.85),
    Rule("supports", r"\b{supporting}(?! by\b)\b|(?:[’'](?:s|re|m)|\b(?:is|are)) (?:all |now |still |squarely |firmly )*(?:for|with|behind|voting for)(?= ●)", "● is backing ●", "● was backed by ●", 0.75),
    Rule("endorses: apoya", r"\b{apoyar}(?=[ ])", "● apoya a ●", "● critica a ●", 0.8),
    Rule("opposes: se opone", r"\b{oponerse}(?=[ ])", "● se opone a ●", "● apoya a ●", 0.8),
)
_WHEN = r"(?: (?:(?:\w+ly|again|also|twice|early|too|too,)|(?:from|since|for|in|on|at|this|last|over|throughout|before|after|during|early|late|and|or|as)(?: [\w.’-]+){1,4}?))?,?"
PASSIVES = (
    Rule("endorses", rf"\b(?:endorsed|recommended){_WHEN} by\b", "● was endorsed last week by ●", "● endorsed ● by ballot", 0.85),
    Rule("supports", rf"\b(?:backed|supported|championed|favored){_WHEN} by\b", "● is backed by ●", "● backed ●", 0.8),
    Rule("opposes", rf"\bopposed{_WHEN} by\b", "● is opposed by ●", "● opposed ●", 0.8),
    Rule("endorses: has", r"\b{having}(?: (?:also|already|since|still|now|more))?(?: (?!not\b|no\b|neither\b|for\b|of\b|to\b)[\w’'-]+,?){0,5}? {stance_nouns}(?: of (?:his|her|their) own)?(?: (?!of\b|from\b)[\w’]+){0,6}? (?:of|from|by|including)\b", "● won the endorsement of ●", "● won without the endorsement", 0.8),
    Rule("supports: has", r"\b{having}(?: (?:also|already|since|still|now|more))?(?: (?!not\b|no\b|neither\b|for\b|of\b|to\b)[\w’'-]+,?){0,5}? (?:support|backing|blessing)(?: (?!of\b|from\b)[\w’]+){0,6}? (?:of|from)\b", "● has the backing of ●", "● has a backing track", 0.75),
    Rule("endorses: respaldado", r"\b{respaldado}(?=[ l])", "● fue respaldada por ●", "● fue criticada por ●", 0.8),
)
_SUPPORTERS = r"(?:{supporters}|endorsing \w+)"
NOUNS = (
    Rule("endorses: owner's", r"(?P<who>●)[’']s? (?:\w+ ){0,2}?endorsement of (?P<whom>●)", "●’s endorsement of ● came late", "● spoke of ●", 0.7),
    Rule("endorses: won owned", r"(?P<whom>●)(?:, [^,;:]{3,80},)?,?(?: who)? (?:(?:has|had|also|have) )*{having} (?:the |both |an? )?(?P<list>(?:[\w’ ,-]* )??●)(?:[’']s?)?(?: [\w-]+){0,2}? {stance_nouns}\b(?! (?:of|for|to|from)\b)", "● won the ●’s endorsement", "● won the endorsement of ●", 0.75),
    Rule("supports: comes from", r"(?:endorsements?|support|backing) (?:for|of) (?P<whom>●) (?:has |have )?(?:come|comes|came|coming) from (?P<after>)", "support for ● comes from ●", "support for ● fell", 0.7),
    Rule("supports: in the corner", r"\bin (?P<whom>●)[’']s? (?:corner|camp)\b[^.;:“”●]{0,50}?,? (?:are|is|were|was)\b:? (?P<after>)", "also in ●’s corner are ● and ●", "● is in ●’s corner", 0.7),
    Rule("supports: include", rf"(?P<whom>●)(?:[’']s?)? (?:[\w-]+ ){{0,3}}?{_SUPPORTERS}(?: (?:so far|now|also|to date|in the race))*,? (?:includes?|included|are|is|number|come from|came from|among them|including|such as|like|led by)\b:? (?P<after>)", "●’s supporters include ● and ●", "●’s supporters cheered ●", 0.75),
    Rule("supports: among those", r"\b(?:among (?:the |those |others )?(?:[\w-]+ ){0,4}?(?:who |that )?(?:(?:is |are |has |have )?(?:already |officially |publicly )?(?:{supporting}|{endorsing}|in favor of))|^(?:also )?(?:{supporting}|{endorsing})) (?:[a-z]+ ){0,3}(?P<whom>●)(?: (?:yesterday|today|on \w+day|so far))?(?:,? (?:are|is|were|was)\b:?|:) (?P<after>)", "among those backing ● are ● and ●", "among those at the rally were ● and ●", 0.75),
    Rule("supports: counts", rf"(?P<whom>●)(?:, \w+,|\)?,)? (?:also )?(?:counts?|counted|lists?|listed|names?|named|claims?|claimed) (?P<list>[^.;:“”]{{1,200}}?) (?:among|as) (?:his|her|their|its)(?: [\w-]+){{0,2}} {_SUPPORTERS}\b", "● counts ● among her key supporters", "● counts on ●", 0.75),
    Rule("supports: is among", rf"(?P<subject>)\b(?:is|are|was|were) (?:also )?(?:among|one of|a|an early|a longtime|an|a vocal|a strong) (?:(?P<whom>●)[’']s? (?:[\w-]+ ){{0,2}})?{_SUPPORTERS}(?: of (?:{{before_candidates}} )*(?P<whom2>●))?", "● is among ●’s supporters", "● is among friends", 0.7),
    Rule("supports: a supporter", r"(?P<who>●), (?:[^,;:“”]{0,60} and )?an? (?P<whom>●) (?:supporter|backer)\b", "said ●, a senator and a ● supporter", "● spoke to a supporter", 0.65),
    Rule("endorses: chosen", r"(?P<whom>●) (?:is|was|became) the (?P<who>●)[’']s? (?:chosen|endorsed|preferred|official) (?:candidate|pick|choice|nominee)", "● was the ●’s chosen candidate", "● was the ●’s lawyer", 0.7),
    Rule("endorses: choice", r"(?P<who>●)[’']s? (?:choice|pick|endorsement)(?: for [\w ●]{3,60})? is (?P<whom>●)", "the ●’s choice for district attorney is ●", "the ●’s choice was hard", 0.75),
    Rule("endorses: gives", r"(?P<subject>)\b(?:gave|gives|handed|lent|offered|given|giving) (?P<whom>●) (?:his|her|its|their|an|the) (?:\w+ ){0,2}?{stance_nouns}\b(?! (?:of|for|to)\b)", "● gave ● its endorsement", "● gave ● its word", 0.8),
    Rule("opposes: wants out", r"(?P<subject>)\b(?:{urging} (?P<whom>●)[’']s? {removals}|wants (?P<whom2>●) (?:gone|out|fired|removed|recalled|defeated))\b", "● called for ●’s ouster", "● called for ●’s help", 0.65),
)
# fmt: on

_RANK = {"withdraws": 0, "funds": 0, "endorses": 1, "supports": 2, "opposes": 3}  # which of two stances in one sentence is kept
# Only the sentences that have one of these are read.
_STEMS = compiled(r"#|{stance_stems}|(?:(?:is|are)|[’'](?:s|re|m)) (?:\w+ ){0,2}(?:for|with)\b|^also\b")
_PAST_BEFORE = re.compile(r"\b(?:had|used to|once)\b")
_PAST_AFTER = re.compile(
    r"[^.;]{0,60}?\b(?:but|and|before) (?:has |is |are |have )?(?:now|later|since|then|switch\w+|withdr\w+)\b|(?: [\w●]+){0,3}? (?:two|three|four|five|six|eight|\d+) years ago| in (?:19|20)\d\d, but\b"
)
_SO = re.compile(r"\b[Ss]o (?:has|have|did|do|does|is|are|was|were)\b|, as (?:did|do|does|has|have|is|are) ")
_JOIN = re.compile(r"(?i)\b(?:join|stand with) (?:them|us)\b")

_TAG = re.compile(r"#(\w{6,60})")

Sides = tuple[Sequence[Party], Sequence[Party]]  # who endorses, and whom


def endorsements(found: Found) -> tuple[list[Endorsement], list[Unsure]]:
    """The stances in a text, and those that are unsure."""
    drafts, unsure = list(listed_endorsements(found)), list[Unsure]()
    for sentence in found.segmented.sentences:
        words = found.text[slice(*sentence)]
        if not 8 < len(words) <= 2000:
            continue
        if "$" in words:
            drafts += money(found, sentence, drafts)
        if not _STEMS.search(words.lower()):
            continue
        form = form_of(found, sentence)
        for rule, stance, verb, who, whom in stances(found, form):
            if doubt := _doubt(form, stance, verb):
                unsure.append(Unsure(Passage.of(found.text, *sentence), f"{who[0].name} {stance} {whom[0].name}", doubt))
            elif stance != "opposes" or any(each.name not in found.running_names for each in who):  # not a rival
                said = {"stance": stance, "verb": verb[0], "rule": rule.name}
                drafts += [each for one in whom for each in found.stance(sentence, who, one, **said, confidence=rule.confidence)]
        drafts += _hashtags(found, sentence)
        drafts += _as_told_before(found, form, sentence, drafts)
    return _once(drafts), unsure


def stances(found: Found, form: Form) -> Iterator[tuple[Rule, str, re.Match[str], Sequence[Party], Sequence[Party]]]:
    """The stances that the rules find in a form, doubtful ones too: which, its verb, who takes it, and toward whom."""
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
                    yield rule, kind, match, who, whom


def _by_verb(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    whom, who = objects(found, form, match.end()), list(endorsers(found, form, subject(form, match.start())))
    if not whom and who and rule.name.startswith("withdraws:"):
        whom = _spoken_of(found, form, match.start(), {fold(each.name) for each in who})
    return who, whom


def _by_passive(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    places = subject(form, match.start(), candidate=True)
    whom = candidate_at(found, form, places[0], nearest=True) if places else None
    return list(endorsers(found, form, listed(form, match.end()))), [whom] if whom else []


def _by_noun(found: Found, form: Form, rule: Rule, match: re.Match[str]) -> Sides:
    named = match.groupdict()
    stated = (match.start(name) for name in ("whom", "whom2") if named.get(name))
    whom = next((candidate_at(found, form, place, nearest=True) for place in stated), None)
    if whom is None:
        return [], []
    if named.get("who"):
        places = [match.start("who")]
    elif "list" in named:
        places = [place for place in form.phrases if match.start("list") <= place < match.end("list")]
    else:
        places = listed(form, match.end()) if "after" in named else subject(form, match.start())
    return [each for each in endorsers(found, form, places) if each.name != whom.name], [whom]


def _doubt(form: Form, stance: str, verb: re.Match[str]) -> str:
    """Why a stance is not sure, or “”."""
    if not is_said(form, verb.start()):
        return "denied, conditional or reported of somebody else"
    past = _PAST_BEFORE.search(re.split("[;:“,]", form.lower[: verb.start()])[-1]) or _PAST_AFTER.match(form.lower, verb.end())
    return "past" if past and stance in ("endorses", "supports") else ""


def _spoken_of(found: Found, form: Form, place: int, but: set[str]) -> list[Party]:
    """The candidate of whom the words before a place speak: “abandoned her, withdrawing their endorsements”."""
    here = [candidate_at(found, form, at) for at in sorted(form.phrases, reverse=True) if at < place]
    begin = found.segmented.paragraphs[max(found.segmented.paragraph_at(form.places[0]) - 2, 0)].start
    before = [each for each in found.names.before(form.places[0], 30) if each.name in found.running and each.start >= begin]
    named = [*filter(None, here), *(Party(each.name.full, each.core) for each in before if each.name)]
    return [each for each in named if fold(each.name) not in but and each.name in found.running_names][:1]


def _as_told_before(found: Found, form: Form, sentence: Span, drafts: Sequence[Endorsement]) -> list[Endorsement]:
    """“The Guild has endorsed her, and so has the Free Press.” · “I urge you to join them”, in a post: the signer's stance too."""
    last, so, join = drafts[-1] if drafts else None, _SO.search(form.words), _JOIN.search(found.text, *sentence)
    if last is None or last.stance == "funds" or not (so or join):
        return []
    if so and sentence[0] - last.passage.end <= 3:
        who = list(endorsers(found, form, listed(form, so.end())))
    else:
        posts = [each for each in found.around(sentence[0], sentence[0] + 1) if join and each.kind == "post"]
        who = [each.speaker for each in posts if each.speaker and last.passage.start >= each.passage.start]
    passage, verb = Span(min(last.passage.start, sentence[0]), sentence[1]), (so or join or "")[0].strip(" ,")
    return found.stance(passage, who, last.candidate, stance=last.stance, verb=verb, rule="as told before", confidence=0.6)


def _hashtags(found: Found, sentence: Span) -> Iterator[Endorsement]:
    """A hashtag that calls a candidate out or for office, in somebody's own words."""
    for tag in _TAG.finditer(found.text, *sentence):
        voices = [each.speaker for each in found.around(tag.start(), tag.start() + 1) if each.speaker]
        for name in found.candidates if voices else ():
            rest = re.sub(rf"{''.join(name.words)}|{name.words[-1]}", "●", fold(tag[1])).rstrip("0123456789")
            if stance := "opposes" if rest in WORDS.tags_against else "supports" if rest in WORDS.tags_for else "":
                whom = Party(name.full, tag[0])
                yield from found.stance(sentence, voices[:1], whom, stance=stance, verb=tag[0], rule="hashtag", confidence=0.6)


def _once(drafts: Iterable[Endorsement]) -> list[Endorsement]:
    """One draft for each endorser, candidate and passage, and one for each sum of money."""
    kept: dict[tuple[object, ...], Endorsement] = {}
    for each in drafts:
        whom = each.candidate and fold(each.candidate.name)
        key = (fold(each.endorser.name), whom, each.stance == "funds", each.amount, each.passage.start)
        if key not in kept or _RANK[each.stance] < _RANK[kept[key].stance]:
            kept[key] = each
    return list(kept.values())
