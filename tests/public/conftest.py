"""Archives to show, and the public's way to their pages."""

import atoma
import feedparser
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


@pytest.fixture
def feed(public, settings):
    """A feed as feedparser reads it; atoma, which is strict, has to read the same."""
    settings.DARA_BASE_URL = "https://dara.example.org"

    def get(path: str = "/feeds/statements.atom"):
        response = public(path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert not response.cookies
        found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
        assert found.bozo == 0, (path, found.get("bozo_exception"))
        assert found.version == "atom10"
        strict = atoma.parse_atom_bytes(response.content)
        assert (strict.id_, strict.title.value) == (found.feed.id, found.feed.title)
        assert [(each.id_, each.title.value) for each in strict.entries] == [(each.id, each.title) for each in found.entries]
        return found

    return get


def words(html: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(tree.find(".//main").itertext()).split())
