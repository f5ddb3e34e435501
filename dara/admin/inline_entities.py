"""Inline entities: whoever the archive does not have yet is named in the form of the record that needs them, and added with it."""

from typing import NamedTuple

from django import forms

from dara.admin.passages import PassageForm
from dara.curation.entities import build_entity
from dara.curation.held_names import merged_under
from dara.curation.records import add_candidacy, set_entities
from dara.models import Entity

KINDS = [
    ("", "---------"),
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


class HeldName(NamedTuple):
    """A name that is not new: whose it is, and a sentence about that, without its full stop."""

    entity: Entity
    sentence: str


def held_name(name: str) -> HeldName | None:
    """Return who has this name in the archive, or had it before a merge; None for a new name."""
    if existing := Entity.objects.with_page().filter(name__iexact=name).first():
        return HeldName(existing, f"{existing} is held already")
    merged = merged_under(name).first()
    return HeldName(merged, f"“{name}” was merged into {merged}") if merged else None


class InlineEntitiesForm(PassageForm):
    """A form whose fields in `inline_entities` take either an entity of the archive or a new one.

    For a field NAME the form declares `new_NAME`, for the name of a new entity, and `new_NAME_kind`. With a field `add_candidacy`, the candidacy can be
    new as well."""

    inline_entities: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.new_entities: dict[str, Entity] = {}  # field → entity, which is not saved before the record is
        self.required_entities = [name for name in self.inline_entities if name in self.fields and self.fields[name].required]
        for name in self.required_entities:
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        for field in self.inline_entities:
            name = (cleaned.get(f"new_{field}") or "").strip()
            if name and cleaned.get(field):
                self.add_error(f"new_{field}", f"Choose {cleaned[field]}, or name somebody new: not both.")
            elif name:
                self._add_new_entity(field, name, cleaned.get(f"new_{field}_kind") or "")
            elif field in self.required_entities and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, "Choose somebody who is held, or name somebody new beside it.")
        return cleaned

    def _get_validation_exclusions(self):
        """Exclude the fields of new entities, which are still empty when the model is validated."""
        return super()._get_validation_exclusions() | self.new_entities.keys()

    def _add_new_entity(self, field: str, name: str, kind: str) -> None:
        if kind != "group" and (held := held_name(name)):
            self.add_error(field, f"{held.sentence}: choose {held.entity} here, and empty “or new”.")
            return
        if not kind:
            self.add_error(f"new_{field}_kind", f"Say what {name} is.")
            return
        same = next((each for each in self.new_entities.values() if each.name == name), None)
        self.new_entities[field] = same or self._build_entity(name, kind)

    def _build_entity(self, name: str, kind: str) -> Entity:
        if kind == "private":
            return build_entity(name, Entity.Kind.PERSON, private=True)
        return build_entity(name, kind, source=self._source() if kind == "group" else None)

    def _source(self) -> str | None:
        passage = self.found or self.cleaned_data.get("passage")
        return passage.source_id if passage else None

    def set_entities(self) -> None:
        """Add the new entities and the candidacy that the form asks for, and set the record's fields."""
        set_entities(self.instance, self.new_entities)
        if self.cleaned_data.get("add_candidacy") and self.instance.candidate_id:
            add_candidacy(self.instance)
