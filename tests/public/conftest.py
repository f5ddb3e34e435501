"""Archives to show, and the public's way to their pages."""

import html5lib
import pytest


@pytest.fixture
def archive(db):
    """An archive that holds one of everything (`tests/example_archive.py`)."""
    from tests import example_archive  # models cannot be imported before pytest-django has set Django up

    return example_archive.archive()


@pytest.fixture
def public(as_public):
    """A page as the public gets it: public("/sources/") → response."""

    def get(path: str):
        with as_public() as client:
            return client.get(path)

    return get


@pytest.fixture
def text_of(public):
    """The words of a page's main part, each run of spaces one space."""

    def get(path: str) -> str:
        response = public(path)
        assert response.status_code == 200, path
        return words(response.content.decode())

    return get


def words(html: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(tree.find(".//main").itertext()).split())
