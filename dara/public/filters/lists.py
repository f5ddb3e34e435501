"""How lists are narrowed: one FilterSet a list, for the pages, the API and the exports alike; and the facets of the pages.

A facet's counts are the lengths of the lists that its values lead to, all other filters kept."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Count, Exists, F, Model, OuterRef, QuerySet, Value, When
from django.db.models.functions import Concat, Left
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dara.models import (
    Candidacy,
    CandidacyFact,
    Candidate,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    PublicParagraph,
    Race,
    Redirect,
    Reply,
    Source,
    Statement,
    StatementAbout,
    StatementTopic,
    Tombstone,
    Topic,
    Utterance,
    Withholding,
)
from dara.models.translations import as_in_language
from dara.public.search.results import MAX_LENGTH, by_relevance, matching

NOT_STATED = "none"  # as a year: the date is not stated
OPTIONS = 20  # values that a facet shows, besides the chosen one
RELEVANCE = "relevance"
# what filters name, and may have been merged
MERGED = {Redirect.Kind.ENTITY: Entity, Redirect.Kind.GROUP: Entity, Redirect.Kind.TOPIC: Topic}


Row = tuple[str, Any, int]  # value, label, entries
Counts = Iterable[Row]
Order = Callable[[Any], Any]  # of a queryset, with its model's own methods


@dataclass(frozen=True)
class Option:
    """A value of a facet. `count` entries are in the list that `query` (“?topic=bail”) leads to; the chosen one's `query` takes it away."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True)
class Facet:
    """A filter with its values; `more`: there are more, and the most frequent are shown."""

    name: str
    label: str
    options: list[Option]
    more: bool


@dataclass(frozen=True)
class Removal:
    """A filter that is set, in words, and the query of the list without it."""

    label: str
    value: str
    query: str


def leading_on(model: type[Model], name: str) -> str | None:
    """What the old name of something that was merged leads to; None where it was not."""
    kinds = (kind for kind, of in MERGED.items() if issubclass(model, of))
    return next((new for kind in kinds if (new := Redirect.objects.leading_on(kind, name))), None)


# --- kinds of filters -------------------------------------------------------------------------------


class Named(forms.ModelChoiceField):
    """Something by its slug or key; a text that names nothing is refused with a sentence."""

    def to_python(self, value):
        if isinstance(value, str) and "\0" in value:  # PostgreSQL refuses it, and not as a ValueError
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class By(django_filters.ModelChoiceFilter):
    """By a thing that is named by its slug or key."""

    field_class = Named

    def __init__(self, label: Any, queryset: QuerySet, to_field_name: str = "slug", **kwargs):
        kwargs["error_messages"] = {"invalid_choice": _("There is none of this name.")}
        super().__init__(queryset=queryset, to_field_name=to_field_name, label=label, **kwargs)


class OneOf(django_filters.ChoiceFilter):
    """By a value of a fixed list."""

    def __init__(self, label: Any, choices: Any, **kwargs):
        names = ", ".join(f"“{value}”" for value, name in getattr(choices, "choices", choices))
        kwargs["error_messages"] = {"invalid_choice": format_lazy(_("It is one of {names}."), names=names)}
        super().__init__(label=label, choices=choices, **kwargs)


