"""Somebody whom the archive does not hold yet, named in the form of the record that needs them and made as it is saved."""

from typing import Any

from django import forms
from django.utils.text import slugify

from dara.admin.passages import PassageForm
from dara.models import Candidacy, Entity
from dara.text.personal_names import sort_name

KINDS = [
    ("person", "Person"),
    ("private", "Person, private: a bystander"),
    ("organization", "Organization"),
    ("group", "Group, as this source describes it"),
]


def name_field() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=200, label="or new", help_text="Somebody the archive does not hold yet: the name."
    )


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=KINDS, label="who is a")


def candidacy_field() -> forms.BooleanField:
    return forms.BooleanField(
        required=False,
        label="Add the candidacy",
        help_text="That the candidate runs in this race, where the archive does not hold it yet.",
    )


class NewcomersForm(PassageForm):
    """`may_be_new` names fields of the form that refer to an entity; each has `new_NAME` and `new_NAME_kind` beside it.

    With a field `add_candidacy`, the candidate may be new to the race as well."""

    may_be_new: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newcomers: dict[str, Entity] = {}
        self.required_ones = [name for name in self.may_be_new if name in self.fields and self.fields[name].required]
        for name in self.required_ones:
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        for field in self.may_be_new:
            words = (cleaned.get(f"new_{field}") or "").strip()
            if words and cleaned.get(field):
                self.add_error(f"new_{field}", f"Choose {cleaned[field]}, or name somebody new: not both.")
            elif words:
                self._name(field, words, cleaned.get(f"new_{field}_kind") or "person")
            elif field in self.required_ones and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, "Choose somebody who is held, or name somebody new beside it.")
        return cleaned

    def _get_validation_exclusions(self):
        """What a newcomer will be named as is not empty, though the form says nothing of it yet."""
        return super()._get_validation_exclusions() | self.newcomers.keys()

    def _name(self, field: str, name: str, kind: str) -> None:
        held = Entity.objects.with_page().filter(name__iexact=name).first() if kind != "group" else None
        if held:
            self.add_error(field, f"{held} is held already: choose {held} here, and empty “or new”.")
            return
        same = next((each for each in self.newcomers.values() if each.name == name), None)
        self.newcomers[field] = same or self._newcomer(name, kind)

    def _newcomer(self, name: str, kind: str) -> Entity:
        source = self._source()
        group = kind == "group"
        slug = slugify(f"{name[:80]} {source.pk}" if group and source else name) or "unnamed"
        taken, number = slug, 2
        while Entity.objects.filter(slug=slug).exists():
            slug, number = f"{taken[:90]}-{number}", number + 1
        return Entity(
            slug=slug[:100],
            name=name,
            sort_name=sort_name(name) if kind in ("person", "private") else name.removeprefix("The ").removeprefix("the "),
            kind="person" if kind == "private" else kind,
            private=kind == "private",
            source=source if group else None,
        )

    def _source(self) -> Any:
        chosen = self.cleaned_data.get("passage")
        return self.found.source if self.found else chosen and chosen.source

    def place_entities(self) -> None:
        """Makes the newcomers and names them in the record; adds the candidacy where that was asked for."""
        for field, entity in self.newcomers.items():
            if entity.pk is None:
                entity.save()
            setattr(self.instance, field, entity)
        if self.cleaned_data.get("add_candidacy") and self.instance.candidate_id:
            election = getattr(self.instance, "election", None)
            race = election.race_id if election else self.instance.race_id
            Candidacy.objects.get_or_create(candidate_id=self.instance.candidate_id, race_id=race)
