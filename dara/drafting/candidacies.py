import re
from dara.drafting.names import Name, Names
from dara.drafting.segmentation import SegmentedText

_BETWEEN = re.compile(
    r"(?i)(?:district attorney|\bD\.?A\.?(?:[’']s)?(?: race)?|prosecutor)\b[^.;]{0,30}\bbetween (?:[\w.’-]+ ){0,4}?(?:(?:[A-Z][\w.’-]+ ){2,3}and (?:\w+ ){0,3}?)?$"
)
def candidates(segmented: SegmentedText, names: Names) -> list[Name]:
    """The people in a text who are candidates, by their role, by what is said of them, or because they have a campaign."""
    text = segmented.text
    found = [
        name
        for name in names.people
        if name.roles
        & {
            "candidate",
            "incumbent",
            "challenger",
            "nominee",
            "opponent",
            "rival",
            "district attorney",
            "frontrunner",
            "front-runner",
        }
    ]
    after = re.compile(
        r"(?:[’']s?)? (?:campaign|candidacy|bid|opponent|challenger|supporters|endorsers|endorsements|backers|re-?election)\b|(?: also| has| still| already)* (?:secured|won|picked up|received|earned|boasts?|counts on|has|touts|landed)(?: [\w-]+){0,5} (?:endorsements?|support|backing)\b|(?:, [^.;:“”\"]{2,110},)?,? (?:who )?(?:is|was|has been|are|will be|[’']s) (?:also |now |the \w+ )?(?:running|seeking|vying|challenging|campaigning|leading|ahead|trailing|reelected|re-elected|elected)\b"
        r"|,?(?: \w+)? (?:conceded|faces|will face|is facing|challenged|jumped into the race|entered the race|filed to run|beat|beats|ousted|unseated|edged|leads|led|trails|trailed|won|wins|defeated|defeats|captured|garnered|(?:received|had|has|got|took|drew|finished with|with) (?:(?:almost|about|nearly|only|just|over|roughly) )?\d[\d.,]*(?:%| percent| votes)|ran\b|announced (?:his|her) candidacy|launched (?:his|her) campaign)| and (?:[A-Z][\w.’'-]+ ){2,3}(?:are|will|meet|face|were|square)\b| \((?:incumbent|challenger)\)|,? \d\d, the incumbent| for (?:\w+ ){0,3}(?:District Attorney|D\.?A\.?\b)"
    )
    before = re.compile(
        r"(?:challenger|incumbent|candidate|candidates|elect|re-elect|reelect|vote for|race between|runoff (?:between|against|with)|defeated|conceded (?:to|the race to)|leads?|trails?|against|unseat|oust|opponent,?|endors(?:e|es|ed|ing)(?: [\w.’]+){0,6}|District Attorney|DA|D\.A\.|Dist\. Atty\.)(?: (?:former |ex-)?[A-Z][\w.]+| former)?,? $"
        r"|(?:(?:run(?:s|ning)?|race|runoff|up|campaign\w*) against|challeng(?:e|es|ed|ing)|fac(?:es|ed|ing)|unseat|oust|between|elect|succeed|conceded to|defeated|beat|lost to|runoff with|race (?:by|from))(?: (?:the|a|an|his|her))?(?: [a-z][\w’'-]*){1,5} $"
    )
    for mention in names.mentions:
        if mention.name is None or mention.name.kind != "person" or mention.name in found:
            continue
        if (
            after.match(text, mention.end, min(len(text), mention.end + 100))
            or before.search(text[max(mention.start - 70, 0) : mention.start])
            or _BETWEEN.search(text[max(mention.start - 90, 0) : mention.start])
        ):
            found.append(mention.name)
    return found


