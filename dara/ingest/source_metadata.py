"""Fill the fields of a source from what its document says of itself.

Each inferred value has its basis. A field that the document does not state stays empty, and a value that is not understood is a remark."""

import datetime
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.db.models import Q

from dara.ingest import metadata_parsing, urls
from dara.ingest.canonical_text import MetadataValue, Text
from dara.ingest.sandbox import limits
from dara.models import Entity, Source

DATES = ("published_on", "captured_on")
REMARKED = ("published_on", "url", "kind")  # fields that get a remark if the document states two different values


def source_fields(text: Text) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The known fields of a source, the basis of each inferred field (its `inferred`), and remarks for the curator."""
    remarks: list[str] = []
    stated = _most_reliable(text, remarks)
    fields: dict[str, Any] = {field: each.value for field, each in stated.items() if field != "publisher"}
    inferred = {field: each.basis for field, each in stated.items() if field != "publisher"}
    publisher = _publisher(text, fields.get("url", ""), remarks)
    fields["title"], basis = _title(text, publisher[0].name if publisher else "")
    if basis:
        inferred["title"] = basis
    if publisher:
        fields["publisher"], inferred["publisher"] = publisher
    _language(text, fields, inferred, remarks)
    if "kind" not in fields and publisher and _publishes_only_news(publisher[0]):
        fields["kind"] = Source.Kind.NEWS_ARTICLE
        inferred["kind"] = f"the archive’s other sources of {publisher[0]} are news articles"
    return fields, inferred, remarks


def set_defaults(fields: dict[str, Any], remarks: list[str]) -> None:
    """Set the kind and the visibility where they are missing. Campaign pages and press releases are shown in full, everything else in excerpts."""
    if "kind" not in fields:
        fields["kind"] = Source.Kind.OTHER
        remarks.append(
            "What kind of document it is, it does not say: held as “other”, of which the public reads excerpts. Say what it is."
        )
    spread = fields["kind"] in (Source.Kind.PRESS_RELEASE, Source.Kind.CAMPAIGN_PAGE)
    fields.setdefault("visibility", Source.Visibility.FULL if spread else Source.Visibility.EXCERPTS)


def _most_reliable(text: Text, remarks: list[str]) -> dict[str, MetadataValue]:
    """The most reliable value of each field, parsed, except for `title` and `language`, which have rules of their own."""
    chosen: dict[str, MetadataValue] = {}
    for stated in sorted(_without_archives(text), key=lambda each: each.field != "captured_on"):
        field = stated.field
        if field in ("title", "language"):
            continue
        value = _parsed(stated)
        if value is None:
            remarks.append(f"“{stated.value[:100]}”, in {stated.basis}, is not understood as {field}.")
        elif field in DATES and metadata_parsing.is_impossible(value, _latest(field, chosen)):
            remarks.append(
                f"“{stated.value[:100]}”, in {stated.basis}, cannot be its {field}: the date is impossible, and is not recorded."
            )
        elif field not in chosen:
            as_stated = value in (stated.value, "") or field != "published_on"
            chosen[field] = MetadataValue(field, value, stated.basis if as_stated else f"{stated.basis}: {stated.value}")
        elif field in REMARKED and not _same(field, value, chosen[field].value):
            remarks.append(
                f"Its {field} is {value} too, by {stated.basis}; taken is {chosen[field].value}, by {chosen[field].basis}."
            )
    return chosen


def _without_archives(text: Text) -> Iterator[MetadataValue]:
    """What the document states, where the address of a copy in a web archive gives the original's address and the day of capture."""
    archived = {
        each: found for each in text.metadata if each.field == "url" and (found := metadata_parsing.parse_archived_url(each.value))
    }
    for each, (url, day) in archived.items():
        yield MetadataValue("url", url, f"{each.basis}, which is in a web archive")
        yield MetadataValue("captured_on", day, f"{each.basis}, which is in a web archive")
    yield from (each for each in text.metadata if each not in archived)


def _latest(field: str, chosen: dict[str, MetadataValue]) -> datetime.date:
    """The last possible day: that of the capture, or today; and a day more, which it may be elsewhere."""
    today = datetime.date.today()
    captured = chosen.get("captured_on")
    known = captured and len(captured.value) == len("2025-11-07") and datetime.date.fromisoformat(captured.value)
    return (known if known and field != "captured_on" else today) + datetime.timedelta(days=1)