class Words(django_filters.CharFilter):
    """By words, in the syntax of web search: all of them; "an exact phrase"; one or another; not -this. At most 2,000 characters."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Words"), max_length=MAX_LENGTH, **kwargs)

    def filter(self, queryset, value):
        return matching(queryset, value) if value else queryset


class Year(django_filters.CharFilter):
    """By the year of a date of known precision; “none” for those whose date is not stated."""

    field_class = forms.RegexField

    def __init__(self, label: Any, field_name: str):
        invalid = _("Write a year, as 2020, or “{none}” for those without a date.")
        messages = {"invalid": format_lazy(invalid, none=NOT_STATED)}
        super().__init__(field_name, label=label, regex=rf"^([0-9]{{4}}|{NOT_STATED})\Z", error_messages=messages)

    def filter(self, queryset, value):
        if not value:
            return queryset
        missing = value == NOT_STATED
        return queryset.filter(**{f"{self.field_name}__isnull": True} if missing else {f"{self.field_name}__startswith": value})


class Filters(django_filters.FilterSet):
    """A list's filters. `FACETS`: those whose values are counted, and how. `ORDERS`: by name, the list's own first; words have one more."""

    FACETS: dict[str, Callable[[QuerySet], Counts]] = {}
    ORDERS: dict[str, Order] = {}

    @property
    def form(self):
        """The parameters as read; a name that names nothing any more, as it was merged into another, counts as that one."""
        form = super().form
        followed = dict(self._led_on(form.errors)) if self.is_bound and not self._followed else {}
        self._followed = True
        if not followed:
            return form
        self.data = self.data.copy()
        for name, new in followed.items():
            self.data[name] = new
        del self._form
        return super().form

    _followed = False

    def _led_on(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            by = self.filters.get(name)
            if isinstance(by, By) and (new := leading_on(by.queryset.model, self.data.get(name, ""))):
                yield name, new

    def filter_queryset(self, queryset):
        wanted = self.form.cleaned_data
        for name, value in wanted.items():
            if name != "sort":
                queryset = self.filters[name].filter(queryset, value)
        return by_relevance(queryset, wanted["q"]) if self.order == RELEVANCE else self.ORDERS[self.order](queryset)

    @property
    def order(self) -> str:
        """The name of the order that the list is in."""
        wanted = self.form.cleaned_data
        first = next(iter(self.ORDERS))
        order = wanted.get("sort") or (RELEVANCE if wanted.get("q") else first)
        return first if order == RELEVANCE and not wanted.get("q") else order

    def orders(self) -> Iterator[Option]:
        """The orders that the list can be in."""
        for name, label in self.filters["sort"].extra["choices"]:
            if name != RELEVANCE or self.form.cleaned_data.get("q"):
                yield Option(name, label, 0, name == self.order, self.query(sort=name))

    def removals(self) -> Iterator[Removal]:
        """Each filter that is set, and the list without it."""
        for name in self.chosen:
            yield Removal(str(self.filters[name].label), self.name_of(name), self.query(**{name: None}))

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, as an address has them, in the order of their declaration; without the order."""
        values = self.form.cleaned_data
        return {name: self.data[name] for name in self.filters if name != "sort" and values.get(name)}

    def without(self, name: str) -> QuerySet:
        """The list without one of its filters, in no order."""
        queryset = self.queryset
        for other, value in self.form.cleaned_data.items():
            if other not in (name, "sort"):
                queryset = self.filters[other].filter(queryset, value)
        return queryset.order_by()

    def facets(self) -> Iterator[Facet]:
        for name, counted in self.FACETS.items():
            chosen = self.chosen.get(name)
            rows = counted(self.without(name))
            more = isinstance(rows, MostFrequent) and len(rows) > OPTIONS
            shown = list(rows)[:OPTIONS] if more else list(rows)
            if chosen and chosen not in {value for value, *_ in shown}:
                shown.append((chosen, self.name_of(name), self.qs.count()))
            if shown:
                yield Facet(name, str(self.filters[name].label), [self._option(name, row, chosen) for row in shown], more)

    def _option(self, name: str, row: Row, chosen: str | None) -> Option:
        value, label, count = row
        is_chosen = value == chosen
        return Option(value, str(label), count, is_chosen, self.query(**{name: None if is_chosen else value}))

    def name_of(self, name: str) -> str:
        """What a page calls the value that is set."""
        value, chosen = self.form.cleaned_data[name], self.filters[name]
        if isinstance(chosen, OneOf):
            return str(dict(chosen.extra["choices"].choices)[value])
        return gettext("Not stated") if isinstance(chosen, Year) and value == NOT_STATED else str(value)

    def query(self, **changes: str | None) -> str:
        """The query string of this list with filters changed, or (None) taken away, from its first page on: “?topic=bail&sort=date”; of the
        whole list, nothing."""
        values = self.chosen | {name: self.data[name] for name in ["sort"] if self.form.cleaned_data.get(name)} | changes
        asked = urlencode({name: values[name] for name in self.filters if values.get(name)})
        return f"?{asked}" if asked else ""

    def unknown(self) -> list[str]:
        """Parameters that are no filter of this list, nor its page: they are ignored."""
        return sorted(set(self.data) - {*self.filters, "page"})


# --- what is counted --------------------------------------------------------------------------------


class MostFrequent(list[Row]):
    """Values of which there may be many, the most frequent first: OPTIONS of them are shown. Values in an order of their own are all shown."""


def columns(value: str, label: str | Callable[[], Any]) -> Callable[[QuerySet], Counts]:
    """By what a foreign key leads to; the most frequent first. `label`: a column, or what is in the page’s language."""

    def counted(queryset: QuerySet) -> Counts:
        rows = queryset.exclude(**{f"{value}__isnull": True}).annotate(label=F(label) if isinstance(label, str) else label())
        counts = rows.values_list(value, "label").annotate(entries=Count("pk")).order_by("-entries", "label", value)
        return MostFrequent(counts[: OPTIONS + 1])

    return counted


