"""What a document says of itself → the fields of its source, each with its basis. What nobody says stays empty; what is not understood is a remark."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from dara.ingest import metadata_parsing, urls
from dara.ingest.canonical_text import Found, Text
from dara.ingest.sandbox import limits
from dara.models import Entity, Source

OTHER_THAN_SAID = ("published_on", "url", "kind")  # fields of which a second value is worth a remark


def described(text: Text) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The fields of a source as far as they are known, its `inferred`, and remarks for the curator."""
    remarks: list[str] = []
    said = _first_of_each(text, remarks)
    fields: dict[str, Any] = {name: found.value for name, found in said.items() if name != "publisher"}
    inferred = {name: found.where for name, found in said.items() if name not in ("publisher", "title")}
    fields["title"], basis = _title(text)
    if basis:
        inferred["title"] = basis
    publisher = _publisher(text, fields.get("url", ""), remarks)
    if publisher:
        fields["publisher"], inferred["publisher"] = publisher
    _language(text, fields, inferred, remarks)
    if "kind" not in fields and publisher and _publishes_news_alone(publisher[0]):
        fields["kind"] = Source.Kind.NEWS_ARTICLE
        inferred["kind"] = f"the archive’s other sources of {publisher[0]} are news articles"
    return fields, inferred, remarks


def settle(fields: dict[str, Any], remarks: list[str]) -> None:
    """Give a kind to what has none, and say how much of it the public reads: the whole of what was written to be spread, of all else excerpts."""
    if "kind" not in fields:
        fields["kind"] = Source.Kind.OTHER
        remarks.append(
            "What kind of document it is, it does not say: held as “other”, of which the public reads excerpts. Say what it is."
        )
    spread = fields["kind"] in (Source.Kind.PRESS_RELEASE, Source.Kind.CAMPAIGN_PAGE)
    fields.setdefault("visibility", Source.Visibility.FULL if spread else Source.Visibility.EXCERPTS)


def _first_of_each(text: Text, remarks: list[str]) -> dict[str, Found]:
    """The surest value of each field, as the archive has it; `title` and `language` have rules of their own."""
    taken: dict[str, Found] = {}
    for found in text.found:
        if found.name in ("title", "language"):
            continue
        value = _understood(found)
        if value is None:
            remarks.append(f"“{found.value[:100]}”, in {found.where}, is not understood as {found.name}.")
        elif found.name not in taken:
            where = found.where if value in (found.value, "") or found.name != "published_on" else f"{found.where}: {found.value}"
            taken[found.name] = Found(found.name, value, where)
        elif found.name in OTHER_THAN_SAID and not _same(found.name, value, taken[found.name].value):
            remarks.append(
                f"Its {found.name} is {value} too, by {found.where}; taken is {taken[found.name].value}, by {taken[found.name].where}."
            )
    return taken


def _understood(found: Found) -> str | None:
    if found.name in ("published_on", "captured_on"):
        return metadata_parsing.date(found.value)
    if found.name == "url":
        return metadata_parsing.address(found.value)
    words = metadata_parsing.one_line(found.value)
    if found.name == "author":
        return words if words and len(words) <= limits.AUTHOR and not words.startswith("http") else None
    return words or None


def _same(name: str, one: str, other: str) -> bool:
    return one in urls.variants(other) if name == "url" else one == other


def _title(text: Text) -> tuple[str, str]:
    """A title, and the basis where it is not a line of the text."""
    lines = {metadata_parsing.one_line(line).casefold() for line in text.body.splitlines()}
    said = [Found("title", metadata_parsing.one_line(each.value), each.where) for each in text.found if each.name == "title"]
    for found in said:
        if found.value.casefold() in lines and len(found.value) <= limits.TITLE:
            return found.value, ""
    elsewhere = [found for found in said if found.value]
    found = elsewhere[0] if elsewhere else metadata_parsing.of_first_line(text.body)
    if len(found.value) > limits.TITLE:
        return f"{found.value[: limits.TITLE - 2].rsplit(' ', 1)[0]} …", f"{found.where}, shortened"
    return found.value, found.where


def _publisher(text: Text, url: str, remarks: list[str]) -> tuple[Entity, str] | None:
    """Whom the archive knows by the name that the document gives, or by the site of its address. Nobody new is made."""
    said = [found for found in text.found if found.name == "publisher"]
    for found in said:
        name = metadata_parsing.one_line(found.value)
        if (
            known := Entity.objects.with_page()
            .filter(Q(name__iexact=name) | Q(name__iexact=f"The {name}"))
            .order_by("slug")
            .first()
        ):
            return known, found.where
    if url and (known := _of_site(urls.host(url))):
        return known, f"its address: the archive’s other sources of {urls.host(url)} are of {known}"
    for found in said[:1]:
        remarks.append(
            f"It names “{metadata_parsing.one_line(found.value)[:200]}” as its publisher ({found.where}), whom the archive does not know."
        )
    return None


def _of_site(host: str) -> Entity | None:
    """The one publisher of all sources of a site."""
    starts = Q()
    for start in _starts(host):
        starts |= Q(url__istartswith=start)
    known = {
        source.publisher for source in Source.objects.filter(starts, publisher__isnull=False).select_related("publisher")[:100]
    }
    return known.pop() if len(known) == 1 else None


def _starts(host: str) -> Iterator[str]:
    return (f"{scheme}://{www}{host}/" for scheme in ("https", "http") for www in ("", "www."))


def _publishes_news_alone(publisher: Entity) -> bool:
    kinds = set(Source.objects.filter(publisher=publisher).values_list("kind", flat=True))
    return kinds == {Source.Kind.NEWS_ARTICLE}


def _language(text: Text, fields: dict[str, Any], inferred: dict[str, str], remarks: list[str]) -> None:
    said = [
        (language, found.where)
        for found in text.found
        if found.name == "language" and (language := metadata_parsing.language(found.value))
    ]
    read = metadata_parsing.of_common_words(text.body)
    if said and read and said[0][0].split("-")[0] != read.value and said[0][0].split("-")[0] in ("en", "es"):
        remarks.append(f"Its language is “{said[0][0]}” by {said[0][1]}, but “{read.value}” by {read.where}.")
    if said:
        fields["language"], basis = said[0]
    elif read:
        fields["language"], basis = read.value, read.where
    else:
        remarks.append("Its language is not stated, and its words are too few to tell: held as English.")
        return
    if fields["language"] != "en":  # which goes without saying
        inferred["language"] = basis
