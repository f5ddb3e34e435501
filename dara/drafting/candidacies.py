"""Find who runs, and the facts of a candidacy that a text states: running, incumbent, withdrew, conceded, outcome.

A fact is what the text says itself. What is projected, hoped, conditional or declared by somebody else (“activists declared her the winner”) is none."""

import re
from collections.abc import Iterator

from dara.drafting.forms import Form, Found, form_of
from dara.drafting.names import Name, Names
from dara.drafting.parties import candidate_at, is_said, subject
from dara.drafting.proposals import Fact, Passage
from dara.drafting.rules import Rule
from dara.drafting.segmentation import SegmentedText

_ROLES = frozenset(
    {"candidate", "incumbent", "challenger", "nominee", "opponent", "rival", "district attorney", "frontrunner", "front-runner"}
)
_OFFICE = r"(?:District Attorney|D\.?A\.?\b|Dist\. Atty\.)"
_FIGURE = r"(?:(?:almost|about|nearly|only|just|over|roughly) )?\d[\d.,·]*(?: ?%| percent| votes)"

# By what is said right before or after somebody, “●”, they run.
# fmt: off
RUNS = (
    Rule("has a campaign", r"●(?:[’']s?)? (?:campaign|candidacy|bid|opponent|challenger|supporters|endorsers|endorsements|backers|re-?election)\b", "●’s campaign", "●’s office"),
    Rule("has support", r"●(?: also| has| still| already)* (?:secured|won|picked up|received|earned|boasts?|counts on|has|touts|landed|garnered)(?: [\w-]+){0,5} (?:endorsements?|support|backing)\b", "● won the support", "● won the case"),
    Rule("is running", r"●(?:, [^.;:“”\"]{2,110},)?,? (?:who )?(?:is|was|has been|are|will be|[’']s) (?:also |now |the \w+ )?(?:running|seeking|vying|challenging|campaigning|leading|ahead|trailing|reelected|re-elected|elected)\b", "●, a lawyer, is running", "● is a lawyer"),
    Rule("runs against", r"●,?(?: \w+)? (?:conceded(?! in )|faces|will face|is facing|challenged|jumped into the race|entered the race|filed to run|beat|beats|ousted|unseated|edged|leads|led|trails|trailed|won|wins|defeated|defeats|captured|ran\b|announced (?:his|her) candidacy|launched (?:his|her) campaign)", "● faces", "● spoke"),
    Rule("has a count", rf"●,?(?: \w+)? (?:garnered|received|had|has|got|took|drew|finished with|with|obtuvo|recibió) (?:el )?{_FIGURE}", "● had 52.9%", "● had 3 children"),
    Rule("meets", r"● and (?:[A-Z][\w.’'-]+ ){2,3}(?:are|will|meet|face|were|square)\b|● \((?:incumbent|challenger)\)|●,? \d\d, the incumbent", "● and Ana Roe meet", "● and Ana Roe"),
    Rule("for the office", rf"● for (?:\w+ ){{0,3}}{_OFFICE}", "● for District Attorney", "● for lunch"),
    Rule("is called", rf"(?:challenger|incumbent|candidate|candidates|elect|re-elect|reelect|vote for|race between|runoff (?:between|against|with)|defeated|conceded (?:to|the race to)|leads?|trails?|against|unseat|oust|opponent,?|endors(?:e|es|ed|ing)(?: [\w.’]+){{0,6}}|{_OFFICE}|candidat[oa]|apoyan? a|respaldan? a)(?: (?:former |ex-)?[A-Z][\w.]+| former)?,? ●", "challenger ●", "lawyer ●"),
    Rule("is met", r"(?:(?:run(?:s|ning)?|race|runoff|up|campaign\w*) against|challeng(?:e|es|ed|ing)|fac(?:es|ed|ing)|unseat|oust|between|elect|succeed|conceded to|defeated|beat|lost to|runoff with|race (?:by|from))(?: (?:the|a|an|his|her))?(?: [a-z][\w’'-]*){1,5} ●", "faces the former judge ●", "saw the former judge ●"),
    Rule("is between", r"(?i:district attorney|\bD\.?A\.?(?:[’']s)?(?: race)?|prosecutor)\b[^.;]{0,30}\bbetween (?:[\w.’-]+ ){0,4}?(?:(?:[A-Z][\w.’-]+ ){2,3}and (?:\w+ ){0,3}?)?●", "district attorney race between ●", "lunch between ●"),
)
# fmt: on

