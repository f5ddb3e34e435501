"""Raw records → valid records: names, types, references and the source's words are checked, and each fault becomes a sentence.

A document is read, and its text extracted, once: here. The valid record of a source carries both on to where they are stored."""

import datetime
import functools
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from rapidfuzz import process

from dara.archive.names import Names
from dara.archive.package import Package, PackageError, Problem, RawRecord
from dara.curation.redirects import RedirectMap
from dara.ingest import canonical_text, documents, extractors
from dara.ingest.canonical_text import Text
from dara.ingest.documents import Document
from dara.ingest.sandbox.process import Sandbox
from dara.models import Source, SourceText, Statement
from dara.models.record_format import KINDS, NAMESPACES, Field, Kind, Passage, Values, canonical, is_empty, number
from dara.models.translations import faults, translatable
from dara.text import anchoring

TEXTS = 32  # texts in memory while the records of their sources are read

KEYED = [
    kind.name for kind in KINDS.values() if kind.identity == ("key",) and kind.name != "tombstones"
]  # a key names one of all these

TYPE_NAMES = {
    str: "a text",
    list: "a list of texts",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    dict: "a table of texts",
    Passage: "the exact words, or { exact, prefix, suffix }",
}


@dataclass(frozen=True)
class ValidRecord:
    """A raw record and its canonical values; of a source or upload, its document and the text that was extracted from it, too."""

    raw: RawRecord
    values: Values
    document: Document | None = None
    text: Text | None = None


