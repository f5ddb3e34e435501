"""The vocabulary of the description: a kind of record, its fields, and the fields that several kinds share."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet

from dara.models.fields import KEY_PATTERN, PARTIAL_DATE_PATTERN


class Output(Enum):
    """What is made from the description."""

    FILES = "record files"
    API = "API objects, and the .csv and .jsonl files of the site's lists"
    TABLES = "tables of the SQLite file and the data package"


FILES, API, TABLES = frozenset({Output.FILES}), frozenset({Output.API}), frozenset({Output.TABLES})
PUBLIC = API | TABLES


class Section(Enum):
    """The part of an API object, or of a table's row, in which a field stands. Record files have the order of the description itself."""

    OWN = "what only this kind has"
    ORIGINAL = "the document that a source was made from"
    SOURCE = "the source that is the evidence"
    PASSAGE = "the passage that is the evidence"
    WORDS = "the archive's own words about the record"
    PERMALINK = "the address of its page"
    VERSION = "the time of the last change"


IN_OBJECTS = (
    Section.OWN,
    Section.ORIGINAL,
    Section.WORDS,
    Section.PASSAGE,
    Section.SOURCE,
    Section.PERMALINK,
    Section.VERSION,
)
IN_TABLES = (
    Section.OWN,
    Section.ORIGINAL,
    Section.SOURCE,
    Section.PASSAGE,
    Section.WORDS,
    Section.VERSION,
    Section.PERMALINK,
)


class Passage:
    """The type of a passage in a record file: {"exact": words, "start": int, "end": int}, in code points, `end` exclusive."""


@dataclass(frozen=True)
class Link:
    """The table that lists the pairs of a field with several values: its title, its description, and that of its second column."""

    title: str
    description: str
    column: str


@dataclass(frozen=True)
class Field:
    """A field of a kind of record.

    `type`: the JSON type in record files; `Passage` for a passage.
    `required`: whether a record has to have it.
    `refers_to`: the name of the kind that a slug or key names, or each one in a list of them.
    `default`: the value that record files leave out.
    `description`: what the field says, for readers of the API's documentation and of the tables.
    `outputs`, `section`: in what it stands, and where there.
    `pattern`: a regular expression that the values match.
    `nested`: the API gives the source that it names as an object with what a citation needs, not its key.
    `read`: where the value is no column of that name: the attribute of a row, which a queryset may add, or for the API a function of the row.
    `link`: describes the table of pairs that a list of references makes."""

    name: str
    type: type = str
    required: bool = False
    refers_to: str = ""
    default: str | None = None
    description: str = ""
    outputs: frozenset[Output] = FILES | PUBLIC
    section: Section = Section.OWN
    pattern: str = ""
    nested: bool = False
    read: str | Callable[[Any], str] = ""
    link: Link | None = None

    @functools.cached_property
    def is_list_of_references(self) -> bool:
        """Whether the values are rows of a table of their own."""
        return self.type is list and bool(self.refers_to)


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name in files and addresses, its model, the field or fields that identify it, and all that it says.

    `rows`: makes the queryset that the outputs are read from, with the rows that they refer to.
    `title`, `description`: those of its table.
    `parent`: the field that names another of the same kind, which stands before it in files.
    `private`: only the whole export has it."""

    name: str
    model: type[Model]
    identity: tuple[str, ...]
    described: tuple[Field, ...]
    rows: Callable[[], QuerySet] = field(repr=False)
    title: str = ""
    description: str = ""
    parent: str = ""
    private: bool = False

    @functools.cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record file, in its order."""
        return tuple(each for each in self.described if Output.FILES in each.outputs)

    @functools.cached_property
    def object_fields(self) -> tuple[Field, ...]:
        """The fields of an object of the API, in its order."""
        return self._in_order(Output.API, IN_OBJECTS)

    @functools.cached_property
    def table_fields(self) -> tuple[Field, ...]:
        """The fields that are columns of the kind's table, in its order."""
        return tuple(each for each in self._in_order(Output.TABLES, IN_TABLES) if not each.is_list_of_references)

    def _in_order(self, output: Output, sections: tuple[Section, ...]) -> tuple[Field, ...]:
        found = (each for each in self.described if output in each.outputs)
        return tuple(sorted(found, key=lambda each: sections.index(each.section)))

    @property
    def singular(self) -> str:
        """What one of them is called: “statement”, “entity”."""
        return f"{self.name[:-3]}y" if self.name.endswith("ies") else self.name.removesuffix("s")

    def key(self, values: Mapping[str, Any]) -> str:
        """What identifies a record among its kind: a key, a slug, or for a candidacy “jackie-lacey 2020”."""
        return " ".join(str(values[name]) for name in self.identity)

    def key_of(self, row: Model) -> str:
        """What identifies a row: the same as `key` of its values."""
        return " ".join(str(functools.reduce(getattr, lookup.split("__"), row)) for lookup in self.lookups)

    @functools.cached_property
    def lookups(self) -> list[str]:
        """The identity as a query finds it: ["key"], ["candidate__slug", "race__slug"], ["source_id", "kind", "key"]."""
        refers = {each.name: each.refers_to for each in self.fields}
        suffixes = {"entities": "__slug", "races": "__slug", "sources": "_id"}
        return [f"{name}{suffixes.get(refers[name], '')}" for name in self.identity]

    @functools.cached_property
    def names(self) -> set[str]:
        """The names of the fields of a record file."""
        return {each.name for each in self.fields}

    @functools.cached_property
    def has_passage(self) -> bool:
        """Whether each record rests on a passage."""
        return "passage" in self.names

    @functools.cached_property
    def has_document(self) -> bool:
        """Whether each record has an original, with a text made of it."""
        return "document" in self.names

    @functools.cached_property
    def has_version(self) -> bool:
        """Whether the database keeps the time of each record's last change. Record files do not have it."""
        return any(each.name == "version" for each in self.model._meta.fields)


