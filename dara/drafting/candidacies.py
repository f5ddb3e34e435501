"""Find who runs, and the facts of a candidacy that a text states: running, incumbent, withdrew, conceded, outcome.

A fact is what the text says itself. What is projected, hoped, conditional or declared by somebody else (“activists declared her the winner”) is none."""

from collections.abc import Iterator

from dara.drafting.forms import Form, Found, form_of
from dara.drafting.mentions import Name
from dara.drafting.names import Names
from dara.drafting.parties import candidate_at, is_said, subject
from dara.drafting.proposals import Fact, Passage
from dara.drafting.rules import WORDS, Rule, compiled
from dara.drafting.segmentation import SegmentedText

_OFFICE = r"(?:District Attorney|D\.?A\.?\b|Dist\. Atty\.)"
_FIGURE = r"(?:(?:almost|about|nearly|only|just|over|roughly) )?\d[\d.,·]*(?: ?%| percent| votes)"

# By what is said right before or after somebody, “●”, they run.
# fmt: off
RUNS = (
    Rule("has a campaign", r"●(?:[’']s?)? (?:campaign|candidacy|bid|opponent|challenger|supporters|endorsers|endorsements|backers|re-?election)\b", "●’s campaign", "●’s office"),
    Rule("is running", r"●(?:, [^.;:“”\"]{2,110},)?,? (?:who )?(?:is|was|has been|are|will be|[’']s) (?:also |now |the \w+ )?(?:running|seeking|vying|challenging|campaigning|leading|ahead|trailing|reelected|re-elected|elected)\b", "●, a lawyer, is running", "● is a lawyer"),
    Rule("runs against", r"●,?(?: \w+)? (?:conceded(?! in )|faces|will face|is facing|challenged|jumped into the race|entered the race|filed to run|beat|beats|ousted|unseated|edged|leads|led|trails|trailed|won|wins|defeated|defeats|captured|ran\b|announced (?:his|her) candidacy|launched (?:his|her) campaign)", "● faces", "● spoke"),
    Rule("has a count", rf"●,?(?: \w+)? (?:garnered|received|had|has|got|took|drew|finished with|with|obtuvo|recibió) (?:el )?{_FIGURE}", "● had 52.9%", "● had 3 children"),
    Rule("meets", r"● and (?:[A-Z][\w.’'-]+ ){2,3}(?:are|will|meet|face|were|square)\b|● \((?:incumbent|challenger)\)|●,? \d\d, the incumbent", "● and Ana Roe meet", "● and Ana Roe"),
    Rule("is called", rf"(?:challenger|incumbent|candidate|candidates|elect|re-elect|reelect|vote for|race between|runoff (?:between|against|with)|defeated|conceded (?:to|the race to)|leads?|trails?|against|unseat|oust|opponent,?|endors(?:e|es|ed|ing)(?: [\w.’]+){{0,6}}|{_OFFICE}|candidat[oa]|apoyan? a|respaldan? a)(?: (?:former |ex-)?[A-Z][\w.]+| former)?,? ●", "challenger ●", "lawyer ●"),
)
_RACE = r"(?:the |this |his |her |another |(?:[a-z’']+ ){0,2}[a-z]+[’']s )(?:[\w’'-]+ ){0,4}?(?:race|election|runoff|primary|contest|seat|nomination|district attorney|office)\b"
# The subject is the candidate; the first word of a name is the fact.
FACTS = (
    Rule("running", r"\b(?:running for|running against|(?:announced|declared) (?:his|her|●) (?:candidacy|campaign|bid)|launched (?:his|her|a|●) campaign|entered the race|jumped into the race|filed to run|challenging|seeking (?:re-?election|(?:a|another) (?:\w+ )?term)|seeks (?:re-?election|(?:a|another) (?:\w+ )?term)|one of (?:\w+ ){1,4}running for|in the running for|se postula|es candidat[oa] a)\b", "● is running for", "● is running a clinic", 0.75),
    Rule("withdrew", rf"\b(?:(?:withdrew|dropped out|bowed out|pulled out)(?: of| from)? (?={_RACE})|dropped out\b|(?:quit|left|exited) {_RACE}|(?:ended|suspended) (?:his|her|●) (?:campaign|candidacy|bid))", "● dropped out", "● left the room", 0.75),
    Rule("conceded", r"\b(?:conceded(?= (?:defeat|the (?:race|election)|to|on|her|his|late|early|tuesday|wednesday|thursday|friday|monday)\b|[.,;]|$)(?! in an interview)|concedió la (?:victoria|derrota))\b", "● conceded", "● conceded that", 0.8),
    Rule("outcome: won", rf"\b(?:won (?:re-?election|{_RACE})|was (?:re-?)?elected\b(?=[^.;]{{0,60}}\b(?:\w+day|last night|nov\.|november|june|march)\b)|(?:defeated|beat|unseated|ousted)(?= (?:[a-z-]+ ){{0,4}}●)|emerged victorious|ganó (?:la elección|las elecciones|la contienda))", "● won the race", "● won the case", 0.7),
    Rule("outcome: lost", rf"\b(?:lost (?:re-?election|{_RACE}|to ●)|was (?:defeated|unseated|ousted|voted out)\b|fell to ●|perdió (?:la elección|las elecciones|la contienda))", "● lost the race", "● lost the case", 0.7),
)
# fmt: on
_INCUMBENT = compiled(
    r"(?i)(?<!no )\bincumbent,? (?:(?:(?:republican|democratic|democrat|district attorney|{titles|roles}),? )+)?●|●,? (?:\d\d, )?\(?the (?:\w+ )?incumbent\b|● \(incumbent\)"
)
_ELSEWHERE = compiled(r"(?i)\b(?:in (?:19|20)\d\d|{other_times})\b")
# Only the sentences that have one of these are read.
_STATED = compiled(r"(?i){of_candidacies}")