_RACE = r"(?:the |this |his |her |another |(?:[a-z’']+ ){0,2}[a-z]+[’']s )(?:[\w’'-]+ ){0,4}?(?:race|election|runoff|primary|contest|seat|nomination|district attorney|office)\b"
# The subject is the candidate; the first word of a name is the fact.
# fmt: off
FACTS = (
    Rule("running", r"\b(?:running for|running against|(?:announced|declared) (?:his|her|●) (?:candidacy|campaign|bid)|launched (?:his|her|a|●) campaign|entered the race|jumped into the race|filed to run|challenging|seeking (?:re-?election|(?:a|another) (?:\w+ )?term)|seeks (?:re-?election|(?:a|another) (?:\w+ )?term)|one of (?:\w+ ){1,4}running for|in the running for|se postula|es candidat[oa] a)\b", "● is running for", "● is running a clinic", 0.75),
    Rule("withdrew", rf"\b(?:(?:withdrew|dropped out|bowed out|pulled out)(?: of| from)? (?={_RACE})|dropped out\b|(?:quit|left|exited) {_RACE}|(?:ended|suspended) (?:his|her|●) (?:campaign|candidacy|bid))", "● dropped out", "● left the room", 0.75),
    Rule("conceded", r"\b(?:conceded(?= (?:defeat|the (?:race|election)|to|on|her|his|late|early|tuesday|wednesday|thursday|friday|monday)\b|[.,;]|$)(?! in an interview)|concedió la (?:victoria|derrota))\b", "● conceded", "● conceded that", 0.8),
    Rule("outcome: won", rf"\b(?:won (?:re-?election|{_RACE})|was (?:re-?)?elected\b(?=[^.;]{{0,60}}\b(?:\w+day|last night|nov\.|november|june|march)\b)|(?:defeated|beat|unseated|ousted)(?= (?:[a-z-]+ ){{0,4}}●)|emerged victorious|ganó (?:la elección|las elecciones|la contienda))", "● won the race", "● won the case", 0.7),
    Rule("outcome: lost", rf"\b(?:lost (?:re-?election|{_RACE}|to ●)|was (?:defeated|unseated|ousted|voted out)\b|fell to ●|perdió (?:la elección|las elecciones|la contienda))", "● lost the race", "● lost the case", 0.7),
)
# fmt: on
# fmt: off
INCUMBENTS = (
    Rule("incumbent", r"(?i)(?<!no )\bincumbent,? (?:(?:(?:republican|democratic|democrat|district attorney|{titles|roles}),? )+)?●|●,? (?:\d\d, )?\(?the (?:\w+ )?incumbent\b|● \(incumbent\)", "incumbent ●", "● and the challenger"),
)
# fmt: on
_ELSEWHERE = re.compile(
    r"(?i)\b(?:in (?:19|20)\d\d|years? ago|last time|back then|previously|in (?:his|her) first|poll|projected|projects?|predicted|expected|called the race|would|could|if|hopes?|until)\b"
)
_OTHER_PRIZE = re.compile(r"(?i)(?:endorsement|support|backing|nod|case|trial|verdict|suit|lawsuit|award|conviction)")


def candidates(segmented: SegmentedText, names: Names) -> list[Name]:
    """The people in a text who are candidates, by their role, by what is said of them, or because they have a campaign."""
    text = segmented.text
    found = {name: None for name in names.people if name.roles & _ROLES}
    for mention in names.mentions:
        if mention.name is None or mention.name.kind != "person" or mention.name in found:
            continue
        before = text[max(mention.start - 90, 0) : mention.start]
        window = f"{before}●{text[mention.end : mention.end + 130]}"
        for rule in RUNS:
            match = rule.regex.search(window)
            if match and match.start() <= len(before) < match.end():
                found[mention.name] = None
                break
    return list(found)


def facts(found: Found) -> Iterator[Fact]:
    """The facts of candidacies that the sentences of a text state outside of quotations, each once for each candidate: where it is said first."""
    known: set[tuple[str, str]] = set()
    for sentence in found.segmented.sentences:
        words = found.text[slice(*sentence)]
        if len(words) > 1200 or not _STATED.search(words) or _ELSEWHERE.search(words):
            continue
        form = form_of(found, sentence)
        for kind, rule, place in _stated(found, form):
            party = candidate_at(found, form, place)
            if party is None or party.name not in found.running_names or (kind, party.name) in known:
                continue
            known.add((kind, party.name))
            fact, _, outcome = kind.partition(": ")
            yield Fact(
                passage=Passage.of(found.text, *sentence),
                rule=rule.name,
                confidence=rule.confidence,
                candidate=party,
                fact=fact,
                outcome=outcome,
            )


_STATED = re.compile(
    r"(?i)running|candidacy|campaign|race|filed|challeng|seek|withdrew|dropped out|bowed|quit|suspend|conced|won\b|elected|defeat|beat\b|unseat|oust|victorious|lost\b|fell to|incumbent|postula|ganó|perdió"
)


def _stated(found: Found, form: Form) -> Iterator[tuple[str, Rule, int]]:
    """The facts in a form: what, by which rule, and of whom."""
    for rule in FACTS:
        for match in rule.regex.finditer(form.lower):
            if (
                found.references.inside_quotation(form.places[match.start()])
                or _OTHER_PRIZE.search(match[0])
                or not is_said(form, match.start())
            ):
                continue
            yield from ((rule.name, rule, place) for place in subject(form, match.start())[:3])
    for place, phrase in form.phrases.items():
        window = f"{found.text[max(phrase.start - 60, form.places[0]) : phrase.start]}●{found.text[phrase.end : min(phrase.end + 40, form.places[-1])]}"
        if phrase.kind == "person" and INCUMBENTS[0].regex.search(window) and not found.references.inside_quotation(phrase.start):
            yield INCUMBENTS[0].name, INCUMBENTS[0], place
