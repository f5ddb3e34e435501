"""Which words are of English or Spanish."""

import pytest

from dara.text.dictionary import is_a_word


@pytest.mark.parametrize(
    "word", ["hate", "Recall", "defund", "cárcel", "carcel", "POLICÍA", "policías", "votantes", "mater", "unhoused"]
)
def test_words(word):
    assert is_a_word(word)


@pytest.mark.parametrize("word", ["Newsom", "Newson", "chnage", "bial", "Chemerinksy", "voilent", "", "\n", "hate\nrecall", "🙂"])
def test_no_words(word):
    assert not is_a_word(word)
