"""The words of statements and sources on a page: whole or as a snippet, with matched words highlighted and withheld words masked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dara.models import Statement
from dara.models.withholding import MASK
from dara.text.snippets import Segment, Snippet, snippet, split_at_matches, words_of

FIRST_WORDS = 8
OMISSION = mark_safe(' <span class="cut">[...]</span> ')  # the archive's own omissions


def statement_words(statement: Statement) -> SafeString:
    """Return all words of a statement. The archive's omissions between the pieces stand outside of the quotation marks."""
    matched = _matched_words(statement)
    pieces = ((highlighted(piece, matched),) for piece in statement.pieces)
    return format_html_join(OMISSION, _quoted(statement), pieces)


def statement_snippet(statement: Statement) -> SafeString:
    """Return the part of a statement's words with the most matched words."""
    matched, pieces = _matched_words(statement), statement.pieces
    best = max(range(len(pieces)), key=lambda number: (sum(word in matched for word in words_of(pieces[number])), -number))
    part = snippet(pieces[best], matched)
    part = replace(part, cut_before=part.cut_before or best > 0, cut_after=part.cut_after or best < len(pieces) - 1)
    return _snippet_html(part, _quoted(statement))


def statement_is_matched(statement: Statement) -> bool:
    """Tell whether a matched word is among a statement's own words. If not, it was found by its passage or by names."""
    matched = _matched_words(statement)
    return any(word in matched for piece in statement.pieces for word in words_of(piece))


def first_words(statement: Statement) -> str:
    """Return the first words of a statement, which distinguish it from others in a list."""
    words = statement.pieces[0].split()
    shown = " ".join(words[:FIRST_WORDS])
    if statement.is_verbatim:
        shown = f"“{shown}”"
    return f"{shown} [...]" if len(words) > FIRST_WORDS or len(statement.pieces) > 1 else shown


def highlighted(text: str, matched: Collection[str]) -> SafeString:
    """Return a text with the matched words highlighted."""
    if not matched and MASK not in text:
        return conditional_escape(text)  # the same, and most texts on pages are like that
    return _segments_html(split_at_matches(text, matched))


def highlighted_snippet(text: str, matched: Collection[str]) -> SafeString:
    """Return the part of a text with the most matched words, highlighted."""
    return _snippet_html(snippet(text, matched), "{}")


def masked(text: str) -> SafeString:
    """Return a part of a source's text with “[withheld]” in place of the words that are masked in the database."""
    words = format_html('<span class="withheld" lang="{}">[{}]</span>', get_language(), _("withheld"))
    parts = re.split(f"{MASK}+", text)
    return format_html_join(words, "{}", ((part,) for part in parts))


def _matched_words(statement: Statement) -> Collection[str]:
    return getattr(statement, "matched_words", frozenset())


def _quoted(statement: Statement) -> str:
    return "“{}”" if statement.is_verbatim else "{}"


def _snippet_html(part: Snippet, pattern: str) -> SafeString:
    shown = format_html(pattern, _segments_html(part.segments))
    return format_html("{}{}{}", OMISSION if part.cut_before else "", shown, OMISSION if part.cut_after else "")


def _segments_html(parts: Iterable[Segment]) -> SafeString:
    shown = (format_html("<mark>{}</mark>", part.text) if part.matches else masked(part.text) for part in parts)
    return format_html_join("", "{}", ((each,) for each in shown))