def _parsed(stated: MetadataValue) -> str | None:
    """The value as the archive writes it, or None if it is not understood."""
    if stated.field in DATES:
        return metadata_parsing.parse_date(stated.value)
    if stated.field == "url":
        return metadata_parsing.parse_url(stated.value)
    if stated.field == "author":
        words = metadata_parsing.parse_author(stated.value)
        return words if words and len(words) <= limits.AUTHOR else None
    return metadata_parsing.one_line(stated.value) or None


def _same(field: str, one: str, other: str) -> bool:
    return urls.are_of_one_page(one, other) if field == "url" else one == other


def _title(text: Text, publisher: str) -> tuple[str, str]:
    """A title and its basis, which is "" for a title that is a line of the text."""
    lines = {metadata_parsing.visible_line(line).casefold() for line in text.body.splitlines()}
    names = [publisher, *(each.value for each in text.metadata if each.field == "publisher")]
    stated = [(metadata_parsing.parse_title(each.value, names), each.basis) for each in text.metadata if each.field == "title"]
    for title, _ in stated:
        if title.casefold() in lines and 0 < len(title) <= limits.TITLE:
            return title, ""
    first_line = metadata_parsing.title_from_first_line(text.body)
    title, basis = next((each for each in stated if each[0]), (first_line.value, first_line.basis))
    if len(title) > limits.TITLE:
        return f"{title[: limits.TITLE - 2].rsplit(' ', 1)[0]} …", f"{basis}, shortened"
    return title, basis


def _publisher(text: Text, url: str, remarks: list[str]) -> tuple[Entity, str] | None:
    """The publisher and the basis: an entity with the name that the document states, or the one publisher of the site. None is created."""
    stated = [each for each in text.metadata if each.field == "publisher"]
    for each in stated:
        name = metadata_parsing.one_line(each.value)
        if (
            known := Entity.objects.with_page()
            .filter(Q(name__iexact=name) | Q(name__iexact=f"The {name}"))
            .order_by("slug")
            .first()
        ):
            return known, each.basis
    if url and (known := _publisher_of_site(urls.host(url))):
        return known, f"its address: the archive’s other sources of {urls.host(url)} are of {known}"
    if named := named_publisher(text):
        remarks.append(f"It names “{named[0]}” as its publisher ({named[1]}), whom the archive does not know.")
    return None


def named_publisher(text: Text) -> tuple[str, str] | None:
    """The name of the publisher whom the document states, known or not, and the basis."""
    stated = next((each for each in text.metadata if each.field == "publisher"), None)
    name = metadata_parsing.one_line(stated.value)[: limits.PUBLISHER] if stated else ""
    return (name, stated.basis) if stated and name else None


def _publisher_of_site(host: str) -> Entity | None:
    """The publisher of all sources from the site `host`, or None if they have none or several."""
    on_site = Q()
    for scheme, www in product(("https", "http"), ("", "www.")):
        on_site |= Q(url__istartswith=f"{scheme}://{www}{host}/")
    known = {
        source.publisher for source in Source.objects.filter(on_site, publisher__isnull=False).select_related("publisher")[:100]
    }
    return known.pop() if len(known) == 1 else None


def _publishes_only_news(publisher: Entity) -> bool:
    kinds = set(Source.objects.filter(publisher=publisher).values_list("kind", flat=True))
    return kinds == {Source.Kind.NEWS_ARTICLE}


def _language(text: Text, fields: dict[str, Any], inferred: dict[str, str], remarks: list[str]) -> None:
    """Set the language and its basis: as stated, or else by the common words of the text."""
    stated = [
        (language, each.basis)
        for each in text.metadata
        if each.field == "language" and (language := metadata_parsing.parse_language(each.value))
    ]
    detected = metadata_parsing.language_from_common_words(text.body)
    if stated and detected and stated[0][0].split("-")[0] != detected.value and stated[0][0].split("-")[0] in ("en", "es"):
        remarks.append(f"Its language is “{stated[0][0]}” by {stated[0][1]}, but “{detected.value}” by {detected.basis}.")
    if stated:
        fields["language"], basis = stated[0]
    elif detected:
        fields["language"], basis = detected.value, detected.basis
    else:
        remarks.append("Its language is not stated, and its words are too few to tell: held as English.")
        return
    if fields["language"] != "en":  # English is the default and needs no basis
        inferred["language"] = basis