def choices(value: str, names: Any) -> Callable[[QuerySet], Counts]:
    """By the values of a fixed list, in its order."""

    def counted(queryset: QuerySet) -> Counts:
        entries = dict(queryset.values_list(value).annotate(entries=Count("pk")))
        return [(key, name, entries[key]) for key, name in names.choices if key in entries]

    return counted


def years(value: str) -> Callable[[QuerySet], Counts]:
    """By year, the latest first; those without a date last."""

    def counted(queryset: QuerySet) -> Counts:
        rows = queryset.annotate(year=Left(value, 4)).values_list("year").annotate(entries=Count("pk"))
        return [
            (year or NOT_STATED, year or gettext("Not stated"), entries)
            for year, entries in rows.order_by(F("year").desc(nulls_last=True))
        ]

    return counted


def title_of_source() -> Case:
    """The title of a record's source as pages show it: in brackets where it is ours."""
    ours = Concat(Value("["), as_in_language("title", "passage__source__"), Value("]"), output_field=CharField())
    is_ours = When(passage__source__inferred__has_key="title", then=ours)
    return Case(is_ours, default="passage__source__title", output_field=CharField())


def _candidates_of_statements(statements: QuerySet) -> Counts:
    """By whom they concern, by surname: what a candidate says, and what others say about them."""
    spoken = statements.filter(Exists(Candidacy.objects.filter(candidate=OuterRef("speaker")))).values_list("speaker")
    about = StatementAbout.objects.filter(Exists(Candidacy.objects.filter(candidate=OuterRef("entity"))))
    told = about.filter(statement__in=statements.values("pk")).exclude(statement__speaker=F("entity")).values_list("entity")
    entries: dict[int, int] = {}
    counted: Any
    for counted in (spoken, told):
        for candidate, number in counted.annotate(entries=Count("pk")):
            entries[candidate] = entries.get(candidate, 0) + number
    return [(each.slug, each.name, entries[each.pk]) for each in Entity.objects.filter(pk__in=entries).by_name()]


def _candidates(endorsements: QuerySet) -> Counts:
    """By surname."""
    rows = endorsements.exclude(candidate=None).values_list("candidate__slug", "candidate__name")
    return rows.annotate(entries=Count("pk")).order_by("candidate__sort_name", "candidate__slug")


def _topics_of_statements(statements: QuerySet) -> Counts:
    """In the archive's order of topics."""
    rows = StatementTopic.objects.filter(statement__in=statements.values("pk")).values_list(
        "topic__slug", as_in_language("name", "topic__")
    )
    return rows.annotate(entries=Count("pk")).order_by("topic__position", "topic__slug")


def _topics_of_sources(sources: QuerySet) -> Counts:
    rows = StatementTopic.objects.filter(statement__passage__source__in=sources.values("pk")).values_list(
        "topic__slug", as_in_language("name", "topic__")
    )
    return rows.annotate(entries=Count("statement__passage__source", distinct=True)).order_by("topic__position", "topic__slug")


def latest(date: str, *then: Any) -> Order:
    """By a date of known precision, the latest first; those without one last."""
    return lambda queryset: queryset.order_by(F(date).desc(nulls_last=True), *then)


# --- the lists --------------------------------------------------------------------------------------


class StatementFilter(Filters):
    q = Words()
    candidate = By(_("Candidate"), Candidate.objects.all(), method="concerning")
    topic = By(_("Topic"), Topic.objects.all(), field_name="topics")
    kind = OneOf(_("Whose words"), Statement.Kind)
    speaker = By(_("Speaker"), Entity.objects.all())
    source = By(_("Source"), Source.objects.all(), "key", field_name="passage__source")
    source_kind = OneOf(_("Kind of source"), Source.Kind, field_name="passage__source__kind")
    year = Year(_("Year said or posted"), "said_on")
    sort = OneOf(
        _("Order"), [("source", _("Newest source first")), ("date", _("Latest said first")), (RELEVANCE, _("Best match first"))]
    )

    FACETS = {
        "candidate": _candidates_of_statements,
        "topic": _topics_of_statements,
        "kind": choices("kind", Statement.Kind),
        "speaker": columns("speaker__slug", "speaker__name"),
        "source": columns("passage__source", title_of_source),
        "source_kind": choices("passage__source__kind", Source.Kind),
        "year": years("said_on"),
    }
    ORDERS = {
        "source": lambda statements: statements.in_order(),
        "date": lambda statements: statements.in_order(F("said_on").desc(nulls_last=True)),
    }

    class Meta:
        model = Statement
        fields: list[str] = []

    def concerning(self, statements, name, candidate):
        return statements.concerning(candidate)


