"""The rules for stances: patterns over the form of a sentence in lower case, in which “●” is somebody; and the drafts of a stance.

VERBS      somebody endorses somebody: the subject before the verb, the object after it
PASSIVES   somebody is endorsed by, or has the support of, those who are listed after it
NOUNS      both in one pattern, as `who` and `whom`: “●’s endorsement of ●”

The first word of a rule's name is its stance."""

from collections.abc import Iterable

from dara.drafting.capitals import fold
from dara.drafting.forms import Found
from dara.drafting.proposals import Endorsement, Party, Passage
from dara.drafting.rules import Rule
from dara.text.spans import Span

_OWN = r"(?:its|his|her|their|our|my|the|an?|that|this|full)"
_ENDORSEMENT = r"(?:[\w-]+ ){0,3}?(?:{stance_nouns|support_nouns})"
_VOTERS = r"(?:(?:its|his|her|their|my|our|all|the) )?(?:[\w,.-]+ ){0,3}?(?:voters|members|residents|people|readers|neighbors|everyone|you)"

# fmt: off
VERBS = (
    Rule("withdraws: takes back", rf"\b(?:{{taking_back}}) {_OWN} {_ENDORSEMENT}(?: (?:of|for|from|to)\b| (?:it|he|she|they) (?:had )?g[ai]ven?(?: to)?| too)?", "● rescinded its endorsement of ●", "● won its endorsement", 0.85),
    Rule("withdraws: theirs", r"\b(?:{taking_back}) (?:theirs|hers|its own|his own)\b|\brescinded(?=\.)", "● pulled theirs", "● pulled ahead", 0.7),
    Rule("withdraws", r"\b(?:{withdrawing})(?= (?:its |his |her )?[●a-z])", "● abandoned ●", "● stood by ●", 0.75),
    Rule("endorses: announces", rf"\b(?:{{announcing}}) {_OWN} (?:[\w-]+ ){{0,3}}?(?:{{stance_nouns}})(?: \w+){{0,2}}? (?:of|to|for)\b", "● announced its endorsement of ●", "● announced its support for ●", 0.85),
    Rule("supports: announces", rf"\b(?:{{announcing}}) {_OWN} (?:[\w-]+ ){{0,3}}?(?:{{support_nouns}})(?: \w+day)? (?:behind|to|for|of)\b", "● threw her support behind ●", "● threw a party for ●", 0.8),
    Rule("opposes: urges", rf"\b(?:{{urging}}) {_VOTERS} to (?:{{removing}})\b|\b(?:{{urging}}) {_VOTERS} to throw\b", "● urges voters to reject ●", "● urges voters to choose ●", 0.8),
    Rule("opposes: strives", r"\b(?:{striving})(?: [^,;:●“”]{0,30}?)? to (?:{removing})\b", "● has campaigned to unseat ●", "● has campaigned to elect ●", 0.8),
    Rule("opposes: joins", r"\b(?:led|leads?|leading|join(?:ed|s|ing)|amplified|back(?:ed|s|ing)|support(?:ed|s|ing)|launched|started|mounted) (?:the |a |an )?(?:[\w-]+ )?(?:{drives}) to (?:{removing})\b", "● amplified the call to oust ●", "● amplified the call to elect ●", 0.75),
    Rule("opposes: demands", r"\b(?:{urging}|sought|seeks|seeking) the (?:{removals}) of\b", "● demanded the resignation of ●", "● demanded the release of ●", 0.75),
    Rule("opposes", r"\b(?:{opposing})(?! by\b)(?: the)?\b", "● opposes ●", "● was opposed by ●", 0.85),
    Rule("opposes: recall", r"\b(?:{supporting}|{endorsing}) (?:the |a )?(?:{removals}) of\b", "● supports the recall of ●", "● supports the campaign of ●", 0.75),
    Rule("endorses: urges", rf"\b(?:{{urging}}|recommends?|recommended) (?:{_VOTERS} )?(?:to )?(?:vote for|votes for|voting for|a vote for|elect|re-?elect|keep|return|retain|choose|support|back)\b", "● urges voters to choose ●", "● urges voters to reject ●", 0.75),
    Rule("endorses", r"\b(?:{endorsing})(?! by\b)\b", "● endorsed ●", "● was endorsed by ●", 0.85),
    Rule("supports", r"\b(?:{supporting})(?! by\b)\b|(?:[’'](?:s|re|m)|\b(?:is|are)) (?:all |now |still |squarely |firmly )*(?:for|with|behind|voting for)(?= ●)", "● is backing ●", "● was backed by ●", 0.75),
    Rule("endorses: apoya", r"\b(?:{apoyar})(?=[ ])", "● apoya a ●", "● critica a ●", 0.8),
    Rule("opposes: se opone", r"\b(?:{oponerse})(?=[ ])", "● se opone a ●", "● apoya a ●", 0.8),
)
# fmt: on