class RecordValidator:
    """Validates the raw records of a package, kind by kind in the order of KINDS.

    `redirects`: the names that the files may still use of what was merged.
    `seen`: what identifies the records so far; empty at first.
    `kept`: sentences on the texts of the package that the extractors installed here would make otherwise."""

    def __init__(self, package: Package, redirects: RedirectMap, sandbox: Sandbox, seen: Names):
        self.package = package
        self.redirects = redirects
        self.sandbox = sandbox
        self.seen = seen
        self.kept: list[str] = []
        # An export says what an archive held, whatever door that came by: the database decides what of it can be held again. The rules that only
        # people's mistakes break (a name mistyped under `inferred`) are for files that people write.
        self._is_export = package.has_bases
        self._renamed: set[tuple[str, str]] = set()  # kind and new name; the files may have a record under the new name as well
        # faulty records: whatever refers to them adds no more problems
        self._faulty: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._texts: dict[str, str] = {}  # by source; see remember_text
        self._expected: deque[str] = deque()  # sources, see expect
        self._stored_texts: dict[str, str] = {}  # by source, at most TEXTS

    def expect(self, kind: Kind, chunk: Iterable[RawRecord]) -> None:
        """Say which records are validated next, so that the texts that they are found in are read together."""
        sources = (str(raw.values.get("source")) for raw in chunk) if kind.has_passage else ()
        self._expected = deque(dict.fromkeys(sources))

    def validate(self, kind: Kind, raw: RawRecord, problems: list[Problem]) -> ValidRecord | None:
        """The valid record of `raw`; or None, and then its faults are added to `problems`."""
        written = _with_defaults(kind, raw.values)
        values = self.redirects.resolve_references(kind, written)
        if any(values.get(name) != written.get(name) for name in kind.identity):
            self._renamed.add((kind.name, kind.key(values)))
        faults = list(self._faults(kind, values))
        is_orphan = self._refers_to_faulty(kind, values)
        valid = ValidRecord(raw, values)
        if not faults:
            self.seen.add(kind.name, kind.key(values))
            if kind.has_document:
                valid = self._with_document(valid, faults)
            if kind.has_passage and not is_orphan:
                faults += self._find_passage(values)
        problems += (raw.problem(fault) for fault in faults)
        if faults or is_orphan:
            self.mark_faulty(kind, values)
            return None
        return replace(valid, values=canonical(kind, values))

    def as_written(self, kind: Kind, record: ValidRecord) -> Values:
        """The canonical values of a record under the names that the file itself uses."""
        names = {field.name for field in kind.fields if field.refers_to} & record.raw.values.keys()
        return canonical(kind, record.values | {name: record.raw.values[name] for name in names})

    def mark_faulty(self, kind: Kind, values: Mapping[str, Any]) -> None:
        """Remember that a record is faulty: it, and whatever refers to it, is not imported."""
        if all(isinstance(values.get(name), str) for name in kind.identity):
            self._faulty[kind.name].add(kind.key(values))

    def remember_text(self, record: ValidRecord) -> None:
        """Find the passages of a source in the text of its record, because the database does not have that text."""
        assert record.text is not None
        self._texts[record.values["key"]] = record.text.body

    # --- names, types and references --------------------------------------------------------------------------

    def _faults(self, kind: Kind, values: dict[str, Any]) -> Iterator[str]:
        yield from _unknown_names(kind, values)
        if not self._is_export:
            yield from _unknown_inferences(kind, values)
        are_sound = True  # whether each value is there that has to be, and has its type
        for field in kind.fields:
            value = values.get(field.name)
            if is_empty(value):
                if field.required and not (self._is_export and _may_be_empty(kind, field, value)):
                    are_sound = False
                    yield _missing(field)
            elif _has_its_type(field, value):
                yield from self._field_faults(kind, field, values, value)
            else:
                are_sound = False
                yield f"“{field.name}” should be {TYPE_NAMES[field.type]}."
        if kind.name == "withholdings" and ("start" in values) != ("end" in values):
            yield "“start” and “end” belong together; without both, the whole text is withheld."
        if are_sound:
            yield from self._repeated(kind, values)

    def _field_faults(self, kind: Kind, field: Field, values: dict[str, Any], value: Any) -> Iterator[str]:
        if field.refers_to:
            yield from self._unknown_references(field, value)
        elif field.name == "translations":
            if not self._is_export:
                yield from _untranslatable(kind, values)
        elif field.type is not Passage:
            yield from _invalid(kind, field, value)

    def _repeated(self, kind: Kind, values: dict[str, Any]) -> Iterator[str]:
        key = kind.key(values)
        if kind.name in KEYED:
            if self._stands_in_files(key, KEYED):
                yield f"the key {key} is given to another record, too; `manage.py give_keys` makes new ones."
        elif (kind.name, key) not in self._renamed and self.seen.has(key, _kinds_sharing_names(kind.name)):
            yield f"“{key}” stands in the files twice."

    def _unknown_references(self, field: Field, value: Any) -> Iterator[str]:
        for each in value if isinstance(value, list) else [value]:
            if not self._is_known(field.refers_to, each):
                candidates = [name for kind in _kinds_sharing_names(field.refers_to) for name in self.seen.of(kind)]
                early = ": it must stand earlier in the files" if field.refers_to == "statements" or field.name == "parent" else ""
                yield f"unknown {field.name}: “{each}”{early}.{_suggestion(each, candidates)}"

    def _is_known(self, kind: str, name: str) -> bool:
        return self._stands_in_files(name, _kinds_sharing_names(kind)) or self._is_stored(kind, name)

    def _stands_in_files(self, name: str, kinds: Collection[str]) -> bool:
        return self.seen.has(name, kinds) or any(name in self._faulty[each] for each in kinds)

    @functools.cache  # noqa: B019 -- lives as long as one import
    def _is_stored(self, kind: str, name: str) -> bool:
        """Whether the archive has it already, though these files do not."""
        kinds = (KINDS[each] for each in _kinds_sharing_names(kind))
        return any(each.model._default_manager.filter(**{each.identity[0]: name}).exists() for each in kinds)

    def _refers_to_faulty(self, kind: Kind, values: Mapping[str, Any]) -> bool:
        if not any(self._faulty.values()):
            return False
        named = ((field.refers_to, values.get(field.name)) for field in kind.fields if field.refers_to)
        return any(
            each in self._faulty[other]
            for referred, value in named
            for each in (value if isinstance(value, list) else [value])
            if isinstance(each, str)
            for other in _kinds_sharing_names(referred)
        )

    # --- documents and their texts ----------------------------------------------------------------------------

    def _with_document(self, source: ValidRecord, faults: list[str]) -> ValidRecord:
        """The record of a source with its document and text. What is wrong with them is added to `faults`."""
        values = source.values
        try:
            document = documents.read(self.package.folder, values["document"])
            if document.sha256 != values["sha256"]:
                faults.append(
                    f"the checksum of “{values['document']}” is {document.sha256}, not {values['sha256']}: it is not the document meant."
                )
                return source
            return replace(source, document=document, text=self._extract(values, document, faults))
        except canonical_text.TextError as error:
            faults.append(f"“{values['document']}”: {error}")
        except (documents.DocumentError, PackageError, LookupError) as error:
            faults.append(str(error))
        return source

    def _extract(self, values: Mapping[str, Any], document: Document, faults: list[str]) -> Text:
        """The text of the document: as the package has it, where it has one; else as the extractor makes it."""
        key, extractor = values["key"], values.get("extractor") or canonical_text.EXTRACTOR
        text, exported = self.sandbox.extract(document.content, extractor), self.package.exported_text(key)
        if exported is None:
            return text
        if exported.body is None:
            return replace(text, made_with=exported.made_with, remarks=exported.remarks)
        if exported.body != text.body:
            if exported.made_with == text.made_with:
                faults.append(f"the text in texts/{key}.json is not what “{extractor}” makes of “{values['document']}”.")
            else:
                self.kept.append(
                    f"the text of source {key}, made with {exported.made_with}; {extractors.made_with(extractor)}, installed here, makes another."
                )
        return Text(exported.body, extractor=extractor, made_with=exported.made_with, remarks=exported.remarks)

    # --- passages ---------------------------------------------------------------------------------------------

    def _find_passage(self, values: dict[str, Any]) -> Iterator[str]:
        """Replace the passage in `values` by its exact words with start and end; yield what is wrong with it, and with the words quoted from it."""
        body = self._text(values["source"])
        wanted = values["passage"]
        if isinstance(wanted, str):
            wanted = {"exact": wanted}
        try:
            if "start" in wanted:
                start, end = anchoring.at(body, wanted["exact"], wanted["start"])
                if wanted.get("end", end) != end:
                    yield f"the passage's words end at {end}, not at {wanted['end']}."
            else:
                start, end = anchoring.find(body, wanted["exact"], wanted.get("prefix", ""), wanted.get("suffix", ""))
        except anchoring.AnchorError as error:
            yield f"source {values['source']}: {error}"
            return
        values["passage"] = {"exact": wanted["exact"], "start": start, "end": end}
        yield from _words_not_in_the_passage(values)
        if not self._is_export:
            yield from _words_not_as_they_should_be(body, values)

    def _text(self, source: str) -> str:
        """The text of a source; "" if there is none."""
        if source in self._texts:
            return self._texts[source]
        if source not in self._stored_texts:
            self._read_texts(source)
        return self._stored_texts[source]

    def _read_texts(self, source: str) -> None:
        """Read the text of a source from the database, and with it those of the sources that come next."""
        wanted = [source]
        while self._expected and len(wanted) < TEXTS:
            each = self._expected.popleft()
            if each not in wanted and each not in self._texts:
                wanted.append(each)
        stored = SourceText.objects.filter(source__in=wanted).values_list("source", "body")
        self._stored_texts = dict.fromkeys(wanted, "") | dict(stored)


