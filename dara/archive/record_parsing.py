"""Raw records → canonical forms: names, types, references and words checked, each fault put as a sentence."""

import datetime
import functools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from rapidfuzz import process

from dara.archive.package import Package, PackageError, Problem, Raw
from dara.curation.merge import Leads
from dara.ingest import canonical_text, documents, extractors
from dara.ingest.sandbox.process import Sandbox
from dara.models import Source, SourceText, Statement
from dara.models.record_format import KINDS, SAYS_NOTHING, SPACE, Field, Form, Kind, Passage, number, tidy
from dara.models.translations import faults, translatable
from dara.text import anchoring

TEXTS = 32  # canonical texts kept at hand while their records are read

TYPE_NAMES = {
    str: "a text",
    list: "a list of texts",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    dict: "a table of texts",
    Passage: "the exact words, or { exact, prefix, suffix }",
}


class Resolver:
    """Makes forms of a package's raw records, kind by kind in order. `seen` holds what has come by, by kind; `kept`, in words, texts of the
    package that are not what the extractors here make.

    `leads`: names that the files may still use, of what was merged."""

    def __init__(self, package: Package, leads: Leads, sandbox: Sandbox):
        self.package = package
        self.leads = leads
        self.sandbox = sandbox
        self.kept: list[str] = []
        self.seen: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self._keys: set[str] = set()  # over all kinds: a key names one thing
        self._followed: set[tuple[str, str]] = set()  # pairs under a new name, which the files may hold beside the old
        self._documents: dict[str, tuple[str, str]] = {}  # key → document, extractor
        # the faulty ones: what refers to them adds no more problems
        self._dropped: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.text = functools.lru_cache(maxsize=TEXTS)(self._text)

    def form(self, kind: Kind, raw: Raw, problems: list[Problem]) -> Form | None:
        """The canonical form of `raw`, or None, with what is wrong added to `problems`."""
        written = _defaults(kind, raw.values)
        values = self.leads.follow(kind, written)
        if any(values.get(name) != written.get(name) for name in kind.identity):
            self._followed.add((kind.name, kind.key(values)))
        faults = list(self._faults(kind, values))
        dropped = self._refers_to_dropped(kind, values)
        if not faults:
            self.seen[kind.name].add(kind.key(values))
            if kind.name == "sources":
                faults += self._document_faults(values)
            if kind.has_passage and not dropped:
                faults += self._find_passage(values)
        problems += (raw.problem(fault) for fault in faults)
        if faults or dropped:
            self.drop(kind, values)
            return None
        return tidy(kind, values)

    def as_written(self, kind: Kind, raw: Raw, form: Form) -> Form:
        """The form of a record under the names that the file itself uses."""
        names = {field.name for field in kind.fields if field.refers_to} & raw.values.keys()
        return tidy(kind, form | {name: raw.values[name] for name in names})

    def drop(self, kind: Kind, values: Mapping[str, Any]) -> None:
        """Remember a record as faulty."""
        if all(isinstance(values.get(name), str) for name in kind.identity):
            self._dropped[kind.name].add(kind.key(values))

    def _refers_to_dropped(self, kind: Kind, values: Mapping[str, Any]) -> bool:
        named = ((field.refers_to, values.get(field.name)) for field in kind.fields if field.refers_to)
        return any(
            each in self._dropped[other]
            for space, value in named
            for each in (value if isinstance(value, list) else [value])
            if isinstance(each, str)
            for other in _kinds_of(space)
        )

    def document(self, form: Form) -> tuple[documents.Document, canonical_text.Text]:
        """The document of a source's form, read anew, and its canonical text."""
        document = documents.read(self.package.folder, form["document"])
        return document, self._made(form["key"], document.content, form.get("extractor", canonical_text.EXTRACTOR))

    def _made(self, key: str, content: bytes, extractor: str) -> canonical_text.Text:
        """The text that the exporting archive held, where the package has it; else what the extractor makes of the document."""
        held = self.package.text(key)
        if held and held.body is not None:
            return canonical_text.Text(held.body, extractor=extractor, made_with=held.made_with, remarks=held.remarks)
        made = self.sandbox.extract(content, extractor)
        return replace(made, made_with=held.made_with, remarks=held.remarks) if held else made

    def _faults(self, kind: Kind, values: dict[str, Any]) -> Iterator[str]:
        for name in sorted(_names_in(values.get("inferred")) - kind.names):
            yield f"“inferred” names “{name}”, which is no field of {kind.name}.{_nearest(name, kind.names)}"
        for name in sorted(values.keys() - kind.names):
            yield f"no such name: “{name}”.{_nearest(name, kind.names) or ' seeds/README.md lists the names.'}"
        wrong = False
        for field in kind.fields:
            value = values.get(field.name)
            if value in SAYS_NOTHING and not _is_zero(value):
                if field.required:
                    wrong = True
                    yield _without(field)
            elif not _has_type(field, value):
                wrong = True
                yield f"“{field.name}” should be {TYPE_NAMES[field.type]}."
            elif field.refers_to:
                yield from self._unknown(field, value)
            elif field.name == "translations":
                yield from _untranslatable(kind, values)
            elif field.type is not Passage:
                yield from _invalid(kind, field, value)
        if kind.name == "withholdings" and ("start" in values) != ("end" in values):
            yield "“start” and “end” belong together; without both, the whole text is withheld."
        if not wrong:
            yield from self._twice(kind, values)

    def _twice(self, kind: Kind, values: dict[str, Any]) -> Iterator[str]:
        key = kind.key(values)
        if kind.identity == ("key",) and kind.name != "tombstones":
            if key in self._keys:
                yield f"the key {key} is given to another record, too; `manage.py give_keys` makes new ones."
            self._keys.add(key)
        elif (kind.name, key) not in self._followed and any(
            key in self.seen[name] for name in _kinds_of(SPACE.get(kind.name, kind.name))
        ):
            yield f"“{key}” stands in the files twice."

    def _unknown(self, field: Field, value: Any) -> Iterator[str]:
        for each in value if isinstance(value, list) else [value]:
            if not self._known(field.refers_to, each):
                candidates = set().union(*(self.seen[kind] for kind in _kinds_of(field.refers_to)))
                early = ": it must stand earlier in the files" if field.refers_to == "statements" else ""
                yield f"unknown {field.name}: “{each}”{early}.{_nearest(each, candidates)}"

    def _known(self, space: str, name: str) -> bool:
        here = any(name in self.seen[kind] or name in self._dropped[kind] for kind in _kinds_of(space))
        return here or self._held(space, name)

    @functools.cache  # noqa: B019 -- lives as long as one import
    def _held(self, space: str, name: str) -> bool:
        """Whether the archive holds it already, though these files do not bring it."""
        kind = KINDS[space]
        return kind.model._default_manager.filter(**{kind.identity[0]: name}).exists()

    def _document_faults(self, values: dict[str, Any]) -> Iterator[str]:
        key, extractor = values["key"], values.get("extractor") or canonical_text.EXTRACTOR
        self._documents[key] = values["document"], extractor
        try:
            document = documents.read(self.package.folder, values["document"])
            if document.sha256 != values["sha256"]:
                yield f"the checksum of “{values['document']}” is {document.sha256}, not {values['sha256']}: it is not the document meant."
                return
            made, held = self.sandbox.extract(document.content, extractor), self.package.text(key)
            if held and held.body is not None and held.body != made.body:
                if held.made_with == made.made_with:
                    yield f"the text in texts/{key}.json is not what “{extractor}” makes of “{values['document']}”."
                else:
                    self.kept.append(
                        f"the text of source {key}, made with {held.made_with}; {extractors.made_with(extractor)}, installed here, makes another."
                    )
        except (documents.DocumentError, canonical_text.TextError, PackageError, LookupError) as error:
            yield f"“{values['document']}”: {error}" if isinstance(error, canonical_text.TextError) else str(error)

    def _text(self, source: str) -> str | None:
        if source in self._documents:
            document, extractor = self._documents[source]
            return self._made(source, documents.read(self.package.folder, document).content, extractor).body
        return SourceText.objects.filter(source=source).values_list("body", flat=True).first()

    def _find_passage(self, values: dict[str, Any]) -> Iterator[str]:
        body = self.text(values["source"])
        wanted = values["passage"]
        if isinstance(wanted, str):
            wanted = {"exact": wanted}
        try:
            if "start" in wanted:
                start, end = anchoring.at(body or "", wanted["exact"], wanted["start"])
                if wanted.get("end", end) != end:
                    yield f"the passage's words end at {end}, not at {wanted['end']}."
            else:
                start, end = anchoring.find(body or "", wanted["exact"], wanted.get("prefix", ""), wanted.get("suffix", ""))
        except anchoring.AnchorError as error:
            yield f"source {values['source']}: {error}"
            return
        values["passage"] = {"exact": wanted["exact"], "start": start, "end": end}
        yield from _not_in(body or "", values)


