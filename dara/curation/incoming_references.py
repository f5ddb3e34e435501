"""What refers to a row: the foreign keys to its table, read from the models, so that a reference which is added later is not forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CASCADE, ForeignKey, ManyToOneRel, Model, QuerySet, UniqueConstraint


@dataclass(frozen=True)
class Reference:
    """A foreign key to a table."""

    model: type[Model]
    field: ForeignKey

    def rows(self, row: Model) -> QuerySet[Any]:
        """Return the rows that refer to `row`."""
        return self.model._base_manager.filter(**{self.field.name: row.pk})

    @property
    def label(self) -> str:
        """The reference in words: “statements (speaker)”. The table behind a many-to-many field is called by that field: “statements (about)”."""
        linked: list[Any] = [each.related_model for each in self.model._meta.get_fields() if isinstance(each, ForeignKey)]
        for field in (field for model in linked for field in model._meta.many_to_many):
            if field.remote_field.through is self.model:
                return f"{field.model._meta.verbose_name_plural} ({field.verbose_name})"
        return f"{self.model._meta.verbose_name_plural} ({self.field.verbose_name})"

    @property
    def paired_columns(self) -> list[str] | None:
        """The other columns of a row that only states a pair, as a candidacy states who ran in which race; None for all other rows."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.field.name in constraint.fields:
                return [self.model._meta.get_field(name).attname for name in constraint.fields if name != self.field.name]  # type: ignore[union-attr]
        return None


def references(model: type[Model]) -> Iterator[Reference]:
    """Yield the references to rows of the model that remain when the row is deleted.

    These exclude a row's own parts, which are deleted with it, and what no constraint of the database holds, such as the history."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        field: Any = relation.field
        if relation.on_delete is not CASCADE and field.db_constraint and field.model._meta.managed:
            yield Reference(field.model, field)


def count_references(row: Model) -> list[tuple[str, int]]:
    """Return what refers to a row, in words and numbers: [("statements (speaker)", 12), ("statements (about)", 3)]."""
    counts = ((each.label, each.rows(row).count()) for each in references(type(row)))
    return [(label, count) for label, count in counts if count]