def candidates(segmented: SegmentedText, names: Names) -> list[Name]:
    """The people in a text who are candidates, by their role, by what is said of them, or because they have a campaign."""
    text = segmented.text
    found = {name: None for name in names.people if name.roles & WORDS.candidates}
    for mention in names.mentions:
        if mention.name is not None and mention.name.kind == "person" and mention.name not in found:
            before = text[max(mention.start - 90, 0) : mention.start]
            window = f"{before}●{text[mention.end : mention.end + 130]}"
            matches = (rule.regex.search(window) for rule in RUNS)
            if any(match and match.start() <= len(before) < match.end() for match in matches):
                found[mention.name] = None
    return list(found)


def facts(found: Found) -> Iterator[Fact]:
    """The facts of candidacies that the sentences of a text state outside of quotations, each once for each candidate: where it is said first."""
    known: set[tuple[str, str]] = set()
    for sentence in found.segmented.sentences:
        words = found.text[slice(*sentence)]
        if len(words) > 1200 or not _STATED.search(words) or _ELSEWHERE.search(words):
            continue
        form = form_of(found, sentence)
        for name, confidence, verb, place in _stated(found.text, form):
            party = candidate_at(found, form, place) if not found.references.inside_quotation(form.places[verb]) else None
            if party is not None and party.name in found.running_names and (name, party.name) not in known:
                known.add((name, party.name))
                fact, _, outcome = name.partition(": ")
                passage = Passage.of(found.text, *sentence)
                yield Fact(passage=passage, rule=name, confidence=confidence, candidate=party, fact=fact, outcome=outcome)


def _stated(text: str, form: Form) -> Iterator[tuple[str, float, int, int]]:
    """The facts in a form: what, how sure, in what place, and of whom."""
    for rule in FACTS:
        for match in rule.regex.finditer(form.lower):
            if is_said(form, match.start()):
                yield from ((rule.name, rule.confidence, match.start(), place) for place in subject(form, match.start())[:3])
    for place, phrase in form.phrases.items():
        window = f"{text[max(phrase.start - 60, form.places[0]) : phrase.start]}●{text[phrase.end : min(phrase.end + 40, form.places[-1])]}"
        if phrase.kind == "person" and _INCUMBENT.search(window):
            yield "incumbent", 0.9, place, place
