"""What the public may see, as tables: one description for the SQLite file and the CSVs of `/data/`.

Columns have the names of the canonical forms (`dara/models/record_format.py`). What a source does not state is None, in each column that has nothing
to say. Only what the public role may read is read: of texts the paragraphs that may be shown, and the passages that records rest on."""

import datetime
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dara.models import (
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    PublicParagraph,
    Redirect,
    Source,
    Statement,
    StatementAbout,
    StatementTopic,
    Tombstone,
)
from dara.models.fields import KEY_PATTERN, LANGUAGE_PATTERN, PARTIAL_DATE_PATTERN
from dara.models.passage_context import contexts
from dara.models.permalinks import permanent
from dara.models.record_format import KINDS, form

CHUNK = 1000  # rows in memory at a time

Value = str | int | float | bool | None
Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """`type`: of Table Schema, where arrays and objects are JSON texts. `refers_to`: the table whose row the value names.

    `values`: all that it may be. `required`: never None."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    refers_to: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """A table, what identifies its rows, and where they come from."""

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    found: Callable[[], Iterable[Values]] = field(repr=False)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows in the order of the columns and of the primary key, as they are read."""
        for values in self.found():
            yield tuple(_plain(values.get(column.name)) for column in self.columns)


def _plain(value: Any) -> Value:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    return None if value == "" else value


# --- where rows come from ---------------------------------------------------------------------------


def of_kind(name: str, *more: str) -> Callable[[], Iterator[Values]]:
    """The rows of a kind of record: its forms, the passage by its id, and what forms do not say: `more` are such columns of the model."""
    kind = KINDS[name]
    columns = [*more, "version"] if kind.has_version else more

    def rows() -> Iterator[Values]:
        row: Any
        for row in kind.rows().order_by(*kind.lookups).iterator(chunk_size=CHUNK):
            values = form(kind, row)
            if kind.has_passage:
                values["passage"] = passage_id(row.passage)
            if hasattr(row, "get_absolute_url"):
                values["permalink"] = permanent(row)
            yield values | {name: getattr(row, name) for name in columns}

    return rows


def passage_id(passage: Passage) -> str:
    """What names a passage everywhere and always: “my39rk8h-1024-1100”, its source's key, its start and its end."""
    return f"{passage.source_id}-{passage.start}-{passage.end}"


def entities() -> Iterator[Values]:
    """Groups too: they speak and endorse as persons and organizations do."""
    for entity in Entity.objects.order_by("slug").iterator(chunk_size=CHUNK):
        names = ("slug", "name", "sort_name", "kind", "private", "note", "translations")
        yield {name: getattr(entity, name) for name in names} | {"source": entity.source_id, "permalink": permanent(entity)}


def paragraphs() -> Iterator[Values]:
    for each in PublicParagraph.objects.order_by("source_id", "number").iterator(chunk_size=CHUNK):
        yield {"source": each.source_id, "number": each.number, "start": each.start, "end": each.end, "body": each.body}


def passages() -> Iterator[Values]:
    used = Passage.objects.used().order_by("source_id", "start", "end").iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(used, CHUNK)):
        around = contexts(chunk)
        for each in chunk:
            yield {
                "id": passage_id(each),
                "source": each.source_id,
                "start": each.start,
                "end": each.end,
                "exact": each.exact,
                "prefix": around[each.pk].prefix,
                "suffix": around[each.pk].suffix,
                "permalink": permanent(each),
            }


def statement_about() -> Iterator[Values]:
    pairs = StatementAbout.objects.order_by("statement", "entity__slug").values_list("statement", "entity__slug")
    for statement, entity in pairs.iterator(chunk_size=CHUNK):
        yield {"statement": statement, "entity": entity}


def statement_topics() -> Iterator[Values]:
    pairs = StatementTopic.objects.order_by("statement", "topic__slug").values_list("statement", "topic__slug")
    for statement, topic in pairs.iterator(chunk_size=CHUNK):
        yield {"statement": statement, "topic": topic}


# --- the columns ------------------------------------------------------------------------------------


def key(what: str) -> Column:
    described = f"The {what}’s opaque name: 8 letters and digits, given once. Its permanent address ends in it."
    return Column("key", described, required=True, pattern=KEY_PATTERN)


def slug(description: str) -> Column:
    return Column("slug", description, required=True)


def date(name: str, description: str) -> Column:
    """A date of known precision."""
    described = f"{description} “2020”, “2020-03” or “2020-03-05”: as precise as it is known; empty where it is not."
    return Column(name, described, pattern=PARTIAL_DATE_PATTERN)


