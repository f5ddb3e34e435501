"""Archives to show, and the public's way to their pages."""

import html5lib
import pytest


@pytest.fixture
def archive(example_archive):
    """An archive that holds one of everything."""
    return example_archive


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
