"""Words that turn a sentence into its opposite, in English and Spanish."""

from collections.abc import Iterable

from dara.text.quoted_words import Token

_ENGLISH = "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely"
_SPANISH = "no nunca jamás nadie nada ningún ninguno ninguna tampoco ni sin"
_NEGATIONS = frozenset(f"{_ENGLISH} {_SPANISH}".split(" "))


def negations(words: Iterable[Token]) -> list[str]:
    """Return the words of these that negate: “not”, “didn't”, “nunca”."""
    return [token.text for token in words if token.text.lower() in _NEGATIONS or token.text.lower().endswith("n't")]
