"""On a Spanish page everything is Spanish, but for names and for what is marked as being in another language."""

import re
from collections.abc import Iterable, Iterator

import html5lib
import pytest

from dara.models import Election, Entity, Race, Source, Topic
from tests.views.test_crawl import crawl

SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-copy", "data-copied")  # attributes that people hear or see
SAME = [
    "dara",
    "APA",
    "MLA",
    "Chicago",
    "CSL-JSON",
    "BibTeX",
    "RIS",
    "CSV",
    "JSON",
    "Lines",
    "API",
    "Atom",
    "OpenAPI",
    "SQLite",
    "Datasette",
    "BagIt",
    "SHA-256",
    "URL",
    "No",
    "no",
    "PAC",
    "bytes",
    "GitHub",
    "Web",
    "Annotation",
    "Frictionless",
    "Data",
    "Package",
    "WCAG",
    "AA",
    "MIT",
    "Error",
    "error",
    "Original",
]  # the same in both languages


def said(element, inherited: str = "es") -> Iterator[str]:
    """The texts that a page says in its own language: of its elements, and of their attributes."""
    language = element.get("lang", inherited)
    if element.tag in ("script", "style", "code") or language != "es" or element.get("class", "").startswith("identity"):
        return
    yield from (element.get(name) for name in SPOKEN if element.get(name))
    if element.tag == "meta" and element.get("name") == "description":
        yield element.get("content")
    yield element.text or ""
    for child in element:
        yield from said(child, language)
        yield child.tail or ""


def tree_of(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def letters_left(text: str, names: list[str]) -> bool:
    """Whether anything of the text is left that could be translated: not names, not what is the same in both languages."""
    text = re.sub(r"https?://\S+|\S+@\S+", " ", text)
    for name in names:
        text = text.replace(name, " ")
    return any(word not in SAME for word in re.findall(r"[^\W\d_]{2,}(?:-[^\W_]+)*", text))


def untranslated(client, more_names: Iterable[str] = ()) -> dict[str, set[str]]:
    """Texts by page that stand in the Spanish page as they stand in the English one."""
    names = [*more_names] + [entity.name for entity in Entity.objects.all()] + [entity.surname for entity in Entity.objects.all()]
    names += [entity.sort_name for entity in Entity.objects.all()] + [source.key for source in Source.objects.all()]
    names.sort(key=len, reverse=True)
    found: dict[str, set[str]] = {}
    for path, tree in crawl(client)[0].items():
        if tree is None or path.startswith("/es/"):
            continue
        response = client.get(f"/es{path}")
        assert response.status_code in (200, 301), path
        if response.status_code == 200:
            english = {" ".join(text.split()) for text in said(tree, "es")} if tree.set("lang", "es") is None else set()
            spanish = {" ".join(text.split()) for text in said(tree_of(response))}
            if same := {text for text in english & spanish if letters_left(text, names)}:
                found[path] = same
    return found


def report(found: dict[str, set[str]]) -> list[str]:
    """Each text once, with the first page that says it."""
    first: dict[str, str] = {}
    for path, texts in found.items():
        for text in texts:
            first.setdefault(text, path)
    return [f"{path}: {text}" for text, path in first.items()]


def test_every_text_of_the_made_up_archive_is_translated(archive, as_public):
    """Its own topics, races and titles have no Spanish: they pass for names."""
    names = [str(row) for model in (Topic, Race, Election, Source) for row in model.objects.all()]
    with as_public() as client:
        assert report(untranslated(client, names)) == []


@pytest.mark.usefixtures("seeds")
def test_every_text_of_the_seeds_is_translated(as_public):
    with as_public() as client:
        assert report(untranslated(client)) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("Jackie Lacey, ", False), ("BibTeX · RIS", False), ("— 53.72%", False), ("Not stated", True), ("Lacey said", True)],
)
def test_names_are_no_text(text, left):
    assert letters_left(text, ["Jackie Lacey", "Lacey"]) is left
