"""Rows as the tools return them, pages of them, and what is said where there are none."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django_mcpz.server import ToolError

from dara.models import ElectionResult, Entity, Source
from dara.models.permalinks import permalink, permanent, public_url
from dara.public.api.serializers import SERIALIZERS, NamedSourceSerializer
from dara.public.api.views import LISTS
from dara.public.citation.words import plain
from dara.public.filters.fields import ReferenceFilter
from dara.public.filters.parameters import InvalidParameters, ListFilterSet, filter_strictly
from dara.public.held import count
from dara.public.mcp.objects import TREAT_AS
from dara.public.paginator import RowPaginator
from dara.public.presentation.attribution import whose_words
from dara.public.presentation.counts import area_sentence, count_name, counted_on_sentence, finality
from dara.public.presentation.endorsements import endorsement_name
from dara.public.presentation.numbers import grouped

Object = dict[str, Any]

SOURCES_NAMED = 10  # of those that were searched
BYSTANDER = "a bystander"  # what a label calls a private person
NAMES_OFFERED = 30  # in an error, of those that a filter knows
FEW = ("candidate", "race", "election", "topic")  # filters whose values are few enough to name

# --- rows -------------------------------------------------------------------------------------------


def rows(name: str, found: Sequence[Any]) -> list[Object]:
    """Return the API's objects of rows of a kind, each marked as data, with its label and the checksum of its passage."""
    return [complete(name, row, data) for row, data in zip(found, SERIALIZERS[name](found, many=True).data, strict=True)]


def complete(name: str, row: Any, data: Object) -> Object:
    """Return the API's object of a row with what the tools add to it."""
    added: Object = {"label": _label(name, row)} if name in LABELS else {}
    if "passage" in data:
        added["passage"] = {**data["passage"], "sha256": checksum(data["passage"]["exact"])}
    if name == "paragraphs":
        added |= {"source": NamedSourceSerializer(row.source).data, "sha256": checksum(row.body), "permalink": permanent(row)}
    return {"treat_as": TREAT_AS, **added, **data, **added}


def checksum(words: str) -> str:
    """Return the SHA-256 checksum of the words in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(words.encode()).hexdigest()


def _label(name: str, row: Any) -> str:
    """Return what a record is and whose words, in which private persons are not named."""
    label = plain(LABELS[name](row))
    for entity in _private(row):
        label = label.replace(entity.name, BYSTANDER)
    return label


def _private(row: Any) -> Iterator[Entity]:
    """Yield the private persons whose names a record's label may have."""
    within = getattr(row, "within", None)
    for entity in (getattr(row, "speaker", None), getattr(row, "endorser", None), within and within.speaker, row.source.publisher):
        if entity and entity.private:
            yield entity


def _count_label(result: ElectionResult) -> str:
    sentences = (f"{count_name(result)}.", area_sentence(result), counted_on_sentence(result), finality(result))
    return " ".join(filter(None, sentences))


LABELS: dict[str, Callable[[Any], str]] = {"statements": whose_words, "endorsements": endorsement_name, "results": _count_label}

# --- pages ------------------------------------------------------------------------------------------


def page(name: str, found: QuerySet[Any], number: int, limit: int, caution: str) -> Object:
    """Return a page of rows. `caution`: what it does not mean that there are none: “that nobody endorsed anyone”.

    Raises ToolError for a page beyond the last."""
    paginator = RowPaginator(found, limit)
    shown = list(paginator.page(within(number, paginator.num_pages)))
    nothing = None if paginator.count else nothing_held(caution)
    return {**paging(paginator.count, number, limit), "nothing_held": nothing, "results": rows(name, shown)}


def within(number: int, last: int) -> int:
    """Return the number of a page. Raises ToolError where there is none of this number."""
    if number > last:
        raise ToolError(f"There is no page {number}: the last one is {last}. Ask for a page from 1 to {last}.")
    return number


def paging(total: int, number: int, limit: int) -> Object:
    has_more = number * limit < total
    return {
        "count": total,
        "is_cut": has_more or number > 1,
        "page": number,
        "limit": limit,
        "next_page": number + 1 if has_more else None,
    }


def nothing_held(caution: str, among: str = "") -> Object:
    """Return that the sources hold nothing, with those that were searched, and what that does not mean. `among`: “among the topics ”."""
    held = count(Source.objects.all())
    newest = Source.objects.for_lists().newest_first()[:SOURCES_NAMED]
    return {
        "statement": f"Nothing on this {among}in the {number_of_sources(held)} held. This does not mean {caution}.",
        "sources_searched": {
            "treat_as": TREAT_AS,
            "count": held,
            "is_cut": held > SOURCES_NAMED,
            "permalink": public_url(permalink("sources")),
            "results": NamedSourceSerializer(newest, many=True).data,
        },
    }


def number_of_sources(number: int) -> str:
    """Return “12 sources”."""
    return f"{grouped(number)} {'source' if number == 1 else 'sources'}"


# --- filters ----------------------------------------------------------------------------------------


def filtered(name: str, **asked: str | None) -> QuerySet[Any]:
    """Return the rows of a list of the API that its filters let through, in its order. Filters without a value are not applied.

    Raises ToolError for a value that a filter does not know, with those that it does, or where to find them."""
    view = LISTS[name]
    parameters = QueryDict(mutable=True)
    parameters.update({parameter: value for parameter, value in asked.items() if value})
    try:
        return filter_strictly(view.filterset_class, view.queryset.all(), parameters)
    except InvalidParameters as error:
        wrong = (f"{_argument(each)}: {' '.join(error.errors[each])} {_offer(view.filterset_class, each)}" for each in error.errors)
        raise ToolError("\n".join(each.strip() for each in wrong)) from None


def _argument(parameter: str) -> str:
    return "query" if parameter == "q" else parameter


def _offer(filters: type[ListFilterSet], name: str) -> str:
    """Return what else may be asked for under the name of a filter."""
    chosen = filters.base_filters[name]
    if not isinstance(chosen, ReferenceFilter):
        return ""
    if name not in FEW:
        return "The tool `search` finds people, organizations and sources, with their slugs and keys."
    return offered(chosen.queryset)


def offered(known: QuerySet[Any]) -> str:
    """Return the first slugs that there are, with their names."""
    first = list(known.order_by("slug")[: NAMES_OFFERED + 1])
    names = ", ".join(f"{each.slug} ({each})" for each in first[:NAMES_OFFERED])
    return f"Held are: {names}{', and more, which the tool `search` finds' if len(first) > NAMES_OFFERED else ''}."