def _not_in(body: str, values: dict[str, Any]) -> Iterator[str]:
    """What the record says in the source's words, and the source does not say."""
    exact, pieces = values["passage"]["exact"], values.get("pieces", ())
    piece = anchoring.missing_piece(exact, pieces)
    if piece is not None:
        yield anchoring.explain_piece(exact, piece)
        return
    if values.get("kind") == Statement.Kind.QUOTE:
        for piece in pieces:
            if piece[0] in '“"' and piece[-1] in '”"' and not any(mark in piece[1:-1] for mark in '“”"'):
                yield f"The piece “{piece}” holds its own quotation marks: pages add them; give the words between them."
    for name in ("speaker_as_named", "endorser_as_named"):
        if values.get(name, "") not in body:
            yield f"“{name}”: “{values[name]}” is not in the text of source {values['source']}."


def _kinds_of(space: str) -> list[str]:
    """The kinds whose names share a space: for entities, groups too."""
    return [kind for kind in KINDS if SPACE.get(kind, kind) == space]


def _defaults(kind: Kind, written: dict[str, Any]) -> dict[str, Any]:
    """The values as written, with what a name left out stands for, and dates as texts."""
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
            values[field.name] = _plain(values[field.name])
    return values


def _plain(value: Any) -> Any:
    """JSON as it is kept: files are read with decimals, of which a column of JSON knows nothing."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return number(value) if isinstance(value, Decimal) else value


def _names_in(inferred: Any) -> set[str]:
    return set(inferred) if isinstance(inferred, dict) else set()


def _has_type(field: Field, value: Any) -> bool:
    if field.type is Passage:
        return _is_passage(value)
    if field.type is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if field.type in (int, Decimal):
        return isinstance(value, (int, Decimal) if field.type is Decimal else int) and not isinstance(value, bool)
    return isinstance(value, field.type)


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


def _is_zero(value: Any) -> bool:
    return value == 0 and not isinstance(value, bool)


def _invalid(kind: Kind, field: Field, value: Any) -> Iterator[str]:
    """What the model's own field says against a value: length, choices, the form of a key or a date."""
    try:
        kind.model._meta.get_field(field.name).clean(value, None)  # type: ignore[union-attr]  # none of them is a relation
    except ValidationError as error:
        for message in error.messages:
            yield f"“{field.name}”: {message}"


def _untranslatable(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a record's translations."""
    column: Any = kind.model._meta.get_field("translations")
    for fault in faults(values["translations"], translatable(column.names, values)):
        yield f"{fault.sentence}{_nearest(fault.name, fault.known)}"


def _without(field: Field) -> str:
    if field.name == "key":
        return "a record without a key: run `manage.py give_keys` on the file."
    if field.name == "source":
        return "“source” is missing: name the source's key (in the file of one document that has its key, it is understood)."
    if field.name == "pieces":
        return "“pieces” is missing: a quote gives its words, without the quotation marks and without “she said”."
    return f"“{field.name}” is missing."


def _nearest(name: str, known: Collection[str]) -> str:
    found = process.extractOne(name, known, score_cutoff=60) if known else None
    return f" Did you mean “{found[0]}”?" if found else ""