# --- fields that several kinds share -------------------------------------------------------------------------------


def key_field(what: str) -> Field:
    """The key of a kind whose records are called `what`."""
    described = f"The {what}’s opaque name: 8 letters and digits, given once. Its permanent address ends in it."
    return Field("key", required=True, pattern=KEY_PATTERN, description=described)


def slug_field(description: str) -> Field:
    return Field("slug", required=True, description=description)


def date_field(name: str, description: str) -> Field:
    """A date of known precision."""
    described = f"{description} “2020”, “2020-03” or “2020-03-05”: as precise as it is known; empty where it is not."
    return Field(name, pattern=PARTIAL_DATE_PATTERN, description=described)


NAME = Field("name", required=True, description="The name.")
SOURCE = Field(
    "source",
    required=True,
    refers_to="sources",
    section=Section.SOURCE,
    nested=True,
    description="The source that the passage stands in.",
)
PASSAGE = Field("passage", Passage, required=True, section=Section.PASSAGE, description="The exact words that are the evidence.")
NOTE = Field("note", section=Section.WORDS, description="A note in the archive’s words.")
INFERRED = Field(
    "inferred",
    dict,
    section=Section.WORDS,
    description="What no source states but the archive concludes: for each such column (or title, publisher …) the basis of the inference. A JSON object.",
)
TRANSLATIONS = Field(
    "translations",
    dict,
    section=Section.WORDS,
    description="The archive’s own words in other languages: language → column → words, and of `inferred` column → basis. A JSON object.",
)
PERMALINK = Field(
    "permalink", required=True, outputs=PUBLIC, section=Section.PERMALINK, description="The address of its page, for citing."
)
VERSION = Field(
    "version",
    outputs=PUBLIC,
    section=Section.VERSION,
    description="Since when the row says what it says: of its last change, or of its making. UTC.",
)
OF_RECORDS = (
    Field("summary", section=Section.WORDS, description="One neutral line in the archive’s words, where one is needed."),
    NOTE,
    INFERRED,
    TRANSLATIONS,
    PERMALINK,
    VERSION,
)
