"""Who is told to endorse, support, oppose or fund whom. One sentence at a time, by the shape of the sentence:

    active       the Guild endorsed Strand   ·   groups backing Lacey   ·   threw her support behind
    passive      Strand was endorsed by the Guild, Mayor Koch and …
    possession   Strand has the support of …   ·   won the endorsement of …
    withdrawn    rescinded its endorsement of …
    money        gave $5,000 to …   ·   spent $1 million to elect …   ·   received $5,000 from …
    list         Endorsements: A; B; C   ·   Also endorsing Strand: (a line each)
    hashtag      #JaneDoeMustGo

“did not endorse”, “declined to endorse”, “yet to endorse” are none; nor is what is said of a measure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dara.drafting.forms import Endorsement, Party, Passage
from dara.drafting.names import Mention, Name, Names, Token, fold
from dara.drafting.posts import Post
from dara.drafting.reading import Reading, Span
from dara.drafting.speakers import Speakers
from dara.drafting.vocabulary import ADVERBS, BEGINNERS, ROLES, TITLES, VERBS, word_set

_REVERSED = {"supports": "opposes", "endorses": "opposes", "opposes": "supports"}  # of a recall
_OWN = r"(?:its|his|her|their|our|my|the|an?|that|this)"
_ENDORSEMENT = r"(?:\w+[ -]){0,3}?(?:endorsements?|support|backing|nods?|blessing|seal of approval)"
# The first that fits decides; what follows it is the candidate.
_ACTIVE = [
    ("withdraws", rf"(?:withdr[ae]w(?:n|s|ing)?|rescind(?:ed|s|ing)|revok(?:ed|es|ing)|pull(?:ed|s|ing)|retract(?:ed|s|ing)|took back|takes? back|taken back|walk(?:ed|s|ing) back|revers(?:ed|es|ing)|retract(?:ed|s)|renounc(?:ed|es|ing)|dropp(?:ed|ing)|ended|ending|yank(?:ed|ing)) {_OWN} {_ENDORSEMENT}(?: (?:of|for|from|to)| (?:it|he|she|they) (?:had )?g[ai]ven?(?: to)?)?"),
    ("withdraws", r"(?:withdrew|rescinded|revoked|pulled) (?:theirs|hers|its own|his own)"),
    ("withdraws", r"rescinded(?=\.)"),
    ("withdraws", r"(?:un-?endors(?:ed|es|ing)|abandon(?:ed|s|ing)|deserted|no longer (?:support(?:s|ed|ing)?|back(?:s|ed|ing)?|endors(?:es|ed|ing))|broke with|(?:withdr[ae]w(?:n|s|ing)?|pull(?:ed|s|ing)|dropp(?:ed|ing)) (?:support|backing) (?:for|of|from))"),
    ("endorses", rf"(?:announc(?:ed|es|ing)|gave|gives|giving|issu(?:ed|es|ing)|lent|extended) {_OWN} (?:\w+ ){{0,3}}?(?:endorsement|nod)(?: \w+){{0,2}}? (?:of|to|for)"),
    ("supports", rf"(?:announc(?:ed|es|ing)|gave|gives|giving|issu(?:ed|es|ing)|lent|extended) {_OWN} (?:\w+ ){{0,2}}?(?:support|backing)(?: \w+){{0,2}}? (?:of|to|for)"),
    ("supports", rf"(?:thr[eo]w(?:n|s|ing)?|put(?:s|ting)?|plac(?:ed|es|ing)|swung|swings) {_OWN} (?:\w+ ){{0,3}}?(?:support|weight|backing|influence|muscle)(?: \w+day)? (?:behind|to)"),
    ("supports", r"(?:formed|created|set up|founded|launched|organized|attempting|working|trying|hoping) to (?:elect|re-?elect|support|boost|help)"),
    ("supports", r"(?:stands?|stood|standing) (?:by|with)|(?:got|gets|getting) behind|(?:is|are|was) (?:voting|going) (?:for|with)|(?:I[’']m|we[’']re|I am|we are) (?:voting|going) (?:for|with)|(?:will|would) vote for|(?:has|have|had) (?:now )?switched to|(?:crossed over|defected|jumped ship|turned) to|switched to|(?:has|have) (?:his|her|its|our|my) vote|rall(?:ied|ies) (?:around|to)|st(?:uck|icks?|icking) (?:with|by)|sid(?:ed|es|ing) with|went with|(?:chose|picked|chooses|picks)(?= [A-Z])|threw in with|lin(?:ed|es|ing) up with|remains? loyal to"),
    ("supports", rf"(?:tweet(?:ed|s|ing)|declar(?:ed|es|ing)|express(?:ed|es|ing)|voic(?:ed|es|ing)|pledg(?:ed|es|ing)|offer(?:ed|s|ing)|post(?:ed|s|ing)|add(?:ed|s|ing)|lend(?:s|ing)?|lent) {_OWN} (?:\w+ )?(?:support|backing) (?:for|of|to)"),
    ("endorses", rf"(?:tweet(?:ed|s|ing)|declar(?:ed|es|ing)|post(?:ed|s|ing)|add(?:ed|s|ing)) {_OWN} (?:\w+ )?endorsement (?:for|of)"),
    ("supports", r"(?:stands?|stood|rall(?:ied|ies)|lin(?:ed|es) up|unit(?:ed|es)|swung|coalesced) (?:firmly |squarely )?behind"),
    ("supports", r"(?:came|come|comes) out (?:for|in support of|in favor of)|campaign(?:ed|s|ing) (?:for|on behalf of)|cast (?:its|his|her|their) lot with|knock(?:ed|ing) (?:on )?doors for"),
    ("opposes", r"(?:came|come|comes) out against|campaign(?:ed|s|ing) against|work(?:ed|s|ing) against"),
    ("opposes", r"(?:led|leads?|leading|join(?:ed|s|ing)|amplified|back(?:ed|s|ing)|support(?:ed|s|ing)|launch(?:ed|ing)|organized|started|began|begun|mounted) (?:the|a|an|efforts?|calls?)? ?(?:\w+ ){0,2}?(?:drives?|efforts?|calls?|campaigns?|push|movement|fight|petition) to (?:replace|oust|unseat|recall|remove|defeat|fire|dump)"),
    ("opposes", r"(?:campaign|organiz|work|fight|push|fought|vow|pledg|mobiliz|protest|gather|petition|seek|sought|aim|spen[dt])(?:ed|s|ing|ged)?(?: \w+){0,3} to (?:replace|oust|unseat|recall|remove|defeat|dump)"),
    ("opposes", r"(?:demand(?:ed|s|ing)?|call(?:ed|s|ing)? for|urg(?:ed|es|ing)|sought|seeking) the (?:resignation|ouster|removal|recall|defeat) of"),
    ("opposes", r"(?:urg(?:ed|es|ing)|ask(?:ed|s|ing)|tell(?:s|ing)?|told|implor(?:ed|es|ing)) (?:(?:its|his|her|their|all|the) )?(?:[\w,]+ ){0,2}?(?:voters|members|residents|people|neighbors) to (?:reject|vote against|oust|defeat|oppose|vote out|unseat)"),
    ("endorses", r"(?:urg(?:ed|es|ing)|ask(?:ed|s|ing)|tell(?:s|ing)?|recommend(?:ed|s|ing)?) (?:(?:its|his|her|their|all|the|a) )?(?:[\w,]+ ){0,2}?(?:voters|members|residents|people|readers|neighbors)? ?(?:to )?(?:(?:vote|votes|voting) for|elect|re-?elect)"),
    ("opposes", r"(?:vot(?:ed|es|ing)|declar(?:ed|es|ing)) (?:overwhelmingly |unanimously )?(?:no|to have no) confidence in|(?:want(?:s|ed)?|voted) to (?:oust|remove|replace|unseat|recall|see the last of)|target(?:ed|s|ing)|(?:is|are|was|were) (?:firmly |dead set )?against|attack(?:ed|s|ing) (?:ads|mailers) against"),
    ("opposes", r"oppos(?:ed|es|e|ing)"),
    ("endorses", r"(?:proud|prouder|happier|thrilled|excited|ready|proudly|honou?red|pleased|happy|delighted|voted|decided|chose|agreed|moved|opted)(?: (?:overwhelmingly|unanimously|narrowly|\d+-\d+|\d+ to \d+))? to (?:officially |formally |proudly )?(?:endorse|recommend|support|back)"),
    ("endorses", r"(?:re-?)?endors(?:ed|es|e|ing)|recommend(?:ed|s)?(?: a vote for)?|(?:its|our|their|his|her) (?:pick|choice|endorsement) (?:is|was|went to|goes to|for \w+(?: \w+)? is)"),
    ("supports", r"(?:is|are) (?:all |now |still |squarely |firmly )?(?:for|with|behind)(?= [A-Z])|back(?:ed|s|ing)|back(?! (?:in|to|on|at|from|into|and)\b)|support(?:ed|s|ing)|support(?! (?:of|for|from|in|among|and|to)\b)|favou?rs|favou?red|champion(?:ed|s|ing)|for(?= [A-Z])(?!.)"),
]  # fmt: skip
_ACTIVES = [(stance, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for stance, pattern in _ACTIVE]
_PASSIVE = re.compile(
    r"\b(?:(?P<endorses>endorsed|recommended)|(?P<supports>backed|supported|championed|favored)|(?P<opposes>opposed))"
    r"(?: (?:(?:\w+ly|again|also|twice|early|strongly)|(?:from|since|for|in|on|at|this|last|over|throughout|before|after|during|early|late|and|or|as)(?: [\w.’-]+){1,4}?))? by\b",
    re.IGNORECASE,
)
_HAS = (
    r"ha[sd]|have|won|wins?|winning|receiv(?:ed|es|ing)|earn(?:ed|s|ing)|secur(?:ed|es|ing)|land(?:ed|s|ing)|pick(?:ed|s|ing) up|claim(?:ed|s|ing)|boast(?:ed|s|ing)?"
    r"|enjoy(?:ed|s|ing)?|got|gets|gain(?:ed|s|ing)|tout(?:ed|s|ing)?|announc(?:ed|es|ing)|scor(?:ed|es|ing)|nabbed|snagged|collect(?:ed|s|ing)|garner(?:ed|s|ing)|carr(?:ied|ies)|holds?|held"
    r"|drew|draws|list(?:ed|s|ing)|unveil(?:ed|s|ing)|with|accept(?:ed|s|ing)|highlight(?:ed|s|ing)|cit(?:ed|es|ing)|captur(?:ed|es|ing)|obtain(?:ed|s|ing)|attract(?:ed|s|ing)|count(?:s|ed)"
)
_POSSESSION = re.compile(
    rf"\b(?P<verb>(?:{_HAS})(?: (?:also|already|since|still|now|more|long))?(?: (?!not\b|no\b|neither\b)[\w’'-]+,?){{0,5}}? (?P<noun>endorsements?|support|backing|nods?|blessing)),? (?P<of>of|from|by|including)\b",
    re.IGNORECASE,
)
_NOMINAL = re.compile(r"(?P<noun>endorsement|support|backing) (?:of|for)\b")
_SWITCHED = re.compile(
    rf"\b(?:switch|shift|mov|flipp|transferr)(?:ed|es|ing) {_OWN} (?:endorsement|support|allegiance|backing)(?: from (?P<old>[^,.;]{{2,60}}?))? to\b"
)
_SUPPORTERS = r"(?P<noun>endorsements?|endorsers|supporters|backers|allies|endorsing \w+)"
_INCLUDE = re.compile(
    rf"\b{_SUPPORTERS}(?: (?:so far|now|also|to date|in the race|on the list|range from))* (?:includes?|included|are|number|come from|came from)\b:?",
    re.IGNORECASE,
)
_AMONG = re.compile(
    rf"\b(?P<lead>[Aa]mong (?:(?:the |those |his |her |their |[A-Z][\w-]+[’']s? )(?:[\w-]+ ){{0,4}}?))(?:(?:who |that )?(?:(?:is |are |has |have )?(?:officially |publicly )?(?P<verb>backing|endorsing|supporting|backs?|supports?|endorses?|backed|endorsed|supported|(?:already )?lined up behind|standing with)) [^.;:]{{2,60}}?|{_SUPPORTERS})(?: (?:are|is|were|was)\b|:)"
)
_AMONG_FIRST = re.compile(
    r"(?P<lead>(?:Also )?)(?P<verb>[Ee]ndorsing|[Bb]acking|[Ss]upporting|[Gg]etting behind|[Ll]ining up behind|[Ss]tanding with|[Ll]ined up behind) [^.;:]{2,40}? (?:are|is|were|was)\b:?"
)
_COUNTS = re.compile(
    rf"\b(?P<verb>counts?|lists?|names?|claims?|numbers?) (?P<list>[^.;:“”]{{3,200}}?) (?:among|as) (?:his|her|their|its)(?: \w+){{0,2}} {_SUPPORTERS}\b"
)
_IS_AMONG = re.compile(rf"\b(?:is|are|was|were) (?:also )?(?:among|one of) (?:[\w’'-]+ ){{1,3}}?{_SUPPORTERS}\b")
_ADVICE = (  # an editorial's, to its readers
    (re.compile(r"\b(?:[Vv]oters|[Rr]esidents) should (?:elect|re-?elect|keep|return|choose|support|vote for)\b"), "endorses"),
    (re.compile(r"\b(?:[Vv]oters|[Rr]esidents) should (?:reject|oust|replace|vote against|turn out)\b"), "opposes"),
    (re.compile(r"\bdeserves (?:another|re-?election|a (?:second|third|fourth|fifth|full)) ?(?:term)?\b"), ""),
)
_HAS_MY = re.compile(r"\b(?:has|have|gets|deserves) (?P<whose>my|our) (?:\w+ ){0,2}?(?:support|endorsement|vote|backing)\b")
_GIVEN = re.compile(
    r"\b(?P<verb>gave|gives|handed|lent|offered|given|giving)\b (?:[\w.’-]+ ){1,5}?(?:his|her|its|their|an|the) (?:\w+ ){0,2}?(?P<noun>endorsement|support|backing|nod|blessing)\b(?! (?:of|for|to)\b)"
)
_WENT_TO = re.compile(r"\b[Ee]ndorsements? (?:of|from) (?P<list>[^.;:]{3,90}?) (?:went|goes|has gone) to\b")
_DONORS = re.compile(r"\b(?:donors?|contributors?|funders?|backers?|benefactors?)\b(?P<to> to\b)?")
_THEY_INCLUDE = re.compile(
    r"(?:They|These|Those|The list|The group|Others|The endorsers|The supporters)(?: also)? (?:include|includes|included|are|were)\b:?|(?:Among them|Also on the list|Also among them)(?: are| is| were)\b"
)
_SO_HAVE = re.compile(r"\b[Ss]o (?:has|have|did|do|does|is|are|was|were)\b")
_LOST = re.compile(
    r"\b(?:lost|loses|losing|forfeited) (?:the |his |her |their )?(?:\w+ ){0,2}?(?:endorsements?|support|backing) (?:of|from)\b"
)
_CALLS = re.compile(r"\b(?:call(?:ed|s|ing)? (?:on|for|upon)|urg(?:ed|es|ing)|ask(?:ed|s|ing)|press(?:ed|es|ing))\b")
_GIFT = re.compile(
    r"[ -](?:contribution|boost|infusion|donation|check|cheque|gift|loan|expenditure|investment)s?(?: last \w+| this \w+| in \w+)? from\b"
)
_SPENT_BY = re.compile(
    r"(?: in (?:\w+ ){1,3}?)?,? (?:that was |which was |was |were |has been |had been )?(?P<verb>spent|given|donated|contributed|raised|poured|put up|put)(?: (?P<for>for|to elect|to support|supporting|against|opposing|attacking|to defeat|on (?:his|her|their) behalf|into the race|on ads|on mail\w*|on television)(?: [^.;,]{0,40}?)?)? by\b"
)
_NOT = re.compile(
    r"\b(?:not|n[’']t|cannot|never|declin\w+|refus\w+|yet to|whether|if|could|would (?:have|consider|be|like|decide|only)|may|might|should|hop(?:es|ed|ing) (?:to|for)|seek(?:s|ing)?|sought|ask(?:ed|s|ing)?|consider(?:ed|s|ing)?|without"
    r"|neither|nor|no one|nobody|none|stopped short|expected|likely|unlikely|fail(?:ed|s)? to|opted (?:not|against)|rather than|instead of|want(?:s|ed)?|abstain\w*|nobody|avoid\w*|courting|courted|vying|compet\w+|denied|denies|lost|loses"
    r"|falsely|incorrectly|wrongly|ever|no plans?|plans? to|until|before|lobb\w+|pressur\w+|interview\w* before)\b(?! only\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?P<whole>(?:(?P<qualifier>more than|nearly|about|over|almost|at least|some|up to|roughly|around|close to|an additional|another|just over|just under|less than|approximately) )?"
    r"\$(?P<number>\d[\d,]*(?:\.\d+)?)(?:[\s\u00a0-]?(?P<scale>thousand|million|billion|[mMkKbB])\b)?)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:raised and spent|gave|given|gives|giving|donat(?:ed|es|ing)|contribut(?:ed|es|ing)|spen(?:t|ds|ding)|pour(?:ed|s|ing)|put(?:s|ting)?|cut|pump(?:ed|s|ing)|dropp(?:ed|ing)|sank|sunk|plow(?:ed|ing)|chipp(?:ed|ing) in|kick(?:ed|ing) in"
    r"|funnel(?:ed|s|ing|led)|invest(?:ed|s|ing)|commit(?:ted|s|ting)|bankroll(?:ed|s|ing)|sent|wrote|steer(?:ed|ing)|shell(?:ed|ing) out|fund(?:ed|s|ing)|direct(?:ed|ing)|deposit(?:ed|ing)|transferr(?:ed|ing)|report(?:ed|s|ing)(?=[^.$]{0,20}\$[\d.,]+(?: \w+)? in (?:\w+ )?(?:spending|expenditures))|loan(?:ed|s|ing)|pledg(?:ed|es|ing))\b",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"\b(?:rak(?:ed|es|ing) in|receiv(?:ed|es|ing)|accept(?:ed|s|ing)|took|taken|got|collect(?:ed|s|ing)|raised|reported|came|includ(?:ed|es|ing)|benefit(?:ed|s|ing) from|drew)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:(?:that|which) (?:is |are |has |have )?(?:support(?:s|ed|ing)?|back(?:s|ed|ing)?)|to (?:help )?(?:elect|re-?elect|support|back|boost|promote|aid|help|benefit)|in support of|supporting|backing|on behalf of|boosting|promoting|benefiting|in favor of|for|to|into|toward|towards|behind|electing|re-?electing|(?:into|on|to) (?:electing|re-?electing|supporting|backing|boosting)|(?:ads|mailers|advertising|television|mail|radio) for)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:(?:ads|mailers|mail|advertising|television|commercials|spots)(?: \w+)? attacking)\b|\b(?:(?:that|which) (?:is |are |has )?oppos(?:es|ed|ing)|against|to (?:defeat|oppose|unseat|oust|attack|recall|remove)|opposing|attacking)\b"
)
_RACE = re.compile(r"\b(?:race|contest|election|campaign)\b", re.IGNORECASE)
_JOIN = re.compile(
    r"\b(?:urge|ask|invite|want|beg) (?:you|everyone|all of you|people)(?: all)? to join (?:them|us)\b|\b(?:join|stand with) (?:them|us)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?:(?:have|has|had|are|were|all|both|also|each|now|already|recently|since|switched sides and)\s*)+")
_STANCE_VERB = re.compile(r"\b(?:endors(?:ed|es)|back(?:ed|s)|support(?:ed|s)|oppos(?:ed|es))\b")
_MEASURE = re.compile(r"\b(?:Measure|Proposition|Prop\.?|Question|Amendment|Issue|Senate Bill|Assembly Bill|AB|SB) [A-Z0-9]")
_GROUPS = word_set(
    "unions officials groups leaders committees philanthropists organizations organisations prosecutors deputies donors celebrities lawmakers members activists officers"
    " supervisors mayors senators judges chiefs sheriffs police firefighters nurses teachers clergy pastors attorneys lawyers democrats republicans voters legislators councilmembers"
    " councilmen residents businesses associations clubs newspapers labor executives billionaires developers families victims progressives conservatives reformers advocates"
    " congressmembers educators workers carpenters electricians realtors associates colleagues politicians supporters staffers employees defenders veterans ministers athletes actors"
    " musicians interests companies agencies coalitions pacs chapters locals neighbors moderates liberals contributors investors entrepreneurs dispatchers guards candidates critics commissioners"
    " prosecutor police-unions ranchers farmers growers merchants owners rabbis imams bishops women men students professors survivors bondsmen landlords insurers"
)
_KINDS = word_set(
    "elected community labor faith local state federal county city national public safety law enforcement organizations organisations unions and & former current other business civil rights education civic officials leaders endorsements partial list"
)
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_NUMBERS = word_set(
    "group coalition dozen dozens number handful score scores hundreds list one two three four five six seven eight nine ten eleven twelve half most several all some many majority slate"
)
_SKIPPED_ITEM = re.compile(
    r"^(?:who|which|whose|that|whom|where|when|after|because|while|but|though|although|as part|according|president|chair|chairman|chairwoman|head|director|founder|leader|the (?:wife|husband|son|daughter|brother|sister|mother|father|widow|late|largest|only|first|former|second|top|state’s|county’s|city’s|union|group|nation’s|organization)|a |an |one of|both |his |her |its |in |on |at |for |to |with |from |by )\b",
    re.IGNORECASE,
)
_CANDIDACY = word_set("candidacy campaign bid run election re-election reelection opponent challenger rival")
_LIST_HEAD = re.compile(
    r"^(?:(?P<plain>endorsements?|endorsed by|endorsers?|supporters|backers|supported by|our endorsements|list of endorsements|who[’']s endorsing|partial list of endorsements|endorsing organizations|endorsing officials"
    r"|elected officials|organizations|labor|community leaders)(?P<rest>[^:\n]{0,80}?)\s*:?)$",
    re.IGNORECASE,
)
_SIDE_HEAD = re.compile(
    r"^(?P<verb>Backing|Endorsing|Supporting|For|With|Behind|Team|Supporters of|Backers of|Endorsers of|Endorsed)\b [^.!?]{2,50}$",
    re.IGNORECASE,
)
_SIDE_LINE = re.compile(r"(?P<head>(?:(?:For|Backing|Supporting|Endorsing|Behind|With) )?(?:[A-Z][\w.’'-]+ ?){1,4}): ?")
_OFFICE_LINE = re.compile(
    r"[•*–-]?\s*[A-Z][^:.]{2,60}(?:Governor|Attorney|Mayor|Senat|Sheriff|Judge|Council|Assembl|District|Treasurer|Supervisor|Commission|Board|Measure|Prop|Seat|Clerk|Superintendent|Congress|House|President)?[^:.]{0,40}: "
)
_LIST_LINE = re.compile(
    r"^(?P<head>(?:[\w’'. -]{0,40}\b)?(?:endorsements?|endorsed by|endorsers|supporters|backers|backed by|supported by)(?: (?:include|are|so far|(?:of|for) [^:;—–]{2,40}?))?)\s*(?::|[—–])\s*(?P<items>\S.*)$",
    re.IGNORECASE,
)
_INTRO = re.compile(r"\b(?:endors(?:ed|ing|ements?|ers)|support(?:ed|ing|ers)|back(?:ed|ing|ers))\b[^.!?]*:$", re.IGNORECASE)


@dataclass(frozen=True)
class _Endorser:
    name: str
    as_named: str


class Endorsements:
    """Finds the stances of a text."""

    def __init__(
        self,
        reading: Reading,
        names: Names,
        speakers: Speakers,
        posts: Sequence[Post],
        voices: Sequence[tuple[Span, Party | None, str]],
    ):
        self.reading, self.names, self.speakers, self.text = reading, names, speakers, reading.text
        self.posts = posts
        self.voices = voices  # passages of drafted statements: (span, speaker, key)
        self.candidates = candidates(reading, names)
        self._found: list[Endorsement] = []  # so far

    def drafts(self) -> list[Endorsement]:
        found: list[Endorsement] = self._found
        for number in range(len(self.reading.paragraphs)):
            found += self._lists(number)
        listed = [(each.passage.start, each.passage.end) for each in found]
        for sentence in self.reading.sentences:
            if sentence[1] - sentence[0] > 2000 or any(start <= sentence[0] and sentence[1] <= end for start, end in listed):
                continue
            found += self._sentence(sentence) or self._more_of(sentence, found)
            found += self._so_have(sentence, found)
        return _once([*found, *self._joining(found)])

    def _so_have(self, sentence: Span, found: Sequence[Endorsement]) -> list[Endorsement]:
        """“The Guild has endorsed her, and so has the Free Press.” · “So have the teachers.”"""
        start, end = sentence
        so = _SO_HAVE.search(self.text, start, end)
        if so is None:
            return []
        last = next((each for each in reversed(found) if each.passage.start <= so.start()), None)
        if last is None or last.stance == "funds" or last.candidate is None or start - last.passage.end > 3:
            return []
        limit = self.text.find(", in ", so.end(), end)
        begin = min(last.passage.start, start)
        return list(
            self._all(
                (begin, end),
                self._listed(so.end(), limit if limit > 0 else end),
                last.candidate,
                last.stance,
                so[0].strip(),
                "so have",
                0.65,
            )
        )

    def _more_of(self, sentence: Span, found: Sequence[Endorsement]) -> list[Endorsement]:
        """“She has been endorsed by 14 officials. They include A, B and C.”"""
        they = _THEY_INCLUDE.match(self.text, *sentence)
        last = found[-1] if found else None
        if they is None or last is None or last.candidate is None or not 0 < sentence[0] - last.passage.end < 3:
            return []
        return list(
            self._all(sentence, self._listed(they.end(), sentence[1]), last.candidate, last.stance, they[0], "they include", 0.7)
        )

    def _sentence(self, sentence: Span) -> list[Endorsement]:
        words = self.text[slice(*sentence)]
        found: list[Endorsement] = []
        if "$" in words:
            found += self._money(sentence)
        if not re.search(
            r"(?i)endors|back|support|oppos|behind|recommend|withdr|rescind|revok|pull|abandon|desert|campaign|oust|unseat|resign|recall|replace|remov|defeat|nod\b|allegiance|blessing|vote|favor|champion|\b(?:is|are|was|were) (?:\w+ )?(?:for|with)\b|corner|target|against|lost|call|urg|ask|among|choice|pick|chose|broke with|renounc|revers|walk|c[ao]me out|stood|stuck|side|rall|lined|bankroll|fund|financ",
            words,
        ):
            return [*found, *self._hashtags(sentence)]
        rules = (
            self._given,
            self._nominal,
            self._switched,
            self._passive,
            self._possession,
            self._including,
            self._lost,
            self._calling,
            self._active,
        )
        paid = {each.candidate.name for each in found if each.candidate is not None}
        for rule in rules:
            for each in rule(sentence):
                if not (
                    each.candidate and each.candidate.name in paid and each.stance in ("supports", "opposes")
                ):  # “a committee that supports her”
                    found.append(each)
        return [*found, *self._hashtags(sentence)]

    # --- shapes ---

    def _active(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        taken: list[Span] = []
        headline = self._is_headline(sentence)
        for stance, pattern in _ACTIVES:
            for found in pattern.finditer(self.text, start, end):
                if found[0][0].isupper() and found.start() > start and not headline:
                    continue  # a name: “Committee Supporting the Recall of …”
                if any(s < found.end() and found.start() < e for s, e in taken):
                    continue
                if self._negated(start, found.start()) or re.match(r"\s+by\b", self.text[found.end() : found.end() + 6]):
                    continue
                objects = self._objects(found.end(), end)
                if not objects and stance == "withdraws":
                    own = {fold(each.name) for each in self._subjects(start, found.start(), found[0])}
                    earlier = self._earlier(start, found.start(), own) or self._last_candidate(start, own)
                    objects = [earlier] if earlier is not None else []
                if not objects:
                    continue
                candidate = objects[0]
                endorsers = self._subjects(start, found.start(), found[0]) + self._included(found.end(), end)
                if joined := re.search(r"\bjoin(?:ed|s|ing) ([^.;:]{3,160}?) in $", self.text[start : found.start()]):
                    endorsers += self._listed(start + joined.start(1), start + joined.end(1))
                if not endorsers:
                    continue
                if stance in _REVERSED and re.search(
                    r"(?i)\b(?:recall|ouster|removal|resignation|defeat)\b",
                    self._until_candidate(found.end(), candidate),
                ):
                    stance = _REVERSED[stance]
                taken.append(found.span())
                for each in objects:
                    yield from self._all(
                        sentence, endorsers, each, stance, found[0], f"active: {stance}", 0.85 if stance != "supports" else 0.75
                    )

    def _is_headline(self, sentence: Span) -> bool:
        tokens = [token for token in self.names.words_between(*sentence) if len(token.text) > 3]
        return sum(token.capital for token in tokens) >= 0.6 * len(tokens)

    def _until_candidate(self, place: int, candidate: Party) -> str:
        words = self.text[place : place + 120]
        return words.split(candidate.as_named.split()[-1])[0] if candidate.as_named else words

    def _included(self, place: int, end: int) -> list[_Endorser]:
        """“… supporting Hochman’s campaign, including A, B and C”."""
        found = re.compile(r"[^,.;:“”]{3,70}, (?:including|among them) ").match(self.text, place, end)
        return self._listed(found.end(), end) if found else []

    def _passive(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        for found in _PASSIVE.finditer(self.text, start, end):
            if self._negated(start, found.start()):
                continue
            stance = next(name for name in ("endorses", "supports", "opposes") if found[name])
            candidate = self._passive_subject(start, found.start())
            limit = end
            if found.start() - start < 12 and (following := self._main_subject(found.end(), end)) is not None:
                candidate, limit = following
            if candidate is None:
                continue
            for endorser in self._listed(found.end(), limit):
                draft = self._draft(sentence, endorser, candidate, stance, found[0], "passive", 0.85)
                if draft:
                    yield draft

    def _main_subject(self, place: int, end: int) -> tuple[Party, int] | None:
        """“Backed by the Nurses Union, Ortega leads”: the candidate whom the main clause begins with, and where that is."""
        for found in re.finditer(r", ", self.text[place:end]):
            after = place + found.end()
            first = next(iter(self.names.between(after, after + 1)), None)
            if (
                first is not None
                and first.name in self.candidates
                and not re.match(r",? and\b|, ", self.text[first.end : first.end + 5])
            ):
                return _party(first.name, first.core), place + found.start()
            pronoun = re.match(r"(he|she)\b", self.text[after : after + 4])
            if pronoun and (name := self.speakers.pronoun(pronoun[1], after, self.candidates)):
                return _party(name, pronoun[1]), place + found.start()
        return None

    def _possession(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        for found in _POSSESSION.finditer(self.text, start, end):
            if self._negated(start, found.start()) or re.search(r"\b(?:no|not|never|without|for)\b", found["verb"]):
                continue
            stance = "endorses" if found["noun"].startswith(("endors", "nod")) else "supports"
            candidate = self._passive_subject(start, found.start())
            limit = end
            if (
                found["verb"].lower().startswith("with")
                and found.start() - start < 4
                and (following := self._main_subject(found.end(), end)) is not None
            ):
                candidate, limit = following
            if candidate is None:
                continue
            colon = self.text.find(": ", found.end(), limit)
            named = self._listed(colon + 2, limit) if 0 < colon - found.end() < 90 else []  # “of eleven mayors: A, B and C”
            for endorser in named or self._listed(found.end(), limit):
                draft = self._draft(sentence, endorser, candidate, stance, f"{found['verb']} {found['of']}", "possession", 0.8)
                if draft:
                    yield draft

    def _given(self, sentence: Span) -> Iterator[Endorsement]:
        """“gave Ortega her endorsement”"""
        start, end = sentence
        for pattern, stance in _ADVICE:
            for found in pattern.finditer(self.text, start, end):
                voice = None if self.speakers.inside_quotation(found.start()) else self._editorial()
                candidate = self._object(found.end(), end) if stance else self._passive_subject(start, found.start())
                if voice is not None and candidate is not None and re.search(r"\b[Ww]e\b", self.text):
                    yield from self._all(
                        sentence, [_Endorser(voice.name, "we")], candidate, stance or "endorses", found[0], "advice", 0.6
                    )
        for found in _HAS_MY.finditer(self.text, start, end):
            candidate = self._passive_subject(start, found.start())
            voice = self._voice(found.start())
            if candidate is not None and voice is not None and not self._negated(start, found.start()):
                stance = "endorses" if "endors" in found[0] else "supports"
                yield from self._all(
                    sentence, [_Endorser(voice.name, found["whose"])], candidate, stance, found[0], "has my support", 0.75
                )
        for found in _GIVEN.finditer(self.text, start, end):
            candidate = self._object(found.end("verb"), found.start("noun"))
            if candidate is not None and not self._negated(start, found.start()):
                stance = "endorses" if found["noun"].startswith(("endors", "nod")) else "supports"
                yield from self._all(
                    sentence,
                    self._subjects(start, found.start(), "gave"),
                    candidate,
                    stance,
                    f"{found['verb']} … {found['noun']}",
                    "given",
                    0.8,
                )

    def _nominal(self, sentence: Span) -> Iterator[Endorsement]:
        """“the Guild’s endorsement of Ortega”; “the endorsement of the Guild went to Ortega”"""
        start, end = sentence
        for found in _NOMINAL.finditer(self.text, start, end):
            owner = next((each for each in self.names.before(found.start(), 2) if each.possessive and each.start >= start), None)
            between = self.text[owner.end : found.start()] if owner is not None else ""
            candidate = self._object(found.end(), end)
            if owner is None or owner.name is None or candidate is None or not re.fullmatch(r"[’']s? (?:\w+ ){0,2}", between):
                continue
            if not self._negated(start, owner.start):
                stance = "endorses" if found["noun"] == "endorsement" else "supports"
                yield from self._all(sentence, [_Endorser(owner.name.full, owner.core)], candidate, stance, found[0], "noun", 0.7)
        for found in _WENT_TO.finditer(self.text, start, end):
            candidate = self._object(found.end(), end)
            if candidate is not None:
                yield from self._all(
                    sentence,
                    self._listed(found.start("list"), found.end("list")),
                    candidate,
                    "endorses",
                    "endorsement",
                    "noun",
                    0.7,
                )

    def _including(self, sentence: Span) -> Iterator[Endorsement]:
        """“Rao’s backers include A, B and C.” · “Among those supporting Rao are A and B.” · “Rao counts A and B among her supporters.”"""
        start, end = sentence
        for found in _INCLUDE.finditer(self.text, start, end):
            candidate = self._owner(start, found.start(), end)
            stance = "endorses" if found["noun"].lower().startswith("endors") else "supports"
            if candidate is not None and not self._negated(start, found.start()):
                yield from self._all(sentence, self._listed(found.end(), end), candidate, stance, found[0], "included", 0.75)
        for found in _among(self.text, start, end):
            stance = "endorses" if "endors" in found[0].lower() else "supports"
            inside = next((each for each in self.names.between(found.start(), found.end()) if each.name in self.candidates), None)
            candidate = (
                _party(inside.name, inside.core)
                if inside is not None and inside.name
                else self._owner(start, max(found.end("lead"), start), end)
            )
            if candidate is not None:
                yield from self._all(
                    sentence, self._listed(found.end(), end), candidate, stance, found["verb"] or found[0].split()[0], "among", 0.75
                )
        for found in _IS_AMONG.finditer(self.text, start, end):
            candidate = self._owner(start, found.start("noun"), end)
            stance = "endorses" if found["noun"].lower().startswith("endors") else "supports"
            if candidate is not None:
                yield from self._all(
                    sentence, self._subjects(start, found.start(), "is"), candidate, stance, found[0], "is among", 0.7
                )
        for found in _COUNTS.finditer(self.text, start, end):
            candidate = self._passive_subject(start, found.start())
            if candidate is not None:
                stance = "endorses" if "endors" in found["noun"] else "supports"
                yield from self._all(
                    sentence,
                    self._listed(found.start("list"), found.end("list")),
                    candidate,
                    stance,
                    f"{found['verb']} among",
                    "counted among",
                    0.7,
                )

    def _owner(self, start: int, place: int, end: int) -> Party | None:
        """Whose backers: “Rao’s”, “her”, or the paragraph’s own candidate."""
        owner = next(
            (
                each
                for each in self.names.before(place + 1, 3)
                if each.start >= start and each.possessive and each.name in self.candidates
            ),
            None,
        )
        if owner is not None and place - owner.end < 30:
            return _party(owner.name, owner.core)
        pronoun = next(
            (
                token
                for token in reversed(self.names.words_between(max(start, place - 30), place))
                if token.text.lower() in {"his", "her", "their"}
            ),
            None,
        )
        if pronoun is not None:
            name = self.speakers.pronoun(pronoun.text.lower(), pronoun.start, self.candidates)
            return _party(name, pronoun.text) if name else None
        after = re.match(r" (?:of|for) ", self.text[place : place + 5])
        return self._object(place, end) if after else self._paragraph_topic(start)

    def _lost(self, sentence: Span) -> Iterator[Endorsement]:
        """“Rao lost the endorsement of the Guild.”"""
        start, end = sentence
        for found in _LOST.finditer(self.text, start, end):
            candidate = self._passive_subject(start, found.start())
            if candidate is not None:
                yield from self._all(sentence, self._listed(found.end(), end), candidate, "withdraws", found[0], "lost", 0.7)

    def _calling(self, sentence: Span) -> Iterator[Endorsement]:
        """“called on Rao to resign”, “called for Rao to step down”."""
        start, end = sentence
        for found in _CALLS.finditer(self.text, start, end):
            candidate = self._object(found.end(), end)
            tail = self.text[found.end() : min(end, found.end() + 110)]
            if (
                candidate is None
                or self._negated(start, found.start())
                or not re.match(
                    r"[^.;]{0,80}?\bto (?:resign|step down|step aside|quit|drop out|leave office|withdraw from the race)\b", tail
                )
            ):
                continue
            yield from self._all(
                sentence,
                self._subjects(start, found.start(), found[0]),
                candidate,
                "opposes",
                found[0],
                "called on to resign",
                0.65,
            )

    def _all(
        self,
        sentence: Span,
        endorsers: Sequence[_Endorser],
        candidate: Party | None,
        stance: str,
        verb: str,
        rule: str,
        sureness: float,
    ) -> Iterator[Endorsement]:
        for endorser in endorsers:
            draft = self._draft(sentence, endorser, candidate, stance, verb, rule, sureness)
            if draft:
                yield draft

    def _switched(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        for found in _SWITCHED.finditer(self.text, start, end):
            if self._negated(start, found.start()):
                continue
            endorsers = self._subjects(start, found.start(), found[0])
            new = self._object(found.end(), end)
            old = self._object(found.start("old"), found.end("old")) if found["old"] else None
            for endorser in endorsers:
                for candidate, stance in ((old, "withdraws"), (new, "endorses" if "endorsement" in found[0] else "supports")):
                    draft = candidate and self._draft(sentence, endorser, candidate, stance, found[0], "switched", 0.75)
                    if draft:
                        yield draft

    def _money(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        for amount in _AMOUNT.finditer(self.text, start, end):
            given = list(_GIVES.finditer(self.text, max(start, amount.start() - 90), amount.start()))
            rest = (amount.end(), end)
            if _GIFT.match(self.text, amount.end()):
                yield from self._gift_from(sentence, amount)
            elif spent := _SPENT_BY.match(self.text, amount.end(), end):
                yield from self._spent_by(sentence, amount, spent)
            elif given and not self._negated(start, given[-1].start()) and "“" not in self.text[given[-1].end() : amount.start()]:
                yield from self._gift(sentence, amount, given[-1], rest)
            elif not given:
                yield from self._receipt(sentence, amount)

    def _gift(self, sentence: Span, amount: re.Match[str], verb: re.Match[str], rest: Span) -> Iterator[Endorsement]:
        start, end = sentence
        target = self._target(verb.end(), amount.start(), rest[0], end)
        if target is None:
            donors = self._donors(start, verb.start())
            if donors is None:
                return
            supported, named = donors
            endorsers = self._listed(*named) if named else self._subjects(start, verb.start(), verb[0])
            yield from _with_amount(self._all(sentence, endorsers, supported, "funds", verb[0], "donors", 0.65), amount)
            return
        candidate, recipient, stance, purpose = target
        given = self._all(sentence, self._subjects(start, verb.start(), verb[0]), candidate, stance, verb[0], "money given", 0.75)
        yield from _with_amount(given, amount, recipient, purpose)

    def _gift_from(self, sentence: Span, amount: re.Match[str]) -> Iterator[Endorsement]:
        """“a $25,000 contribution from A to Rao’s committee”; “Rao received a $25,000 check from A”."""
        start, end = sentence
        found = _GIFT.match(self.text, amount.end())
        assert found is not None
        target = re.compile(r"[^.;]{2,80}? (?:to|for|supporting|backing|into|helped|boosted|benefited|went to) ").match(
            self.text, found.end(), end
        )
        candidate = self._object(target.end(), end) if target else None
        candidate = candidate or self._passive_subject(start, self._verb_before(start, amount.start()))
        if candidate is None:
            return
        limit = target.end() if target and self._object(target.end(), end) else end
        for draft in self._all(
            sentence, self._listed(found.end(), limit), candidate, "funds", found[0].strip(" -"), "money given", 0.7
        ):
            draft.amount, draft.amount_as_stated, draft.recipient = _number(amount), amount["whole"], "not stated"
            yield draft

    def _verb_before(self, start: int, place: int) -> int:
        found = list(
            re.finditer(r"\b(?:received|got|took|accepted|benefited|reported|has|had|landed|drew|cashed)\b", self.text[start:place])
        )
        return start + found[-1].start() if found else place

    def _spent_by(self, sentence: Span, amount: re.Match[str], spent: re.Match[str]) -> Iterator[Endorsement]:
        """“$1.3 million spent on her behalf by Neighbors for Safe Streets”."""
        start, end = sentence
        candidate = self._passive_subject(start, self._verb_before(start, amount.start()))
        whom = self._object(spent.end("for"), end) if spent["for"] else None
        candidate = whom or candidate
        stance = "opposes" if re.search(r"against|oppos|attack|defeat", spent[0]) else "funds"
        if candidate is None:
            return
        for draft in self._all(sentence, self._listed(spent.end(), end), candidate, stance, spent["verb"], "money spent by", 0.7):
            if stance == "funds":
                draft.amount, draft.amount_as_stated, draft.recipient = _number(amount), amount["whole"], "not stated"
            yield draft

    def _donors(self, start: int, place: int) -> tuple[Party, Span | None] | None:
        """“Pruitt’s largest donors are A, which [gave]” · “Two donors to Pruitt, A and B, [gave]”: (the candidate, where A and B stand)."""
        found = _DONORS.search(self.text, start, place)
        if found is None:
            return None
        owner = next(
            (
                each
                for each in self.names.before(found.start(), 2)
                if each.possessive and each.start >= start and found.start() - each.end < 30
            ),
            None,
        )
        if owner is not None and owner.name in self.candidates:
            return _party(owner.name, owner.core), None
        candidate = self._object(found.end(), place) if found["to"] else None
        comma = self.text.find(", ", found.end(), place)
        return (candidate, (comma + 2, place)) if candidate is not None and comma > 0 else None

    def _target(self, after_verb: int, amount: int, after: int, end: int) -> tuple[Party | None, str, str, str | None] | None:
        """Whom money is for: (candidate, recipient, stance, purpose)."""
        between = (self._object(after_verb, amount) or self._of_committee(after_verb, amount)) if amount - after_verb > 3 else None
        if between is not None:
            return between, "not stated", "funds", None
        tail = self.text[after:end]
        for found in re.finditer(f"(?:{_AGAINST.pattern})|(?:{_FOR.pattern})", tail, re.IGNORECASE):
            against = bool(_AGAINST.match(found[0]))
            candidate = self._object(after + found.end(), end)
            if candidate is None:
                object_words = tail[found.end() : found.end() + 80]
                race = re.match(r"\s(?:the |this |that )?(?:[\w’'.,-]+ ){0,7}?(?:race|contest)\b", object_words, re.IGNORECASE)
                if (
                    found[0].lower() in {"into", "to", "on", "for", "toward"}
                    and race
                    and self._is_da_race(object_words[: race.end()])
                ):
                    return None, "the race", "funds", None
                candidate = self._of_committee(after + found.end(), end)
                if candidate is None:
                    continue
            purpose = re.match(r"\s(?:on|for|in) ((?:[\w’'-]+,? ?){1,12}?)\s*$", tail[: found.start()])
            recipient = (
                "candidate's committee"
                if re.match(r"[^,.;]{0,60}[’']s?\s(?:\w+ )?(?:campaign|committee)", tail[found.end() :])
                else "not stated"
            )
            return candidate, recipient, "opposes" if against else "funds", purpose[1].strip() if purpose and not against else None
        return None

    def _of_committee(self, place: int, end: int) -> Party | None:
        """The candidate whom a committee works for, as told before: “gave $1.2 million to the committee”."""
        named = re.match(
            r"\s*(?:the |that |this )?(?:committee|super PAC|PAC|political action committee|effort|fund)\b",
            self.text[place : min(end, place + 40)],
        )
        mention = next(iter(self.names.between(place, min(end, place + 12))), None)
        if named is None and (mention is None or mention.kind != "organization"):
            return None
        name = fold(mention.name.full) if named is None and mention is not None and mention.name else None
        for each in reversed(self._found):
            if (
                each.candidate is not None
                and each.stance in ("supports", "funds")
                and (
                    fold(each.endorser.name) == name
                    or (name is None and re.search(r"(?i)pac\b|committee|citizens|neighbors|fund|for ", each.endorser.name))
                )
            ):
                return each.candidate
        explained = (
            re.match(
                r"[^.;]{0,60}?, (?:a|an|the) [^.;]{0,60}?\b(?:to (?:elect|re-?elect|support|help)|supporting|backing|supports|backs) ",
                self.text[mention.end : end],
            )
            if mention is not None
            else None
        )
        return self._object(mention.end + explained.end(), end) if mention is not None and explained is not None else None

    def _is_da_race(self, words: str) -> bool:
        return bool(re.search(r"(?i)d\.?a\.?(?:’s|'s)?\b|district attorney|attorney|prosecutor", words)) or not re.search(
            r"(?i)mayor|council|senate|sheriff|governor|president", words
        )

    def _receipt(self, sentence: Span, amount: re.Match[str]) -> Iterator[Endorsement]:
        """“Lacey has received $2 million from police unions.” · “$50,000 from Soros went to Gascón.”"""
        start, end = sentence
        received = list(_RECEIVES.finditer(self.text, max(start, amount.start() - 90), amount.start()))
        source = re.compile(r"(?:\s(?:in|of) [\w -]{3,40}?)?,? from\b").match(self.text, amount.end(), min(end, amount.end() + 60))
        if not received or source is None or self._negated(start, received[-1].start()):
            return
        candidate = self._passive_subject(start, received[-1].start())
        if candidate is None:
            return
        more = self.text.find("$", source.end(), end)
        for endorser in self._listed(source.end(), more if more > 0 else end):
            draft = self._draft(sentence, endorser, candidate, "funds", received[-1][0], "money received", 0.7)
            if draft:
                draft.amount, draft.amount_as_stated = _number(amount), amount["whole"]
                draft.recipient = "not stated"
                yield draft

    def _hashtags(self, sentence: Span) -> Iterator[Endorsement]:
        """A hashtag that calls a candidate out or for office, in somebody’s own words."""
        for found in re.finditer(r"#(\w{6,60})", self.text[slice(*sentence)]):
            place = sentence[0] + found.start()
            speaker = self._voice(place)
            if speaker is None:
                continue
            tag = fold(found[1])
            for name in self.candidates:
                whole, last = re.sub(r"\W", "", "".join(name.words)), re.sub(r"\W", "", name.words[-1])
                against = re.fullmatch(
                    rf"(?:dump|oust|fire|recall|bye|stop|voteout|goodbye|removefire)?(?:{whole}|{last})(?:willgo|mustgo|hastogo|out|gone|needstogo|resign|isout|isdone)|(?:dump|oust|fire|recall|bye|stop|voteout|goodbye)(?:{whole}|{last})(?:now)?",
                    tag,
                )
                favour = re.fullmatch(
                    rf"(?:team|vote|elect|reelect|iam|imwith)(?:{whole}|{last})|(?:{whole}|{last})(?:forda|fordistrictattorney|20\d\d|forda20\d\d)",
                    tag,
                )
                if against or favour:
                    draft = self._draft(
                        sentence,
                        _Endorser(speaker.name, speaker.as_named),
                        _party(name, found[0]),
                        "opposes" if against else "supports",
                        found[0],
                        "hashtag",
                        0.6,
                    )
                    if draft:
                        yield draft

    def _joining(self, found: Sequence[Endorsement]) -> Iterator[Endorsement]:
        """“I urge you to join them”, in a post after a sentence that tells of others' stance: the signer's too."""
        for span, speaker, key in self.voices:
            told = [each for each in found if span[0] <= each.passage.start < span[1]]
            call = _JOIN.search(self.text, *span) if told and speaker is not None and key.startswith("post") else None
            earlier = [each for each in told if call and each.passage.start <= call.start()]
            if call and earlier and speaker is not None and fold(speaker.name) != fold(earlier[-1].endorser.name):
                passage = (earlier[-1].passage.start, self.reading.sentences[self.reading.sentence_at(call.start())][1])
                draft = self._draft(
                    passage,
                    _Endorser(speaker.name, speaker.as_named),
                    earlier[-1].candidate,
                    earlier[-1].stance,
                    call[0],
                    "joining them",
                    0.55,
                )
                if draft:
                    yield draft

    # --- lists ---

    def _lists(self, number: int) -> list[Endorsement]:
        start, end = self.reading.paragraphs[number]
        words = self.text[start:end]
        if end - start > 3000:
            return []
        line = _LIST_LINE.match(words)
        if line and "•" in line["items"]:
            return self._items(
                self._list_candidate(start, line["head"]),
                [(start, end)],
                self._split(start + line.start("items"), end, "•"),
                line["head"].strip(),
                "list in a line",
            )
        if line and ";" in line["items"] and not re.search(r"[.!?] [A-Z]", line["head"]):
            return self._items(
                self._list_candidate(start, line["head"]),
                [(start, end)],
                self._split(start + line.start("items"), end, ";"),
                line["head"].strip(),
                "list in a line",
            )
        if (
            line
            and re.match(r"(?i)(?:\w+ ){0,2}?(?:endorsements?|endorsed by|endorsers|supporters|backers)", line["head"])
            and line["items"].count(",") >= 1
            and len(line["head"]) < 40
        ):
            endorsers = self._listed(start + line.start("items"), end)
            candidate = self._list_candidate(start, line["head"])
            if candidate is None:
                return []
            drafts = [
                self._draft((start, end), each, candidate, "endorses", line["head"].strip(), "list in a line", 0.75)
                for each in endorsers
            ]
            return [each for each in drafts if each]
        if sided := self._sided(number, start, end):
            return sided
        if slate := self._slate(number, start, end):
            return slate
        is_head = bool(_INTRO.search(words) or _LIST_HEAD.match(words))
        side = None if is_head else _SIDE_HEAD.match(words)
        if not (is_head or side) or end - start > 240:
            return []
        if side and self._object(start + side.end("verb"), end) is None:
            return []
        items: list[Span] = []
        for following in self.reading.paragraphs[number + 1 : number + 80]:
            bullet = bool(items) and self.text[following[0]] in "•*▪◦●" and following[1] - following[0] < 120
            if not self._is_item(following) and not bullet:
                break
            items.append(following)
        if len(items) < (1 if side else 2):
            return []
        candidate = self._list_candidate(start, words)
        verb = re.search(r"(?i)\b(?:endors\w+|support\w*|back\w+)\b", words)
        return self._items(
            candidate, [(start, item[1]) for item in items], items, verb[0] if verb else words.strip(" :"), "list of lines"
        )

    def _sided(self, number: int, start: int, end: int) -> list[Endorsement]:
        """“For Pruitt: Sheriff Bain, Rep. Hatch.” or “Pruitt: Sheriff Bain; Rep. Hatch”, below words on endorsements."""
        line = _SIDE_LINE.match(self.text, start, end)
        if line is None or not self._is_below_words_on_endorsements(number):
            return []
        candidate = next(
            (
                each
                for each in self.names.between(start, line.end("head"))
                if each.name in self.candidates and line.end("head") - each.end <= 2
            ),
            None,
        )
        if candidate is None or candidate.name is None:
            return []
        items_start = line.end()
        stance = "supports" if re.match(r"(?i)back|support", line["head"]) else "endorses"
        if ";" in self.text[items_start:end]:
            return self._items(
                _party(candidate.name, candidate.core),
                [(start, end)],
                self._split(items_start, end, ";"),
                "Endorsements" if stance == "endorses" else line["head"],
                "list of a side",
            )
        if self.text[items_start:end].count(",") < 1:
            return []
        return list(
            self._all(
                (start, end),
                self._listed(items_start, end),
                _party(candidate.name, candidate.core),
                stance,
                line["head"].strip(),
                "list of a side",
                0.7,
            )
        )

    def _is_below_words_on_endorsements(self, number: int) -> bool:
        for before in range(number - 1, max(number - 8, -1), -1):
            words = self.text[slice(*self.reading.paragraphs[before])]
            if (
                len(words) < 200
                and re.search(r"(?i)\b(?:endors\w+|back(?:s|ing|ers|ed)|support(?:s|ing|ers)?|who[’']s with)\b", words)
                and words[-1] not in '.”"'
            ):
                return True
        return False

    def _slate(self, number: int, start: int, end: int) -> list[Endorsement]:
        """“The council’s recommendations for June 7:” and below “Governor: Amalia Trevisan”, an office a line."""
        words = self.text[start:end]
        if (
            not re.search(r"(?i)\b(?:recommendations|endorsements|endorses|recommends|slate)\b[^.!?]*:?$", words)
            or end - start > 140
        ):
            return []
        owner = next((each for each in self.names.between(start, end) if each.kind == "organization" and each.name), None)
        role = re.match(r"(?:The |Our )(?:[\w-]+ )?(\w+)[’']s? (?:recommendations|endorsements|slate)", words)
        body = owner.name if owner is not None else self.names.with_role(role[1], start) if role else None
        if body is None:
            return []
        found: list[Endorsement] = []
        for line_start, line_end in self.reading.paragraphs[number + 1 : number + 40]:
            line = _OFFICE_LINE.match(self.text, line_start, line_end)
            if line is None:
                break
            for each in self.names.between(line.end(), line_end):
                if each.kind == "person" and each.name is not None:
                    found += self._all(
                        (start, line_end),
                        [_Endorser(body.full, body.full)],
                        _party(each.name, each.core),
                        "endorses",
                        "recommendations",
                        "slate",
                        0.7,
                    )
        return found

    def _is_item(self, paragraph: Span) -> bool:
        words = self.text[slice(*paragraph)].lstrip("•*-–—·▪◦● \u00a0\t")
        if (
            len(words) > 110
            or not words
            or (words[-1] in '.?!:”"' and not re.search(r"(?:Jr|Sr|Inc|Ret)\.$", words))
            or words[0] in '“"'
        ):
            return False
        if re.match(
            r"(?i)(?:paid for|donate|sign up|volunteer|read more|contact|home|email|phone|search|menu|follow|first name|last name|what they|add your|subscribe|photo|related|see all|view|more)\b",
            words,
        ):
            return False
        begin = paragraph[1] - len(words)
        if _SIDE_HEAD.match(words) and any(each.kind == "person" for each in self.names.between(begin, paragraph[1])):
            return False
        side = _SIDE_LINE.match(words)
        if side and any(each.name in self.candidates for each in self.names.between(begin, begin + side.end())):
            return False
        tokens = self.names.words_between(begin, paragraph[1])
        if (
            len(tokens) <= 10
            and all(token.capital or token.text in {"of", "for", "the", "and", "at"} for token in tokens)
            and any(token.plain in TITLES for token in tokens)
        ):
            return True  # “Mayor of Long Beach”, above or below a name
        return any(each.name or each.kind in ("person", "organization") for each in self.names.between(begin, paragraph[1]))

    def _split(self, start: int, end: int, mark: str) -> list[Span]:
        pieces, begin = [], start
        for found in re.finditer(re.escape(mark), self.text[start:end]):
            pieces.append((begin, start + found.start()))
            begin = start + found.end()
        return [*pieces, (begin, end)]

    def _items(self, candidate: Party | None, passages: list[Span], items: list[Span], verb: str, rule: str) -> list[Endorsement]:
        if candidate is None:
            return []
        drafts = []
        stance = "supports" if verb.lower().startswith(("support", "back")) else "endorses"
        for index, item in enumerate(items):
            passage = passages[index] if len(passages) == len(items) else passages[0]
            for endorser in self._endorsers_of_item(item):
                drafts.append(self._draft(passage, endorser, candidate, stance, verb, rule, 0.8))
        return [each for each in drafts if each]

    def _is_kind_of_people(self, item: Span) -> bool:
        """“Elected Officials”, “Community Leaders*”: a heading inside of a list."""
        tokens = self.names.words_between(*item)
        return all(token.plain in _GROUPS or token.plain in _KINDS for token in tokens)

    def _endorsers_of_item(self, item: Span) -> list[_Endorser]:
        """One endorser mostly; “Mayors Ray Tso (Alder) and Ida Hale (Dunmore)” are two."""
        if self._is_kind_of_people(item):
            return []
        words = self.text[slice(*item)]
        if re.search(r" and |, ", re.sub(r"\([^)]*\)", "", words)):
            begin = item[0] + len(words) - len(words.lstrip("•*-–—·▪◦● \u00a0\t"))
            people = [
                each
                for each in self._listed(begin, item[1])
                if (name := self.names.person(each.name)) is not None and name.kind == "person"
            ]
            if len(people) > 1:
                return people
        whole = self._whole_item(*item)
        return [whole] if whole is not None else []

    def _whole_item(self, start: int, end: int) -> _Endorser | None:
        words = self.text[start:end].strip().lstrip("•*-–—·▪◦● \u00a0\t")
        begin = self.text.index(words, start) if words else start
        mentions = [each for each in self.names.between(begin, end) if each.name or each.kind in ("person", "organization")]
        people = [each for each in mentions if each.kind == "person"]
        as_named = words.strip(" .;,")
        before = self.names.words_between(begin, people[0].start) if people else []
        if any(token.capital and token.plain not in TITLES and token.plain not in ROLES for token in before) and any(
            token.text in {"for", "of", "against"} for token in before
        ):
            return _Endorser(re.split(r"[,(]| – | — ", as_named)[0].strip(), as_named)  # “Clergy for Safer Streets”
        if people and (people[0].start <= begin + 1 or len(mentions) == 1 or mentions[0] is people[0]):
            return _Endorser(people[0].name.full if people[0].name else people[0].core, as_named)
        if mentions:
            core = re.split(r"[,(]| – | — ", as_named)[0].strip()
            name = (
                mentions[0].name.full
                if mentions[0].name and len(mentions[0].core) >= len(core) - 4
                else core.removeprefix("The ").removeprefix("the ")
            )
            return _Endorser(name, as_named)
        return None

    def _list_candidate(self, place: int, head: str) -> Party | None:
        """Whose list it is: who is named in its head; else the page’s own candidate; else who was named last in a line of its own."""
        inside = [each for each in self.names.between(place, place + len(head)) if each.kind == "person" and each.name]
        if inside:
            return _party(inside[-1].name, inside[-1].core)
        if len(self.candidates) == 1:
            return _party(self.candidates[0], "")
        for number in range(self.reading.paragraph_at(place) - 1, max(self.reading.paragraph_at(place) - 12, -1), -1):
            start, end = self.reading.paragraphs[number]
            heading = [
                each for each in self.names.between(start, end) if each.kind == "person" and each.name and each.start - start < 40
            ]
            if heading and (end - start < 100 or heading[0].name in self.candidates):
                return _party(heading[0].name, heading[0].core)
        most = self._most_named()
        return _party(most, "") if most else None

    def _page_owner(self) -> Name | None:
        """The candidate whose campaign pays for the page."""
        paid = re.search(r"(?i)paid for by:? ([^\n]{3,120})", self.text[-2500:])
        words = {fold(word) for word in re.findall(r"[\w’'-]+", paid[1])} if paid else set()
        owners = [name for name in self.candidates if name.words[-1] in words]
        return owners[0] if len(owners) == 1 else None

    def _most_named(self) -> Name | None:
        counts: dict[int, int] = {}
        for mention in self.names.mentions:
            if mention.name and mention.kind == "person":
                counts[id(mention.name)] = counts.get(id(mention.name), 0) + 1
        return max((name for name in self.names.people), key=lambda name: counts.get(id(name), 0), default=None)

    # --- noun phrases ---

    def _negated(self, start: int, place: int) -> bool:
        """Whether the clause before a verb takes it back: “has yet to”, “declined to”, “if”."""
        clause = self.text[max(start, place - 70) : place]
        clause = re.split(r"[,;:—]\s| but | and (?=\w+ (?:has|have|had|was|is)\b)", clause)[-1]
        return bool(_NOT.search(re.sub(r"could(?:n[’']t| not) be (?:prouder|happier|more \w+)", "", clause)))

    def _object(self, place: int, end: int) -> Party | None:
        """The candidate that a verb takes: the person right after it, before any other noun."""
        tokens = self.names.words_between(place, min(end, place + 140))
        for index, token in enumerate(tokens[:10]):
            gap = self.text[tokens[index - 1].end if index else place : token.start]
            if re.search(
                r"[.;:!?“”\"()]",
                gap.replace(". ", " ")
                if index and tokens[index - 1].text in {"Mr", "Ms", "Mrs", "Dr", "Sen", "Rep", "Gov", "Dist", "Atty", "Lt"}
                else gap,
            ):
                break
            mention = next(iter(self.names.between(token.start, token.start + 1)), None)
            if mention is not None:
                if mention.kind == "person" or (mention.name and mention.name.kind == "person"):
                    return self._candidate_mention(mention, end)
                if mention.kind == "organization":
                    return None
            if token.text.startswith("@"):
                name = self.names.account(token.text)
                return _party(name, token.text) if name.kind == "person" else None
            lower = token.text.lower()
            if lower in {"me", "us"}:
                voice = self._voice(token.start)
                own = next((each for each in self.candidates if voice is not None and each.full == voice.name), None)
                own = own or (self._page_owner() if voice is None else None)
                return _party(own, token.text) if own is not None else None
            if lower in {"him", "her", "them"} or (
                lower in {"his", "her", "their"} and index + 1 < len(tokens) and tokens[index + 1].plain in _CANDIDACY
            ):
                following = tokens[index + 1].plain if index + 1 < len(tokens) else ""
                if following in {"opponent", "rival", "challenger"}:
                    return self._the_other(token.start)
                if lower == "her" and following and following not in _CANDIDACY | _WEEKDAYS and self.text[token.end : tokens[index + 1].start] == " " and following not in {
                    "in", "for", "over", "and", "after", "on", "at", "last", "because", "this", "by", "when", "but", "with", "as", "against", "again", "to", "early", "despite"}:  # fmt: skip
                    return None
                meant = self.speakers.pronoun(lower, token.start, self.candidates)
                return _party(meant, token.text) if meant else None
            if token.plain in {"measure", "proposition", "prop", "amendment", "question", "issue"}:
                return None
            if gap.strip() == "," and index:
                break
            if not (
                token.plain in TITLES
                or token.plain in ROLES
                or lower in _FILLERS
                or token.text in {"de", "la"}
                or "-" in token.text
                or (token.capital and token.plain in _PLACES)
            ):
                if token.capital:
                    continue
                break
            if lower in {"challenger", "incumbent", "opponent", "rival"} and not any(
                each.start - token.end < 12
                for each in self.names.between(token.end, min(end, token.end + 12))
                if each.kind == "person"
            ):
                holder = self.names.with_role(lower, token.start) if lower in {"challenger", "incumbent"} else None
                if holder is None and lower == "challenger" and len(self.candidates) == 2:
                    holder = next((each for each in self.candidates if not each.roles & {"incumbent", "district attorney"}), None)
                return _party(holder, token.text) if holder else self._the_other(token.start)
        return None

    def _last_candidate(self, place: int, but: Collection[str] = ()) -> Party | None:
        """The candidate whom the sentences just before speak of: “By nightfall two others had revoked theirs.”"""
        paragraph = self.reading.paragraph_at(place)
        for mention in self.names.before(place, 30):
            if self.reading.paragraph_at(mention.start) < paragraph - 2:
                break
            if mention.name is not None and mention.name in self.candidates and fold(mention.name.full) not in but:
                return _party(mention.name, mention.core)
        return None

    def _candidate_mention(self, mention: Mention, end: int) -> Party | None:
        if mention.possessive:
            following = self.names.words_between(mention.end + 1, min(end, mention.end + 40))
            following = [token for token in following if token.text != "s"]
            head = next((token.plain for token in following[:3] if token.plain in _CANDIDACY), None)
            if head is None and following:
                return None
            if head in {"opponent", "challenger", "rival"}:
                named = next(
                    (
                        each
                        for each in self.names.between(following[0].end, min(end, following[0].end + 40))
                        if each.kind == "person" and each.name
                    ),
                    None,
                )
                if (
                    named is not None
                    and named.name is not None
                    and self.text[following[0].end : named.start] in (", ", ", the ", " ")
                ):
                    return _party(named.name, named.core)
                other = next((name for name in self.candidates if name is not mention.name), None)
                return _party(other, head) if other is not None and len(self.candidates) == 2 else None
        if mention.name is None:
            return Party(mention.core, mention.core) if mention.kind == "person" else None
        return _party(mention.name, self.text[mention.start : mention.end])

    def _earlier(self, start: int, place: int, but: Collection[str] = ()) -> Party | None:
        """The candidate whom the sentence named before: “abandoned her, withdrawing their endorsements”."""
        before = self.names.words_between(start, place)
        for index in range(len(before) - 1, -1, -1):
            if before[index].text in {"her", "him"} and not (index + 1 < len(before) and before[index + 1].capital):
                name = self.speakers.pronoun(before[index].text, before[index].start)
                return _party(name, before[index].text) if name else None
            mention = next(iter(self.names.between(before[index].start, before[index].start + 1)), None)
            if (
                mention is not None
                and mention.name in self.candidates
                and not mention.possessive
                and mention.name is not None
                and fold(mention.name.full) not in but
            ):
                return _party(mention.name, mention.core)
        return None

    def _objects(self, place: int, end: int) -> list[Party]:
        """The candidates that a verb takes: “both Yusuf Dembélé and Carol Ann Pruitt”."""
        both = re.match(r"\s*(?:both|either)\b", self.text[place : place + 10])
        first = self._object(place + both.end() if both else place, end)
        if first is None:
            return []
        found = [first]
        last = next(
            (
                each
                for each in self.names.between(place, end)
                if each.kind == "person" and each.name and each.name.full == first.name
            ),
            None,
        )
        joint = (
            re.match(r"(?:[’']s (?:campaign|bid|candidacy))?(?: for [\w ]{3,30})?,? and ", self.text[last.end : last.end + 60])
            if last is not None
            else None
        )
        if last is not None and joint is not None:
            second = next(iter(self.names.between(last.end + joint.end(), last.end + joint.end() + 30)), None)
            lead = self.text[last.end + joint.end() : second.start] if second is not None else "x"
            if (
                second is not None
                and second.kind == "person"
                and second.name
                and not second.possessive
                and (both or joint[0].find(" for ") >= 0 or second.titles)
                and len(lead.split()) < 4
            ):
                after = re.match(r"\s(?:has|have|is|endorsed|backed|said|will|also)\b", self.text[second.end : second.end + 12])
                if not after:
                    found.append(_party(second.name, second.core))
        return found

    def _the_other(self, place: int) -> Party | None:
        recent = next((each.name for each in self.names.before(place, 30) if each.name in self.candidates), None)
        others = [name for name in self.candidates if name is not recent]
        return _party(others[0], "") if recent is not None and len(others) == 1 else None

    def _passive_subject(self, start: int, place: int) -> Party | None:
        """The candidate who is endorsed, or has the support."""
        tokens = [token for token in self.names.words_between(start, place) if token.text not in {"being", "be"}]
        subject = self.speakers.subject(start, place)
        if (
            subject is not None
            and subject.possessor is not None
            and subject.possessor.name
            and subject.word in _CANDIDACY - {"opponent", "challenger", "rival"} | {"team"}
        ):
            return _party(subject.possessor.name, subject.possessor.core)
        if subject is not None:
            found = (
                self.speakers.pronoun(subject.word, subject.start, self.candidates)
                if subject.word in {"he", "she"}
                else self.speakers.who(subject)
            )
            if found is not None and found.kind == "person":
                return _party(found, self.text[subject.start : subject.end])
        if (
            tokens
            and tokens[0].text.lower() in {"his", "her", "their"}
            and len(tokens) > 1
            and tokens[1].plain in {"campaign", "candidacy", "bid", "opponent"}
        ):
            if tokens[1].plain == "opponent":
                return self._the_other(tokens[0].start)
            name = self.speakers.pronoun(tokens[0].text.lower(), tokens[0].start, self.candidates)
            return _party(name, tokens[0].text) if name else None
        if not tokens or all(
            token.text in ADVERBS or token.plain in BEGINNERS for token in tokens
        ):  # “Endorsed by …”, “With the backing of …, Lacey”
            return None
        nearest = next(
            (
                each
                for each in self.names.before(place, 6)
                if each.start >= start and each.kind == "person" and each.name and not each.possessive
            ),
            None,
        )
        if nearest is not None and (nearest.name in self.candidates or not self.candidates) and place - nearest.end < 60:
            return _party(nearest.name, nearest.core)
        return self._paragraph_topic(start)

    def _paragraph_topic(self, place: int) -> Party | None:
        """“George Gascón: Alongside …”: a paragraph that a name and a colon begin is about that candidate."""
        start, end = self.reading.paragraphs[self.reading.paragraph_at(place)]
        first = next(iter(self.names.between(start, min(start + 1, end))), None)
        if first is not None and first.name in self.candidates and self.text[first.end : first.end + 1] == ":":
            return _party(first.name, first.core)
        return None

    def _subjects(self, start: int, place: int, verb: str) -> list[_Endorser]:
        """Who endorses: the names before the verb, several where it is a list."""
        words = self.text[start:place]
        # “London Breed, who backed Lacey”
        relative = re.search(r"(?:,\s*)?\b(?:who|which|that)(?: \w+){0,3}?\s*$", words)
        cut = start + relative.start() if relative else place
        if relative and (nearest := self._nearest_noun(start, cut) or self._explained(start, cut)):
            return nearest
        if (
            verb.lower().endswith("ing")
            and re.search(r"[\w’']\s$", words)
            and not re.search(r"\b(?:is|are|was|were|been|be|also|and)\s$", words)
            and (nearest := self._nearest_noun(start, place))  # “two committees supporting”
        ):
            return nearest
        listed = self._list_before(start, place)
        if len(listed) > 1:
            return listed
        first_person = re.match(r"(?:Our|our|We|we)\b", verb) or re.search(r"\b(?:We|we|I|Our \w+|our \w+)\b", words[-90:])
        subject = self.speakers.subject(start, place, participle=verb.lower().split()[0].endswith("ing"))
        if first_person and (subject is None or subject.mention is None):
            handle = re.search(r"\b[Oo]ur \w+, (@\w+)", words)
            if handle:
                name = self.names.account(handle[1])
                return [_Endorser(name.full, handle[0])]
            if (signed := self._letter_writer(place)) is not None and first_person[0] in {"I", "We", "we"}:
                return [_Endorser(signed, first_person[0])]
            voice = (
                (first_person[0].lower() in {"we", "our"} and self._organization_of_voice(place))
                or self._voice(place)
                or self._editorial()
            )
            return [_Endorser(voice.name, first_person[0])] if voice else []
        if (
            delegates := re.match(r"\s*(?:The )?(?:[Dd]elegates|[Mm]embers|[Ll]eaders|board) (?:of|from|to) (?:the )?", words)
        ) is not None:
            body = next(iter(self.names.between(start + delegates.end(), start + delegates.end() + 1)), None)
            if body is not None and body.kind == "organization":
                return [_Endorser(body.name.full if body.name else body.core, words[: body.end - start])]
        if subject is None:
            return listed
        if (
            subject.possessor is not None
            and subject.possessor.name is not None
            and subject.word in {"campaign", "statement", "board", "chapter", "committee", "executive"}
        ):
            owner = subject.possessor.name
            return [_Endorser(owner.full, self.text[subject.start : subject.end])] if owner.kind == "organization" else []
        if subject.mention is not None and subject.mention.kind == "organization" and (people := self._people_of(subject.mention)):
            return [people]
        found = self.speakers.who(subject)
        if found is not None:
            return [_Endorser(found.full, self.text[subject.start : subject.end])]
        if listed:
            return listed
        if subject.mention is not None and subject.mention.kind == "word" and self.speakers.is_lone_name(subject.mention):
            return [_Endorser(subject.mention.core, subject.mention.core)]
        group = self._group(subject.start, place)
        return [group] if group else []

    def _list_before(self, start: int, place: int) -> list[_Endorser]:
        """“Sen. A, Rep. B and the C Guild [endorsed]”; “international pop icon Madonna and other celebrities [amplified]”."""
        words = self.text[start:place]
        other = max((found.end() for found in _STANCE_VERB.finditer(words)), default=0)
        if other:
            joint = re.compile(r",? (?:and|while|but|as|with) |, ").search(words, other)
            if joint is None:
                return []
            other = joint.end()
        clause = max(
            (found.end() for found in re.finditer(r"(?:[;:—]|\b(?:as|while|because|but|when|after|that|said))\s", words)), default=0
        )
        begin = start + max(clause, other)
        parts = [(s, e) for s, e in self._parts(begin, place) if self.text[s:e].strip()]
        verbal = len(parts)
        while parts and re.match(r"\s*(?:have|has|had|are|were|all|both)\b", self.text[parts[-1][0] : parts[-1][1]]):
            parts.pop()  # “two chiefs, Warren Pitre and Lucille Dang, have”
        if len(parts) > 2 and len(parts) < verbal:
            first = self._item(*parts[0])
            named = [item for item in (self._item(*part) for part in parts[1:]) if item is not None]
            if (
                first is not None
                and re.match(
                    r"(?i)(?:the |all )?(?:[\w’']+ )?(?:two|three|four|five|six|both|several)\b",
                    self.text[parts[0][0] : parts[0][1]].strip(),
                )
                and len(named) == len(parts) - 1
            ):
                return named
        found: list[_Endorser] = []
        for s, e in parts:
            item = self._item(s, e)
            rest = re.sub(r"\([^)]*\)", "", self.text[s:e].partition(item.as_named)[2]).split() if item is not None else []
            if rest and rest[0] not in {"of", "for", "in", "from"} and (s, e) != parts[-1]:
                found, item = [], None  # a clause, no part of a list
            if item is not None:
                found.append(item)
        plain = (
            re.sub(
                r"\b(?:have|has|had|all|also|both|each|since|already|recently|later|now)\b",
                " ",
                re.sub(r"\([^)]*\)", "", self.text[parts[-1][0] : parts[-1][1]]),
            )
            if parts
            else ""
        )
        last = self._item(*parts[-1]) if parts else None
        if last is None or len(plain.split()) > len(last.as_named.split()) + 2:
            return []
        return found

    def _nearest_noun(self, start: int, place: int) -> list[_Endorser]:
        """The noun phrase that ends at `place`: a name, or “two political action committees”."""
        tokens = self.names.words_between(start, place)
        if not tokens:
            return []
        for mention in self.names.before(place, 2):
            if (
                place - mention.end <= 2
                and mention.start >= start
                and mention.kind in ("person", "organization")
                and not mention.possessive
            ):
                return [_Endorser(mention.name.full if mention.name else mention.core, mention.core)]
        last = tokens[-1]
        if place - last.end > 2 or (
            last.plain not in _GROUPS
            and last.plain not in {"committee", "group", "coalition", "pac", "organization", "nonprofit", "union"}
        ):
            return []
        index = len(tokens) - 1
        while (
            index > 0
            and self.text[tokens[index - 1].end : tokens[index].start] == " "
            and tokens[index - 1].text
            not in {"of", "by", "in", "from", "with", "to", "and", "for", "as", "than", "the", "a", "an"} | VERBS
            and len(tokens) - index < 7
        ):
            index -= 1
        words = self.text[tokens[index].start : last.end]
        if last.plain in _GROUPS and tokens[index] is last:
            return []
        if last.plain not in _GROUPS:
            name = self.names.with_role(last.plain, last.start)
            return [_Endorser(name.full, words)] if name and tokens[index - 1].text == "the" else []
        return [_Endorser(words, words)]

    def _explained(self, start: int, place: int) -> list[_Endorser]:
        """“Mothers of Six, a group of a dozen parents [that is working to defeat]”: the name that the apposition explains."""
        for mention in self.names.before(place, 4):
            if mention.start < start:
                break
            between = self.text[mention.end : place]
            if mention.kind in ("person", "organization") and re.match(
                r", (?:a|an|the) (?:[\w-]+ ){0,4}?(?:group|union|committee|PAC|coalition|nonprofit|organization|network|donor|investor|developer|lawyer|billionaire)\b[^,;.]*$",
                between,
            ):
                return [_Endorser(mention.name.full if mention.name else mention.core, mention.core)]
        return []

    def _listed(self, start: int, end: int) -> list[_Endorser]:
        """The endorsers in “… by A, B and the C of D, including E”."""
        marks = ":—" if self.text.count(";", start, end) > 1 else ";:—"  # a list may be parted by semicolons
        stop = re.search(
            rf"[{marks}]|\s[–-]{{1,2}}\s|[”\"]|, (?:but|while|as well as being|which|who(?! is| was)|after|although|though|despite|when|because|whose|even)\b|\b(?:after|because|while|although|despite|when|as (?=he|she|they|the)|in (?:his|her|their|the) (?:bid|race|campaign)|to (?:replace|defeat|oust))\b|\.\s*$",
            self.text[start:end],
        )
        limit = start + stop.start() if stop else end
        found: list[_Endorser] = []
        skip = represented = False
        for s, e in self._parts(start, limit):
            words = self.text[s:e].strip()
            if re.match(r"(?:and )?(?:also |has |have |had |was |is |said |says |will )", words):
                break
            if (skip and not any(each.kind == "person" or each.name for each in self.names.between(s, e))) or (
                represented and not any(each.kind == "person" for each in self.names.between(s, e))
            ):
                continue  # whom the unions represent
            item = self._item(s, e)
            if item is not None:
                found.append(item)
            represented = bool(re.search(r"\bthat represents?\b|\brepresenting\b", words))
            skip = item is None or represented
        return found

    def _parts(self, start: int, end: int) -> list[Span]:
        """A list’s parts, cut at commas and “and” outside of names and brackets."""
        names = [(each.start, each.end) for each in self.names.between(start, end)]
        parts: list[Span] = []
        begin, depth = start, 0
        for found in re.finditer(
            r"\(|\)|,\s+(?:and\s+|or\s+)?|\s+and\s+|\s+as well as\s+|\s+along with\s+|;\s+|\s+including\s+|\s+such as\s+",
            self.text[start:end],
        ):
            depth += (found[0] == "(") - (found[0] == ")")
            place = start + found.start()
            if found[0] in "()" or depth > 0 or any(s < place < e for s, e in names):
                continue
            parts.append((begin, place))
            begin = start + found.end()
        parts.append((begin, end))
        return parts

    def _item(self, start: int, end: int) -> _Endorser | None:
        tokens = self.names.words_between(start, end)
        while tokens and tokens[0].text.lower() in {
            "and",
            "including",
            "both",
            "also",
            "such",
            "as",
            "while",
            "but",
            "from",
            "by",
            "of",
            "or",
            "with",
        }:
            tokens = tokens[1:]
        words = self.text[tokens[0].start : end].strip() if tokens else ""
        while tokens and tokens[0].text.lower() in {"the", "former"}:
            tokens = tokens[1:]
        while len(tokens) > 1 and tokens[-1].text in {
            "are",
            "all",
            "is",
            "have",
            "has",
            "had",
            "both",
            "each",
            "also",
            "were",
            "now",
        }:
            tokens = tokens[:-1]
        if not tokens or _MEASURE.search(words):
            return None
        owned = re.fullmatch(
            r"(?:and |by |from |of |with )*(?:the |its |his |her )?((?:[\w’'-]+ ){1,3}(?:union|guild|association|league|lodge|bar|federation|chamber|club|council))",
            self.text[start:end].strip(),
        )
        if owned and owned[1].islower():
            stem = fold(owned[1])[:5]
            last = tokens[-1]
            name = self.names.with_role(last.plain, last.start)
            return _Endorser(name.full if name and any(word.startswith(stem) for word in name.words) else owned[1], words)
        mentions = [each for each in self.names.between(start, end) if each.name or each.kind in ("person", "organization")]
        lead = [token for token in tokens if not mentions or token.start < mentions[0].start]
        group = next((token for token in lead[:7] if token.plain in _GROUPS), None)
        if mentions and mentions[0].possessive and mentions[0].end < end - 3:
            return self._possessed_item(mentions, tokens, words)
        if group is not None and (
            not mentions or any(token.text in {"of", "from", "in", "for", "that", "at", "with", "across"} for token in lead)
        ):
            return self._group(tokens[0].start, end)
        if mentions:
            first = mentions[0]
            if first.kind == "organization" and (whole := self._people_of(first)):
                return whole
            if (
                any(token.text in {"of", "for", "in", "to", "at", "with", "from", "who", "that", "whose"} | VERBS for token in lead)
                or len(lead) > 6
            ):
                return None
            if _SKIPPED_ITEM.match(words) and not re.match(
                r"(?i)(?:president|chair|chairman|chairwoman|director|founder|leader|head|the (?:late|former|first)|a |an |her |his |its )",
                words,
            ):
                return None
            if (
                re.match(r"(?i)(?:a|an|the|her|his|its|one)\b", words)
                and first.kind == "person"
                and re.search(r"\b(?:wife|husband|son|daughter|brother|sister|friend|aide|ally) (?:of|to)\b", words)
            ):
                return None
            people = [each for each in mentions if each.kind == "person" and not each.possessive]
            chosen = (
                people[0]
                if people
                and people[0].start - first.start < 40
                and first.kind != "person"
                and not any(t.text in {"of", "for", "at"} for t in self.names.words_between(first.end, people[0].start))
                else first
            )
            if chosen.kind == "organization" and (county := self._county_before(chosen)):
                return _Endorser(county, words)
            return _Endorser(chosen.name.full if chosen.name else chosen.core, self.text[tokens[0].start : chosen.end])
        handle = next((token for token in tokens[:4] if token.text.startswith("@")), None)
        if handle:
            return _Endorser(self.names.account(handle.text).full, handle.text)
        lone = [each for each in self.names.between(start, end) if self.speakers.is_lone_name(each)]
        if (
            lone
            and lone[-1].end >= tokens[-1].end
            and len(tokens) <= 5
            and tokens[0].plain not in BEGINNERS
            and lone[-1].start not in {s for s, _ in self.reading.sentences}
        ):
            return _Endorser(lone[-1].core, words)
        plain = re.sub(r"^(?:the|The) ", "", words)
        if re.fullmatch(r"(?:[A-Z][\w’'.&-]*|\d+)(?: (?:of|for|and|the|&|[A-Z][\w’'.&-]*|\d+)){1,6}", plain) and not all(
            token.plain in _KINDS | TITLES | BEGINNERS for token in tokens
        ):
            return _Endorser(plain, words)
        role = next(
            (
                token
                for token in tokens[:3]
                if token.plain in {"union", "guild", "association", "local", "group", "party", "newspaper", "committee"}
            ),
            None,
        )
        if role and self.text[max(role.start - 4, 0) : role.start].lower() == "the ":
            name = self.names.with_role(role.plain, role.start)
            return _Endorser(name.full, words) if name else None
        return None

    def _people_of(self, mention: Mention) -> _Endorser | None:
        """“Black Lives Matter leaders”: not the organization, but people of it."""
        following = self.names.words_between(mention.end, mention.end + 30)[:1]
        if (
            following
            and following[0].plain in _GROUPS
            and self.text[mention.end : following[0].start] == " "
            and following[0].text.islower()
        ):
            words = self.text[mention.start : following[0].end]
            return _Endorser(words, words)
        return None

    def _county_before(self, mention: Mention) -> str | None:
        """“the county Republican Party”: the small word belongs to the name."""
        found = re.search(r"\b(county|state|city|local)\s$", self.text[max(mention.start - 8, 0) : mention.start])
        return (
            f"{found[1]} {mention.core}"
            if found and mention.core.split()[0] in {"Democratic", "Republican", "Green", "Libertarian", "GOP"}
            else None
        )

    def _possessed_item(self, mentions: Sequence[Mention], tokens: Sequence[Token], words: str) -> _Endorser | None:
        people = [each for each in mentions[1:] if not each.possessive]
        if people:
            return _Endorser(people[0].name.full if people[0].name else people[0].core, words)
        if tokens and tokens[-1].plain in _GROUPS:
            return _Endorser(words, words)
        return None

    def _group(self, start: int, end: int) -> _Endorser | None:
        """“several elected officials”, “Black Lives Matter leaders”, “liberal philanthropists from the Bay Area”: as the text says."""
        tokens = self.names.words_between(start, end)
        while tokens and tokens[0].text.lower() in {"the", "and", "but", "however", "also", "with", "by", "from", "including"}:
            tokens = tokens[1:]
        last = None
        for index, token in enumerate(tokens[:14]):
            if (
                token.text in {"have", "has", "had", "were", "was", "are", "will"}
                or (token.text in {"who", "that", "which"} and index != 1)
                or token.text in VERBS
                or (index and re.search(r"[,;:.]", self.text[tokens[index - 1].end : token.start]))
            ):
                break
            if (
                last is None
                and token.text in {"of", "in", "for", "to", "with", "at"}
                and not (token.text == "of" and index and tokens[index - 1].plain in _NUMBERS)
            ):
                break
            if (
                last is not None
                and last is tokens[index - 1]
                and last.plain in _GROUPS
                and token.plain not in _GROUPS
                and token.text not in {"of", "from", "in", "at", "who", "that", "representing", "on"}
            ):
                break
            if (
                last is not None
                and token.text
                in {
                    "abandoned",
                    "withdrew",
                    "said",
                    "in",
                    "on",
                    "for",
                    "to",
                    "by",
                    "after",
                    "at",
                    "along",
                    "amplified",
                    "long",
                    "all",
                    "also",
                    "since",
                    "both",
                }
                and token.text != "from"
            ):
                if token.text in {"in", "at", "on"} and index + 1 < len(tokens) and tokens[index + 1].capital:
                    pass
                else:
                    break
            if token.plain in _GROUPS or last is not None:
                last = token
        if last is None or tokens[0] is last:
            return None
        if (
            tokens[0].plain in _GROUPS
            and tokens[1].text not in {"that", "who", "from", "of", "representing"}
            and not any(token.capital for token in tokens)
        ):
            return None  # “leaders” alone is nobody
        words = self.text[tokens[0].start : last.end]
        return _Endorser(words, words) if len(words.split()) <= 14 else None

    # --- voices ---

    def _voice(self, place: int) -> Party | None:
        """Who speaks at a place: of the post or quotation that is around it."""
        inner = [(span[1] - span[0], index) for index, (span, _, _) in enumerate(self.voices) if span[0] <= place < span[1]]
        return self.voices[min(inner)[1]][1] if inner else None

    def _is_somebody(self, party: Party) -> bool:
        """Whether capital letters are known to be a person: by a given name, a title or role, or the surname alone elsewhere."""
        name = self.names.person(party.name)
        return name is None or name.evident or name in self.candidates

    def _organization_of_voice(self, place: int) -> Party | None:
        """“We endorse …,” said Nurses Union President Jill Marsh: the organization that the attribution names."""
        span = next((span for span, _, key in self.voices if span[0] <= place < span[1] and key.startswith("quote")), None)
        if span is None:
            return None
        sentence_end = self.reading.sentences[self.reading.sentence_at(span[1] - 1)][1]
        for start, end in ((span[0], span[1]), (span[1], max(sentence_end, min(span[1] + 120, len(self.text))))):
            for mention in self.names.between(start, end):
                if (
                    mention.kind == "organization"
                    and mention.name is not None
                    and not self.speakers.inside_quotation(mention.start)
                ):
                    return Party(mention.name.full, mention.core)
        return None

    def _letter_writer(self, place: int) -> str | None:
        """Who signs the letter that a place is in: a short line with a name, a few paragraphs below."""
        if self.speakers.inside_quotation(place):
            return None
        number = self.reading.paragraph_at(place)
        for start, end in self.reading.paragraphs[number + 1 : number + 6]:
            words = self.text[start:end]
            name = next(
                (each for each in self.names.between(start, min(start + 4, end)) if each.kind == "person" and each.name), None
            )
            if (
                name is not None
                and end - start < 60
                and words[-1] not in ".:?!"
                and name.name is not None
                and name.name.full.count(" ")
            ):
                return name.name.full
            if end - start < 60 and words[-1] not in '.?!”"':
                return None  # a heading: another letter begins
        return None

    def _editorial(self) -> Party | None:
        """The newspaper whose “we” it is: the only one that the text names."""
        heading = {
            id(each.name): each.name
            for start, end in self.reading.paragraphs[:3]
            if end - start < 120
            for each in self.names.between(start, end)
            if each.kind == "organization" and each.name
        }
        heading = {key: name for key, name in heading.items() if " " in name.full or "-" in name.full}
        if len(heading) == 1:
            return Party(next(iter(heading.values())).full, "we")
        voter = [
            name
            for name in self.names.named
            if name.kind == "organization"
            and re.search(
                rf"(?:The )?(?:editorial board|editors) of (?:the |The )?{re.escape(name.full)}|{re.escape(name.full)}(?:[’']s)? (?:endorses|recommends|recommendations|endorsements|editorial board|voter guide)",
                self.text,
            )
        ]
        if len(voter) == 1:
            return Party(voter[0].full, "we")
        papers = [
            name
            for name in self.names.named
            if name.kind == "organization"
            and re.search(
                r"(?i)editorial board|\b(?:times|post|tribune|chronicle|herald|news|inquirer|examiner|gazette|courier|sentinel|globe|star|register|journal|press|record|bee|observer|dispatch|ledger|weekly)\b",
                name.full,
            )
        ]
        return Party(papers[0].full, "we") if len(papers) == 1 else None

    def _draft(
        self, passage: Span, endorser: _Endorser, candidate: Party | None, stance: str, verb: str, rule: str, sureness: float
    ) -> Endorsement | None:
        if not endorser.name or (candidate is not None and fold(endorser.name) == fold(candidate.name)):
            return None
        if candidate is not None and not self._is_somebody(candidate):
            return None
        if candidate is not None and self.candidates and fold(candidate.name) not in {fold(name.full) for name in self.candidates}:
            name = self.names.person(candidate.name)
            if name is None or not name.evident:
                return None
        party = Party(endorser.name, " ".join(endorser.as_named.split()))
        draft = Endorsement(
            passage=Passage.of(self.text, *passage),
            rule=rule,
            sureness=sureness,
            endorser=party,
            candidate=candidate,
            stance=stance,
            verb=" ".join(verb.split()),
        )
        draft.within = next(
            (
                key
                for span, _, key in sorted(self.voices, key=lambda each: each[0][1] - each[0][0])
                if span[0] <= passage[0] and passage[1] <= span[1] + 2
            ),
            None,
        )
        return draft


def candidates(reading: Reading, names: Names) -> list[Name]:
    """The people of a text who run: by role, by what is said of them, by a campaign of theirs."""
    text = reading.text
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
        r"(?:[’']s?)? (?:campaign|candidacy|bid|opponent|challenger|supporters|endorsers|endorsements|backers|re-?election)\b|(?: also| has| still| already)* (?:secured|won|picked up|received|earned|boasts?|counts on|has|touts|landed)(?: [\w-]+){0,5} (?:endorsements?|support|backing)\b|,? (?:who )?(?:is|was|has been|are) (?:also )?(?:running|seeking|vying|challenging|campaigning|leading|ahead|trailing|reelected|re-elected|elected)\b"
        r"|(?: \w+)? (?:conceded|beat|beats|ousted|unseated|edged|leads|led|trails|trailed|won|wins|defeated|defeats|captured|garnered|received \d|had \d|has \d|ran\b|announced (?:his|her) candidacy|launched (?:his|her) campaign)| and (?:[A-Z][\w.’'-]+ ){2,3}(?:are|will|meet|face|were|square)\b| \((?:incumbent|challenger)\)|,? \d\d, the incumbent| for (?:\w+ ){0,3}(?:District Attorney|D\.?A\.?\b)"
    )
    before = re.compile(
        r"(?:challenger|incumbent|candidate|candidates|elect|re-elect|reelect|vote for|race between|runoff (?:between|against|with)|defeated|conceded (?:to|the race to)|leads?|trails?|against|unseat|oust|opponent,?|endors(?:e|es|ed|ing)(?: [\w.’]+){0,6}|District Attorney|DA|D\.A\.|Dist\. Atty\.)(?: (?:former |ex-)?[A-Z][\w.]+| former)?,? $"
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


_BETWEEN = re.compile(
    r"(?i)(?:district attorney|\bD\.?A\.?(?:[’']s)?(?: race)?|prosecutor)\b[^.;]{0,30}\bbetween (?:[\w.’-]+ ){0,4}?(?:(?:[A-Z][\w.’-]+ ){2,3}and (?:\w+ ){0,3}?)?$"
)


def _among(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    first = _AMONG_FIRST.match(text, start, end)
    return iter([first]) if first else _AMONG.finditer(text, start, end)


_FILLERS = word_set(
    "recall ouster removal defeat the a an former fellow then current incumbent challenger candidate district county deputy longtime veteran progressive attorney for of candidacy campaign bid run"
    " democrat republican independent democratic city state embattled sitting two-term one-term public defense federal local los angeles both either election"
    " re-election reelection efforts effort attorney’s her his their"
)
_PLACES = word_set("los angeles county san santa city north south east west new")


def _party(name: Name | None, as_named: str) -> Party:
    assert name is not None
    return Party(name.full, " ".join(as_named.split()) or name.full)


def _with_amount(
    drafts: Iterable[Endorsement], amount: re.Match[str], recipient: str = "not stated", purpose: str | None = None
) -> Iterator[Endorsement]:
    """The drafts, what is money with its sum."""
    for draft in drafts:
        if draft.stance == "funds":
            draft.amount, draft.amount_as_stated, draft.recipient, draft.purpose = (
                _number(amount),
                amount["whole"],
                recipient,
                purpose,
            )
        yield draft


def _number(amount: re.Match[str]) -> float | int:
    scale = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9}.get((amount["scale"] or "").lower(), 1)
    number = round(float(amount["number"].replace(",", "")) * scale, 2)
    return int(number) if number == int(number) else number


def _once(drafts: list[Endorsement]) -> list[Endorsement]:
    """One draft for an endorser, candidate, stance, amount and passage."""
    kept: dict[tuple[object, ...], Endorsement] = {}
    for each in drafts:
        key = (fold(each.endorser.name), each.candidate and fold(each.candidate.name), each.stance, each.amount, each.passage.start)
        kept.setdefault(key, each)
    return list(kept.values())
