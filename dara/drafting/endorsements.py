"""Find who endorses, supports, opposes or funds whom, one sentence at a time and by the shape of the sentence:

    active       the Guild endorsed Strand   ·   groups backing Whitlock   ·   threw her support behind
    passive      Strand was endorsed by the Guild, Mayor Koch and …
    possession   Strand has the support of …   ·   won the endorsement of …
    withdrawn    rescinded its endorsement of …
    money        gave $5,000 to …   ·   spent $1 million to elect …   ·   received $5,000 from …
    list         Endorsements: A; B; C   ·   Also endorsing Strand: (a line each)
    hashtag      #JaneDoeMustGo

“did not endorse”, “declined to endorse” and “yet to endorse” are not endorsements, and neither is what is said of a ballot measure.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import Lists
from dara.drafting.endorsers import Endorser, party_of
from dara.drafting.money import Money
from dara.drafting.proposals import Endorsement, Party
from dara.text.spans import Span

_RANK = {"withdraws": 0, "funds": 0, "endorses": 1, "supports": 2, "opposes": 3}  # which of two stances in one sentence is kept
_REVERSED = {"supports": "opposes", "endorses": "opposes", "opposes": "supports"}  # of a recall
_OWN = r"(?:its|his|her|their|our|my|the|an?|that|this)"
_ENDORSEMENT = r"(?:\w+[ -]){0,3}?(?:endorsements?|support|backing|nods?|blessing|seal of approval)"
# The first that fits decides; what follows it is the candidate.
_ACTIVE = [
    ("withdraws", rf"(?:withdr[ae]w(?:n|s|ing)?|rescind(?:ed|s|ing)|revok(?:ed|es|ing)|pull(?:ed|s|ing)|retract(?:ed|s|ing)|took back|takes? back|taken back|walk(?:ed|s|ing) back|revers(?:ed|es|ing)|retract(?:ed|s)|renounc(?:ed|es|ing)|dropp(?:ed|ing)|ended|ending|yank(?:ed|ing)) {_OWN} {_ENDORSEMENT}(?: (?:of|for|from|to)| (?:it|he|she|they) (?:had )?g[ai]ven?(?: to)?)?"),
    ("withdraws", r"(?:withdrew|rescinded|revoked|pulled) (?:theirs|hers|its own|his own)"),
    ("withdraws", r"rescinded(?=\.)"),
    ("withdraws", r"(?:dropped|dumped|ditched|took (?:its|his|her|their) name off)(?= (?:[A-Z]|h(?:er|im|is)\b))"),
    ("withdraws", rf"withdr[ae]w(?:n|s|ing)? {_OWN} name from"),
    ("withdraws", r"(?:un-?endors(?:ed|es|ing)|abandon(?:ed|s|ing)|deserted|no longer (?:support(?:s|ed|ing)?|back(?:s|ed|ing)?|endors(?:es|ed|ing))|broke with|(?:withdr[ae]w(?:n|s|ing)?|pull(?:ed|s|ing)|dropp(?:ed|ing)) (?:support|backing) (?:for|of|from))"),
    ("endorses", rf"(?:announc(?:ed|es|ing)|gave|gives|giving|issu(?:ed|es|ing)|lent|extended) {_OWN} (?:\w+ ){{0,3}}?(?:endorsement|nod)(?: \w+){{0,2}}? (?:of|to|for)"),
    ("supports", rf"(?:announc(?:ed|es|ing)|gave|gives|giving|issu(?:ed|es|ing)|lent|extended) {_OWN} (?:\w+ ){{0,2}}?(?:support|backing)(?: \w+){{0,2}}? (?:of|to|for)"),
    ("supports", rf"(?:thr[eo]w(?:n|s|ing)?|put(?:s|ting)?|plac(?:ed|es|ing)|swung|swings) {_OWN} (?:\w+ ){{0,3}}?(?:support|weight|backing|influence|muscle)(?: \w+day)? (?:behind|to)"),
    ("supports", r"(?:formed|created|set up|founded|launched|organized|attempting|working|trying|hoping) to (?:elect|re-?elect|support|boost|help)"),
    ("supports", r"(?:stands?|stood|standing) (?:by|with)|(?:got|gets|getting) behind|(?:is|are|was) (?:voting|going) (?:for|with)|(?:I[’']m|we[’']re|I am|we are) (?:(?:voting|going) (?:for|with)|with|for|behind)(?= )|(?:headlin|host|h[eo]ld|thr[eo]w|organiz)(?:ed|s|ing|n)? an? (?:[\w-]+ ){0,2}?(?:fundraiser|rally|event) for|bankroll(?:ed|s|ing)|(?:urg|ask|tell)(?:ed|es|ing|s)? a vote for|(?:walk(?:ed|ing)|knock(?:ed|ing)) precincts for|went for|(?:is|are|was|were) (?:now |also |still |firmly |squarely )?in(?= (?:[A-Z][\w.’'-]*[’']s?|his|her) (?:corner|camp)\b)|(?:urg|recommend|favor|back|support)(?:ed|es|s|ing) (?:the )?re-?(?:election|tention) of|preferred|prefers|(?:will|would) vote for|(?:has|have|had) (?:now )?switched to|(?:crossed over|defected|jumped ship|turned) to|switched to|(?:has|have) (?:his|her|its|our|my) vote|rall(?:ied|ies) (?:around|to)|st(?:uck|icks?|icking) (?:with|by)|sid(?:ed|es|ing) with|went with|(?:chose|picked|chooses|picks)(?= [A-Z])|threw in with|lin(?:ed|es|ing) up with|remains? loyal to"),
    ("supports", rf"(?:tweet(?:ed|s|ing)|declar(?:ed|es|ing)|express(?:ed|es|ing)|voic(?:ed|es|ing)|pledg(?:ed|es|ing)|offer(?:ed|s|ing)|post(?:ed|s|ing)|add(?:ed|s|ing)|lend(?:s|ing)?|lent) {_OWN} (?:\w+ )?(?:support|backing) (?:for|of|to)"),
    ("endorses", rf"(?:tweet(?:ed|s|ing)|declar(?:ed|es|ing)|post(?:ed|s|ing)|add(?:ed|s|ing)) {_OWN} (?:\w+ )?endorsement (?:for|of)"),
    ("supports", r"(?:stands?|stood|rall(?:ied|ies)|lin(?:ed|es) up|unit(?:ed|es)|swung|coalesced) (?:firmly |squarely )?behind"),
    ("supports", r"(?:came|come|comes) out (?:for|in support of|in favor of)|campaign(?:ed|s|ing) (?:for|on behalf of)|cast (?:its|his|her|their) lot with|knock(?:ed|ing) (?:on )?doors for"),
    ("opposes", r"(?:came|come|comes|coming) out (?:\w+ )?against|(?:campaign|work|fight|mobiliz|organiz|rall|lobb)(?:ed|s|ing|ied|ying) (?:\w+ )?against|(?:turn(?:ed|s|ing)|vot(?:ed|es|ing)|r[ua]n ads|spoke out) against|(?:called|calls|calling|call|push(?:ed|es|ing)|pressed) (?:\w+ )?for the (?:resignation|ouster|removal|recall|defeat) of"),
    ("opposes", r"(?:led|leads?|leading|join(?:ed|s|ing)|amplified|back(?:ed|s|ing)|support(?:ed|s|ing)|launch(?:ed|ing)|organized|started|began|begun|mounted) (?:the|a|an|efforts?|calls?)? ?(?:\w+ ){0,2}?(?:drives?|efforts?|calls?|campaigns?|push|movement|fight|petition) to (?:replace|oust|unseat|recall|remove|defeat|fire|dump)"),
    ("opposes", r"(?:campaign|organiz|work|fight|push|fought|vow|pledg|mobiliz|protest|gather|petition|seek|sought|aim|spen[dt])(?:ed|s|ing|ged)?(?: \w+){0,3} to (?:replace|oust|unseat|recall|remove|defeat|dump)"),
    ("opposes", r"(?:demand(?:ed|s|ing)?|call(?:ed|s|ing)? for|urg(?:ed|es|ing)|sought|seeking) the (?:resignation|ouster|removal|recall|defeat) of"),
    ("opposes", r"(?:urg(?:ed|es|ing)|ask(?:ed|s|ing)|tell(?:s|ing)?|told|implor(?:ed|es|ing)) (?:(?:its|his|her|their|all|the) )?(?:[\w,]+ ){0,2}?(?:voters|members|residents|people|neighbors) to (?:reject|vote against|oust|defeat|oppose|vote out|unseat|replace|remove|dump|fire|throw|turn out|send)|call(?:ed|s|ing)? (?:on|for) (?:voters|residents|members) to (?:reject|vote against|oust|defeat|oppose|vote out|unseat|replace|remove|dump|fire|throw|turn out|send)"),
    ("endorses", r"(?:urg(?:ed|es|ing)|ask(?:ed|s|ing)|tell(?:s|ing)?|recommend(?:ed|s|ing)?) (?:(?:its|his|her|their|all|the|a) )?(?:[\w,]+ ){0,2}?(?:voters|members|residents|people|readers|neighbors)? ?(?:to )?(?:(?:vote|votes|voting) for|elect|re-?elect|keep|return|retain|choose|support|back|stick with)(?! (?:the|it|this|that|them|an?)\b)"),
    ("opposes", r"(?:vot(?:ed|es|ing)|declar(?:ed|es|ing)) (?:overwhelmingly |unanimously )?(?:no|to have no) confidence in|(?:want(?:s|ed)?|voted) to (?:oust|remove|replace|unseat|recall|see the last of)|target(?:ed|s|ing)|(?:is|are|was|were) (?:firmly |dead set )?against|attack(?:ed|s|ing) (?:ads|mailers) against"),
    ("opposes", r"oppos(?:ed|es|e|ing)"),
    ("endorses", r"(?:proud|prouder|happier|thrilled|excited|ready|proudly|honou?red|pleased|happy|delighted|voted|decided|chose|agreed|moved|opted)(?: (?:overwhelmingly|unanimously|narrowly|\d+-\d+|\d+ to \d+))? to (?:officially |formally |proudly )?(?:endorse|recommend|support|back)"),
    ("endorses", r"(?:(?:re|co)-?)?endors(?:ed|es|e|ing)|recommend(?:ed|s)?(?: a vote for)?|(?:its|our|their|his|her) (?:pick|choice|endorsement) (?:is|was|went to|goes to|for \w+(?: \w+)? is)"),
    ("supports", r"[’'](?:s|re) (?:all |now |still |squarely |firmly )?(?:for|with|behind|backing|supporting)(?= [A-Z])|(?:is|are) (?:all |now |still |squarely |firmly )?(?:for|with|behind)(?= [A-Z])|back(?:ed|s|ing)|back(?! (?:in|to|on|at|from|into|and)\b)|support(?:ed|s|ing)|support(?! (?:of|for|from|in|among|and|to)\b)|favou?rs|favou?red|champion(?:ed|s|ing)|for(?= [A-Z])(?!.)"),
]  # fmt: skip
_ACTIVES = [(stance, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for stance, pattern in _ACTIVE]
_PASSIVE = re.compile(
    r"\b(?:(?P<endorses>endorsed|recommended)|(?P<supports>backed|supported|championed|favored)|(?P<opposes>opposed))"
    r"(?: (?:(?:\w+ly|again|also|twice|early|strongly)|(?:from|since|for|in|on|at|this|last|over|throughout|before|after|during|early|late|and|or|as)(?: [\w.’-]+){1,4}?))? by\b",
    re.IGNORECASE,
)
_HAS = (
    r"ha[sd]|have|won|wins?|winning|receiv(?:ed|es|ing)|earn(?:ed|s|ing)|secur(?:ed|es|ing)|land(?:ed|s|ing)|pick(?:ed|s|ing) up|claim(?:ed|s|ing)|boast(?:ed|s|ing)?"
    r"|enjoy(?:ed|s|ing)?|(?:can |could )?count(?:s|ed)? on|rack(?:ed|s|ing) up|lin(?:ed|es|ing) up|roll(?:ed|s|ing) out|won over|trumpet(?:ed|s|ing)?|reel(?:ed|s|ing) in|amass(?:ed|es|ing)|dr[ea]w(?:n|ing)?|commands?|retain(?:ed|s)|got|gets|gain(?:ed|s|ing)|tout(?:ed|s|ing)?|announc(?:ed|es|ing)|scor(?:ed|es|ing)|nabbed|snagged|collect(?:ed|s|ing)|garner(?:ed|s|ing)|carr(?:ied|ies)|holds?|held"
    r"|drew|draws|list(?:ed|s|ing)|unveil(?:ed|s|ing)|with|accept(?:ed|s|ing)|highlight(?:ed|s|ing)|cit(?:ed|es|ing)|captur(?:ed|es|ing)|obtain(?:ed|s|ing)|attract(?:ed|s|ing)|count(?:s|ed)"
)
_POSSESSION = re.compile(
    rf"\b(?P<verb>(?:{_HAS})(?: (?:also|already|since|still|now|more|long))?(?: (?!not\b|no\b|neither\b)[\w’'-]+,?){{0,5}}? (?P<noun>endorsements?|support|backing|nods?|blessing|recommendations?)(?: (?:(?:on |late |early |last |this )*\w+day|last (?:week|month|year)|this (?:week|month|year)|(?:of|on) (?:his|her|their) own|in (?:January|February|March|April|May|June|July|August|September|October|November|December)))*),? (?P<of>of|from|by|including)\b",
    re.IGNORECASE,
)
_NOMINAL = re.compile(r"(?P<noun>endorsement|support|backing) (?:of|for)\b")
_SWITCHED = re.compile(
    rf"\b(?:switch|shift|mov|flipp|transferr)(?:ed|es|ing) {_OWN} (?:endorsement|support|allegiance|backing)(?: from (?P<old>[^,.;]{{2,60}}?))? to\b"
)
_SUPPORTERS = r"(?P<noun>endorsements?|endorsers|supporters|backers|allies|endorsing \w+)"
_INCLUDE = re.compile(
    rf"\b{_SUPPORTERS}(?: (?:of|for) (?P<whom>[^,.;:]{{2,50}}?))?(?: (?:so far|now|also|to date|in the race|on the list|range from))* (?:includes?|included|are|number|come from|came from)\b:?|\b(?P<noun2>endorsements?|endorsers|supporters|backers|allies)(?: (?:of|for) (?P<whom2>[^,.;:]{{2,50}}?))?, (?:among them|including|such as|like|led by)\b",
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
# “Also in Ortega’s corner are A and B.”
_CORNER = re.compile(
    r"\b[Ii]n (?P<whom>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*|his|her) (?:corner|camp)\b[^.;:“”]{0,50}?,? (?:are|is|were|was)\b:?"
)
_ADVICE = (  # an editorial's, to its readers
    (re.compile(r"\b(?:[Vv]oters|[Rr]esidents) should (?:elect|re-?elect|keep|return|choose|support|vote for)\b"), "endorses"),
    (re.compile(r"\b(?:[Vv]oters|[Rr]esidents) should (?:reject|oust|replace|vote against|turn out)\b"), "opposes"),
    (re.compile(r"\bdeserves (?:another|re-?election|a (?:second|third|fourth|fifth|full)) ?(?:term)?\b"), ""),
)
_NOUN = re.compile(r"(?i)backing|support")
_BEFORE_NOUN = re.compile(r"(?i)\b(?:the|his|her|its|their|our|my|an?|strong|full|broad|for|of|with) $")
_HAS_MY = re.compile(r"\b(?:has|have|gets|deserves) (?P<whose>my|our) (?:\w+ ){0,2}?(?:support|endorsement|vote|backing)\b")
_GIVEN = re.compile(
    r"\b(?P<verb>gave|gives|handed|lent|offered|given|giving)\b (?:[\w.’-]+ ){1,5}?(?:his|her|its|their|an|the) (?:\w+ ){0,2}?(?P<noun>endorsement|support|backing|nod|blessing)\b(?! (?:of|for|to)\b)"
)
_WENT_TO = re.compile(
    r"\b(?:[Ee]ndorsements?|[Nn]ods?|[Ss]upport|[Bb]acking|[Rr]ecommendation) (?:of|from) (?P<list>[^;:]{3,90}?) (?:went|goes|has gone|have gone|is going) to\b"
)
# “won the Democratic Party’s endorsement”
_WON_OWNED = re.compile(
    rf"\b(?P<verb>(?:{_HAS})) (?:both |also )?(?P<list>[^.;:“”]{{2,90}}?)[’'](?:s)? (?:(?:coveted|official|formal|full|first|only|sole|early|joint) )*(?P<noun>endorsements?|support|backing|nods?|blessing)\b(?! (?:of|for|to)\b)"
)
# “Support for Ortega comes from A and B.”
_COMES_FROM = re.compile(
    r"\b(?P<noun>[Ee]ndorsements?|[Ss]upport|[Bb]acking) (?:for|of) (?P<whom>[^.;:,]{2,50}?) (?:has |have )?(?:come|comes|came|coming) from\b"
)
_THEY_INCLUDE = re.compile(
    r"(?:They|These|Those|The list|The group|Others|The endorsers|The supporters)(?: also)? (?:include|includes|included|are|were)\b:?|(?:Among them|Also on the list|Also among them)(?: are| is| were)\b"
)
_SO_HAVE = re.compile(r"\b[Ss]o (?:has|have|did|do|does|is|are|was|were)\b")
_LOST = re.compile(
    r"\b(?:lost|loses|losing|forfeited) (?:the |his |her |their )?(?:\w+ ){0,2}?(?:endorsements?|support|backing) (?:of|from)\b"
)
_CALLS = re.compile(r"\b(?:call(?:ed|s|ing)? (?:on|for|upon)|urg(?:ed|es|ing)|ask(?:ed|s|ing)|press(?:ed|es|ing))\b")
# “called for Whitlock’s ouster” · “wants Whitlock gone”
_WANTS_OUT = re.compile(
    r"\b(?:call(?:ed|s|ing)? for|demand(?:ed|s|ing)?|s[eo](?:ek|eks|ught)) (?P<whom>[\w.’' -]{2,50}?)(?:[’']s?)? (?:ouster|resignation|removal|recall|defeat)\b"
    r"|\bwants (?P<whom2>[\w.’' -]{2,50}?) (?:gone|out|fired|removed|recalled|defeated|voted out|out of office|to (?:resign|go|step down|lose))\b"
)
# “… supporting Ortega’s campaign, including A, B and C” · “… back her, along with A and B” · “endorsed him, as did the Guild”
_ALSO = re.compile(r"[^,.;:“”]{3,70}, (?:including|among them|along with|joined by|as (?:did|have|has|do|does)) ")
_JOIN = re.compile(
    r"\b(?:urge|ask|invite|want|beg) (?:you|everyone|all of you|people)(?: all)? to join (?:them|us)\b|\b(?:join|stand with) (?:them|us)\b",
    re.IGNORECASE,
)


class Endorsements(Lists, Money):
    """The stances in a text."""

    def drafts(self) -> list[Endorsement]:
        found: list[Endorsement] = self._found
        for number in range(len(self.segmented.paragraphs)):
            found += self._lists(number)
        listed = self._sentences_within(found)
        for number, sentence in enumerate(self.segmented.sentences):
            if not 8 < sentence[1] - sentence[0] <= 2000 or number in listed:
                continue
            found += self._sentence(sentence) or self._more_of(sentence, found)
            found += self._so_have(sentence, found)
        return _once([*found, *self._joining(found)])

    def _sentences_within(self, found: Sequence[Endorsement]) -> set[int]:
        """The numbers of the sentences that lists hold whole."""
        inside: set[int] = set()
        for start, end in {(each.passage.start, each.passage.end) for each in found}:
            first, last = self.segmented.sentence_at(start), self.segmented.sentence_at(end - 1)
            inside |= {
                number
                for number in range(first, last + 1)
                if start <= self.segmented.sentences[number][0] and self.segmented.sentences[number][1] <= end
            }
        return inside

    def _sentence(self, sentence: Span) -> list[Endorsement]:
        words = self.text[slice(*sentence)]
        found: list[Endorsement] = []
        if "$" in words:
            found += self._money(sentence)
        if not re.search(
            r"(?i)endors|back|support|oppos|behind|recommend|withdr|rescind|revok|pull|abandon|desert|campaign|oust|unseat|resign|recall|replace|remov|defeat|nod\b|allegiance|blessing|vote|favor|champion|(?:\b(?:is|are|was|were|I[’']m|we[’']re)|[’']s|[’']re) (?:\w+ )?(?:for|with|behind)\b|wants?\b|s[eo]ek|sought|demand|corner|target|against|lost|call|urg|ask|among|choice|pick|chose|broke with|renounc|revers|walk|c[ao]me out|stood|stuck|side|rall|lined|host|headlin|prefer|drop|dump|ditch|out\b|bankroll|fund|financ",
            words,
        ):
            return [*found, *self._hashtags(sentence)]
        rules = (
            self._given,
            self._nominal,
            self._switched,
            self._passive,
            self._possession,
            self._owned,
            self._including,
            self._lost,
            self._calling,
            self._active,
        )
        paid = {(each.endorser.name, each.candidate.name) for each in found if each.candidate is not None}
        for rule in rules:
            for each in rule(sentence):
                if not (
                    each.candidate and (each.endorser.name, each.candidate.name) in paid and each.stance in ("supports", "opposes")
                ):  # “has given $5,000 to support her”
                    found.append(each)
        return [*found, *self._hashtags(sentence)]

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
                Span(begin, end),
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

    def _active(self, sentence: Span) -> Iterator[Endorsement]:
        start, end = sentence
        taken: list[Span] = []
        headline = self._is_headline(sentence)
        for stance, pattern in _ACTIVES:
            for found in pattern.finditer(self.text, start, end):
                if _NOUN.fullmatch(found[0]) and _BEFORE_NOUN.search(self.text[max(found.start() - 16, 0) : found.start()]):
                    continue  # “retains the backing of …”
                if self.text[max(found.start() - 1, 0)] == "-" or (
                    found[0][0].isupper() and found.start() > start and not headline
                ):
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
                if joined := re.search(r"\bjoin(?:ed|s|ing) ([^;:]{3,160}?) in $", self.text[start : found.start()]):
                    endorsers += self._listed(start + joined.start(1), start + joined.end(1))
                if not endorsers:
                    continue
                if stance in _REVERSED and re.search(
                    r"(?i)\b(?:recall|ouster|removal|resignation|defeat)\b",
                    self._until_candidate(found.end(), candidate),
                ):
                    stance = _REVERSED[stance]
                taken.append(Span(*found.span()))
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
                        sentence, [Endorser(voice.name, "we")], candidate, stance or "endorses", found[0], "advice", 0.6
                    )
        for found in _HAS_MY.finditer(self.text, start, end):
            candidate = self._passive_subject(start, found.start())
            voice = self._voice(found.start())
            if candidate is not None and voice is not None and not self._negated(start, found.start()):
                stance = "endorses" if "endors" in found[0] else "supports"
                yield from self._all(
                    sentence, [Endorser(voice.name, found["whose"])], candidate, stance, found[0], "has my support", 0.75
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
                yield from self._all(sentence, [Endorser(owner.name.full, owner.core)], candidate, stance, found[0], "noun", 0.7)
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

    def _owned(self, sentence: Span) -> Iterator[Endorsement]:
        """“Rao won the Democratic Party’s endorsement.” · “Support for Rao comes from A and B.”"""
        start, end = sentence
        for found in _WON_OWNED.finditer(self.text, start, end):
            if self._negated(start, found.start()) or re.search(r"\b(?:no|not|never|without|for|of|from|by)\b", found["list"]):
                continue
            stance = "endorses" if found["noun"].startswith(("endors", "nod")) else "supports"
            candidate = self._passive_subject(start, found.start())
            if candidate is not None:
                endorsers = [each for each in self._owners(found.start("list"), found.end("list")) if each.name != candidate.name]
                yield from self._all(sentence, endorsers, candidate, stance, f"{found['verb']} … {found['noun']}", "owned", 0.75)
        for found in _CORNER.finditer(self.text, start, end):
            candidate = self._object(found.start("whom"), end)
            if candidate is not None:
                yield from self._all(
                    sentence, self._listed(found.end(), end), candidate, "supports", found[0], "in the corner", 0.7
                )
        for found in _COMES_FROM.finditer(self.text, start, end):
            candidate = self._object(found.start("whom"), found.end("whom"))
            if candidate is not None and not self._negated(start, found.start()):
                stance = "endorses" if found["noun"].lower().startswith("endors") else "supports"
                yield from self._all(sentence, self._listed(found.end(), end), candidate, stance, found[0], "comes from", 0.75)

    def _owners(self, start: int, end: int) -> list[Endorser]:
        """Whose endorsement it is: “the Guild and Mayor Lena Frost[’s]”."""
        mentions = [each for each in self.names.between(start, end) if each.name and each.kind in ("person", "organization")]
        return [Endorser(each.name.full, each.core) for each in mentions if each.name and each.name not in self.candidates]

    def _including(self, sentence: Span) -> Iterator[Endorsement]:
        """“Rao’s backers include A, B and C.” · “Among those supporting Rao are A and B.” · “Rao counts A and B among her supporters.”"""
        start, end = sentence
        for found in _INCLUDE.finditer(self.text, start, end):
            whom = "whom" if found["whom"] else "whom2" if found["whom2"] else None
            candidate = self._object(found.start(whom), found.end(whom)) if whom else self._owner(start, found.start(), end)
            stance = "endorses" if (found["noun"] or found["noun2"]).lower().startswith("endors") else "supports"
            if candidate is not None and not self._negated(start, found.start()):
                yield from self._all(sentence, self._listed(found.end(), end), candidate, stance, found[0], "included", 0.75)
        for found in _among(self.text, start, end):
            stance = "endorses" if "endors" in found[0].lower() else "supports"
            inside = next((each for each in self.names.between(found.start(), found.end()) if each.name in self.candidates), None)
            candidate = (
                party_of(inside.name, inside.core)
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
        for found in _WANTS_OUT.finditer(self.text, start, end):
            whom = "whom" if found["whom"] else "whom2"
            candidate = self._wanted_out(*found.span(whom))
            if candidate is not None and not self._negated(start, found.start()):
                yield from self._all(
                    sentence, self._subjects(start, found.start(), found[0]), candidate, "opposes", found[0], "wanted out", 0.65
                )
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

    def _wanted_out(self, start: int, end: int) -> Party | None:
        """The candidate in “her”, “Whitlock’s”, “District Attorney Whitlock”."""
        word = self.text[start:end].lower()
        if word in {"him", "her", "his"}:
            name = self.speakers.pronoun(word, start, self.candidates)
            return party_of(name, self.text[start:end]) if name else None
        mention = next((each for each in self.names.between(start, end) if each.name in self.candidates), None)
        return party_of(mention.name, mention.core) if mention is not None and mention.name and end - mention.end < 4 else None

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
                        Endorser(speaker.name, speaker.as_named),
                        party_of(name, found[0]),
                        "opposes" if against else "supports",
                        found[0],
                        "hashtag",
                        0.6,
                    )
                    if draft:
                        yield draft

    def _joining(self, found: Sequence[Endorsement]) -> Iterator[Endorsement]:
        """“I urge you to join them”, in a post after a sentence that tells of others' stance: the signer's too."""
        ordered = sorted(found, key=lambda each: each.passage.start)
        starts = [each.passage.start for each in ordered]
        for span, speaker, key in self.voices:
            told = ordered[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
            call = _JOIN.search(self.text, *span) if told and speaker is not None and key.startswith("post") else None
            earlier = [each for each in told if call and each.passage.start <= call.start()]
            if call and earlier and speaker is not None and fold(speaker.name) != fold(earlier[-1].endorser.name):
                passage = Span(earlier[-1].passage.start, self.segmented.sentences[self.segmented.sentence_at(call.start())][1])
                draft = self._draft(
                    passage,
                    Endorser(speaker.name, speaker.as_named),
                    earlier[-1].candidate,
                    earlier[-1].stance,
                    call[0],
                    "joining them",
                    0.55,
                )
                if draft:
                    yield draft

    def _included(self, place: int, end: int) -> list[Endorser]:
        """“… supporting Ortega’s campaign, including A, B and C”."""
        found = _ALSO.match(self.text, place, end)
        return self._listed(found.end(), end) if found else []


def _among(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    first = _AMONG_FIRST.match(text, start, end)
    return iter([first]) if first else _AMONG.finditer(text, start, end)


def _once(drafts: list[Endorsement]) -> list[Endorsement]:
    """The drafts without duplicates: one for each endorser, candidate and passage, and one for each sum of money."""
    kept: dict[tuple[object, ...], Endorsement] = {}
    for each in drafts:
        money = each.stance == "funds"
        key = (fold(each.endorser.name), each.candidate and fold(each.candidate.name), money, each.amount, each.passage.start)
        if key not in kept or _RANK[each.stance] < _RANK[kept[key].stance]:
            kept[key] = each
    return list(kept.values())
