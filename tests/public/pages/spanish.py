"""What a Spanish page says: everything is Spanish, but for names and for what is marked as being in another language."""

import re
from collections.abc import Iterable, Iterator

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
    yield (
        re.sub("“[^”]*”", "", element.text or "") if element.tag == "title" else element.text or ""
    )  # a quotation has no `lang` there
    for child in element:
        yield from said(child, language)
        yield child.tail or ""


def letters_left(text: str, names: list[str]) -> bool:
    """Whether anything of the text is left that could be translated: not names, not what is the same in both languages."""
    text = re.sub(r"https?://\S+|\S+@\S+", " ", text)
    for name in names:
        text = text.replace(name, " ")
    return any(word not in SAME for word in re.findall(r"[^\W\d_]{2,}(?:-[^\W_]+)*", text))


def untranslated(trees: dict, more_names: Iterable[str] = ()) -> list[str]:
    """Texts that stand in a Spanish page as they stand in the English one, each once, with the first page that says it: “/es/about/: …”.

    `trees`: the pages of both languages by address, as `crawl` gives them."""
    from dara.models import Entity, Source

    names = [*more_names] + [source.key for source in Source.objects.all()]
    for entity in Entity.objects.all():
        names += [entity.name, entity.surname, entity.sort_name]
    names.sort(key=len, reverse=True)
    found: dict[str, str] = {}
    for path, tree in trees.items():
        english = trees.get(path.removeprefix("/es"))
        if path.startswith("/es/") and tree is not None and english is not None:
            for text in texts(tree) & texts(english):
                if letters_left(text, names):
                    found.setdefault(text, path)
    return [f"{path}: {text}" for text, path in found.items()]


def texts(tree) -> set[str]:
    return {" ".join(text.split()) for child in tree for text in said(child)}