class EndorsementFilter(Filters):
    q = Words()
    candidate = By(_("Candidate"), Candidate.objects.all())
    stance = OneOf(_("Reported stance"), Endorsement.Stance)
    endorser = By(_("Endorser"), Entity.objects.all())
    race = By(_("Race"), Race.objects.all())
    source = By(_("Source"), Source.objects.all(), "key", field_name="passage__source")
    source_kind = OneOf(_("Kind of source"), Source.Kind, field_name="passage__source__kind")
    year = Year(_("Year stated"), "stated_on")
    sort = OneOf(
        _("Order"),
        [("candidate", _("By race and candidate")), ("date", _("Latest stated first")), (RELEVANCE, _("Best match first"))],
    )

    FACETS = {
        "candidate": _candidates,
        "stance": choices("stance", Endorsement.Stance),
        "endorser": columns("endorser__slug", "endorser__name"),
        "race": columns("race__slug", lambda: as_in_language("name", "race__")),
        "source": columns("passage__source", title_of_source),
        "source_kind": choices("passage__source__kind", Source.Kind),
        "year": years("stated_on"),
    }
    ORDERS = {
        "candidate": lambda endorsements: endorsements.in_order(),
        "date": latest("stated_on", "race__slug", "candidate__sort_name", "key"),
    }

    class Meta:
        model = Endorsement
        fields: list[str] = []


class SourceFilter(Filters):
    q = Words()
    publisher = By(_("Publisher"), Entity.objects.all())
    kind = OneOf(_("Kind"), Source.Kind)
    topic = By(_("Topic"), Topic.objects.all(), method="on_topic")
    year = Year(_("Year published"), "published_on")
    sort = OneOf(_("Order"), [("date", _("Newest first")), ("title", _("By title")), (RELEVANCE, _("Best match first"))])

    FACETS = {
        "publisher": columns("publisher__slug", "publisher__name"),
        "kind": choices("kind", Source.Kind),
        "topic": _topics_of_sources,
        "year": years("published_on"),
    }
    ORDERS = {
        "date": lambda sources: sources.newest_first(),
        "title": lambda sources: sources.order_by("title", "key"),
    }

    class Meta:
        model = Source
        fields: list[str] = []

    def on_topic(self, sources, name, topic):
        return sources.filter(Exists(Statement.objects.filter(passage__source=OuterRef("pk"), topics=topic)))


# --- lists of the API and the exports, which have no page with filters of its own ----------------------


class ResultFilter(Filters):
    candidate = By(_("Candidate"), Candidate.objects.all())
    election = By(_("Election"), Election.objects.all())
    race = By(_("Race"), Race.objects.all())
    status = OneOf(_("Status"), ElectionResult.Status)
    source = By(_("Source"), Source.objects.all(), "key", field_name="passage__source")

    ORDERS = {"election": lambda results: results.in_order()}

    class Meta:
        model = ElectionResult
        fields: list[str] = []


class FactFilter(Filters):
    candidate = By(_("Candidate"), Candidate.objects.all())
    race = By(_("Race"), Race.objects.all())
    election = By(_("Election"), Election.objects.all())
    kind = OneOf(_("Kind"), CandidacyFact.Kind)
    source = By(_("Source"), Source.objects.all(), "key", field_name="passage__source")

    ORDERS = {"race": lambda facts: facts.order_by("-race__slug", "candidate__sort_name", "occurred_on", "key")}

    class Meta:
        model = CandidacyFact
        fields: list[str] = []


class ElectionFilter(Filters):
    race = By(_("Race"), Race.objects.all())

    ORDERS = {"race": lambda elections: elections.order_by("-race__slug", "held_on", "slug")}

    class Meta:
        model = Election
        fields: list[str] = []


class CandidacyFilter(Filters):
    candidate = By(_("Candidate"), Candidate.objects.all())
    race = By(_("Race"), Race.objects.all())

    ORDERS = {"race": lambda candidacies: candidacies.order_by("-race__slug", "candidate__sort_name", "candidate__slug")}

    class Meta:
        model = Candidacy
        fields: list[str] = []