def choice(name: str, description: str, choices: Any, *, required: bool = True) -> Column:
    return Column(name, description, required=required, values=tuple(choices.values))


PERMALINK = Column("permalink", "The address of its page, for citing.", required=True)
NOTE = Column("note", "A note in the archive’s words.")
INFERRED = Column(
    "inferred",
    "What no source states but the archive concludes: for each such column (or title, publisher …) the basis of the inference. A JSON object.",
    "object",
)
TRANSLATIONS = Column(
    "translations",
    "The archive’s own words in other languages: language → column → words, and of `inferred` column → basis. A JSON object.",
    "object",
)
VERSION = Column(
    "version", "Since when the row says what it says: of its last change, or of its making. UTC.", "datetime", required=True
)
EVIDENCE = (
    Column("source", "The source that the passage stands in.", required=True, refers_to="sources"),
    Column("passage", "The exact words that are the evidence.", required=True, refers_to="passages"),
)
OF_RECORDS = (
    Column("summary", "One neutral line in the archive’s words, where one is needed."),
    NOTE,
    INFERRED,
    TRANSLATIONS,
    VERSION,
    PERMALINK,
)

# --- the tables, each after those that it refers to but for entities and sources, which refer to each other ---------------------------

TABLES = (
    Table(
        "entities",
        "Entities",
        "The persons, organizations and groups that speak, endorse, run or publish. A name and no more: what is known of them are records.",
        ("slug",),
        (
            slug("The entity’s name in addresses."),
            Column("name", "The name.", required=True),
            Column("sort_name", "The name as it is sorted: “Lacey, Jackie”.", required=True),
            choice("kind", "A person, an organization, or a group as one source describes it.", Entity.Kind),
            Column("source", "Of a group, the source that describes it.", refers_to="sources"),
            Column(
                "private",
                "A private person, quoted as a bystander. Please keep them out of search engines and lists, as the archive does.",
                "boolean",
                required=True,
            ),
            NOTE,
            TRANSLATIONS,
            PERMALINK,
        ),
        entities,
    ),
    Table(
        "sources",
        "Sources",
        "The documents, each as captured once. Their texts belong to their publishers.",
        ("key",),
        (
            key("source"),
            choice("kind", "What the document is.", Source.Kind),
            Column("language", "The language of its text, a tag of BCP 47: “en”, “es”.", required=True, pattern=LANGUAGE_PATTERN),
            Column("title", "The title; the archive’s own where `inferred` names it.", required=True),
            Column("publisher", "Who published it.", refers_to="entities"),
            Column("author", "As the document names them."),
            Column("url", "The address that it had; what is there now is not checked."),
            date("published_on", "When it was published."),
            date("captured_on", "When it was captured."),
            Column("supersedes", "An earlier capture of the same document.", refers_to="sources"),
            choice("visibility", "Whether the public may read the whole text, or excerpts.", Source.Visibility),
            Column("document", "The original’s path in the archive.", required=True),
            Column("sha256", "The SHA-256 checksum of the original.", required=True, pattern=r"^[0-9a-f]{64}$"),
            Column("extractor", "What made the text of the original: name and version, “text v1”, “html v1”.", required=True),
            Column("collector_header", "What the collector wrote before the text; not the publisher’s words."),
            NOTE,
            INFERRED,
            TRANSLATIONS,
            VERSION,
            PERMALINK,
        ),
        of_kind("sources", "language", "extractor", "collector_header"),
    ),
    Table(
        "paragraphs",
        "Paragraphs",
        "The paragraphs of the sources’ texts that the public may read: all of some texts, of others those with evidence and their neighbours.",
        ("source", "number"),
        (
            Column("source", "The source.", required=True, refers_to="sources"),
            Column(
                "number",
                "The paragraph’s number in the text, from 1; where numbers are missing, paragraphs are not shown.",
                "integer",
                True,
            ),
            Column("start", "Where it begins in the text, in Unicode code points from 0.", "integer", True),
            Column("end", "Where it ends, exclusive.", "integer", True),
            Column(
                "body", "The words, with the line breaks after them; █ stands for each character that is withheld.", required=True
            ),
        ),
        paragraphs,
    ),
    Table(
        "passages",
        "Passages",
        "The exact words that records rest on, each with its place in its source’s text.",
        ("id",),
        (
            Column("id", "The source’s key, the start and the end: “my39rk8h-1024-1100”.", required=True),
            Column("source", "The source.", required=True, refers_to="sources"),
            Column("start", "Where it begins in the text, in Unicode code points from 0.", "integer", True),
            Column("end", "Where it ends, exclusive.", "integer", True),
            Column("exact", "The words, to the letter.", required=True),
            Column("prefix", "Up to 32 characters before it, where the public may read them."),
            Column("suffix", "Up to 32 characters after it, where the public may read them."),
            PERMALINK,
        ),
        passages,
    ),
    Table(
        "topics",
        "Topics",
        "The issues of the race, as the archive names them.",
        ("slug",),
        (
            slug("The topic’s name in addresses."),
            Column("name", "The name.", required=True),
            Column("position", "The order on pages.", "integer", True),
            Column("description", "In the archive’s words."),
            TRANSLATIONS,
            PERMALINK,
        ),
        of_kind("topics"),
    ),
    Table(
        "races",
        "Races",
        "The contests for the office, one a cycle.",
        ("slug",),
        (slug("The race’s name: its year."), Column("name", "The name.", required=True), TRANSLATIONS),
        of_kind("races"),
    ),
    Table(
        "elections",
        "Elections",
        "The stages of the races.",
        ("slug",),
        (
            slug("The election’s name in addresses."),
            Column("race", "The race that it is a stage of.", required=True, refers_to="races"),
            Column("name", "The name.", required=True),
            choice("stage", "Which stage; empty where no source says.", Election.Stage, required=False),
            date("held_on", "When it was held."),
            *EVIDENCE,
            NOTE,
            INFERRED,
            TRANSLATIONS,
            PERMALINK,
        ),
        of_kind("elections"),
    ),
    Table(
        "candidacies",
        "Candidacies",
        "Who ran in which race. The sources held may not name everybody.",
        ("candidate", "race"),
        (
            Column("candidate", "The candidate.", required=True, refers_to="entities"),
            Column("race", "The race.", required=True, refers_to="races"),
        ),
        of_kind("candidacies"),
    ),
    Table(
        "utterances",
        "Joined utterances",
        "One thing said once, that several statements give: joined by a curator.",
        ("slug",),
        (
            slug("The utterance’s name."),
            Column("reason", "Why the statements are one utterance, in the archive’s words.", required=True),
            TRANSLATIONS,
        ),
        of_kind("utterances"),
    ),
    Table(
        "statements",
        "Statements",
        "What entities say, and in whose words the archive holds it. Whether claims are true is not checked.",
        ("key",),
        (
            key("statement"),
            choice(
                "kind",
                "In whose words: a `quote` or a `post` in the speaker’s as the source prints them, a `position` in a campaign’s own prose, "
                "a `paraphrase` in the source’s, a `report` in the publisher’s.",
                Statement.Kind,
            ),
            Column("text", "The words; where some were left out by the archive, “ … ” stands between the pieces.", required=True),
            Column("pieces", "The words piece by piece, as they stand in the passage. A JSON array.", "array", required=True),
            Column("speaker", "Who speaks; of a paraphrase, of whom it is told.", required=True, refers_to="entities"),
            Column("speaker_as_named", "How the source calls them."),
            Column("within", "The statement that it is quoted in.", refers_to="statements"),
            date("said_on", "When it was said, or posted."),
            Column("utterance", "What a curator has joined it to.", refers_to="utterances"),
            *EVIDENCE,
            *OF_RECORDS,
        ),
        of_kind("statements", "text"),
    ),
    Table(
        "statement_about",
        "Whom statements are about",
        "A row for each entity that a statement is about.",
        ("statement", "entity"),
        (
            Column("statement", "The statement.", required=True, refers_to="statements"),
            Column("entity", "Whom it is about.", required=True, refers_to="entities"),
        ),
        statement_about,
    ),
    Table(
        "statement_topics",
        "Topics of statements",
        "A row for each topic that the archive has given a statement.",
        ("statement", "topic"),
        (
            Column("statement", "The statement.", required=True, refers_to="statements"),
            Column("topic", "The topic.", required=True, refers_to="topics"),
        ),
        statement_topics,
    ),
    Table(
        "endorsements",
        "Endorsements",
        "Reported stances toward candidates, each as one passage reports it. Amounts must not be added up: passages may speak of the same money.",
        ("key",),
        (
            key("record"),
            Column("endorser", "Whose stance it is.", required=True, refers_to="entities"),
            Column("endorser_as_named", "How the source calls them."),
            Column("candidate", "Toward whom; empty where money goes to a race and no candidate is named.", refers_to="entities"),
            Column("race", "The race.", required=True, refers_to="races"),
            Column("election", "The election, only where the passage says so.", refers_to="elections"),
            choice("stance", "The stance.", Endorsement.Stance),
            Column("verb", "The source’s own verb.", required=True),
            date("stated_on", "When the endorser said so."),
            Column("within", "The statement that reports it.", refers_to="statements"),
            Column("amount", "US dollars, of `funds` alone.", "number"),
            Column("amount_as_stated", "The amount in the source’s words, with its qualifier."),
            choice("recipient", "Who received the money.", Endorsement.Recipient, required=False),
            Column("purpose", "What for, in the source’s words."),
            *EVIDENCE,
            *OF_RECORDS,
        ),
        of_kind("endorsements"),
    ),
    Table(
        "results",
        "Election results",
        "Counts for candidates, each as one source gives it. A partial count is not a result of the election.",
        ("key",),
        (
            key("record"),
            Column("candidate", "Whose count it is.", required=True, refers_to="entities"),
            Column("election", "The election.", required=True, refers_to="elections"),
            Column("percent", "Percent of the vote, 0 to 100.", "number"),
            Column("votes", "Number of votes.", "integer"),
            Column("qualifier", "The source’s: “almost”, “more than”."),
            choice("status", "Whether the count is said to be partial or certified.", ElectionResult.Status),
            date("as_of", "When the count was taken."),
            Column("authority", "Whom the source cites.", refers_to="entities"),
            Column("ballots_out", "Ballots still to be counted.", "integer"),
            Column("ballots_out_as_stated", "That number in the source’s words."),
            Column("ballots_out_authority", "Who said so, where that is stated.", refers_to="entities"),
            *EVIDENCE,
            *OF_RECORDS,
        ),
        of_kind("results"),
    ),
    Table(
        "facts",
        "Facts of candidacies",
        "Running, incumbency, withdrawal, concession and outcome, as a source states each.",
        ("key",),
        (
            key("record"),
            Column("candidate", "The candidate.", required=True, refers_to="entities"),
            Column("race", "The race.", required=True, refers_to="races"),
            Column("election", "The election, where the passage says so.", refers_to="elections"),
            choice("kind", "What the source states.", CandidacyFact.Kind),
            date("occurred_on", "When it happened."),
            *EVIDENCE,
            *OF_RECORDS,
        ),
        of_kind("facts"),
    ),
    Table(
        "tombstones",
        "Withdrawn records",
        "What is left of records that were withdrawn: their keys, the day and the ground. Please withdraw them from copies too.",
        ("key",),
        (
            key("withdrawn record"),
            choice("kind", "What it was.", Tombstone.Kind),
            Column("withdrawn_on", "The day.", "date", required=True),
            choice("ground", "Why.", Tombstone.Ground),
            NOTE,
            TRANSLATIONS,
        ),
        of_kind("tombstones"),
    ),
    Table(
        "redirects",
        "Merged records",
        "Duplicates that were merged: the key or slug that each had, and what it leads to now.",
        ("kind", "old"),
        (
            choice("kind", "What it was.", Redirect.Kind),
            Column("old", "The key or slug that it had.", required=True),
            Column("new", "The key or slug of what it was merged into.", required=True),
        ),
        of_kind("redirects"),
    ),
    Table(
        "withholdings",
        "Withheld words",
        "Words of sources that the public may not read: where they stand, the day and the ground. Please withhold them in copies too.",
        ("key",),
        (
            key("withholding"),
            Column("source", "The source.", required=True, refers_to="sources"),
            Column("start", "Where the words begin in the text, in Unicode code points from 0; empty: the whole text.", "integer"),
            Column("end", "Where they end, exclusive.", "integer"),
            choice("ground", "Why.", Tombstone.Ground),
            Column("withheld_on", "The day.", "date", required=True),
            NOTE,
            TRANSLATIONS,
        ),
        of_kind("withholdings"),
    ),
    Table(
        "replies",
        "Replies",
        "Sources that were archived because they answer a record, or another source.",
        ("source", "kind", "key"),
        (
            Column("source", "The reply.", required=True, refers_to="sources"),
            choice("kind", "What it answers: a record’s kind, or a source.", Tombstone.Kind),
            Column("key", "The key of what it answers; that may have been withdrawn.", required=True, pattern=KEY_PATTERN),
        ),
        of_kind("replies"),
    ),
)
