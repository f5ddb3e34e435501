"""The form that a newsroom pastes: the words, who said them, and through whom they came."""

import pytest

from dara.models import Source, Statement
from dara.public.citation.newsroom import newsroom
from dara.public.pages.evidence import outer_statements


def test_newsroom(cited):
    for row, outer, item in cited:
        form = newsroom(row, outer)
        assert f"dara, {item['archive_location'] if item.get('archive_location') else item['URL']}, version of " in form
        if isinstance(row, Source):
            continue
        words = row.pieces if isinstance(row, Statement) else [row.passage.exact]
        assert [piece for piece in words if piece not in form] == []
        assert (" [...] " in form) == (len(words) > 1), row.pk
        if isinstance(row, Statement) and not row.is_verbatim:
            assert "not a quotation: " in form
            assert f"“{row.pieces[0]}" not in form


@pytest.mark.usefixtures("seeds")
def test_newsroom_says_through_whom():
    quote = Statement.objects.for_lists().get(pk="y7axeaat")
    assert newsroom(quote, outer_statements(quote)).startswith(
        "“It may be said that one day the results of this election is the result of our season of discontent and a demand to see a "
        "tsunami of change” — Jackie Lacey (inferred), November 6, 2020 (inferred), as posted by Frank Stoltze on November 6, 2020, as embedded in "
        "[News story on Jackie Lacey’s concession and the count so far in the 2020 race for Los Angeles County District Attorney], "
        "The Daily Wire (inferred), news article, November 6, 2020 (inferred). dara, http://127.0.0.1:8000/statements/y7axeaat/, version of "
    )