class RaceFilter(Filters):
    ORDERS = {"slug": lambda races: races.order_by("-slug")}

    class Meta:
        model = Race
        fields: list[str] = []


class EntityFilter(Filters):
    q = Words()
    kind = OneOf(_("Kind"), [(kind.value, kind.label) for kind in (Entity.Kind.PERSON, Entity.Kind.ORGANIZATION)])

    ORDERS = {"name": lambda entities: entities.by_name()}

    class Meta:
        model = Entity
        fields: list[str] = []


class GroupFilter(Filters):
    q = Words()
    source = By(_("Source"), Source.objects.all(), "key")

    ORDERS = {"name": lambda groups: groups.by_name()}

    class Meta:
        model = Entity
        fields: list[str] = []


class TopicFilter(Filters):
    q = Words()

    ORDERS = {"position": lambda topics: topics.order_by("position", "slug")}

    class Meta:
        model = Topic
        fields: list[str] = []


class UtteranceFilter(Filters):
    ORDERS = {"slug": lambda utterances: utterances.order_by("slug")}

    class Meta:
        model = Utterance
        fields: list[str] = []


class ParagraphFilter(Filters):
    q = Words()
    source = By(_("Source"), Source.objects.all(), "key")

    ORDERS = {"text": lambda paragraphs: paragraphs.order_by("source_id", "number")}

    class Meta:
        model = PublicParagraph
        fields: list[str] = []


class PassageFilter(Filters):
    source = By(_("Source"), Source.objects.all(), "key")

    ORDERS = {"text": lambda passages: passages.order_by("source_id", "start", "end")}

    class Meta:
        model = Passage
        fields: list[str] = []


class TombstoneFilter(Filters):
    kind = OneOf(_("Kind"), Tombstone.Kind)
    ground = OneOf(_("Ground"), Tombstone.Ground)

    ORDERS = {"date": lambda tombstones: tombstones.order_by("-withdrawn_on", "key")}

    class Meta:
        model = Tombstone
        fields: list[str] = []


class RedirectFilter(Filters):
    kind = OneOf(_("Kind"), Redirect.Kind)

    ORDERS = {"name": lambda redirects: redirects.order_by("kind", "old")}

    class Meta:
        model = Redirect
        fields: list[str] = []


class WithholdingFilter(Filters):
    source = By(_("Source"), Source.objects.all(), "key")
    ground = OneOf(_("Ground"), Tombstone.Ground)

    ORDERS = {"text": lambda withholdings: withholdings.order_by("source_id", "start", "key")}

    class Meta:
        model = Withholding
        fields: list[str] = []


class ReplyFilter(Filters):
    source = By(_("Source"), Source.objects.all(), "key")
    kind = OneOf(_("Kind"), Tombstone.Kind)
    key = django_filters.CharFilter(label=_("Key"), max_length=8, field_name="key")

    ORDERS = {"record": lambda replies: replies.order_by("kind", "key", "source_id")}

    class Meta:
        model = Reply
        fields: list[str] = []


# --- parameters taken at their word ------------------------------------------------------------------


class Refused(ValueError):
    """Parameters that cannot be followed. `reasons`: by parameter, what is wrong with it, in sentences."""

    def __init__(self, reasons: dict[str, list[str]]):
        super().__init__("; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in reasons.items()))
        self.reasons = reasons


def narrowed(filters: type[Filters], rows: QuerySet, parameters: QueryDict, also: Collection[str] = ()) -> QuerySet:
    """The rows that the parameters ask for, in their order; `also`: parameters that are no filters, and somebody else's.

    Raises Refused for a value that cannot be, for a parameter given twice, and for one that is not known: where programs ask, a
    misspelt filter must not quietly give the whole list."""
    filterset = filters(parameters, rows)
    reasons = {name: [str(sentence) for sentence in sentences] for name, sentences in filterset.errors.items()}
    reasons |= refusals(parameters, {*filterset.filters, *also})
    if reasons:
        raise Refused(reasons)
    return filterset.qs


def refusals(parameters: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """What is wrong with the parameters' names: unknown, or given twice."""
    reasons = {}
    for name, values in parameters.lists():
        if name not in known:
            listed = ", ".join(sorted(known))
            reasons[name] = [f"There is no such parameter here; there {f'are: {listed}' if known else 'is none'}."]
        elif len(values) > 1:
            reasons[name] = ["It is given twice; one value can be asked for."]
    return reasons