def _words_not_in_the_passage(values: dict[str, Any]) -> Iterator[str]:
    """The fault of a record whose passage does not have all its pieces."""
    exact, pieces = values["passage"]["exact"], values.get("pieces", ())
    piece = anchoring.missing_piece(exact, pieces)
    if piece is not None:
        yield anchoring.explain_piece(exact, piece)


def _words_not_as_they_should_be(body: str, values: dict[str, Any]) -> Iterator[str]:
    """The faults of the fields that repeat the source's words: quotation marks, and words that its text does not have."""
    if values.get("kind") == Statement.Kind.QUOTE:
        for piece in values.get("pieces", ()):
            if piece[0] in '“"' and piece[-1] in '”"' and not any(mark in piece[1:-1] for mark in '“”"'):
                yield f"The piece “{piece}” holds its own quotation marks: pages add them; give the words between them."
    for name in ("speaker_as_named", "endorser_as_named", "area"):
        if values.get(name, "") not in body:
            yield f"“{name}”: “{values[name]}” is not in the text of source {values['source']}."


@functools.cache
def _kinds_sharing_names(kind: str) -> list[str]:
    """The kinds among which a slug names one thing: for entities and groups, both."""
    return [each for each in KINDS if NAMESPACES.get(each, each) == NAMESPACES.get(kind, kind)]


