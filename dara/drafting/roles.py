"""Learn what the text calls the people in it: titles, roles, and whether it says “he” or “she”."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dara.drafting.capitals import fold
from dara.drafting.mentions import Mention, Name
from dara.drafting.vocabulary import GIVEN, ROLES, VERBS, WORDS

if TYPE_CHECKING:
    from dara.drafting.names import Names

_OTHER_ATTORNEYS = re.compile(r"\b(?:State[’']s|Commonwealth[’']s|County|Prosecuting|Circuit) Attorney $")
_NOT_IN_OFFICE = {"deputy", "former", "assistant", "asst", "ex", "then"}
_PUBLIC = frozenset({"district attorney", "incumbent", "challenger", "candidate", "nominee", "sheriff", "mayor"})
_FOR_WHOM = re.compile(r"\b([\w-]+) (?:for|of|with|at) (?:[^,.;:“”\"]{2,50}), $")
_APPOSED = re.compile(
    r"(?:, (?:\d\d, )?(?:who (?:is|was|served as) )?| (?:is|was|serves as) )(?:a|an|the|one of|its|their|his|her|president|chair\w*|head)\b"
    r"|, (?:[a-z]+(?:-[a-z]+)? ){0,3}(?:of|at|for)\b|, \d\d, "
)
_APPOSITION_ENDS = re.compile(r"[.;:“”\"]|, who\b|\bwho (?!is|was)")

Votes = dict[int, Counter[str]]


def learn_roles(names: "Names") -> None:
    """Give each person the roles and the gender that the text shows."""
    votes: Votes = {id(name): Counter() for name in names.people}
    for mention in names.mentions:
        if mention.name is not None and mention.kind == "person":
            words = [*mention.titles, *_before(names, mention), *_after(names, mention)]
            mention.name.roles |= {ROLES[word] for word in words if word in ROLES} | _office(names.text, mention)
            ballot = votes.setdefault(id(mention.name), Counter())
            for index, word in enumerate(words):
                ballot[title_gender([word])] += 3 if index < len(mention.titles) else 1
    alone = {id(mention.name) for mention in names.mentions if mention.name and " " not in mention.core}
    for name in names.people:
        first = name.full.split()[0]
        name.evident = name.evident or bool(name.gender or name.roles or id(name) in alone or first in GIVEN)
        name.gender = _gender(name.gender, first.lower(), votes[id(name)])


def title_gender(words: Collection[str]) -> str:
    """“f” or “m” for titles and kinship that say so, or empty."""
    return "f" if WORDS.female_titles & set(words) else "m" if WORDS.male_titles & set(words) else ""


def _gender(known: str, first: str, votes: Counter[str]) -> str:
    male, female = votes["m"] + 4 * (known == "m"), votes["f"] + 4 * (known == "f")
    if male == female == 0:  # a guess from the ending, where nothing else is known
        female += bool(re.search(r"(?:a|ette|elle|lyn|ine|ie)$", first))
        male += bool(re.search(r"(?:us|o|ton|son|rick|bert|ard|ius)$", first))
    return "m" if male > female else "f" if female > male else ""


def _office(text: str, mention: Mention) -> set[str]:
    """“District Attorney Roe”, “State’s Attorney Roe”: who holds the office."""
    titles = set(mention.titles)
    titled = titles & {"da", "attorney", "atty"} and titles & {"da", "district", "dist"} and not titles & _NOT_IN_OFFICE
    other = _OTHER_ATTORNEYS.search(text, max(mention.start - 24, 0), mention.core_start)
    return {"district attorney"} if titled or other else set()


def _before(names: "Names", mention: Mention) -> list[str]:
    """The roles in “union president Joe Smith”, “her challenger, Wendell Strand”, “A spokeswoman for Pruitt, Tess Bright, …”."""
    found = _FOR_WHOM.search(names.text, max(mention.start - 80, 0), mention.start)
    roles = [fold(found[1])] if found and fold(found[1]) in ROLES else []
    words = names.words_between(max(mention.start - 60, 0), mention.start)[-5:]
    end = mention.start
    for word in reversed(words):
        gap = names.text[word.end : end]
        if gap not in (" ", ", ", "\u00a0", "-") or word.text in VERBS or word.text in WORDS.beginners or word.text.endswith("ed"):
            break
        if word.plain in ROLES:
            roles.append(word.plain)
        elif gap == ", ":
            break
        end = word.start
    return roles


def _after(names: "Names", mention: Mention) -> list[str]:
    """The roles in “Maria Lopez, 51, a retired judge who …”, “Maria Lopez is the mayor of …”."""
    if not _APPOSED.match(names.text, mention.end, mention.end + 120):
        return []
    roles = []
    for token in names.words_between(mention.end, mention.end + 110):
        before = names.text[mention.end : token.start]
        if _APPOSITION_ENDS.search(before) or before.count(",") > 2:
            break
        if token.plain in ROLES:
            roles.append(token.plain)
    return roles


def settle_shared_surnames(names: "Names", by_word: Mapping[str, set[Name]]) -> list[Mention]:
    """“Whitlock” alone, where a relative is named too: whoever runs or holds the office, unless the other is named in the same paragraph."""
    named_in: dict[int, set[int]] = {}
    for mention in names.mentions:
        if mention.name is not None and " " in mention.core:
            named_in.setdefault(names.segmented.paragraph_at(mention.start), set()).add(id(mention.name))
    settled = []
    for mention in names.mentions:
        known = by_word.get(fold(mention.core), set()) if mention.name is None and mention.kind in ("word", "person") else set()
        gender = title_gender(mention.titles)
        public = [name for name in known if name.roles & _PUBLIC and (not gender or name.gender in ("", gender))]
        here = named_in.get(names.segmented.paragraph_at(mention.start), set())
        alone = len(public) == 1 and not any(id(name) in here for name in known if name is not public[0])
        settled.append(replace(mention, name=public[0], kind="person") if len(known) > 1 and alone else mention)
    return settled