_WHEN = r"(?: (?:(?:\w+ly|again|also|twice|early|too|too,)|(?:from|since|for|in|on|at|this|last|over|throughout|before|after|during|early|late|and|or|as)(?: [\w.’-]+){1,4}?))?,?"

# fmt: off
PASSIVES = (
    Rule("endorses", rf"\b(?:endorsed|recommended){_WHEN} by\b", "● was endorsed last week by ●", "● endorsed ● by ballot", 0.85),
    Rule("supports", rf"\b(?:backed|supported|championed|favored){_WHEN} by\b", "● is backed by ●", "● backed ●", 0.8),
    Rule("opposes", rf"\bopposed{_WHEN} by\b", "● is opposed by ●", "● opposed ●", 0.8),
    Rule("endorses: has", r"\b(?:{having})(?: (?:also|already|since|still|now|more))?(?: (?!not\b|no\b|neither\b|for\b|of\b|to\b)[\w’'-]+,?){0,5}? (?:{stance_nouns})(?: of (?:his|her|their) own)?(?: (?!of\b|from\b)[\w’]+){0,6}? (?:of|from|by|including)\b", "● won the endorsement of ●", "● won without the endorsement", 0.8),
    Rule("supports: has", r"\b(?:{having})(?: (?:also|already|since|still|now|more))?(?: (?!not\b|no\b|neither\b|for\b|of\b|to\b)[\w’'-]+,?){0,5}? (?:support|backing|blessing)(?: (?!of\b|from\b)[\w’]+){0,6}? (?:of|from)\b", "● has the backing of ●", "● has a backing track", 0.75),
    Rule("withdraws: loses", r"\b(?:lost|loses|losing|forfeited) (?:the |his |her |their )?(?:[\w-]+ ){0,2}?(?:{stance_nouns}|support|backing) (?:of|from)\b", "● lost the endorsement of ●", "● lost the race", 0.7),
    Rule("endorses: respaldado", r"\b(?:{respaldado})(?=[ l])", "● fue respaldada por ●", "● fue criticada por ●", 0.8),
)
# fmt: on

_SUPPORTERS = r"(?:{supporters}|endorsing \w+)"

