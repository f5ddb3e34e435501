"""Query strings: how the filters and the order of a list are read from one, and written into the next.

Lists and their feeds ignore parameters that they do not know, and say so (`unknown`). The API and the exports refuse them (`filter_strictly`):
where programs ask, a misspelt filter must not silently return the whole list. Parameters that only follow readers are ignored
everywhere (`tracking`)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from dara.models import Redirect
from dara.models.permalinks import permalink
from dara.public.filters.facets import MAX_FREQUENT_VALUES, Counter, Facet, MostFrequent, Option, Row, counted
from dara.public.filters.fields import UNDATED, ChoiceFilter, ListForm, ReferenceFilter, YearFilter
from dara.public.filters.tracking import without_tracking
from dara.public.held import count
from dara.public.search.results import by_relevance

RELEVANCE = "relevance"  # the order that only a list with a search text has

Order = Callable[[Any], Any]  # takes a queryset, with its model's own methods, and returns it ordered


@dataclass(frozen=True)
class Removal:
    """A filter that is set: its label, its value for people, and the query string of the list without it."""

    label: str
    value: str
    query: str


class ListFilterSet(django_filters.FilterSet):
    """A list. `FACETS` are the filters whose values are counted; `ORDERS` are the orders of the list by name, its own first. A list
    that is searched can also be ordered by relevance.

    A list that can be followed also has its `NAME` in addresses, its `HEADING` and its `ROWS`."""

    NAME: str
    HEADING: Any  # translated lazily
    ROWS: QuerySet[Any]
    FACETS: dict[str, Counter] = {}
    ORDERS: dict[str, Order] = {}

    class Meta:
        form = ListForm

    _merged_names_are_replaced = False

    # --- reading --------------------------------------------------------------------------------------

    @classmethod
    def of(cls, parameters: QueryDict) -> Self:
        """Return the list under the filters that the parameters set. Raises BadRequest, with the reasons, for values that are no values
        of their filters."""
        found = cls(parameters, cls.ROWS)
        if not found.is_valid():
            reasons = (f"{found.filters[name].label}: {' '.join(errors)}" for name, errors in found.errors.items())
            raise BadRequest(" ".join(reasons))
        return found

    @property
    def form(self):
        """The form with the parameters. The slug of something that was merged into another counts as the slug of that."""
        form = super().form
        replaced = dict(self._slugs_after_merge(form.errors)) if self.is_bound and not self._merged_names_are_replaced else {}
        self._merged_names_are_replaced = True
        if not replaced:
            return form
        self.data = self.data.copy()
        for name, slug in replaced.items():
            self.data[name] = slug
        del self._form
        return super().form

    def _slugs_after_merge(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            reference = self.filters.get(name)
            if isinstance(reference, ReferenceFilter):
                slug = Redirect.objects.slug_after_merge(reference.queryset.model, self.data.get(name, ""))
                if slug:
                    yield name, slug

    def filter_queryset(self, queryset):
        filtered = self._filtered(queryset, without=None)
        return by_relevance(filtered, self.form.cleaned_data["q"]) if self.order == RELEVANCE else self.ORDERS[self.order](filtered)

    def _filtered(self, queryset: QuerySet, without: str | None) -> QuerySet:
        for name, value in self.form.cleaned_data.items():
            if name not in (without, "sort"):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def in_no_order(self) -> QuerySet:
        """Return the rows of the list."""
        return self._filtered(self.queryset, without=None)

    @property
    def order(self) -> str:
        """The name of the order that the list is in."""
        values = self.form.cleaned_data
        first = next(iter(self.ORDERS))
        order = values.get("sort") or (RELEVANCE if values.get("q") else first)
        return first if order == RELEVANCE and not values.get("q") else order

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, as the query string has them, in the order of their declaration. The order is not among them."""
        values = self.form.cleaned_data
        return {name: self.data[name] for name in self.filters if name != "sort" and values.get(name)}

    def unknown(self) -> list[str]:
        """Return the parameters that are neither a filter of this list nor its page. They are ignored."""
        return unknown_parameters(self.data, {*self.filters, "page"})

    # --- writing --------------------------------------------------------------------------------------

    def query(self, **changes: str | None) -> str:
        """Return the query string of this list, from its first page on, with filters changed or (None) removed: “?topic=bail&sort=date”.
        For the whole list, it is empty."""
        values = self.chosen | {name: self.data[name] for name in ["sort"] if self.form.cleaned_data.get(name)} | changes
        encoded = urlencode({name: values[name] for name in self.filters if values.get(name)})
        return f"?{encoded}" if encoded else ""

    def feed(self) -> str:
        """Return the path of the feed that has the same rows, in whatever order the list is."""
        return permalink(f"{self.NAME}-feed") + self.query(sort=None)

    def orders(self) -> Iterator[Option]:
        """Yield the orders that the list can be in."""
        for name, label in self.filters["sort"].extra["choices"]:
            if name != RELEVANCE or self.form.cleaned_data.get("q"):
                yield Option(name, label, self.query(sort=name), chosen=name == self.order)

    def removals(self) -> Iterator[Removal]:
        """Yield each filter that is set, with the list without it."""
        for name in self.chosen:
            yield Removal(str(self.filters[name].label), self._value_for_people(name), self.query(**{name: None}))

    def facets(self) -> Iterator[Facet]:
        """Yield the facets that have a value. The chosen value is always among them, even if it is not frequent."""
        rows_of = self._counted()
        for name in self.FACETS:
            chosen, rows = self.chosen.get(name), rows_of[name]
            more = isinstance(rows, MostFrequent) and len(rows) > MAX_FREQUENT_VALUES
            shown = list(rows)[:MAX_FREQUENT_VALUES] if more else list(rows)
            if chosen and chosen not in {value for value, *_ in shown}:
                shown.append((chosen, self._value_for_people(name), count(self.qs)))
            if shown:
                yield Facet(name, str(self.filters[name].label), [self._option(name, row, chosen) for row in shown], more)

    def _counted(self) -> dict[str, list[Row]]:
        """Return the rows of each facet. A facet that has a chosen value counts a list of its own, without that filter."""
        lists: dict[str | None, dict[str, Counter]] = {}
        for name, counter in self.FACETS.items():
            lists.setdefault(name if name in self.chosen else None, {})[name] = counter
        rows: dict[str, list[Row]] = {}
        for without, counters in lists.items():
            if {*self.chosen} == {without}:  # the whole list, whose numbers are kept
                whole = counted(self._filtered(self.queryset, without=without), self.FACETS)
                rows |= {name: whole[name] for name in counters}
            else:
                rows |= counted(self._filtered(self.queryset, without=without), counters)
        return rows

    def _option(self, name: str, row: Row, chosen: str | None) -> Option:
        value, label, count = row
        is_chosen = value == chosen
        return Option(value, str(label), self.query(**{name: None if is_chosen else value}), is_chosen, count)

    def _value_for_people(self, name: str) -> str:
        value, chosen = self.form.cleaned_data[name], self.filters[name]
        if isinstance(chosen, ChoiceFilter):
            return str(dict(chosen.extra["choices"].choices)[value])
        return gettext("Not stated") if isinstance(chosen, YearFilter) and value == UNDATED else str(value)


