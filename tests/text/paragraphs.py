"""Paragraphs and spans for the tests of highlighting and excerpts."""

from hypothesis import strategies as st

from dara.text.spans import Span

OFFSET = 7
texts = st.text(alphabet="aé\u00a0 “’\n𝒳\u0301", min_size=1, max_size=40)


@st.composite
def paragraphs(draw):
    """A paragraph of a text, and passages of that text: inside of it, around it, over its edges, apart from it."""
    text = draw(texts)
    pairs = st.lists(st.integers(0, OFFSET + len(text) + 5), min_size=2, max_size=2, unique=True)
    spans = {Span(min(pair), max(pair)) for pair in draw(st.lists(pairs, max_size=8))}
    return text, sorted(spans, key=lambda s: (s.start, s.end))
