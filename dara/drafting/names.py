"""Tell who is named where: by full names, surnames, first names, acronyms, accounts, titles and roles.

If two people in the text share a surname, the surname alone refers to nobody, unless a title, “Jr.” or “the elder” tells them apart."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from dara.drafting.mentions import Held, Mention, Name, Token, fold, mentions, name_parts, tokens_of
from dara.drafting.proposals import Party, slugify
from dara.drafting.rules import GIVEN, ROLES, VERBS, WORDS, compiled
from dara.drafting.segmentation import SegmentedText

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ELDER = {"elder ": "sr", "older ": "sr", "younger ": "jr"}
_NO_ROLE = VERBS | WORDS.beginners
_PUBLIC = frozenset({"district attorney", "incumbent", "challenger", "candidate", "nominee", "sheriff", "mayor"})
_PAPERS = frozenset({"newspaper", "paper", "outlet", "magazine"})
_OFFICE = frozenset({"district attorney", "incumbent"})
_NOT_FORMER = "".join(rf"(?<!{word})" for word in ("eputy ", "ormer ", "ssistant ", "Asst. ", "x-", "hen-"))
_HOLDS_OFFICE = compiled(rf"{_NOT_FORMER}\b{{prosecutors}} $")
_CALLED = r"(?:a|an|the|one of|its|their|his|her|president|chair\w*|head)\b"
_APPOSED = re.compile(rf"(?:,(?: \d\d,)?(?: who)?)?(?: (?:is|was|serve[sd] as))? {_CALLED}|, (?:[a-z-]+ ){{0,3}}(?:of|at|for)\b")
_APPOSITION_ENDS = re.compile(r"[.;:“”\"]|, who\b|\bwho (?!is|was)")


class Names:
    """The people and organizations in a text. The time is linear in its length.

    `signed`: the signatures of posts. `held`: whom the archive holds; they are found by their full names only."""

    def __init__(self, segmented: SegmentedText, signed: Sequence[Party] = (), held: Sequence[Held] = ()):
        self.segmented, self.text = segmented, segmented.text
        self.tokens = tokens_of(self.text)
        self._token_starts = [token.start for token in self.tokens]
        self._people: dict[tuple[str, ...], Name] = {}
        self._by_word: dict[str, set[Name]] = {}
        self._organizations: dict[str, Name] = {}
        self._acronyms: dict[str, Name] = {}
        self._held = {_key(words): each.name for each in held for words in (each.name, *each.other_names)}
        self._accounts = {fold(each.as_named.rpartition("(")[2].strip("@ )")): each.name for each in signed}
        found = mentions(segmented, self.tokens, held)
        starts = {start for start, _ in segmented.sentences}
        self._inside = {fold(each.core) for each in found if each.start not in starts}
        self._learn(found)
        self.mentions = [each for each in map(self._resolved, found) if each.kind != "weak"]
        self._starts = [mention.start for mention in self.mentions]
        self._learn_roles()
        # “Whitlock” alone, where a relative is named too, is whoever runs or holds the office
        public = {word: [name for name in known if name.roles & _PUBLIC] for word, known in self._by_word.items()}
        for index, mention in enumerate(self.mentions):
            known = public.get(fold(mention.core), []) if mention.name is None and mention.kind != "organization" else []
            self.mentions[index] = replace(mention, name=known[0], kind="person") if len(known) == 1 else mention

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
        return list(dict.fromkeys(self._people.values()))

    @cached_property
    def named(self) -> list[Name]:
        """Everybody who is named in the text, once each."""
        return list(dict.fromkeys(mention.name for mention in self.mentions if mention.name))

    def person(self, words: str) -> Name | None:
        """The only person to whom a full name, surname or first name can refer, or None."""
        known = self._candidates(words)
        return next(iter(known)) if len(known) == 1 else None

    def is_seen_inside(self, word: str) -> bool:
        """Whether a word is capitalized anywhere but at the beginning of a sentence."""
        return fold(word) in self._inside

    def is_shared(self, word: str) -> bool:
        """Whether several people in the text have this surname or first name."""
        return len(self._by_word.get(fold(word), ())) > 1

    def account(self, handle: str) -> Name:
        """Whose a handle or a signature is: a person or organization in the text with that name, or else the words of the handle itself."""
        words = self._accounts.get(fold(handle.lstrip("@#"))) or parted(handle)
        same = (name for name in self.named if slugify(name.full).replace("-", "") == slugify(words).replace("-", ""))
        return next(same, None) or Name(words, "organization", 0)

    def with_role(self, role: str, place: int) -> Name | None:
        """Whom “the senator”, “the union” or “the newspaper” refers to at an offset, or None unless it can only be one."""
        if role in WORDS.organization_roles:  # the last one before that has it in its name, or else the last union or newspaper
            alike = WORDS.unions if role in WORDS.unions | {"union"} else WORDS.papers if role in _PAPERS else frozenset()
            named = [each.name for each in self.before(place, 80) if each.kind == "organization" and each.name]
            words = {name: set(re.split(r"[-’' ]", fold(name.full))) for name in named}
            return next((name for kind in ({role}, alike) for name in named if kind & words[name]), None)
        known = [name for name in self.people if ROLES.get(role, role) in name.roles]
        if not known and role in _OFFICE:
            known = [name for name in self.people if name.roles & _OFFICE]
        return known[0] if len(known) == 1 else None

    def _learn(self, found: Sequence[Mention]) -> None:
        people = [each for each in found if each.kind == "person"]
        self._learn_people([(each, name_parts(each.core)) for each in people])
        for mention in found:
            if mention.kind == "organization" and " " in mention.core:
                name = self._organization_of(mention)
                capitals = [word[0] for word in re.split(r"[\s-]+", mention.core) if word[:1].isupper()]
                self._acronyms.setdefault("".join(capitals if len(capitals) > 2 else ()).lower(), name)  # ADDA
        for mention in people:
            if mention.titles and " " not in mention.core and fold(mention.core) not in self._by_word:  # “Sheriff Quill”
                name = self._people["", fold(mention.core), ""] = Name(mention.core, "person", mention.start)
                self._by_word[fold(mention.core)] = {name}

    def _learn_people(self, full: Sequence[tuple[Mention, list[str]]]) -> None:
        longer = {tuple(parts[cut:]) for _, parts in full for cut in range(1, len(parts) - 1)}
        suffixes: dict[tuple[str, str], set[str]] = {}
        for mention, parts in full:
            suffixes.setdefault((parts[0], parts[-1]), set()).add(_suffix(mention.core))
        for mention, parts in full:
            known = suffixes[parts[0], parts[-1]] - {"", "sr"}
            suffix = _suffix(mention.core) or ("".join(known) if len(known) == 1 else "")
            # “Ibáñez Soto” is the surname of José Ibáñez Soto; “Roe” is either of Roe Jr. and Roe Sr.
            if len(parts) > 1 and tuple(parts) not in longer and (suffix or not known):
                name = self._people.setdefault((parts[0], parts[-1], suffix), Name(mention.core, "person", mention.core_start))
                name.full = max(name.full, mention.core, key=len)
                if held := self._held.get(_key(mention.core)):
                    name.full, name.evident = held, True
                for each in {parts[0], parts[-1], *(" ".join(parts[cut:]) for cut in range(len(parts) - 1))}:
                    self._by_word.setdefault(each, set()).add(name)

    def _organization_of(self, mention: Mention) -> Name:
        key = _key(mention.core)
        return self._organizations.setdefault(key, Name(self._held.get(key, mention.core), "organization", mention.start))

    def _resolved(self, mention: Mention) -> Mention:
        """“Hall” is somebody only where somebody of that surname is named, “QUILL:” a person where one is, “the Times” the last one named."""
        shouted = mention.core.isupper() and len(mention.core) > 2 and fold(mention.core) not in self._acronyms
        name = self._person_of(mention) if mention.kind != "organization" or shouted else None
        if name is None and mention.kind == "organization":
            acronym = self._acronyms.get(fold(mention.core)) if " " not in mention.core else None
            name = acronym or self._organization_of(mention)
        elif name is None and mention.kind == "word":
            name = self._short_organization(mention)
        return replace(mention, kind=name.kind, name=name) if name else mention

    def _learn_roles(self) -> None:
        """Give each person the roles and the gender that the text shows."""
        votes: dict[Name, Counter[str]] = defaultdict(Counter)
        for mention in self.mentions:
            if mention.name is not None and mention.kind == "person":
                words = [*mention.titles, *self._roles_before(mention), *self._roles_after(mention)]
                holds = _HOLDS_OFFICE.search(self.text, max(mention.core_start - 40, 0), mention.core_start)
                mention.name.roles |= {ROLES[word] for word in words if word in ROLES} | ({"district attorney"} if holds else set())
                mention.name.evident |= " " not in mention.core
                votes[mention.name].update(words)
        for name in self.people:
            first, ballot = name.full.split()[0], votes[name]
            name.evident |= bool(name.roles) or first in GIVEN
            female = sum(ballot[word] for word in WORDS.female_titles) + 4 * (first in WORDS.female_names)
            male = sum(ballot[word] for word in WORDS.male_titles) + 4 * (first in WORDS.male_names)
            name.gender = "m" if male > female else "f" if female > male else ""

    def _roles_before(self, mention: Mention) -> list[str]:
        """The roles in “union president Joe Smith”, “her challenger, Wendell Strand”."""
        roles, end = [], mention.start
        for word in reversed(self.words_between(max(mention.start - 60, 0), mention.start)[-5:]):
            gap = self.text[word.end : end]
            if gap not in (" ", ", ", "\u00a0", "-") or word.text in _NO_ROLE or word.text.endswith("ed"):
                break
            if word.plain in ROLES:
                roles.append(word.plain)
            elif gap == ", ":
                break
            end = word.start
        return roles

    def _roles_after(self, mention: Mention) -> list[str]:
        """The roles in “Maria Lopez, 51, a retired judge who …”, “Maria Lopez is the mayor of …”."""
        end = mention.end
        words = self.words_between(end, end + 110) if _APPOSED.match(self.text, end, end + 120) else []
        return [word.plain for word in words if word.plain in ROLES and not _APPOSITION_ENDS.search(self.text, end, word.start)]

    def _candidates(self, words: str) -> set[Name]:
        """All whom a name may mean. Without “Jr.” it means whoever has it too."""
        parts, suffix = name_parts(words), _suffix(words)
        keys = [(parts[0], parts[-1], each) for each in ([suffix] if suffix else _ALL_SUFFIXES)] if len(parts) > 1 else []
        whole = {self._people[key] for key in keys if key in self._people}
        return whole or {name for name in self._by_word.get(" ".join(parts), ()) if suffix in ("", _suffix(name.full))}

    def _person_of(self, mention: Mention) -> Name | None:
        known = self._candidates(mention.core)
        if " " not in mention.core:
            # whose surname it is goes before whose first name; who is already introduced, before who is not
            known = {name for name in known if fold(mention.core) in name.words[-1].split("-")} or known
            known = {name for name in known if name.first < mention.start} or known
        suffixes, before = {_suffix(name.full) for name in known}, self.text[max(mention.start - 8, 0) : mention.start]
        age = next((suffix for word, suffix in _ELDER.items() if before.endswith(word)), "")  # “the elder Brackett”
        if len(known) > 1 and not _suffix(mention.core) and (age or suffixes == {"", "sr"}):
            known = {name for name in known if _suffix(name.full) == age}
        return next(iter(known)) if len(known) == 1 else None

    def _short_organization(self, mention: Mention) -> Name | None:
        """“the Times”, “the Guild”, “the Chamber”: the last organization named before that ends or begins so."""
        word = fold(mention.core)
        known = self._organizations.values() if word in WORDS.organizations else ()
        near = [name for name in known if name.first < mention.start and len(name.words) > 1 and word in name.words]
        return max(near, key=lambda name: (name.words[-1] == word, name.first), default=None)


def parted(signature: str) -> str:
    """A signature or handle as words: “#FamiliesFirst” is “Families First”."""
    core = " ".join(signature.split()).lstrip("@# ")
    return core if " " in core else " ".join(_CAMEL.sub(" ", core.replace("_", " ")).split())


_ALL_SUFFIXES = ("", *sorted({fold(suffix) for suffix in WORDS.suffixes}))


def _suffix(core: str) -> str:
    """“jr” for “Alonzo Brackett Jr.”; empty without one."""
    last = core.split()[-1] if core else ""
    return fold(last) if last in WORDS.suffixes and " " in core else ""


def _key(core: str) -> str:
    """An organization's name as it is compared."""
    plain = re.sub(r"\b(?:l\.?a\.?)(?=\W|$)", "los angeles", core.lower().removeprefix("the "))
    return re.sub(r"[\W_]", "", fold(plain)).replace("assn", "association")