# --- parameters from programs -----------------------------------------------------------------------


class InvalidParameters(ValueError):
    """Parameters that cannot be followed. `errors` maps each parameter to what is wrong with it, in sentences."""

    def __init__(self, errors: dict[str, list[str]]):
        super().__init__("; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in errors.items()))
        self.errors = errors


def filter_strictly(
    filterset_class: type[ListFilterSet], rows: QuerySet, parameters: QueryDict, other_parameters: Collection[str] = ()
) -> QuerySet:
    """Return the rows that the parameters ask for, in the order that they ask for. `other_parameters` are not filters, but allowed.

    Raises InvalidParameters for a value that is no value of its filter, and for a parameter that is unknown or given twice."""
    filterset = filterset_class(parameters, rows)
    errors = {name: [str(sentence) for sentence in sentences] for name, sentences in filterset.errors.items()}
    errors |= parameter_errors(parameters, {*filterset.filters, *other_parameters})
    if errors:
        raise InvalidParameters(errors)
    return filterset.qs


def unknown_parameters(parameters: QueryDict, known: Collection[str]) -> list[str]:
    """Return the names of the parameters that are not known, sorted; without those that only follow readers."""
    return sorted(set(without_tracking(parameters)) - set(known))


def parameter_errors(parameters: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """Return what is wrong with the names of parameters: those that are unknown, and those that are given twice."""
    listed = ", ".join(sorted(known))
    unknown = f"There is no such parameter here; there {f'are: {listed}' if known else 'is none'}."
    errors = {name: [unknown] for name in unknown_parameters(parameters, known)}
    twice = (name for name in known if len(parameters.getlist(name)) > 1)
    return errors | {name: ["It is given twice; one value can be asked for."] for name in twice}
