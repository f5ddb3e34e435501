"""Learn what the text calls the people in it: titles, roles, and whether it says “he” or “she”."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from dara.drafting.mentions import Mention
from dara.drafting.vocabulary import GIVEN, ROLES, VERBS, WORDS

if TYPE_CHECKING:
    from dara.drafting.names import Names

_OTHER_ATTORNEYS = re.compile(r"\b(?:State[’']s|Commonwealth[’']s|County|Prosecuting|Circuit) Attorney $")
_NOT_IN_OFFICE = {"deputy", "former", "assistant", "asst", "ex", "then"}
_APPOSED = re.compile(
    r"(?:, (?:\d\d, )?(?:who (?:is|was|served as) )?| (?:is|was|serves as) )(?:a|an|the|one of|its|their|his|her|president|chair\w*|head)\b"
    r"|, (?:[a-z]+(?:-[a-z]+)? ){0,3}(?:of|at|for)\b|, \d\d, "
)
_APPOSITION_ENDS = re.compile(r"[.;:“”\"]|, who\b|\bwho (?!is|was)")


def learn_roles(names: "Names") -> None:
    """Give each person the roles and the gender that the text shows."""
    votes: dict[int, Counter[str]] = {id(name): Counter() for name in names.people}
    for mention in names.mentions:
        if mention.name is not None and mention.kind == "person":
            words = [*mention.titles, *_before(names, mention), *_after(names, mention)]
            mention.name.roles |= {ROLES[word] for word in words if word in ROLES} | _office(names.text, mention)
            mention.name.evident |= " " not in mention.core
            votes.setdefault(id(mention.name), Counter()).update(map(title_gender, words))
    for name in names.people:
        first, ballot = name.full.split()[0], votes[id(name)]
        name.evident |= bool(name.roles) or first in GIVEN
        if (first in WORDS.female_names) != (first in WORDS.male_names):
            ballot["f" if first in WORDS.female_names else "m"] += 4
        name.gender = "m" if ballot["m"] > ballot["f"] else "f" if ballot["f"] > ballot["m"] else ""


def title_gender(word: str) -> str:
    """“f” or “m” for a title or a kinship that says so, or empty."""
    return "f" if word in WORDS.female_titles else "m" if word in WORDS.male_titles else ""


def _office(text: str, mention: Mention) -> set[str]:
    """“District Attorney Roe”, “State’s Attorney Roe”: who holds the office."""
    titles = set(mention.titles)
    titled = titles & {"da", "attorney", "atty"} and titles & {"da", "district", "dist"} and not titles & _NOT_IN_OFFICE
    other = _OTHER_ATTORNEYS.search(text, max(mention.start - 24, 0), mention.core_start)
    return {"district attorney"} if titled or other else set()


def _before(names: "Names", mention: Mention) -> list[str]:
    """The roles in “union president Joe Smith”, “her challenger, Wendell Strand”."""
    roles, end = [], mention.start
    for word in reversed(names.words_between(max(mention.start - 60, 0), mention.start)[-5:]):
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
        if _APPOSITION_ENDS.search(before):
            break
        if token.plain in ROLES:
            roles.append(token.plain)
    return roles