# fmt: off
NOUNS = (
    Rule("endorses: owner's", r"(?P<who>●)[’']s? (?:\w+ ){0,2}?endorsement of (?P<whom>●)", "●’s endorsement of ● came late", "● spoke of ●", 0.7),
    Rule("endorses: won owned", r"(?P<whom>●)(?:, [^,;:]{3,80},)?,?(?: who)? (?:(?:has|had|also|have) )*(?:{having}) (?:the |both |an? )?(?P<list>(?:[\w’ ,-]* )??●)(?:[’']s?)?(?: [\w-]+){0,2}? (?:{stance_nouns})\b(?! (?:of|for|to|from)\b)", "● won the ●’s endorsement", "● won the endorsement of ●", 0.75),
    Rule("supports: comes from", r"(?:endorsements?|support|backing) (?:for|of) (?P<whom>●) (?:has |have )?(?:come|comes|came|coming) from (?P<after>)", "support for ● comes from ●", "support for ● fell", 0.7),
    Rule("supports: in the corner", r"\bin (?P<whom>●)[’']s? (?:corner|camp)\b[^.;:“”●]{0,50}?,? (?:are|is|were|was)\b:? (?P<after>)", "also in ●’s corner are ● and ●", "● is in ●’s corner", 0.7),
    Rule("supports: include", rf"(?P<whom>●)[’']s? (?:[\w-]+ ){{0,3}}?{_SUPPORTERS}(?: (?:so far|now|also|to date|in the race))*,? (?:includes?|included|are|is|number|come from|came from|among them|including|such as|like|led by)\b:? (?P<after>)", "●’s supporters include ● and ●", "●’s supporters cheered ●", 0.75),
    Rule("supports: her own include", rf"(?P<owner>\b(?:his|her|their)) (?:[\w-]+ ){{0,3}}?{_SUPPORTERS}(?: (?:so far|now|also))*,? (?:includes?|included|are|is|among them|including|such as|like)\b:? (?P<after>)", "her supporters include ●", "her supporters cheered ●", 0.7),
    Rule("supports: among those", r"\b(?:among (?:the |those |others )?(?:[\w-]+ ){0,4}?(?:who |that )?(?:(?:is |are |has |have )?(?:already |officially |publicly )?(?:{supporting}|{endorsing}|in favor of))|^(?:also )?(?:{supporting}|{endorsing})) (?:[a-z]+ ){0,3}(?P<whom>●)(?: (?:yesterday|today|on \w+day|so far))?(?:,? (?:are|is|were|was)\b:?|:) (?P<after>)", "among those backing ● are ● and ●", "among those at the rally were ● and ●", 0.75),
    Rule("supports: counts", rf"(?P<whom>●)(?:, \w+,|\)?,)? (?:also )?(?:counts?|counted|lists?|listed|names?|named|claims?|claimed) (?P<list>[^.;:“”]{{1,200}}?) (?:among|as) (?:his|her|their|its)(?: [\w-]+){{0,2}} {_SUPPORTERS}\b", "● counts ● among her key supporters", "● counts on ●", 0.75),
    Rule("supports: is among", rf"(?P<subject>)\b(?:is|are|was|were) (?:also )?(?:among|one of|a|an early|a longtime|an|a vocal|a strong) (?:(?P<whom>●)[’']s? (?:[\w-]+ ){{0,2}})?{_SUPPORTERS}(?: of (?:(?:{{between_verb_and_candidate}}) )*(?P<whom2>●))?", "● is among ●’s supporters", "● is among friends", 0.7),
    Rule("supports: a supporter", r"(?P<who>●), (?:[^,;:“”]{0,60} and )?an? (?P<whom>●) (?:supporter|backer)\b", "said ●, a senator and a ● supporter", "● spoke to a supporter", 0.65),
    Rule("endorses: chosen", r"(?P<whom>●) (?:is|was|became) the (?P<who>●)[’']s? (?:chosen|endorsed|preferred|official) (?:candidate|pick|choice|nominee)", "● was the ●’s chosen candidate", "● was the ●’s lawyer", 0.7),
    Rule("endorses: choice", r"(?P<who>●)[’']s? (?:choice|pick|endorsement)(?: for [\w ●]{3,60})? is (?P<whom>●)", "the ●’s choice for district attorney is ●", "the ●’s choice was hard", 0.75),
    Rule("endorses: gives", r"(?P<subject>)\b(?:gave|gives|handed|lent|offered|given|giving) (?P<whom>●) (?:his|her|its|their|an|the) (?:\w+ ){0,2}?(?:{stance_nouns})\b(?! (?:of|for|to)\b)", "● gave ● its endorsement", "● gave ● its word", 0.8),
    Rule("supports: gives", r"(?P<subject>)\b(?:gave|gives|handed|lent|offered|given|giving) (?P<whom>●) (?:his|her|its|their|an|the) (?:\w+ ){0,2}?(?:{support_nouns})\b(?! (?:of|for|to)\b)", "● gave ● its support", "● gave ● its word", 0.75),
    Rule("supports: has my", r"(?P<whom>●) (?:has|have|gets|deserves) (?P<mine>my|our) (?:\w+ ){0,2}?(?:support|vote|backing|endorsement)\b", "● has my full support", "● has my number", 0.75),
    Rule("opposes: wants out", r"(?P<subject>)\b(?:(?:{urging}) (?P<whom>●)[’']s? (?:{removals})|wants (?P<whom2>●) (?:gone|out|fired|removed|recalled|defeated))\b", "● called for ●’s ouster", "● called for ●’s help", 0.65),
    Rule("endorses: deserves", r"(?P<whom>●) (?P<editorial>deserves (?:another|a (?:second|third|fourth|fifth|full)) (?:\w+ )?term|deserves re-?election)\b", "● deserves another term", "● deserves better", 0.6),
)
# fmt: on


def drafts_of(
    found: Found, passage: Span, who: Iterable[Party], whom: Party | None, *, stance: str, verb: str, rule: str, confidence: float
) -> list[Endorsement]:
    """A draft for each of those who take a stance; none for who endorses themselves."""
    within = next((key for _, _, key in found.around(passage[0], passage[1] - 2)), None)
    return [
        Endorsement(
            passage=Passage.of(found.text, *passage),
            rule=rule,
            confidence=confidence,
            within=within,
            endorser=Party(each.name, " ".join(each.as_named.split())),
            candidate=whom,
            stance=stance,
            verb=" ".join(verb.split()),
        )
        for each in who
        if each.name and (whom is None or fold(each.name) != fold(whom.name))
    ]
