"""Find the endorsers (“A, B and the C of D”) and the candidate in the noun phrases of a sentence."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dara.drafting.capitals import Token, fold
from dara.drafting.names import Mention, Name, Names
from dara.drafting.phrases import Subject
from dara.drafting.posts import Post
from dara.drafting.proposals import Endorsement, Party, Passage
from dara.drafting.references import References
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import ADVERBS, BEGINNERS, MONTHS, NOBODY, ROLES, TITLES, VERBS, word_set
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_NOT = re.compile(
    r"\b(?:not|n[’']t|cannot|never|declin\w+|refus\w+|yet to|whether|if|could|would (?:have|consider|be|like|decide|only)|may|might|should|hop(?:es|ed|ing) (?:to|for)|seek(?:s|ing)?|sought|ask(?:ed|s|ing)?|consider(?:ed|s|ing)?|without"
    r"|neither|nor|no one|nobody|none|stopped short|expected|likely|unlikely|fail(?:ed|s)? to|opted (?:not|against)|rather than|instead of|want(?:s|ed)?|abstain\w*|nobody|avoid\w*|courting|courted|vying|compet\w+|denied|denies|lost|loses"
    r"|falsely|incorrectly|wrongly|ever|no plans?|plans? to|until|before|lobb\w+|pressur\w+|interview\w* before)\b(?! only\b)",
    re.IGNORECASE,
)
_RACE = re.compile(r"\b(?:race|contest|election|campaign)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"(?:(?:have|has|had|are|were|all|both|also|each|now|already|recently|since|switched sides and)\s*)+")
_STANCE_VERB = re.compile(r"\b(?:endors(?:ed|es)|back(?:ed|s)|support(?:ed|s)|oppos(?:ed|es))\b")
_MEASURE = re.compile(r"\b(?:Measure|Proposition|Prop\.?|Question|Amendment|Issue|Senate Bill|Assembly Bill|AB|SB) [A-Z0-9]")
GROUPS = word_set(
    "unions officials groups leaders committees philanthropists organizations organisations prosecutors deputies donors celebrities lawmakers members activists officers"
    " supervisors mayors senators judges chiefs sheriffs police firefighters nurses teachers clergy pastors attorneys lawyers democrats republicans voters legislators councilmembers"
    " councilmen residents businesses associations clubs newspapers labor executives billionaires developers families victims progressives conservatives reformers advocates"
    " congressmembers educators workers carpenters electricians realtors associates colleagues politicians supporters staffers employees defenders veterans ministers athletes actors"
    " musicians interests companies agencies coalitions pacs chapters locals neighbors moderates liberals contributors investors entrepreneurs dispatchers guards candidates critics commissioners"
    " prosecutor police-unions ranchers farmers growers merchants owners rabbis imams bishops women men students professors survivors bondsmen landlords insurers"
)
KINDS = word_set(
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
_CANDIDACY = word_set(
    "candidacy campaign bid corner camp retention committee coffers account run election re-election reelection opponent challenger rival"
)
_BETWEEN = re.compile(
    r"(?i)(?:district attorney|\bD\.?A\.?(?:[’']s)?(?: race)?|prosecutor)\b[^.;]{0,30}\bbetween (?:[\w.’-]+ ){0,4}?(?:(?:[A-Z][\w.’-]+ ){2,3}and (?:\w+ ){0,3}?)?$"
)
_FILLERS = word_set(
    "recall ouster removal defeat the a an former fellow then current incumbent challenger candidate district county deputy longtime veteran progressive attorney for of candidacy campaign bid run"
    " democrat republican independent democratic city state embattled sitting two-term one-term public defense federal local los angeles both either election"
    " re-election reelection efforts effort attorney’s her his their"
)
# A verb whose subject is the next verb's too: “endorsed Ortega in May and [then walked precincts for him]”.
_JOINED_VERB = re.compile(
    r"\b(?P<verb>endorsed|backed|supported|opposed|withdrew|rescinded|revoked|pulled|yanked|dropped|dumped|ditched|abandoned|reversed|crossed|left|gave|donated|switched|signed|launched|split|broke|changed)"
    r"\b(?![^;:.“”]*\b(?:and|while|but|which|who)\b[^;:.“”]*\band\b)[^;:.“”]{2,90}?,? and (?:(?:has|have|had|is|are|then|now|later|instead|also|since|promptly|quickly) )*$"
)
# “The Chamber and the Retail Council, which rarely agree, [support]”
_INSERTED = re.compile(
    r", (?:which|who|whose|both|neither|two|longtime|once|of|from|also|long|now|a|an|the)\b[^,;:.“”]{3,100}, (?:(?:has|have|had|is|are|all|both|also|now) )*$"
)
# “nine labor organizations, [including A and B]”: those who are named count, not how many they are.
_COUNTED = re.compile(r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozens of|several|many) [a-z ]+$")
_SUCH_AS = re.compile(r",? (?:including|such as|among them)\b")
_RELATIVE = re.compile(r"(?:[\w’'-]+ )?(?:that|which|who)\b|represents?\b|representing\b")
_PLACES = word_set("los angeles county san santa city north south east west new")


@dataclass(frozen=True)
class Endorser:
    name: str
    as_named: str


class Endorsers:
    """The endorsers and candidates that the sentences of a text name. The rules for endorsements, lists and money build on it."""

    def __init__(
        self,
        segmented: SegmentedText,
        names: Names,
        speakers: References,
        posts: Sequence[Post],
        voices: Sequence[tuple[Span, Party | None, str]],
    ):
        self.segmented, self.names, self.speakers, self.text = segmented, names, speakers, segmented.text
        self.posts = posts
        self.voices = voices  # passages of drafted statements: (span, speaker, key)
        self._voices_of: dict[int, list[tuple[Span, Party | None, str]]] = {}  # by the number of a sentence that they reach into
        for voice in voices:
            for number in range(segmented.sentence_at(voice[0][0]), segmented.sentence_at(voice[0][1] - 1) + 1):
                self._voices_of.setdefault(number, []).append(voice)
        self.candidates = speakers.candidates
        self._found: list[Endorsement] = []  # so far
        self._here: list[Endorsement] = []  # in the sentence that is being read

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
                return party_of(first.name, first.core), place + found.start()
            pronoun = re.match(r"(he|she)\b", self.text[after : after + 4])
            if pronoun and (name := self.speakers.pronoun(pronoun[1], after, self.candidates)):
                return party_of(name, pronoun[1]), place + found.start()
        return None

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
            return party_of(owner.name, owner.core)
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
            return party_of(name, pronoun.text) if name else None
        after = re.match(r" (?:of|for) ", self.text[place : place + 5])
        return self._object(place, end) if after else self._paragraph_topic(start)

    def _all(
        self,
        sentence: Span,
        endorsers: Sequence[Endorser],
        candidate: Party | None,
        stance: str,
        verb: str,
        rule: str,
        confidence: float,
    ) -> Iterator[Endorsement]:
        for endorser in endorsers:
            draft = self._draft(sentence, endorser, candidate, stance, verb, rule, confidence)
            if draft:
                yield draft

    def _page_owner(self) -> Name | None:
        """The candidate whose campaign pays for the page."""
        paid = re.search(r"(?i)paid for by:? ([^\n]{3,120})", self.text[-2500:])
        words = {fold(word) for word in re.findall(r"[\w’'-]+", paid[1])} if paid else set()
        owners = [name for name in self.candidates if name.words[-1] in words]
        return owners[0] if len(owners) == 1 else None

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
                gap.replace(". ", " ") if index and tokens[index - 1].text in ABBREVIATIONS else gap,
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
                return party_of(name, token.text) if name.kind == "person" else None
            lower = token.text.lower()
            if lower in {"me", "us"}:
                voice = self._voice(token.start)
                own = next((each for each in self.candidates if voice is not None and each.full == voice.name), None)
                own = own or (self._page_owner() if voice is None else None)
                return party_of(own, token.text) if own is not None else None
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
                return party_of(meant, token.text) if meant else None
            if token.plain in {"measure", "proposition", "prop", "amendment", "question", "issue"}:
                return None
            if gap.strip() == "," and index:
                break
            if index and token.text.islower() and tokens[index - 1].text in {"his", "her", "their", "its"}:
                apposed = self._apposed(token, end)  # “endorsed his onetime deputy, Marbury”
                if apposed is not None:
                    return apposed
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
                return party_of(holder, token.text) if holder else self._the_other(token.start)
        return None

    def _apposed(self, token: Token, end: int) -> Party | None:
        """The candidate named after the comma that ends a description: “deputy, Marbury”."""
        found = re.compile(r"(?:[\w’'-]+ ){0,4}[\w’'-]+, ").match(self.text, token.start, end)
        mention = next(iter(self.names.between(found.end(), found.end() + 1)), None) if found else None
        if mention is None or mention.name not in self.candidates or mention.possessive:
            return None
        return party_of(mention.name, mention.core)

    def _last_candidate(self, place: int, but: Collection[str] = ()) -> Party | None:
        """The candidate whom the sentences just before speak of: “By nightfall two others had revoked theirs.”"""
        paragraph = self.segmented.paragraph_at(place)
        for mention in self.names.before(place, 30):
            if self.segmented.paragraph_at(mention.start) < paragraph - 2:
                break
            if mention.name is not None and mention.name in self.candidates and fold(mention.name.full) not in but:
                return party_of(mention.name, mention.core)
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
                    return party_of(named.name, named.core)
                other = next((name for name in self.candidates if name is not mention.name), None)
                return party_of(other, head) if other is not None and len(self.candidates) == 2 else None
        if mention.name is None:
            return Party(mention.core, mention.core) if mention.kind == "person" else None
        return party_of(mention.name, self.text[mention.start : mention.end])

    def _earlier(self, start: int, place: int, but: Collection[str] = ()) -> Party | None:
        """The candidate whom the sentence named before: “abandoned her, withdrawing their endorsements”."""
        before = self.names.words_between(start, place)
        for index in range(len(before) - 1, -1, -1):
            if before[index].text in {"her", "him"} and not (index + 1 < len(before) and before[index + 1].capital):
                name = self.speakers.pronoun(before[index].text, before[index].start)
                return party_of(name, before[index].text) if name else None
            mention = next(iter(self.names.between(before[index].start, before[index].start + 1)), None)
            if (
                mention is not None
                and mention.name in self.candidates
                and not mention.possessive
                and mention.name is not None
                and fold(mention.name.full) not in but
            ):
                return party_of(mention.name, mention.core)
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
                    found.append(party_of(second.name, second.core))
        return found

    def _the_other(self, place: int) -> Party | None:
        recent = next((each.name for each in self.names.before(place, 30) if each.name in self.candidates), None)
        others = [name for name in self.candidates if name is not recent]
        return party_of(others[0], "") if recent is not None and len(others) == 1 else None

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
            return party_of(subject.possessor.name, subject.possessor.core)
        if subject is not None:
            found = (
                self.speakers.pronoun(subject.word, subject.start, self.candidates)
                if subject.word in {"he", "she"}
                else self.speakers.who(subject)
            )
            if found is not None and found.kind == "person":
                return party_of(found, self.text[subject.start : subject.end])
        if (
            tokens
            and tokens[0].text.lower() in {"his", "her", "their"}
            and len(tokens) > 1
            and tokens[1].plain in {"campaign", "candidacy", "bid", "opponent"}
        ):
            if tokens[1].plain == "opponent":
                return self._the_other(tokens[0].start)
            name = self.speakers.pronoun(tokens[0].text.lower(), tokens[0].start, self.candidates)
            return party_of(name, tokens[0].text) if name else None
        if not tokens or all(
            token.text in ADVERBS or token.plain in BEGINNERS for token in tokens
        ):  # “Endorsed by …”, “With the backing of …, Whitlock”
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
            return party_of(nearest.name, nearest.core)
        return self._paragraph_topic(start)

    def _paragraph_topic(self, place: int) -> Party | None:
        """“Raul Ortega: Alongside …”: a paragraph that a name and a colon begin is about that candidate."""
        start, end = self.segmented.paragraphs[self.segmented.paragraph_at(place)]
        first = next(iter(self.names.between(start, min(start + 1, end))), None)
        if first is not None and first.name in self.candidates and self.text[first.end : first.end + 1] == ":":
            return party_of(first.name, first.core)
        return None

    def _subjects(self, start: int, place: int, verb: str) -> list[Endorser]:
        """Who endorses: the names before the verb, several where it is a list."""
        words = self.text[start:place]
        if (joined := _JOINED_VERB.search(words)) is not None:  # “The Guild dropped Whitlock and [got behind]”
            return self._subjects(start, start + joined.start("verb"), joined["verb"])
        # “Lena Frost, who backed Whitlock”
        relative = re.search(r"(?:,\s*)?\b(?:who|which|that)(?: \w+){0,3}?\s*$", words)
        cut = start + relative.start() if relative else place
        if relative and (nearest := self._nearest_noun(start, cut) or self._explained(start, cut)):
            return nearest
        if verb.lower().endswith("ing") and (explained := self._explained(start, place)):
            return explained  # “Safe Streets, a committee [supporting]”
        if (
            verb.lower().endswith("ing")
            and re.search(r"[\w’']\s$", words)
            and not re.search(r"\b(?:is|are|was|were|been|be|also|and)\s$", words)
            and (nearest := self._nearest_noun(start, place))  # “two committees supporting”
        ):
            return nearest
        inserted = _INSERTED.search(words)
        listed = self._list_before(start, start + inserted.start() if inserted else place)
        if inserted and len(listed) < 2:
            listed = self._list_before(start, place)
        if len(listed) > 1:
            return listed
        first_person = re.match(r"(?:Our|our|We|we)\b", verb) or re.search(r"\b(?:We|we|I|Our \w+|our \w+)\b", words[-90:])
        participle = verb.lower().split()[0].endswith("ing")
        subject = self.speakers.subject(start, place, participle=participle)
        if participle and (subject is None or subject.word == "unnamed"):  # “Voss signed a letter [opposing]”
            subject = self.speakers.leading(start, place) or subject
        directly = re.search(r"\b(?:We|we|I)(?:[’']\w+)?(?: (?!said|says|told)[\w’'-]+){0,5}\s*$", words)
        if first_person and (subject is None or subject.mention is None or directly):
            handle = re.search(r"\b[Oo]ur \w+, (@\w+)", words)
            if handle:
                name = self.names.account(handle[1])
                return [Endorser(name.full, handle[0])]
            if (signed := self._letter_writer(place)) is not None and first_person[0] in {"I", "We", "we"}:
                return [Endorser(signed, first_person[0])]
            voice = (
                (first_person[0].lower() in {"we", "our"} and self._organization_of_voice(place))
                or self._voice(place)
                or self._editorial()
            )
            return [Endorser(voice.name, first_person[0])] if voice else []
        if (
            delegates := re.match(r"\s*(?:The )?(?:[Dd]elegates|[Mm]embers|[Ll]eaders|board) (?:of|from|to) (?:the )?", words)
        ) is not None:
            body = next(iter(self.names.between(start + delegates.end(), start + delegates.end() + 1)), None)
            if body is not None and body.kind == "organization":
                return [Endorser(body.name.full if body.name else body.core, words[: body.end - start])]
        if subject is None:
            return listed
        if board := self._its_board(subject):
            return [board]
        if (
            subject.possessor is not None
            and subject.possessor.name is not None
            and subject.word
            in {
                "arm",
                "pac",
                "fund",
                "wing",
                "members",
                "leaders",
                "campaign",
                "statement",
                "board",
                "chapter",
                "committee",
                "executive",
            }
        ):
            owner = subject.possessor.name
            return [Endorser(owner.full, self.text[subject.start : subject.end])] if owner.kind == "organization" else []
        if subject.mention is not None and subject.mention.kind == "organization" and (people := self._people_of(subject.mention)):
            return [people]
        found = self.speakers.who(subject)
        if found is not None:
            return [Endorser(found.full, self.text[subject.start : subject.end])]
        if listed:
            return listed
        if subject.mention is not None and subject.mention.kind == "word" and self.speakers.is_lone_name(subject.mention):
            return [Endorser(subject.mention.core, subject.mention.core)]
        group = self._group(subject.start, place)
        return [group] if group else []

    def _its_board(self, subject: Subject) -> Endorser | None:
        """“Its board [voted to endorse]”: the organization that was spoken of last."""
        words = self.text[subject.start : subject.end]
        if not re.fullmatch(
            r"(?i)(?:its|their) (?:[\w’'-]+ ){0,3}(?:board|members|membership|leadership|leaders|delegates|committee|council)",
            words,
        ):
            return None
        name = self.speakers.pronoun("its", subject.start)
        return Endorser(name.full, words) if name is not None and name.kind == "organization" else None

    def _list_before(self, start: int, place: int) -> list[Endorser]:
        """“Sen. A, Rep. B and the C Guild [endorsed]”; “pop singer Dee and other celebrities [amplified]”."""
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
        found: list[Endorser] = []
        for s, e in parts:
            item = self._item(s, e)
            rest = re.sub(r"\([^)]*\)", "", self.text[s:e].partition(item.as_named)[2]).split() if item is not None else []
            if rest and rest[0] not in {"of", "for", "in", "from"} and (s, e) != parts[-1]:
                found, item = [], None  # a clause, no part of a list
            if item is not None:
                found.append(item)
        plain = (
            re.sub(
                r"\b(?:have|has|had|all|also|both|each|since|already|recently|later|now|last week|this week|on \w+day|\w+day)\b",
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

    def _nearest_noun(self, start: int, place: int) -> list[Endorser]:
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
                return [Endorser(mention.name.full if mention.name else mention.core, mention.core)]
        last = tokens[-1]
        if place - last.end > 2 or (
            last.plain not in GROUPS
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
        if last.plain in GROUPS and tokens[index] is last:
            return []
        if last.plain not in GROUPS:
            name = self.names.with_role(last.plain, last.start)
            return [Endorser(name.full, words)] if name and tokens[index - 1].text == "the" else []
        return [Endorser(words, words)]

    def _explained(self, start: int, place: int) -> list[Endorser]:
        """“Mothers of Six, a group of a dozen parents [that is working to defeat]”: the name that the apposition explains."""
        for mention in self.names.before(place, 4):
            if mention.start < start:
                break
            between = self.text[mention.end : place]
            if mention.kind in ("person", "organization") and re.match(
                r", (?:a|an|the) (?:[\w-]+ ){0,4}?(?:group|super PAC|club|firm|company|union|committee|PAC|coalition|nonprofit|organization|network|donor|investor|developer|lawyer|billionaire)\b[^,;.]*$",
                between,
            ):
                return [Endorser(mention.name.full if mention.name else mention.core, mention.core)]
        return []

    def _listed(self, start: int, end: int) -> list[Endorser]:
        """The endorsers in “… by A, B and the C of D, including E”."""
        marks = ":—" if self.text.count(";", start, end) > 1 else ";:—"  # a list may be parted by semicolons
        stop = re.search(
            rf"[{marks}]|\s[–-]{{1,2}}\s|[”\"]|, (?:but|while|as well as being|which|who(?! is| was)|after|although|though|despite|when|because|whose|even)\b|\b(?:after|because|while|although|despite|when|as (?=he|she|they|the)|in (?:his|her|their|the) (?:bid|race|campaign)|to (?:replace|defeat|oust))\b|\.\s*$",
            self.text[start:end],
        )
        limit = start + stop.start() if stop else end
        found: list[Endorser] = []
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
            if item is not None and not (_COUNTED.match(item.name) and _SUCH_AS.match(self.text, e, min(e + 14, limit))):
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
            parts.append(Span(begin, place))
            begin = start + found.end()
        parts.append(Span(begin, end))
        return parts

    def _item(self, start: int, end: int) -> Endorser | None:
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
            r"(?:and |by |from |of |with )*(?:the |its |his |her )?((?:[\w’'-]+ ){1,3}(?:union|guild|association|league|lodge|bar|federation|chamber|club|council|trades))",
            re.sub(r" (?:in|on|last|this|late|early|as) (?:[\w-]+ ?){1,3}$", "", self.text[start:end].strip()),
        )
        if owned and owned[1].islower() and not (_RELATIVE.search(owned[1]) or owned[1].split()[0] in VERBS):
            stem = fold(owned[1])[:5]
            last = tokens[-1]
            name = self.names.with_role(last.plain, last.start)
            return Endorser(name.full if name and any(word.startswith(stem) for word in name.words) else owned[1], words)
        mentions = [each for each in self.names.between(start, end) if each.name or each.kind in ("person", "organization")]
        lead = [token for token in tokens if not mentions or token.start < mentions[0].start]
        group = next((token for token in lead[:7] if token.plain in GROUPS), None)
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
                return Endorser(county, words)
            return Endorser(chosen.name.full if chosen.name else chosen.core, self.text[tokens[0].start : chosen.end])
        handle = next((token for token in tokens[:4] if token.text.startswith("@")), None)
        if handle:
            return Endorser(self.names.account(handle.text).full, handle.text)
        lone = [each for each in self.names.between(start, end) if self.speakers.is_lone_name(each)]
        if (
            lone
            and lone[-1].end >= tokens[-1].end
            and len(tokens) <= 5
            and tokens[0].plain not in BEGINNERS
            and lone[-1].start not in {s for s, _ in self.segmented.sentences}
        ):
            return Endorser(lone[-1].core, words)
        plain = re.sub(r"^(?:the|The) ", "", words)
        if re.fullmatch(r"(?:[A-Z][\w’'.&-]*|\d+)(?: (?:of|for|and|the|&|[A-Z][\w’'.&-]*|\d+)){1,6}", plain) and any(
            not token.text.isupper()
            and token.plain not in KINDS | TITLES | BEGINNERS | NOBODY
            and token.plain not in MONTHS
            and not token.text.isdigit()
            for token in tokens
            if token.capital or token.text.isdigit()
        ):
            return Endorser(plain, words)
        role = next(
            (
                token
                for token in tokens[:3]
                if token.plain in {"union", "guild", "association", "local", "group", "party", "newspaper", "committee"}
                and not token.possessive
            ),
            None,
        )
        if role and self.text[max(role.start - 4, 0) : role.start].lower() == "the ":
            name = self.names.with_role(role.plain, role.start)
            return Endorser(name.full, words) if name else None
        return None

    def _people_of(self, mention: Mention) -> Endorser | None:
        """“Families First leaders”: not the organization, but people of it."""
        following = self.names.words_between(mention.end, mention.end + 30)[:1]
        if (
            following
            and following[0].plain in GROUPS
            and self.text[mention.end : following[0].start] == " "
            and following[0].text.islower()
        ):
            words = self.text[mention.start : following[0].end]
            return Endorser(words, words)
        return None

    def _county_before(self, mention: Mention) -> str | None:
        """“the county Republican Party”: the small word belongs to the name."""
        found = re.search(r"\b(county|state|city|local)\s$", self.text[max(mention.start - 8, 0) : mention.start])
        return (
            f"{found[1]} {mention.core}"
            if found and mention.core.split()[0] in {"Democratic", "Republican", "Green", "Libertarian", "GOP"}
            else None
        )

    def _possessed_item(self, mentions: Sequence[Mention], tokens: Sequence[Token], words: str) -> Endorser | None:
        people = [each for each in mentions[1:] if not each.possessive]
        if people:
            return Endorser(people[0].name.full if people[0].name else people[0].core, words)
        if tokens and tokens[-1].plain in GROUPS:
            return Endorser(words, words)
        return None

    def _group(self, start: int, end: int) -> Endorser | None:
        """“several elected officials”, “Families First leaders”, “liberal philanthropists from the Bay Area”: as the text says."""
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
                and last.plain in GROUPS
                and token.plain not in GROUPS
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
            if token.plain in GROUPS or last is not None:
                last = token
        if last is None or tokens[0] is last:
            return None
        if (
            tokens[0].plain in GROUPS
            and tokens[1].text not in {"that", "who", "from", "of", "representing"}
            and not any(token.capital for token in tokens)
        ):
            return None  # “leaders” alone is nobody
        words = self.text[tokens[0].start : last.end]
        if _RELATIVE.match(words):
            return None
        return Endorser(words, words) if len(words.split()) <= 14 else None

    def _voice(self, place: int) -> Party | None:
        """Who speaks at a place: of the post or quotation that is around it."""
        return next((speaker for _, speaker, _ in self._around(place, place + 1)), None)

    def _around(self, start: int, end: int) -> list[tuple[Span, Party | None, str]]:
        """The statements that a span is in, the shortest first."""
        near = self._voices_of.get(self.segmented.sentence_at(start), [])
        return sorted(
            (each for each in near if each[0][0] <= start and end <= each[0][1]), key=lambda each: each[0][1] - each[0][0]
        )

    def _is_somebody(self, party: Party) -> bool:
        """Whether capital letters are known to be a person: by a given name, a title or role, or the surname alone elsewhere."""
        name = self.names.person(party.name)
        return name is None or name.evident or name in self.candidates

    def _organization_of_voice(self, place: int) -> Party | None:
        """“We endorse …,” said Nurses Union President Jill Marsh: the organization that the attribution names."""
        span = next((span for span, _, key in self._around(place, place + 1) if key.startswith("quote")), None)
        if span is None:
            return None
        sentence_end = self.segmented.sentences[self.segmented.sentence_at(span[1] - 1)][1]
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
        number = self.segmented.paragraph_at(place)
        for start, end in self.segmented.paragraphs[number + 1 : number + 6]:
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
            for start, end in self.segmented.paragraphs[:3]
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
        self, passage: Span, endorser: Endorser, candidate: Party | None, stance: str, verb: str, rule: str, confidence: float
    ) -> Endorsement | None:
        if (
            not endorser.name
            or (stance == "funds" and re.search(r"\b[Dd]onors\b", endorser.name))
            or (candidate is not None and fold(endorser.name) == fold(candidate.name))
        ):
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
            confidence=confidence,
            endorser=party,
            candidate=candidate,
            stance=stance,
            verb=" ".join(verb.split()),
        )
        draft.within = next((key for _, _, key in self._around(passage[0], passage[1] - 2)), None)
        return draft


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


def party_of(name: Name | None, as_named: str) -> Party:
    assert name is not None
    return Party(name.full, " ".join(as_named.split()) or name.full)
