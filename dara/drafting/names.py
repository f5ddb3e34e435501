"""Find the people and organizations that a text names, by full names, surnames, first names, acronyms, titles and roles.

The first pass finds *mentions*, which are sequences of capitalized words. The second decides whom each mention refers to; if two people share a
surname, the surname alone refers to nobody."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest

from dara.drafting.capitals import (
    NICKNAME,
    Token,
    after_titles,
    capitalized_sequences,
    fold,
    is_acronym,
    is_name,
    is_organization,
    merged_sequences,
    name_parts,
    tokens_of,
)
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import (
    BEGINNERS,
    FEMALE,
    FEMALE_TITLES,
    GIVEN,
    HEADLINE_VERBS,
    MALE,
    MALE_TITLES,
    MONTHS,
    NOBODY,
    ORGANIZATION,
    PAPERS,
    PARTICLES,
    ROLES,
    TITLES,
    UNIONS,
    VERBS,
    word_set,
)
from dara.text.spans import Span

_HANDLE = re.compile(r"@([A-Za-z0-9_]{3,30})")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GROUP = "group|committee|PAC|union|nonprofit|coalition|organization|association|network|super PAC|political action committee|alliance|newspaper|newsletter|website|blog"
# “Stop the Cover-Up, a group of …”: what the words after the comma call a group, small words inside of it.
_CALLED = re.compile(
    rf"(?<![\w’'-])(?P<name>[A-Z][\w’'-]*(?: (?:(?:the|of|for|to|a|is|in|before|our|with|against) )*[A-Z][\w’'-]*){{1,5}}),"
    rf" (?:a|an|the|which is (?:a|the)) (?:[\w’'-]+ ){{0,4}}?(?:{_GROUP})\b"
)
_CALLED_AFTER = re.compile(
    rf"\b(?:{_GROUP}) (?:(?:called|named|known as) )?(?P<name>[A-Z][\w’'-]*(?: (?:(?:the|of|for|to|a|before|our|against|that) )*[A-Z][\w’'-]*){{1,5}})"
)
# A surname alone, and who bears it runs: before it, and after it.
_STAND = r"(?:(?:re-?)?endors(?:ed|es|ing)|back(?:ed|s|ing)|support(?:ed|s|ing)|oppos(?:ed|es|ing))"
_OFFICE = r"(?:district attorney|D\.?A\.?\b|prosecutor|state[’']s attorney|mayor|sheriff|governor|judge|senate|council|supervisor|re-?election)"
_LONE_BEFORE = re.compile(
    rf"\b(?:{_STAND}|(?:endorsements?|support|backing|nod) (?:of|for|to)|(?:votes?|voting|voted|campaign(?:ed|ing)?|came out) (?:for|against)|support behind"
    r"|(?:gave|given|gives|donated|contributed|spent) [^.;]{0,30}?\$[\d,.]+(?: million)? (?:to|for|on|against)|defeated|beat|leads?|led|trails?|trailed|edged|conceded to|elect|re-?elect) $"
)
_LONE_OBJECT = re.compile(
    rf"[’']s? (?:campaign|candidacy|committee|re-?election|bid)\b| (?:for (?:the )?(?:[\w.’-]+ ){{0,4}}?{_OFFICE}|in (?:the|this|that|its|his|her|last|a) (?:[\w.’-]+ ){{0,5}}?(?:race|primary|runoff|election|contest)\b|over [A-Z]|by [\d.,]+(?:%| percent| points| votes)|[\d.]+(?:%| percent)|(?:last|this|on|late|early|in) (?:\w+ )?(?:week|month|year|\w+day|spring|fall|summer|January|February|March|April|May|June|July|August|September|October|November)\b)|[.,;]|$",
    re.IGNORECASE | re.MULTILINE,
)
_LONE_SUBJECT = re.compile(
    r"(?: (?:now|also|still|already|narrowly))*(?: (?:is|was|has been|were))? (?:endorsed|backed|supported|opposed) (?:\w+ )?by\b"
    r"| (?:has |have |had )?(?:also )?(?:won|secured|picked up|received|earned|landed|has|had|lost|enjoys|claimed) (?:the |an )(?:\w+ )?(?:endorsement|support|backing|nod) (?:of|from)\b"
    r"| (?:has|had|have|got|took|won|received|captured|garnered|finished with|leads|led|trails|trailed)(?: with)? (?:(?:almost|about|nearly|more than|just|only|over|roughly|some|at least|under) )*[\d.]+(?:%| percent)(?: of the votes?)?"
    r"| (?:leads|led|trails|trailed|beat|defeated|edged) [A-Z][\w’-]+,? (?:by )?(?:[\d.]+(?:%| percent| points)|[\d,]+ votes)"
    r"| (?:has|had|got|received|took|won) (?:(?:almost|about|nearly|more than|just|only|over|roughly) )*[\d,]+ votes\b"
    r"| (?:conceded|is running for|was running for|is seeking re-?election|was re-?elected)\b|[’']s? (?:candidacy|opponent|challenger|re-?election)\b"
)
_NO_SURNAME = (
    NOBODY
    | ORGANIZATION
    | TITLES
    | BEGINNERS
    | ROLES.keys()
    | MONTHS.keys()
    | word_set(
        "turnout support opposition nobody everyone someone anyone total mail voter voters early opponents supporters backers critics officials candidates incumbents residents men women"
        " pollsters republicans democrats liberals others neither both half majority congress parliament israel ukraine china russia mexico canada england france washington chicago boston"
        " houston dallas denver seattle portland oakland sacramento detroit atlanta miami phoenix philadelphia baltimore cleveland nevada arizona oregon ohio florida georgia michigan virginia"
    )
)
_AFTER_HER = word_set(
    "since in on for to and at with by after before when as but again because from of over out up about that who while if"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_ACTS = word_set(
    "is are opposes opposed supports supported backs backed endorsed endorses has said says spent gave donated contributed wants called"
)
_PARTICLES_BEFORE = re.compile(
    r"\b(?:(?:[Dd]e|[Ll]a|[Dd]el|[Vv]an|der|den|[Vv]on|[Dd]i|[Dd]a|[Dd]os|[Dd]u|al|el|los|las|ter|ten) )+$"
)
_OTHER_ATTORNEYS = re.compile(r"\b(?:State[’']s|Commonwealth[’']s|County|Prosecuting|Circuit) Attorney $")
_PUBLIC = frozenset({"district attorney", "incumbent", "challenger", "candidate", "nominee", "sheriff", "mayor"})
_PLACES = {"la": "Los Angeles", "sf": "San Francisco", "ny": "New York"}


@dataclass(eq=False)
class Name:
    """Somebody whom the text names. `full`: the fullest name; `kind`: person or organization; `first`: the offset of the first mention."""

    full: str
    kind: str
    first: int
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    evident: bool = False  # that it is a person: a given name, a title, a role, the surname alone
    votes: dict[str, int] = field(default_factory=lambda: {"m": 0, "f": 0})

    @property
    def words(self) -> list[str]:
        return [fold(word) for word in self.full.split()]


@dataclass(frozen=True)
class Mention:
    """A place where somebody is named. `start` to `end` includes titles, `core` is the name alone; `name` is None if it is not known who it is."""

    start: int
    end: int
    core: str
    core_start: int
    kind: str  # person, organization, word
    titles: tuple[str, ...]
    possessive: bool
    name: Name | None = None


class Names:
    """The people and organizations in a text. The time is linear in its length."""

    def __init__(self, segmented: SegmentedText, accounts: Sequence[tuple[str, str]] = ()):
        self.segmented = segmented
        self.text = segmented.text
        self._accounts: dict[str, str] = {fold(handle.lstrip("@ ")): self.signed(words, handle) for words, handle in accounts}
        self._spelled_out = {initials: place for initials, place in _PLACES.items() if place in self.text}
        self.tokens = tokens_of(self.text)
        self._token_starts = [token.start for token in self.tokens]
        self._people: dict[tuple[str, str], Name] = {}
        self._by_word: dict[str, set[Name]] = {}
        self._organizations: dict[str, Name] = {}
        self._acronyms: dict[str, Name] = {}
        self._sentence_starts = {start for start, _ in segmented.sentences}
        for words in self._accounts.values():
            self._add_account(words)
        called = {Span(*found.span("name")) for pattern in (_CALLED, _CALLED_AFTER) for found in pattern.finditer(self.text)}
        found = [
            mention
            for sequence in merged_sequences(self.text, list(capitalized_sequences(self.text, self.tokens)), called)
            for mention in self._read(sequence)
        ]
        found = _without_first_words(found, self._sentence_starts)
        self._inside = {fold(each.core) for each in found if each.start not in self._sentence_starts}
        self._learn(found)
        resolved = [self._resolved(mention) for mention in found]
        self.mentions = [each for each in resolved if each.kind != "weak"]
        self._starts = [mention.start for mention in self.mentions]
        self._learn_roles()

    # --- asked by the rules ---

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that start in a span, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def words_between(self, start: int, end: int) -> list[Token]:
        return self.tokens[bisect_left(self._token_starts, start) : bisect_left(self._token_starts, end)]

    def before(self, place: int, number: int = 40) -> list[Mention]:
        """The last mentions before an offset, the nearest first."""
        index = bisect_left(self._starts, place)
        return self.mentions[max(index - number, 0) : index][::-1]

    @cached_property
    def people(self) -> list[Name]:
        return list(self._people.values())

    @cached_property
    def named(self) -> list[Name]:
        """Everybody who is named in the text, once each."""
        return list({id(mention.name): mention.name for mention in self.mentions if mention.name}.values())

    def person(self, words: str) -> Name | None:
        """The only person to whom a full name, surname or first name can refer, or None."""
        parts = name_parts(words)
        if not parts:
            return None
        if len(parts) > 1 and (found := self._people.get((parts[0], parts[-1]))):
            return found
        known = self._by_word.get(" ".join(parts)) or (self._by_word.get(parts[-1]) if len(parts) == 1 else None)
        return next(iter(known)) if known and len(known) == 1 else None

    def is_seen_inside(self, word: str) -> bool:
        """Whether a word is capitalized anywhere but at the beginning of a sentence."""
        return fold(word) in self._inside

    def is_shared(self, word: str) -> bool:
        """Whether several people in the text have this surname or first name."""
        return len(self._by_word.get(fold(word), ())) > 1

    def signed(self, words: str, handle: str) -> str:
        """The name under a post as it is signed, with the words of a hashtag separated."""
        core = words.strip().lstrip("@#")
        if not core:
            core = handle.lstrip("@")
        return _CAMEL.sub(" ", core.replace("_", " ")) if " " not in core else core

    def account(self, handle: str) -> Name:
        """Whose a handle or a signature is: a person or organization in the text with that name, or else the words of the handle itself."""
        core = handle.lstrip("@#")
        core = self._accounts.get(fold(core), core)
        words = " ".join(_CAMEL.sub(" ", core.replace("_", " ")).split())
        squeezed = re.sub(r"[\W_]", "", fold(core))
        for name in self.named:
            if re.sub(r"[\W_]", "", fold(name.full)) == squeezed:
                return name
        return Name(words, "organization", 0)

    # --- finding mentions ---

    def _read(self, sequence: list[Token]) -> Iterator[Mention]:
        """The mentions in a sequence; a verb in a headline’s capitals parts them (“Clerks United Endorses Beatrix Solano”)."""
        part: list[Token] = []
        for token in sequence:
            if len(sequence) > 2 and token.plain in HEADLINE_VERBS:
                if part:
                    yield from self._read_part(part)
                part = []
            else:
                part.append(token)
        if part:
            yield from self._read_part(part)

    def _read_part(self, tokens: list[Token]) -> Iterator[Mention]:
        titles: list[str] = []
        body = list(tokens)
        start = body[0].start
        if body[0].start in self._sentence_starts or len(body) > 1 or fold(body[0].text) in BEGINNERS:
            while (
                len(body) > 1
                and body[0].plain in BEGINNERS
                and body[0].text not in GIVEN
                and not (body[0].plain == "reform" and self._follows_group(body[0].start))
            ):
                article = body.pop(0).plain == "the"
                start = body[0].start
                if article and body[0].plain in {"reform", "progressive", "moderate", "liberal", "conservative"}:
                    break  # “The Reform Mirabel Coalition”
        while len(body) > 1 and body[-1].plain in {"twitter", "facebook", "instagram", "tiktok", "youtube"}:
            body.pop()
        called = len(body) > 1 and self._follows_group(body[0].start)
        while len(body) > 1 and body[-1].plain in _DAYS:  # “Whitlock Wednesday hoped”
            body.pop()
        if len(body) == 1 and re.match(r"[DRI]-[A-Z]", body[0].text):
            return  # a party and place: “(D-Burbank)”
        the = bool(tokens) and (tokens[0].text == "The" or self._word_before(start) in {"the", "The"})
        organization = is_organization(body, the)
        person_from = after_titles(body)
        if person_from == len(body) > 1 and body[-1].plain in {"registrar", "registrar-recorder", "clerk"}:
            yield self._mention(start, body, "organization", [])
            return
        if person_from is not None and not (organization and not is_name(body[person_from:])):
            titles = [token.plain for token in body[:person_from]]
            rest = body[person_from:]
            if rest and (len(titles) and is_name(rest, titled=True)):
                yield self._mention(start, rest, "person", titles)
                return
            if not rest:
                return
        if organization or (
            person_from is None and (called or (len(body) > 1 and body[0].text not in GIVEN and self._is_called_group(body)))
        ):
            yield self._mention(start, body, "organization", [])
            return
        if is_name(body):
            if (
                len(body) > 2
                and body[1].text in GIVEN
                and body[0].text not in GIVEN
                and (
                    re.search(r"(?:or|er|man|woman|ist|al|ant|ary|ian|ee|ess|iff|more)$", body[0].text)
                    or (body[0].start in self._sentence_starts and "-" not in body[0].text and body[-1].text not in GIVEN)
                )
            ):
                titles, body = [body[0].plain], body[1:]  # “Assessor Lionel Fitch”
            yield self._mention(start, body, "person", titles)
            return
        if (
            1 < len(body) < 5
            and all(token.text.isupper() and token.text.replace("-", "").isalpha() for token in body)
            and not organization
        ):
            given = body[0].text.title() in GIVEN  # “GRADY PRUITT”: a heading
            if given and not any(token.plain in NOBODY | ORGANIZATION | TITLES for token in body[1:]):
                yield Mention(
                    start,
                    body[-1].end,
                    " ".join(token.text.title() for token in body),
                    body[0].start,
                    "person",
                    (),
                    body[-1].possessive,
                )
            else:
                yield self._mention(start, body, "word", [])
            return
        if (
            len(body) > 1
            and (self._is_called_group(body) or self._acts(body))
            and not all(token.plain in NOBODY | TITLES for token in body)
        ):
            yield self._mention(start, body, "organization", [])
            return
        # “Port Ellis Mayor Lena Frost”, “Ortega campaign manager …”: what follows the last title, or one word
        if len(body) == 1 and body[0].plain not in BEGINNERS | _DAYS and body[0].plain not in MONTHS:
            weak = body[0].plain in NOBODY or body[0].plain in TITLES
            yield self._mention(start, body, "weak" if weak else "organization" if is_acronym(body[0]) else "word", titles)

    def _is_called_group(self, body: list[Token]) -> bool:
        """“Safe Valley Now, a committee funded by …”, “the group Families First San Telmo”."""
        after = self.text[body[-1].end : body[-1].end + 60]
        return bool(
            re.match(
                rf",? (?:\([A-Z]+\),? )?(?:a|an|the|which is (?:a|the)) (?:[\w-]+ ){{0,4}}?(?:{_GROUP})(?=,|\.| (?:that|which|funded|bankrolled|financed|of|for|formed|backed|based|representing|run|created|led|supporting|opposing|founded)\b)",
                after,
            )
        )

    def _acts(self, body: list[Token]) -> bool:
        """“Justice Now opposes …”: capitals that are nobody’s name, before a verb."""
        if (
            body[0].plain in {"measure", "proposition", "prop", "election", "question"}
            or all(token.text.isupper() for token in body)
            or len(body) > 6
        ):
            return False
        if body[-1].plain in NOBODY and body[-1].plain not in {"first", "now", "next"}:
            return False  # a county or street
        following = self.text[body[-1].end : body[-1].end + 24].split(" ")[1:2]
        return bool(following) and following[0] in _ACTS

    def _follows_group(self, place: int) -> bool:
        return bool(re.search(rf"\b(?:{_GROUP})s?,? (?:called |named )?$", self.text[max(place - 30, 0) : place]))

    def _word_before(self, place: int) -> str:
        index = bisect_left(self._token_starts, place) - 1
        return self.tokens[index].text if index >= 0 and place - self.tokens[index].end <= 1 else ""

    def _mention(self, start: int, body: list[Token], kind: str, titles: list[str]) -> Mention:
        core = " ".join(NICKNAME.sub(" ", self.text[body[0].start : body[-1].end]).split())
        if kind == "person" and body[-1].text in {"Jr", "Sr"}:
            core += "."
        return Mention(start, body[-1].end, core, body[0].start, kind, tuple(titles), body[-1].possessive)

    # --- whose they are ---

    def _learn(self, mentions: list[Mention]) -> None:
        full = [(mention, name_parts(mention.core)) for mention in mentions if mention.kind == "person"]
        longer = {tuple(parts[cut:]) for _, parts in full if len(parts) > 2 for cut in range(1, len(parts) - 1)}
        for mention, parts in full:
            if len(parts) > 1 and tuple(parts) not in longer:  # “Ibáñez Soto” is the surname of José Ibáñez Soto
                self._add_person(mention, parts)
        for mention in mentions:
            if mention.kind == "organization" and len(mention.core.split()) > 1:
                self._add_organization(mention)
        for mention in mentions:
            parts = name_parts(mention.core)
            if mention.kind == "person" and len(parts) == 1 and mention.titles and parts[0] not in self._by_word:
                self._people[("", parts[0])] = name = Name(mention.core, "person", mention.start)
                self._by_word.setdefault(parts[0], set()).add(name)
        self._learn_lone_candidates(mentions)

    def _learn_lone_candidates(self, mentions: list[Mention]) -> None:
        """Who is named by a surname alone and evidently runs: “endorsed Vega in the 2020 race”, “Vega has 53.7% of the vote”."""
        for mention in mentions:
            word = fold(mention.core)
            if (
                mention.kind == "word"
                and word not in self._by_word
                and mention.core[:1].isupper()
                and len(mention.core) > 2
                and not mention.core.isupper()
                and not _NO_SURNAME & {word, word.removesuffix("s")}
                and not re.search(r"\b(?:[Tt]he|[Aa]n?) $", self.text[max(mention.start - 4, 0) : mention.start])
                and (
                    (
                        _LONE_BEFORE.search(self.text[max(mention.start - 80, 0) : mention.start])
                        and _LONE_OBJECT.match(self.text, mention.end)
                    )
                    or _LONE_SUBJECT.match(self.text, mention.end)
                )
            ):
                self._people[("", word)] = name = Name(mention.core, "person", mention.start, roles={"candidate"})
                self._by_word.setdefault(word, set()).add(name)

    def _add_person(self, mention: Mention, parts: list[str]) -> None:
        name = self._people.get((parts[0], parts[-1]))
        if name is None:
            name = self._people[(parts[0], parts[-1])] = Name(mention.core, "person", mention.core_start)
            first = mention.core.split()[0]
            name.gender = "f" if first in FEMALE and first not in MALE else "m" if first in MALE and first not in FEMALE else ""
        elif len(mention.core) > len(name.full):
            name.full = mention.core
        keys = {parts[-1], parts[0]}
        if len(parts) > 2:
            keys |= {" ".join(parts[1:]), " ".join(parts[-2:])}
            keys |= {" ".join(parts[cut:]) for cut in range(1, len(parts) - 1)}
            if parts[1] not in PARTICLES and len(parts[1]) > 1:
                keys.add(parts[1])
        if "-" in parts[-1]:
            keys |= set(parts[-1].split("-"))
        for key in keys:
            self._by_word.setdefault(key, set()).add(name)

    def _add_account(self, words: str) -> None:
        """A signature that is no person’s is an organization, wherever the text names it."""
        parts = words.split()
        if not (1 < len(parts) < 4 and parts[0] in GIVEN):
            name = self._organizations[_organization_key(words)] = Name(words, "organization", len(self.text))
            for initials in _initials(words):
                self._acronyms.setdefault(initials, name)

    def _spelled(self, core: str) -> str:
        """“L.A. Times” → “Los Angeles Times”, in a text that spells the place out somewhere."""
        first, _, rest = core.partition(" ")
        place = self._spelled_out.get(fold(first))
        return f"{place} {rest}" if place and rest else core

    def _add_organization(self, mention: Mention) -> None:
        key = _organization_key(mention.core)
        if key not in self._organizations:
            self._organizations[key] = Name(self._spelled(_without_the(mention.core)), "organization", mention.start)
        self._organizations[key].first = min(self._organizations[key].first, mention.start)
        name = self._organizations[key]
        after = re.match(r"(?:[’']s?)?,? \(([A-Z][A-Za-z-]{1,9})\)", self.text[mention.end : mention.end + 20])
        if after:
            self._acronyms[fold(after[1])] = name
        for initials in _initials(mention.core):
            self._acronyms.setdefault(initials, name)

    def _resolved(self, mention: Mention) -> Mention:
        name: Name | None = None
        if mention.kind == "weak":  # “Hall” is somebody only where somebody of that surname is named
            name = self._person_of(mention)
            whole = re.match(r" (?:of|for) |[-/]", self.text[mention.end : mention.end + 5])
            if name is None or whole or name.words[-1] != fold(mention.core):
                return mention
        elif mention.kind == "organization":
            shouted = mention.core.isupper() and len(mention.core) > 2 and fold(mention.core) not in self._acronyms
            name = (self._person_of(mention) if shouted else None) or self._organization(mention)  # “QUILL: “…””
        else:
            name = self._person_of(mention)
            if name is None and mention.kind == "word":
                name = self._short_organization(mention)
        kind = name.kind if name else mention.kind
        start, core_start, core = mention.start, mention.core_start, mention.core
        before = (
            _PARTICLES_BEFORE.search(self.text, max(start - 16, 0), start) if kind == "person" and start == core_start else None
        )
        if before is not None and name is not None and set(fold(before[0]).split()) <= set(name.words):  # “endorsed van der Berg”
            start = core_start = before.start()
            core = self.text[start : mention.end]
        return Mention(start, mention.end, core, core_start, kind, mention.titles, mention.possessive, name)

    def _person_of(self, mention: Mention) -> Name | None:
        parts = name_parts(mention.core)
        if len(parts) > 1:
            whole = self._by_word.get(" ".join(parts), set())
            return self._people.get((parts[0], parts[-1])) or (next(iter(whole)) if len(whole) == 1 else None)
        if not parts or (mention.kind == "word" and mention.core.isupper() and len(mention.core) < 4):
            return None
        known = {name for name in self._by_word.get(parts[0], set()) if _fits_title(name, mention.titles)}
        if len(known) > 1:  # whose surname it is goes before whose first name; who is already introduced, before who is not
            known = {name for name in known if name.words[-1] == parts[0] or parts[0] in name.words[-1].split("-")} or known
        if len(known) > 1:
            known = {name for name in known if name.first < mention.start} or known
        return next(iter(known)) if len(known) == 1 else None

    def _organization(self, mention: Mention) -> Name | None:
        key = _organization_key(mention.core)
        plain = fold(mention.core)
        if key in self._organizations and len(mention.core.split()) > 1:
            return self._organizations[key]
        if plain in self._acronyms:
            return self._acronyms[plain]
        return self._organizations.setdefault(key, Name(_without_the(mention.core), "organization", mention.start))

    def _short_organization(self, mention: Mention) -> Name | None:
        """“the Times”, “the Guild”, “the Chamber”: the last organization named before that ends or begins so."""
        word = fold(mention.core)
        if word not in ORGANIZATION:
            return None
        near = [
            name
            for name in self._organizations.values()
            if name.first < mention.start and len(name.words) > 1 and (name.words[-1] == word or word in name.words)
        ]
        near.sort(key=lambda name: name.first)
        last = [name for name in near if name.words[-1] == word] or near
        if last:
            return last[-1]
        if word in PAPERS and word in {
            "times",
            "tribune",
            "post",
            "chronicle",
            "herald",
            "inquirer",
            "examiner",
            "gazette",
            "courier",
            "sentinel",
            "globe",
        }:
            return self._organizations.setdefault(word, Name(mention.core, "organization", mention.start))
        return None

    # --- roles and gender ---

    def _learn_roles(self) -> None:
        for mention in self.mentions:
            if mention.name is None or mention.kind != "person":
                continue
            roles = {ROLES[title] for title in mention.titles if title in ROLES}
            for title in mention.titles:
                if title in FEMALE_TITLES | MALE_TITLES:
                    mention.name.votes["f" if title in FEMALE_TITLES else "m"] += 3
            if (
                set(mention.titles) & {"da", "attorney", "atty"}
                and set(mention.titles) & {"da", "district", "dist"}
                and not set(mention.titles) & {"deputy", "former", "assistant", "asst", "ex", "then"}
            ):
                roles.add("district attorney")
            if _OTHER_ATTORNEYS.search(self.text[max(mention.start - 24, 0) : mention.core_start]):
                roles.add("district attorney")
            roles |= self._roles_before(mention) | self._roles_after(mention)
            mention.name.roles |= roles
        self._count_pronouns()
        self._settle_shared_surnames()
        alone = {id(mention.name) for mention in self.mentions if mention.name and " " not in mention.core}
        for name in self.people:
            name.evident = bool(
                name.gender or name.roles or id(name) in alone or any(word in GIVEN for word in name.full.split()[:1])
            )
            male, female = name.votes["m"], name.votes["f"]
            weight = 4 if name.gender else 0
            first = name.full.split()[0].lower()
            if not weight and male == female == 0:  # a guess from the ending, where nothing else is known
                female += bool(re.search(r"(?:a|ette|elle|lyn|ine|ie)$", first))
                male += bool(re.search(r"(?:us|o|ton|son|rick|bert|ard|ius)$", first))
            male, female = male + weight * (name.gender == "m"), female + weight * (name.gender == "f")
            name.gender = "m" if male > female else "f" if female > male else ""

    def _roles_before(self, mention: Mention) -> set[str]:
        """“union president Joe Smith”, “her challenger, Wendell Strand”."""
        roles: set[str] = set()
        explained = re.search(
            r"\b([\w-]+) (?:for|of|with|at) (?:[^,.;:“”\"]{2,50}), $", self.text[max(mention.start - 80, 0) : mention.start]
        )
        if explained and fold(explained[1]) in ROLES:  # “A spokeswoman for Pruitt, Tess Bright, …”
            roles.add(ROLES[fold(explained[1])])
            self._vote(mention.name, fold(explained[1]))
        words = self.words_between(max(mention.start - 60, 0), mention.start)[-5:]
        for index in range(len(words) - 1, -1, -1):
            gap = self.text[words[index].end : words[index + 1].start if index + 1 < len(words) else mention.start]
            word = words[index].text
            if gap not in (" ", ", ", "\u00a0", "-") or word in VERBS or word in BEGINNERS or word.endswith("ed"):
                break
            if words[index].plain in ROLES:
                roles.add(ROLES[words[index].plain])
                self._vote(mention.name, words[index].plain)
            elif gap == ", ":
                break
        return roles

    def _roles_after(self, mention: Mention) -> set[str]:
        """“Maria Lopez, 51, a retired judge who …”, “Maria Lopez is the mayor of …”."""
        tail = self.text[mention.end : mention.end + 120]
        found = re.match(
            r"(?:, (?:\d\d, )?(?:who (?:is|was|served as) )?| (?:is|was|serves as) )(?:a|an|the|one of|its|their|his|her|president|chair\w*|head)\b",
            tail,
        )
        if not found and not re.match(r", (?:[a-z]+(?:-[a-z]+)? ){0,3}(?:of|at|for)\b", tail) and not re.match(r", \d\d, ", tail):
            return set()
        roles: set[str] = set()
        for token in self.words_between(mention.end, mention.end + 110):
            before = self.text[mention.end : token.start]
            if re.search(r"[.;:“”\"]|, who\b|\bwho (?!is|was)", before) or before.count(",") > 2:
                break
            if token.plain in ROLES:
                roles.add(ROLES[token.plain])
                self._vote(mention.name, token.plain)
        return roles

    def _vote(self, name: Name | None, word: str) -> None:
        if name is not None and word in FEMALE_TITLES | MALE_TITLES:
            name.votes["f" if word in FEMALE_TITLES else "m"] += 1

    def _settle_shared_surnames(self) -> None:
        """“Whitlock” alone, where a relative is named too: whoever runs or holds the office, unless the other is named in the same paragraph."""
        settled: list[Mention] = []
        named_in: dict[int, set[int]] = {}
        for mention in self.mentions:
            if mention.name is not None and " " in mention.core:
                named_in.setdefault(self.segmented.paragraph_at(mention.start), set()).add(id(mention.name))
        for mention in self.mentions:
            known = (
                self._by_word.get(fold(mention.core), set())
                if mention.name is None and mention.kind in ("word", "person")
                else set()
            )
            public = [name for name in known if name.roles & _PUBLIC]
            public = [name for name in public if _fits_title(name, mention.titles)]
            here = named_in.get(self.segmented.paragraph_at(mention.start), set())
            if len(known) > 1 and len(public) == 1 and not any(id(name) in here for name in known if name is not public[0]):
                mention = replace(mention, name=public[0], kind="person")
            settled.append(mention)
        self.mentions = settled

    def _count_pronouns(self) -> None:
        """A sentence that names one person says by “he” or “her” what they are called."""
        for start, end in self.segmented.sentences:
            if end - start > 1500:
                continue
            named = {id(each.name): each.name for each in self.between(start, end) if each.kind == "person" and each.name}
            if len(named) != 1:
                continue
            (name,) = named.values()
            first = self.between(start, end)[0].end
            words = self.words_between(first, end)
            for token, following in zip_longest(words, words[1:]):
                if token.text in {"he", "his", "himself"}:
                    name.votes["m"] += 1
                elif token.text in {"she", "hers", "herself"} or (token.text == "her" and _is_owned(following)):
                    name.votes["f"] += 1

    # --- who plays a role ---

    def with_role(self, role: str, place: int) -> Name | None:
        """Whom “the senator”, “the union” or “the newspaper” refers to at an offset, or None unless it can only be one."""
        if role in {"union", "local", "guild", "association", "federation", "league", "brotherhood"}:
            return self._last_organization(place, UNIONS, role)
        if role in {"newspaper", "paper", "outlet", "magazine"}:
            return self._last_organization(place, PAPERS, role)
        if role in {"group", "organization", "organisation", "coalition", "nonprofit", "committee", "party", "league", "chamber", "board", "commission", "pac",
                    "office", "department", "council", "federation", "alliance", "chapter", "agency", "company", "station", "club", "society"}:  # fmt: skip
            return self._last_organization(place, None, role)
        if role == "district attorney":
            holders = [name for name in self.people if "district attorney" in name.roles] or [
                name for name in self.people if "incumbent" in name.roles
            ]
            if len(holders) > 1:
                holders = [name for name in holders if "incumbent" in name.roles]
            return holders[0] if len(holders) == 1 else None
        wanted = ROLES.get(role)
        if wanted is None:
            return None
        known = [name for name in self.people if wanted in name.roles]
        if not known and role == "incumbent":
            known = [name for name in self.people if "district attorney" in name.roles]
        if len(known) > 1:
            before = [name for name in known if name.first < place]
            known = before if len(before) == 1 else known
        return known[0] if len(known) == 1 else None

    def _last_organization(self, place: int, kind: frozenset[str] | None, role: str) -> Name | None:
        specific = None
        for mention in self.before(place, 80):
            if mention.kind != "organization" or mention.name is None:
                continue
            words = set(mention.name.words) | set(re.split(r"[-’']", fold(mention.name.full)))
            if role in words:
                return mention.name
            if specific is None and (
                (kind and kind & words)
                or (
                    kind is None
                    and role in {"group", "organization", "nonprofit", "coalition", "pac", "committee"}
                    and not PAPERS & words
                )
            ):
                specific = mention.name
            if (
                specific is None
                and kind is not None
                and re.match(
                    rf",? (?:[\w’ ]+, )?(?:the|a|which|an?) [^.]{{0,40}}\b{re.escape(role)}\b",
                    self.text[mention.end : mention.end + 60],
                )
            ):
                specific = mention.name
        if specific is None:  # “The union that speaks for deputies …”: named further below, the only one of its kind
            later = [name for name in self._organizations.values() if role in name.words or (kind and kind & set(name.words))]
            specific = later[0] if len(later) == 1 and later[0].first > place else None
        if specific is None and kind is UNIONS:
            for mention in self.before(place, 20):
                if (
                    mention.kind == "organization"
                    and mention.name
                    and re.search(r"\b(?:represents|members)\b", self.text[mention.end : mention.end + 60])
                ):
                    return mention.name
        return specific


def _without_first_words(mentions: list[Mention], sentence_starts: set[int]) -> list[Mention]:
    """“Covered Garrick for years.”: a first word that is no given name, before the surname of somebody who has one, is no name."""
    surnames = {
        name_parts(each.core)[-1]
        for each in mentions
        if each.kind == "person" and " " in each.core and (each.titles or each.core.split()[0] in GIVEN)
    }
    whole = {fold(each.core) for each in mentions if each.kind == "person" and (each.titles or each.start not in sentence_starts)}
    cores = {fold(each.core) for each in mentions if each.kind == "person"}
    read = []
    for each in mentions:
        words = each.core.split()
        if (
            each.kind == "person"
            and len(words) > 2
            and words[0] not in GIVEN
            and words[1] in GIVEN
            and fold(" ".join(words[1:])) in cores
        ):  # “Keep Amos Pell”, in a text that has “Amos Pell”
            place = each.core_start + len(words[0]) + 1
            each = replace(each, start=min(place, each.end), core=" ".join(words[1:]), core_start=min(place, each.end))
            words = words[1:]
        if (
            each.kind == "person"
            and len(words) == 2
            and not each.titles
            and each.start in sentence_starts
            and words[0] not in GIVEN
            and re.search(r"(?:ed|ing|ly|s|day)$", words[0])
            and fold(each.core) not in whole
            and fold(words[1]) in surnames
        ):
            place = each.end - len(words[1])
            read.append(Mention(place, each.end, words[1], place, "word", (), each.possessive))
        else:
            read.append(each)
    return read


def _is_owned(word: Token | None) -> bool:
    """Whether “her” before a word is whose it is, not whom somebody knows: “her office”, but “known her since”."""
    return word is not None and word.text.islower() and word.text not in _AFTER_HER


def _without_the(core: str) -> str:
    return core.removeprefix("The ") if core.startswith("The ") and len(core.split()) > 2 else core


def _organization_key(core: str) -> str:
    plain = re.sub(r"\b(?:l\.?a\.?)(?=\W|$)", "los angeles", core.lower().removeprefix("the "))
    return re.sub(r"[\W_]", "", fold(plain)).replace("assn", "association")


def _initials(core: str) -> list[str]:
    """“ADDA” for “Association of Deputy District Attorneys”; with its last word kept, “FFN-LA” for “Families First Now-LA”."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", core.lstrip("#"))
    words = [word for word in re.split(r"[\s-]+", spaced) if word and word[0].isupper()]
    if len(words) < 3:
        return []
    initials = ["".join(word[0] for word in words).lower()]
    if words[-1].isupper():
        initials += ["".join(word[0] for word in words[:-1]).lower() + joint + words[-1].lower() for joint in ("-", "", " ")]
    return initials


def _fits_title(name: Name, titles: tuple[str, ...]) -> bool:
    gender = "f" if set(titles) & FEMALE_TITLES else "m" if set(titles) & MALE_TITLES else ""
    return not gender or name.gender in ("", gender)
