"""Citations leave nothing behind: a style takes a megabyte of memory outside of Python's."""

import gc

from citeproc import CitationStylesStyle

from dara.public.citation.styles import formatted


def test_a_style_is_given_up_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        formatted({"type": "webpage", "title": "A title of its own, of no other test", "URL": "https://example.org/a"})
        left = [each for each in gc.get_objects() if isinstance(each, CitationStylesStyle)]
    finally:
        gc.enable()
    assert left == []
