"""Find counts of votes for candidates: “Quist has 52.9% of the vote so far, and Whitfield 47.1%”.

1. *Contexts*: sentences about votes. Sentences about turnout, crime, polls, money, thresholds and margins are not.
2. *Figures* in the sentence, and the candidates in it, in order.
3. *Whose* figure it is: “Haverty’s 62,458”, “48.4% for Fairweather”, “A leads B 60-40”; otherwise that of the last candidate before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dara.drafting.dates import stated_date
from dara.drafting.names import Mention, Name, Names
from dara.drafting.proposals import Party, Passage, Result
from dara.drafting.references import References
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import ROLES
from dara.text.spans import Span

_QUALIFIER = r"(?:(?P<qualifier>almost|about|nearly|more than|over|just over|just under|less than|roughly|around|approximately|at least|a little over|slightly more than|slightly less than|under|some|only|just) )?"
_PERCENT = re.compile(rf"{_QUALIFIER}(?P<number>\d{{1,3}}(?:\.\d+)?)(?P<sign>\s?%|[ -]percent\b| per cent\b)")
_VOTES = re.compile(rf"{_QUALIFIER}(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{3,7}})\b(?P<votes> (?:votes|ballots)\b)?")
_SCORE = re.compile(
    r"(?<![\w.$-])(?P<first>\d{1,2}(?:\.\d+)?)(?:\s?%|\s?percent)?\s?(?:-|–|—|to)\s?(?P<second>\d{1,2}(?:\.\d+)?)\s?(?P<sign>%|percent\b)?(?![\w-])(?!\.\d)"
)
_VOTE_SCORE = re.compile(r"(?<![\d$,])(\d{1,3}(?:,\d{3})+)(?: votes)?(?:,)? ?(?:to|-|–) ?(\d{1,3}(?:,\d{3})+)(?![\d,])")
_BEATS = re.compile(r"(?i)\b(?:beat|beats|defeat\w*|led|leads?|edged|won|topped|lost|trail\w*|ahead|oust\w*|unseat\w*)\b")
_BARE = re.compile(r" (\d{1,2}(?:\.\d+)?)(?=\s*(?:,|\.(?!\d)|;|$| and ))")
_UNSIGNED = re.compile(
    r"\bto (?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w.’-]+[’']s? (\d{1,2}(?:\.\d+)?)(?!\d|,\d|[%-]|\s?(?:%|percent|votes|years|points))"
)
_CONTEXT = re.compile(
    r"\b(?:votes?|voters chose|ballots?|returns|results?|tally|count(?:ed|ing)?|precincts?|leads?|leading|led|trail(?:s|ed|ing)?|ahead|behind|re-?elected|won|wins|winning|defeat(?:s|ed|ing)?|beat|finish(?:ed|ing)|margin|runoff|primary"
    r"|election night|captur(?:ed|es|ing)|garner(?:ed|s|ing)|support|victory|second place|third place|totals?|advantage|registrar|followed by|conced\w+|lost|loses|clinging|update|landslide|majority|plurality|showing|edge[ds]?|unseat(?:ed)?|oust(?:ed)?)\b",
    re.IGNORECASE,
)
# “Tisdale had 17 percent in November.”
_EARLIER = re.compile(
    r"\b(?:had|got|took|won|drew|received|finished with) (?:\w+ )?[\d.]+(?: percent|%) (?:of the vote|in (?:the |(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December))"
)
_POLL = re.compile(
    r"\b(?:polls?|polling|pollsters?|survey(?:s|ed)?|likely voters|registered voters (?:say|said|surveyed)|undecided|margin of error|if the election were held|respondents|approval|approve|favorable|unfavorable|forecast)\b(?! (?:close|closed|opened|open|stations?|places?|workers?))",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\b(?:turnout|crimes?|homicides?|robber(?:y|ies)|murders?|shootings?|burglar(?:y|ies)|thefts?|arrests?|budget|conviction rate|convictions?|contributions?|donations?|donors?|fundrais\w+|money|clearance|clear(?:ed)? \d|cases|caseload|inmates|jail(?:s|ed)?|recidivism|unemployment|salary|raise|funding|rent|prices|defendants|filings?"
    r"|of (?:residents|households|deputies|prosecutors|officers|felony|misdemeanor)|delegates?|endorsement (?:committee|vote)|party[’']s (?:vote|endorsement)|\bendorsement with\b|[’']s endorsement (?:with|by|on)|(?:clear|reach|hit)(?:ed|s|ing)? the \d+% |executive board|committee[’']s vote|members voted|to (?:qualify|win the endorsement))\b",
    re.IGNORECASE,
)
# A count, but of members or delegates, not of voters.
_PARTY = re.compile(
    r"(?i)\b(?:first|second|third|fourth|fifth) ballot\b|\bconvention\b|\bendorsement (?:committee|vote|meeting|caucus)|party[’']s (?:vote|endorsement)|\bendorsement with\b|[’']s endorsement (?:with|by|on)|executive board|\bdelegates?\b|members voted|straw poll|central committee"
)
_NOT_A_SHARE_AFTER = re.compile(
    r"\s?(?:%|percent)?\s?(?:percentage )?(?:points?\b|plus one|of (?:the )?(?:precincts?|ballots?|votes? (?:counted|cast|tallied|in(?=[,.;]|$))|registered|eligible|voting (?:centers|divisions)|divisions|projected|estimated|all (?:precincts|ballots|votes)|expected|mail|election|wards|in-person|Election Day|total ballots|the (?:precincts|ballots|expected))"
    r"|(?:in(?=\s*[.,;]|\s*$)|counted|reporting|turnout|lead|margin|advantage|increase|decrease|drop|rise|jump|threshold|reported|cut|more|fewer|precincts|of precincts|of the precincts|swing|edge|complete)\b)",
    re.IGNORECASE,
)
_THRESHOLD_BEFORE = re.compile(
    r"\b(?:need(?:s|ed|ing)?|require[sd]?|requir(?:es|ing)|threshold(?: of)?|receives?|get(?:s)?|unless|at least|fewer than|short of|majority of|surpass(?:es|ed)?|top(?:s|ped)?|exceed(?:s|ed)?|avoid|clear(?:s|ed)?|minimum|wins? more than|margin (?:of|is|was)|within|under|differen\w+ (?:of|is)|by|lead (?:of|to)|swing of|gap of"
    r"|up|down|fell|rose|increas\w+|decreas\w+|dropped|climbed|jumped|lead by|leads by|ahead by|trail(?:s|ed|ing)? by|won by|lost by|separat\w+|turnout (?:was|of|is)|with|from)\s+(?:just |only |more than |about |almost |nearly |a mere |the |a |an |roughly |over |to )*$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:a candidate (?:who|must|needs)|any candidate|if (?:no|neither|a) |state law|candidate receiv\w+|would have (?:led|won|received)|had (?:he|she) not)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\b(?:Measure|Prop(?:osition|\.)?|Question|Amendment|bond|tax|levy)\b(?: [A-Z0-9]+)?")
_PARTIAL = re.compile(
    r"\b(?:so far|precincts?|early (?:returns|results|votes?|tally|numbers)|first (?:numbers|results|returns|batch|count|tally)|initial|partial|preliminary|semi-?official|unofficial|as of|leads?|leading|trail(?:s|ing)?|is now at|remain(?:s|ing)? to be counted|left to (?:be )?count|still (?:to be )?count\w*"
    r"|outstanding|uncounted|update[sd]?|latest|holds?|holding|lead|clinging|ahead|behind|divisions reporting|counted|counting|is at|are in|late (?:tuesday|wednesday|monday)|election night|currently|stood at|wards|has (?:almost |about |nearly )?\d|was leading|were leading|appeared|with \d+% (?:of|in)|in the bag|vote count|just before|at \d{1,2}(?::\d\d)? [ap]\.?m)\b",
    re.IGNORECASE,
)
_CERTIFIED = re.compile(r"\bcertif(?:ied|ication|ies|y)\b", re.IGNORECASE)
_FINAL = re.compile(r"\b(?:final|finished|in the end|was re-?elected|won|lost|defeated|in (?:19|20)\d\d)\b", re.IGNORECASE)
_TAKES = re.compile(r"\b(?:captured|won|took|received|got|garnered|drew|earned) (?:\w+ ){0,2}?$")
_OVER = re.compile(
    r"\b(?:beat|beats|beating|edged(?: out)?|edges|defeat(?:ed|s|ing)|led|leads|leading|ahead of|over|lost to|fell to|topp(?:ed|ing)|trail(?:ed|s|ing)|behind|unseat(?:ed|ing)|oust(?:ed|ing)) (?:[\w.]+ ){0,3}?$"
)
_RAN = re.compile(r" (?:\w+ )?(?:won|lost|received|got|took|beat|defeated|carried|drew|captured|led|trailed)\b")
_LOSES = re.compile(
    r"\b(?:trail(?:s|ed|ing)?|lost|loses|los(?:t|ing) to|behind|fell|defeated by|beaten by|lagg(?:s|ed|ing))\b", re.IGNORECASE
)
_OUT = re.compile(
    r"(?P<stated>(?:(?:more than|about|nearly|roughly|some|an estimated|around|at least|almost|approximately|over) )?(?P<number>\d{1,3}(?:,\d{3})+|\d+))(?: \w+){0,3}? (?:ballots|votes)(?: \w+){0,4}? (?:left|remain\w*|outstanding|uncounted|to (?:be )?count\w*|uncounted)",
    re.IGNORECASE,
)
_ELECTION = re.compile(
    r"\b(?:the |a |last |this )?((?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Democratic|Republican|general|special|runoff|presidential|[12]\d{3}|recall) ){0,3}(?:primary|general election|runoff|recall|special election|election))\b"
)
_AUTHORITY = re.compile(
    r"(?:[Aa]ccording to|provided by|released by|figures from|count by|reported by|from|data from|show(?:n|ed) by) (?:the |figures from the |the latest \w+ (?:from|provided by) the )?"
)


_Named = tuple[int, int, Name, str]  # start, end, who, as named


@dataclass
class _Figure:
    start: int
    end: int
    percent: float | None = None
    votes: int | None = None
    qualifier: str = ""
    who: Name | None = None
    as_named: str = ""
    nobodys: bool = False  # of somebody whom the sentence does not name


class Results:
    """The counts of votes in a text."""

    def __init__(
        self, segmented: SegmentedText, names: Names, speakers: References, candidates: Sequence[Name], published_on: str | None
    ):
        self.segmented, self.names, self.speakers, self.text = segmented, names, speakers, segmented.text
        self.candidates, self.published_on = candidates, published_on

    def drafts(self) -> list[Result]:
        found: list[Result] = []
        for number, sentence in enumerate(self.segmented.sentences):
            if sentence[1] - sentence[0] <= 1500 and re.search(r"\d", self.text[slice(*sentence)]):
                found += self._sentence(number, sentence)
        return found

    def _sentence(self, number: int, sentence: Span) -> list[Result]:
        words = self.text[slice(*sentence)]
        if not re.search(r"%|percent|per cent|\d[-–—]\d|\d,\d{3}|\bvotes\b", words):
            return []
        if _POLL.search(words) or _HYPOTHETICAL.search(words):
            return []
        people = self._people(sentence)
        if not people:
            return []
        table = re.fullmatch(
            r"\W*[A-Z][\w.’'\u00c0-\u024f -]{2,50}(?:\([\w. -]+\))?\W*?(?:\s|:|\.{2,}|—|–|-|\t|,)+[\d,.%]+(?: votes)?(?:[\s,;|(–—-]+[\d,.%]+\)?(?: votes)?)*\W*",
            words,
        )
        compared = (
            len({id(each[2]) for each in people}) > 1 and len(re.findall(r"%|percent", words)) > 1
        )  # “Roe got 53% and Poe 47%”
        if not table and not compared and not _CONTEXT.search(words) and not _EARLIER.search(words) and not self._goes_on(number):
            return []
        if _NO_COUNT.search(words) and not re.search(r"\b(?:of the vote|votes)\b", words):
            return []
        if (
            self._poll_before(number)
            or _PARTY.search(words)
            or (self._goes_on(number) and _PARTY.search(self.text[slice(*self.segmented.sentences[number - 1])]))
        ):
            return []
        figures = self._figures(sentence)
        if not figures:
            return []
        self._assign(sentence, figures, people)
        return self._results(number, sentence, figures)

    def _goes_on(self, number: int) -> bool:
        """Whether the sentence before is about votes, so that “Finch had 13.6%.” is too."""
        start, end = self.segmented.sentences[number - 1] if number else (0, 0)
        before = self.text[start:end]
        return bool(re.search(r"%|percent|votes", before) and _CONTEXT.search(before)) and not _POLL.search(before)

    def _poll_before(self, number: int) -> bool:
        """Whether the paragraph's sentence before names a poll, and this one says nothing of votes."""
        if not number:
            return False
        start, end = self.segmented.sentences[number - 1]
        here = self.text[slice(*self.segmented.sentences[number])]
        same = self.segmented.paragraph_at(start) == self.segmented.paragraph_at(self.segmented.sentences[number][0])
        return (
            same
            and bool(re.search(r"(?i)\b(?:poll|survey)\b", self.text[start:end]))
            and not re.search(r"(?i)\b(?:votes|of the vote|precincts|returns|ballots)\b", here)
        )

    # --- figures ---

    def _figures(self, sentence: Span) -> list[_Figure]:
        start, end = sentence
        figures: list[_Figure] = []
        for found in _SCORE.finditer(self.text, start, end):
            first, second = float(found["first"]), float(found["second"])
            percent = found["sign"] or "%" in found[0]
            if (
                re.search(r"\bby $", self.text[max(start, found.start() - 4) : found.start()])
                and "%" not in found[0]
                and "percent" not in found[0]
            ):
                continue
            beaten = re.search(
                r"(?i)\b(?:beat|beats|beating|defeat\w*|leads?|led|leading|won|wins|lost|loses|trail\w*|edged|topped|ahead|victory|win|unseat\w*|oust\w*)\b[^.;]{0,60}$",
                self.text[start : found.start()],
            )
            if (
                95 <= first + second <= 101
                or (beaten and "to" not in found[0] and 30 <= first + second <= 101 and first >= 10)
                or (
                    percent
                    and first + second <= 100
                    and abs(first - second) < 60
                    and "to" in found[0]
                    and not re.search(
                        r"\b(?:up|rose|fell|from|between|by)\s+(?:\w+ )?$",
                        self.text[max(start, found.start() - 20) : found.start()],
                    )
                )
            ):
                if not self._is_context_of_score(found, start):
                    continue
                split = found.start("second")
                figures.append(_Figure(found.start(), found.end("first"), percent=_number(found["first"])))
                figures.append(_Figure(split, found.end(), percent=_number(found["second"])))
        taken = [(each.start, each.end) for each in figures]
        for found in _PERCENT.finditer(self.text, start, end):
            if any(s < found.end() and found.start() < e for s, e in taken) or self._no_share(found, start, end):
                continue
            if float(found["number"]) > 100:
                continue
            figures.append(
                _Figure(found.start(), found.end(), percent=_number(found["number"]), qualifier=found["qualifier"] or "")
            )
        taken = [(each.start, each.end) for each in figures]
        if figures:
            for found in _UNSIGNED.finditer(self.text, start, end):  # “44 percent to McGillicuddy’s 39”
                if not any(s < found.end(1) and found.start(1) < e for s, e in taken):
                    figures.append(_Figure(found.start(1), found.end(1), percent=_number(found[1])))
        for found in _VOTE_SCORE.finditer(self.text, start, end):  # “beat Whitlock, 12,345 to 11,003”
            if _BEATS.search(self.text[start : found.start()]):
                figures.append(_Figure(found.start(1), found.end(1), votes=int(found[1].replace(",", ""))))
                figures.append(_Figure(found.start(2), found.end(2), votes=int(found[2].replace(",", ""))))
        taken = [(each.start, each.end) for each in figures]
        if any(each.percent is not None for each in figures):  # “Ortega held 53 percent, Whitlock 40 and Sato 7”
            for mention in self.names.between(start, end):
                bare = _BARE.match(self.text, mention.end, end) if mention.kind == "person" else None
                if bare and not any(s < bare.end(1) and bare.start(1) < e for s, e in taken):
                    figures.append(_Figure(bare.start(1), bare.end(1), percent=_number(bare[1])))
        for found in _VOTES.finditer(self.text, start, end):
            if any(s < found.end() and found.start() < e for s, e in taken) or not self._is_vote_count(found, start, end):
                continue
            figures.append(
                _Figure(found.start(), found.end(), votes=int(found["number"].replace(",", "")), qualifier=found["qualifier"] or "")
            )
        return sorted(figures, key=lambda each: each.start)

    def _is_context_of_score(self, found: re.Match[str], start: int) -> bool:
        before = self.text[max(start, found.start() - 30) : found.start()]
        after = self.text[found.end() : found.end() + 30]
        return not re.search(
            r"(?i)\b(?:ages?|aged|pages?|game|score|board|council|committee|voted|court|ruled|supreme|section|jury|panel)\s*(?:\w+ )?$",
            before,
        ) and not re.match(r"(?i)\s?(?:years?|p\.m|a\.m|months|weeks|days|hours|decision|ruling)", after)

    def _no_share(self, found: re.Match[str], start: int, end: int) -> bool:
        after = self.text[found.end() : min(end, found.end() + 40)]
        before = self.text[max(start, found.start() - 60) : found.start()]
        if _TAKES.search(before) and re.match(r"\s?of (?:all |the )?(?:ballots|votes)(?: cast)?(?=[,.;]| in | and |$)", after):
            return False
        if _NOT_A_SHARE_AFTER.match(after) and not re.match(
            r"\s?of (?:the )?votes?(?: cast)?\b(?! (?:counted|tallied|in[,.;]))", after
        ):
            return True
        if re.match(r"\s?of the (?:projected )?votes? (?:counted|tallied|in(?=[,.;]|$))", after):
            return True
        threshold = _THRESHOLD_BEFORE.search(before)
        if threshold:
            lead = threshold[0].split()[0].lower()
            if lead in {
                "with",
                "by",
                "get",
                "gets",
                "receives",
                "from",
                "within",
                "top",
                "topped",
                "tops",
                "under",
                "clear",
                "cleared",
            }:
                return lead in {"by", "from", "receives", "within", "gets"} and not re.match(r"\s?(?:of the vote|to\b)", after)
            return not (lead in {"rose", "fell", "up", "down"} and re.match(r"\s?of the vote", after))
        return False

    def _is_vote_count(self, found: re.Match[str], start: int, end: int) -> bool:
        before = self.text[max(start, found.start() - 40) : found.start()]
        after = self.text[found.end() : min(end, found.end() + 40)]
        if before.endswith(("$", "#")) or (
            re.search(
                r"\b(?:in|since|of|by|late|early|January|February|March|April|May|June|July|August|September|October|November|December|Nov\.|Local|Prop\.?|AB|SB|Measure)\s$",
                before,
            )
            and not found["votes"]
            and "," not in found["number"]
        ):
            return False
        if re.search(
            r"(?i)\b(?:margin|lead|advantage|edge|difference|separat\w+|ahead|behind|trails?|leads?|won|lost|gap|cushion)(?: (?:grew|widened|shrank|narrowed|fell|rose|stood|slipped|swelled|expanded|increased|was|is))?(?: of| by| to| at|,)?(?: just| only| about| some| roughly| more than| nearly| a mere| fewer than| less than)*\s$",
            before,
        ) or re.search(r"(?i)\bby (?:just |only |about |some |nearly |roughly |more than |a mere |fewer than )*$", before):
            return bool(
                re.match(
                    r" votes to \d{1,3}(?:,\d{3})+|,? to \d{1,3},\d{3}", self.text[found.end("number") : found.end("number") + 20]
                )
            )
        if found["votes"] and found["votes"].strip() == "ballots":
            return False
        if re.match(
            r"(?i)\s?(?:ballots?|voters|members|residents|people|employees|doors|precincts|registered|homes|signatures|uncounted|outstanding|mail|provisional|more|fewer|-vote|vote (?:lead|margin|edge)|votes? (?:ahead|behind|shy|short|separat\w+|apart|lead|margin|remain\w+|left|outstanding|still|to be|counted|cast|were|short)|prosecutors|deputies|cases|votes separating|other)",
            after,
        ) and not re.match(r"\s?votes(?:,| to| for|;|\.|$)", after):
            return False
        if found["votes"]:
            return not re.match(
                r"\s(?:ahead|behind|shy|separat\w+|apart|remain\w+|left|outstanding|still|to be|counted|cast|were counted|short|in (?:advance|all))",
                after,
            )
        if "," not in found["number"]:
            return False
        sentence = self.text[start:end]
        if re.search(r"\b(?:had|has|received|got|took|drew|with) (?:\w+ )?$", before) and self._goes_on(
            self.segmented.sentence_at(start)
        ):
            return True
        return bool(re.search(r"\b(?:votes?|tally|count|total)\b|%|percent", sentence)) and not re.search(
            r"(?i)\b(?:people|residents|population|miles|salary)\b", after
        )

    # --- whose ---

    def _people(self, sentence: Span) -> list[_Named]:
        """Who is named in a sentence, in order, with who is meant by “he” and “the incumbent”: (start, end, name, as named)."""
        start, end = sentence
        found = [
            (each.start, each.end, each.name, self.text[each.start : each.end])
            for each in self.names.between(start, end)
            if each.name
            and each.name.kind == "person"
            and self.text[each.start - 1 : each.start] not in ("“", '"')
            and (each.name in self.candidates or self._holds_figure(each, start, end) or self._is_beaten(each, start))
            and not self._is_anothers(each)
        ]
        places = [(s, e) for s, e, _, _ in found]
        for token in self.names.words_between(start, end):
            lower = token.text.lower()
            if lower in {"he", "she"}:
                name = self.speakers.pronoun(lower, token.start)
                ran = _RAN.match(self.text, token.end, end)  # who is told to have won a count has run
                if name is not None and (ran or not self.candidates or name in self.candidates):
                    found.append((token.start, token.end, name, token.text))
            elif (lower in {"his", "her"} and re.match(r" [\d.,]*\d", self.text[token.end : token.end + 8])) or (
                lower in {"him", "her"}
                and re.search(
                    r"(?i)\b(?:beat|beats|defeat\w*|oust\w*|unseat\w*|led|leads|trail\w*|over|topp\w*|edg\w*)\s$",
                    self.text[max(start, token.start - 12) : token.start],
                )
            ):  # “to his 151,087”
                name = self.speakers.pronoun(lower, token.start, self.candidates)
                if name is not None:
                    found.append((token.start, token.end, name, token.text))
            elif lower in {"incumbent", "challenger", "opponent", "rival"} and not any(
                0 <= s - token.end < 22 or 0 <= token.start - e < 8 for s, e in places
            ):
                name = (
                    self.names.with_role(lower, token.start) if lower in {"incumbent", "challenger"} else self._other(token.start)
                )
                if name is not None:
                    found.append((token.start, token.end, name, token.text))
        return sorted(found, key=lambda each: each[0])

    def _is_anothers(self, mention: Mention) -> bool:
        """“Ostrander’s law partner, Saul Mintz”: somebody of theirs is spoken of."""
        following = self.names.words_between(mention.end + 2, mention.end + 30)[:2] if mention.possessive else []
        return any(token.plain in ROLES for token in following)

    def _is_beaten(self, mention: Mention, start: int) -> bool:
        """“Roe edged Ben Poe for second”: somebody who is compared with a candidate runs too."""
        return bool(_OVER.search(self.text[max(start, mention.start - 50) : mention.start])) and any(
            each.name in self.candidates for each in self.names.between(start, mention.start)
        )

    def _holds_figure(self, mention: Mention, start: int, end: int) -> bool:
        """Whether a figure stands beside somebody who is not known to run."""
        before = self.text[max(start, mention.start - 30) : mention.start]
        after = self.text[mention.end : min(end, mention.end + 110)]
        takes = r"[^.;]{0,70}\b(?:received|got|garnered|captured|drew|took|earned|won|tallied|finished with|had|has|with|at) (?:only |just |about |nearly |almost |roughly )?\d"
        return bool(re.match(r"(?:[’']s?)?,?:? (?:\w+ ){0,3}?(?:at |with )?[(\d]", after[:40]) or re.match(takes, after)) or bool(
            re.search(r"(?:%|percent|votes?|\d),? (?:of the vote )?(?:for|over|to) (?:\w+ ){0,2}?$", before)
        )

    def _other(self, place: int) -> Name | None:
        recent = next((each.name for each in self.names.before(place, 20) if each.name in self.candidates), None)
        others = [name for name in self.candidates if name is not recent]
        return others[0] if len(others) == 1 else None

    def _assign(self, sentence: Span, figures: list[_Figure], people: list[_Named]) -> None:
        for figure in figures:
            self._by_neighbours(figure, people)
        self._by_scores(sentence, figures, people)
        for figure in figures:
            if figure.who is None and not figure.nobodys:
                kind = "percent" if figure.percent is not None else "votes"
                clause = max(self.text.rfind(";", sentence[0], figure.start), sentence[0])
                own = [each for each in people if clause < each[0] and each[1] <= figure.start] if clause > sentence[0] else []
                if len({id(each[2]) for each in own}) == 1:  # “…; four years earlier she took 55%”
                    figure.who, figure.as_named = own[0][2], own[0][3]
                    continue
                if (leader := self._leader_of(figure, people)) is not None:
                    figure.who, figure.as_named = leader
                    continue
                holding = {id(each.who) for each in figures if each.who is not None and getattr(each, kind) is not None}
                before = [each for each in people if each[1] <= figure.start]
                near = next((each for each in reversed(before) if id(each[2]) not in holding), None)
                if near is not None:
                    figure.who, figure.as_named = near[2], near[3]

    def _leader_of(self, figure: _Figure, people: list[_Named]) -> tuple[Name, str] | None:
        """“She lost to Ortega with 47%”: not whoever stands before “with”, but the subject."""
        last = next((each for each in reversed(people) if each[1] <= figure.start), None)
        return (
            self._leader(last[0], people)
            if last is not None and self.text[last[1] : figure.start] in (" with ", ", with ")
            else None
        )

    def _by_neighbours(self, figure: _Figure, people: list[_Named]) -> None:
        """“Haverty’s 62,458” · “48.4%, for Democrat Yolanda Fairweather” · “Whitlock (48.7%)” · “Finch at 13.6%”."""
        for start, _end, name, as_named in people:
            if start >= figure.end:
                between = self.text[figure.end : start]
                if re.fullmatch(
                    r"(?: of (?:the )?votes?(?: cast)?| votes?| of (?:the |county )?voters)?,?(?: or [\d.]+(?:%| percent),?)?(?: (?:went|going|goes) (?:to|for)| (?:for|favor(?:ed|ing)|chose|backed|supported|went for|voted for|to re-?elect|picked))(?: \w+){0,4}? ?",
                    between,
                ):
                    figure.who, figure.as_named = name, as_named
                    return
        for start, end, name, as_named in reversed(people):
            if end <= figure.start:
                between = self.text[end : figure.start]
                if between in (" with ", ", with ") and (leader := self._leader(start, people)) is not None:
                    figure.who, figure.as_named = leader
                elif (
                    re.fullmatch(
                        r"(?:[’']s?)?,? ?(?:\(|at |with |: ?|— ?|– ?|- ?|, ?|had |has |was at |is at |is now at |stood at |\d\d, |now (?:at |has )|to )*",
                        between,
                    )
                    and len(between) < 24
                ):
                    figure.who, figure.as_named = name, as_named
                return

    def _leader(self, place: int, people: list[_Named]) -> tuple[Name, str] | None:
        """“Roe led Ben Poe with 49.59 percent”: who leads whoever is named at `place`."""
        earlier = [each for each in people if each[1] < place]
        if earlier and re.search(
            r"\b(?:led|leads|leading|beat|beats|defeat(?:ed|s)|ahead of|edg(?:ed|es|ing)(?: out)?|topp(?:ed|ing)|lost to|loses to|losing to|fell to|trail(?:s|ed|ing)|behind)\b[^.;]{0,60}$",
            self.text[earlier[-1][1] : place],
        ):
            return earlier[-1][2], earlier[-1][3]
        return None

    def _by_scores(self, sentence: Span, figures: list[_Figure], people: list[_Named]) -> None:
        """“A leads B, 43.8% to 42.6%”: two figures joined by “to” or a dash, and two people before, or one before and one after."""
        for first, second in pairwise(figures):
            kind = "percent" if first.percent is not None else "votes"
            if getattr(first, kind) is None or getattr(second, kind) is None:
                continue
            joint = self.text[first.end : second.start]
            if not re.fullmatch(
                r"(?: of the vote| percent| votes?|%)?,?\s?(?:-|–|—|to|compared (?:to|with)|versus|vs\.?|against|over)\s?(?:just |only |about )?",
                joint,
            ):
                continue
            if second.who is not None and first.who is not None and second.who is not first.who:
                continue
            named = [each for each in people if each[1] <= first.start]
            favoured = re.match(r" (?:votes )?in ", self.text[second.end : second.end + 10])
            if not named and favoured and (one := [each for each in people if each[0] >= second.end]):
                named = one[:1] if re.match(r"[’']s? favor", self.text[one[0][1] : one[0][1] + 9]) else []
            distinct = [each for index, each in enumerate(named) if all(each[2] is not other[2] for other in named[:index])]
            other = self._two(distinct, people, second)
            if other is None:
                self._alone(sentence, first, second, kind, distinct)
                continue
            subject, rival = other
            higher, lower = sorted((first, second), key=lambda each: getattr(each, kind), reverse=True)
            between = self.text[sentence[0] : first.start]
            if _LOSES.search(between):
                winner, loser = rival, subject
            else:
                winner, loser = subject, rival
            if re.search(
                r"(?i)\b(?:over|beat|beats|beating|defeat\w*|lead\w*|led|ahead|trail\w*|lost|behind|won|wins|win|edge\w*|advantage|conced\w*|topp\w*|oust\w*|unseat\w*)\b",
                between,
            ):
                assigned = ((higher, winner), (lower, loser))
            else:
                assigned = ((first, subject), (second, rival))
            for figure, (_, _, name, as_named) in assigned:
                figure.who, figure.as_named = name, as_named

    def _alone(self, sentence: Span, first: _Figure, second: _Figure, kind: str, named: list[_Named]) -> None:
        """“Roe was ahead, 52-48”: one of two figures is Roe's, the other nobody's who is named."""
        higher, lower = sorted((first, second), key=lambda each: getattr(each, kind), reverse=True)
        own, other = (lower, higher) if _LOSES.search(self.text[sentence[0] : first.start]) else (higher, lower)
        other.nobodys = True
        if len(named) == 1 and own.who is None:
            own.who, own.as_named = named[0][2], named[0][3]
        elif not named:
            own.nobodys = True

    def _two(self, named: list[_Named], people: list[_Named], second: _Figure) -> tuple[_Named, _Named] | None:
        """The two people whom two figures belong to: named before them, or one before and one after."""
        if len(named) >= 2:
            return named[-2], named[-1]
        if len(named) == 1:
            after = next((each for each in people if each[0] >= second.start and each[2] is not named[0][2]), None)
            if after is not None:
                return named[0], after
            others = [name for name in self.candidates if name is not named[0][2]]
            if len(others) == 1:
                return named[0], (0, 0, others[0], others[0].full)
        return None

    # --- drafts ---

    def _results(self, number: int, sentence: Span, figures: Sequence[_Figure]) -> list[Result]:
        words = self.text[slice(*sentence)]
        grouped: dict[int, list[_Figure]] = {}
        for figure in figures:
            if figure.who is not None and not (
                _MEASURE.search(self.text[max(sentence[0], figure.start - 60) : figure.start])
                and "Measure" in words
                and figure.who is None
            ):
                grouped.setdefault(id(figure.who), []).append(figure)
        drafts = []
        for own in grouped.values():
            percents = [each for each in own if each.percent is not None]
            counts = [each for each in own if each.votes is not None]
            for index in range(max(len(percents), len(counts))):
                percent = percents[index] if index < len(percents) else None
                votes = counts[index] if index < len(counts) else None
                counted = percent or votes
                if counted is not None:
                    drafts.append(self._draft(number, sentence, counted, percent, votes))
        return drafts

    def _draft(self, number: int, sentence: Span, figure: _Figure, percent: _Figure | None, votes: _Figure | None) -> Result:
        assert figure.who is not None
        words = self.text[slice(*sentence)]
        following = self.text[slice(*self.segmented.sentences[number + 1])] if number + 1 < len(self.segmented.sentences) else ""
        out = _OUT.search(words) or (_OUT.search(following) if len(following) < 400 else None)
        end = sentence[1]
        if (
            out
            and not _OUT.search(words)
            and self.segmented.paragraph_at(self.segmented.sentences[number + 1][0]) == self.segmented.paragraph_at(sentence[0])
        ):
            end = self.segmented.sentences[number + 1][1]
        elif not _OUT.search(words):
            out = None
        status = (
            "certified"
            if _CERTIFIED.search(words) and not re.search(r"(?i)\b(?:not|until|before|be|to) (?:be )?certif", words)
            else "partial"
            if self._is_partial(words)
            else "not stated"
        )
        as_of, basis = stated_date(words, self.published_on)
        return Result(
            passage=Passage.of(self.text, sentence[0], end),
            rule="figure of a candidate",
            confidence=0.8,
            candidate=Party(figure.who.full, " ".join(figure.as_named.split())),
            election=self._election(words),
            percent=percent.percent if percent else None,
            votes=votes.votes if votes else None,
            qualifier=figure.qualifier,
            status=status,
            as_of=as_of if re.search(r"(?i)\bas of\b", words) else None,
            authority=self._authority(sentence),
            ballots_out=int(out["number"].replace(",", "")) if out else None,
            ballots_out_as_stated=out["stated"] if out else None,
            inferred={"as_of": basis} if basis and re.search(r"(?i)\bas of\b", words) else {},
        )

    def _is_partial(self, words: str) -> bool:
        return bool(_PARTIAL.search(words)) and not (
            _FINAL.search(words) and not re.search(r"(?i)so far|precincts|as of|leads|trails|uncounted|outstanding", words)
        )

    def _election(self, words: str) -> dict[str, str] | None:
        found = _ELECTION.search(words)
        return {"name": found[1], "as_named": found[0].strip()} if found else None

    def _authority(self, sentence: Span) -> Party | None:
        found = _AUTHORITY.search(self.text, *sentence)
        if found is None:
            return None
        mention = next(iter(self.names.between(found.end(), min(sentence[1], found.end() + 30))), None)
        if mention is not None and mention.kind == "organization" and mention.name is not None:
            return Party(mention.name.full, mention.core)
        role = re.match(
            r"(?:county |city |state )?(?:registrar|elections? (?:office|officials|division|department)|clerk|secretary of state)\b",
            self.text[found.end() : found.end() + 40],
        )
        return Party(role[0], role[0]) if role else None


def _number(words: str) -> float | int:
    value = float(words)
    return int(value) if value == int(value) and "." not in words else value
