"""Rows for tests, made through the ORM, so that the database checks each of them as it checks the importer's.

    story = source("Smith said: “Let us begin.”\n")
    statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=person("Ann Smith"))

A passage is named by its exact words, which stand once in the source's text; the offsets are found here."""

import hashlib

from django.utils.text import slugify

from dara.curation.withholding import withhold
from dara.models import (
    Candidacy,
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Original,
    Passage,
    PendingDocument,
    PendingUpload,
    Race,
    Source,
    SourceText,
    Statement,
    Topic,
    Utterance,
    Withholding,
)

last_number = 0  # of those that keys and names have been made of


def next_number() -> int:
    global last_number
    last_number += 1
    return last_number


def key() -> str:
    """A new key: 8 letters and digits."""
    return f"k{next_number():07d}"


def person(name: str, **fields) -> Entity:
    first, _, last = name.rpartition(" ")
    return _entity(name, f"{last}, {first}" if first else last, Entity.Kind.PERSON, fields)


def organization(name: str, **fields) -> Entity:
    return _entity(name, name, Entity.Kind.ORGANIZATION, fields)


def group(name: str, source: Source, **fields) -> Entity:
    return _entity(name, name, Entity.Kind.GROUP, {"source": source, **fields})


def _entity(name: str, sort_name: str, kind: str, fields: dict) -> Entity:
    return Entity.objects.create(**{"slug": slugify(name), "name": name, "sort_name": sort_name, "kind": kind} | fields)


def topic(name: str, **fields) -> Topic:
    return Topic.objects.create(**{"slug": slugify(name), "name": name, "position": next_number()} | fields)


def source(body: str, **fields) -> Source:
    """A source with its original and its text. News are shown as excerpts, all else whole."""
    name, content = key(), body.encode()
    kind = fields.setdefault("kind", Source.Kind.NEWS_ARTICLE)
    defaults = {
        "key": name,
        "title": f"Document {name}",
        "document": f"documents/{name}.txt",
        "sha256": hashlib.sha256(content).hexdigest(),
        "visibility": "excerpts" if kind == Source.Kind.NEWS_ARTICLE else "full",
    }
    made = Source.objects.create(**defaults | fields)
    Original.objects.create(source=made, content=content)
    SourceText.objects.create(source=made, extractor="text v1", body=body)
    return made


def upload(body: str, **fields) -> PendingUpload:
    """An upload that waits, with its original and its text."""
    name, content = key(), body.encode()
    defaults = {
        "key": name,
        "kind": Source.Kind.NEWS_ARTICLE,
        "title": f"Document {name}",
        "visibility": "excerpts",
        "document": f"documents/{name}.txt",
        "sha256": hashlib.sha256(content).hexdigest(),
        "uploaded_by": "ula",
        "uploaded_on": "2026-11-26",
    }
    made = PendingUpload.objects.create(**defaults | fields)
    PendingDocument.objects.create(upload=made, original=content, extractor="text v1", body=body)
    made.refresh_from_db()
    return made


def passage(source: Source, exact: str) -> Passage:
    """The passage of these words, made on first use."""
    body = source.text.body
    assert body.count(exact) == 1, f"{exact!r} stands {body.count(exact)} times in the text"
    start = body.index(exact)
    made, _ = Passage.objects.get_or_create(source=source, start=start, end=start + len(exact), defaults={"exact": exact})
    made.refresh_from_db()  # the database has filled in the paragraphs
    return made


def statement(source: Source, exact: str, *, topics=(), about=(), **fields) -> Statement:
    fields.setdefault("pieces", [exact])
    fields.setdefault("kind", Statement.Kind.QUOTE)
    made = Statement.objects.create(key=key(), passage=passage(source, exact), **fields)
    made.topics.add(*topics)
    made.about.add(*about)
    return made


def utterance(*statements: Statement, **fields) -> Utterance:
    """The statements joined as one."""
    number = next_number()
    made = Utterance.objects.create(**{"slug": f"utterance-{number}", "reason": f"Reason {number}."} | fields)
    for each in statements:
        each.utterance = made
        each.save(update_fields=["utterance"])
    return made


def race(slug: str, *candidates: Entity) -> Race:
    made = Race.objects.create(slug=slug, name=f"{slug} race for Los Angeles County District Attorney")
    for candidate in candidates:
        Candidacy.objects.create(candidate=candidate, race=made)
    return made


def election(race: Race, source: Source, exact: str, **fields) -> Election:
    defaults = {"slug": f"{race.slug}-{next_number()}", "name": f"Election {next_number()}"}
    return Election.objects.create(**defaults | {"race": race, "passage": passage(source, exact)} | fields)


def endorsement(source: Source, exact: str, **fields) -> Endorsement:
    return Endorsement.objects.create(key=key(), passage=passage(source, exact), **fields)


def result(source: Source, exact: str, **fields) -> ElectionResult:
    return ElectionResult.objects.create(key=key(), passage=passage(source, exact), **fields)


def fact(source: Source, exact: str, **fields) -> CandidacyFact:
    return CandidacyFact.objects.create(key=key(), passage=passage(source, exact), **fields)


def withholding(source: Source, exact: str = "", **fields) -> Withholding:
    """These words, which stand once in the source's text, withheld; without words, the whole text."""
    start = source.text.body.index(exact) if exact else None
    span = {"start": start, "end": start + len(exact) if start is not None else None}
    made = Withholding(**{"key": key(), "source": source, "ground": "privacy", "withheld_on": "2026-11-26"} | span | fields)
    withhold(made)
    made.refresh_from_db()
    return made