# --- values as they are written -------------------------------------------------------------------------------------


def _with_defaults(kind: Kind, written: dict[str, Any]) -> dict[str, Any]:
    """The values as written, with dates as texts, and with what may be left out."""
    values = {name: value.isoformat() if type(value) is datetime.date else value for name, value in written.items()}
    for name in ("withdrawn_on", "withheld_on", "decided_on"):
        written_day = values.get(name)
        if isinstance(written_day, str) and (day := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written_day)):
            values[name] = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"  # as the database writes it
    if kind.name == "statements" and not values.get("pieces") and values.get("kind") != Statement.Kind.QUOTE:
        passage = values.get("passage")
        values["pieces"] = [passage["exact"] if isinstance(passage, dict) else passage] if _is_passage(passage) else []
    if kind.name == "sources" and not values.get("visibility"):
        news = values.get("kind") == Source.Kind.NEWS_ARTICLE
        values["visibility"] = str(Source.Visibility.EXCERPTS if news else Source.Visibility.FULL)
    for field in kind.fields:
        if field.type is dict and isinstance(values.get(field.name), dict):
            values[field.name] = _without_decimals(values[field.name])
    return values


def _without_decimals(value: Any) -> Any:
    """JSON as a column of the database stores it: record files are read with Decimals, which JSON does not have."""
    if isinstance(value, dict):
        return {name: _without_decimals(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_decimals(each) for each in value]
    return number(value) if isinstance(value, Decimal) else value


# --- faults of one value --------------------------------------------------------------------------------------------


def _unknown_inferences(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    inferred = values.get("inferred")
    for name in sorted((set(inferred) if isinstance(inferred, dict) else set()) - kind.names):
        yield f"“inferred” names “{name}”, which is no field of {kind.name}.{_suggestion(name, kind.names)}"


def _unknown_names(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(values.keys() - kind.names):
        yield f"no such name: “{name}”.{_suggestion(name, kind.names) or ' seeds/README.md lists the names.'}"


def _has_its_type(field: Field, value: Any) -> bool:
    """Whether a value, which is not empty, has the field's type."""
    if field.type is Passage:
        return _is_passage(value)
    if field.type is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if field.type in (int, Decimal):
        return isinstance(value, (int, Decimal) if field.type is Decimal else int) and not isinstance(value, bool)
    return isinstance(value, field.type)


def _may_be_empty(kind: Kind, field: Field, value: Any) -> bool:
    """Whether an archive can hold an empty text where a record should have one: exports leave it out."""
    return value is None and field.type is str and not field.refers_to and field.name not in kind.identity


def _is_passage(value: Any) -> bool:
    if isinstance(value, dict):
        texts = {name: each for name, each in value.items() if name in ("exact", "prefix", "suffix")}
        places = {name: each for name, each in value.items() if name in ("start", "end")}
        return (
            "exact" in texts
            and len(texts) + len(places) == len(value)
            and all(isinstance(each, str) for each in texts.values())
            and all(type(each) is int for each in places.values())
        )
    return isinstance(value, str)


def _missing(field: Field) -> str:
    if field.name == "key":
        return "a record without a key: run `manage.py give_keys` on the file."
    if field.name == "source":
        return "“source” is missing: name the source's key (in the file of one document that has its key, it is understood)."
    if field.name == "pieces":
        return "“pieces” is missing: a quote gives its words, without the quotation marks and without “she said”."
    return f"“{field.name}” is missing."


def _invalid(kind: Kind, field: Field, value: Any) -> Iterator[str]:
    """The errors of the model's own field: length, choices, the pattern of a key or a date."""
    try:
        kind.model._meta.get_field(field.name).clean(value, None)  # type: ignore[union-attr]  # none of them is a relation
    except ValidationError as error:
        for message in error.messages:
            yield f"“{field.name}”: {message}"


def _untranslatable(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    """The faults of a record's translations."""
    column: Any = kind.model._meta.get_field("translations")
    for fault in faults(values["translations"], translatable(column.names, values)):
        yield f"{fault.sentence}{_suggestion(fault.name, fault.known)}"


def _suggestion(name: str, known: Collection[str]) -> str:
    found = process.extractOne(name, known, score_cutoff=60) if known else None
    return f" Did you mean “{found[0]}”?" if found else ""
