"""From the first page, every link within the site leads somewhere, fragments too; and each page is in both languages."""

import random
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest

from tests.public.pages.spanish import letters_left, untranslated


def crawl(client, start="/", at_most=None):
    """{address without fragment: its tree, or None for what is not a page}, and the links: (from, to).

    Of a site with more addresses than `at_most`, some are visited: any of them, but the same each time."""
    trees, links, waiting, chance = {}, [], [start], random.Random(2020)
    while waiting and (at_most is None or len(trees) < at_most):
        path = waiting.pop(chance.randrange(len(waiting)))
        if path in trees:
            continue
        response = client.get(path)
        if response.status_code == 301:
            trees[path] = None
            waiting.append(response["Location"])
            continue
        assert response.status_code == 200, (path, [source for source, target in links if target.startswith(path)])
        assert not response.cookies
        if not response["Content-Type"].startswith("text/html"):
            trees[path] = None
            continue
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())
        trees[path] = tree
        for anchor in tree.iter("a"):
            href = anchor.get("href")
            if anchor.get("rel") == "nofollow":  # a list narrowed, ordered: each such state links to many more
                continue
            target = urljoin(path, href)
            if urlsplit(target).scheme:
                if urlsplit(target).scheme != "mailto":
                    assert anchor.get("rel") == "nofollow noopener", (path, href)
                continue
            links.append((path, target))
            waiting.append(target.partition("#")[0])
    return trees, links


def check(client, at_most=None) -> dict:
    trees, links = crawl(client, at_most=at_most)
    for page, target in links:
        address, _, fragment = target.partition("#")
        if fragment and (at_most is None or address in trees):
            tree = trees[address]
            assert tree is not None, (page, target)
            assert any(element.get("id") == fragment for element in tree.iter()), f"{page} links to {target}: no such place"
    return trees


@pytest.mark.long_form
@pytest.mark.older_postgres
def test_every_link_of_the_example_archive(archive, as_public):
    """Its own topics, races and titles have no Spanish: they pass for names."""
    from dara.models import Election, Race, Source, Topic

    names = [str(row) for model in (Topic, Race, Election, Source) for row in model.objects.all()]
    with as_public() as client:
        trees = check(client)
    for record in (archive.quote, archive.post, archive.cheers, archive.private, archive.money, archive.count, archive.story):
        assert record.get_absolute_url() in trees
        assert f"/es{record.get_absolute_url()}" in trees
    assert archive.bystander.get_absolute_url() in trees
    assert untranslated(trees, names) == []


@pytest.mark.timeout(600)  # on a busy machine it takes minutes
@pytest.mark.usefixtures("seeds")
def test_every_link_of_the_seeds(as_public, long):
    from dara.models import ElectionResult, Endorsement, Source, Statement, Topic

    rows = [row for model in (Statement, Endorsement, ElectionResult, Source, Topic) for row in model.objects.all()]
    with as_public() as client:
        trees = check(client, at_most=None if long else 40)
    if long:
        assert [row for row in rows if row.get_absolute_url() not in trees] == []
    assert untranslated(trees) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("Jackie Lacey, ", False), ("BibTeX · RIS", False), ("— 53.72%", False), ("Not stated", True), ("Lacey said", True)],
)
def test_names_are_no_text(text, left):
    assert letters_left(text, ["Jackie Lacey", "Lacey"]) is left
