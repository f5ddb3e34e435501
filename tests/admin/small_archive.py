"""A small archive: one of each."""

import hashlib
from types import SimpleNamespace

from dara.curation.withholding import withhold
from dara.models import (
    Candidacy,
    CandidacyFact,
    Draft,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    ImportConflict,
    ImportedRecord,
    Original,
    Passage,
    Race,
    Redirect,
    Reply,
    Source,
    SourceText,
    Statement,
    Tombstone,
    Topic,
    Utterance,
    Withholding,
)
from dara.models.keys import new_key
from dara.text import anchoring

TEXT = """Vega leads Okafor, with two thirds counted

“We closed the courthouse basement,” Vega said on Friday, “and we will not reopen it.”

The Harbor Union endorsed Vega in the 2020 race. Okafor said no. Vega, who holds the office, said no too.

Vega has almost 53.7% of the vote, the county said. More than 790,000 ballots remain.
"""


def store(title: str, body: str, **values) -> Source:
    """A source with its original and its text."""
    content = body.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    key = new_key()
    source = Source.objects.create(
        key=key,
        kind="news article",
        title=title,
        visibility="excerpts",
        document=f"documents/{key}.txt",
        sha256=sha256,
        **values,
    )
    Original.objects.create(source=source, content=content)
    SourceText.objects.create(source=source, extractor="text v1", body=body)
    return source


def passage_of(source: Source, exact: str) -> Passage:
    start, end = anchoring.find(SourceText.objects.get(source=source).body, exact)
    return Passage.objects.get_or_create(source=source, start=start, end=end, defaults={"exact": exact})[0]


class Archive(SimpleNamespace):
    """One of each; `grow()` adds another of each, all of them other things than the first."""

    def __init__(self, nth: int = 0):
        super().__init__()
        n = nth or ""
        self.publisher = Entity.objects.create(
            slug=f"harbor-news{n}", name=f"Harbor News{n}", sort_name="Harbor News", kind="organization"
        )
        self.vega = Entity.objects.create(slug=f"ana-vega{n}", name=f"Ana Vega{n}", sort_name="Vega, Ana", kind="person")
        self.union = Entity.objects.create(
            slug=f"harbor-union{n}", name=f"Harbor Union{n}", sort_name="Harbor Union", kind="organization"
        )
        self.source = store(
            f"Vega leads Okafor{n}", TEXT, publisher=self.publisher, published_on="2020-11-06", inferred={"title": "ours"}
        )
        self.group = Entity.objects.create(
            slug=f"voters{n}", name=f"voters{n}", sort_name="voters", kind="group", source=self.source
        )
        self.race = Race.objects.create(slug=f"2020{n}", name=f"2020 race{n}")
        self.quoted = passage_of(self.source, TEXT.split("\n")[2])
        self.endorsed = passage_of(self.source, "The Harbor Union endorsed Vega in the 2020 race.")
        self.counted = passage_of(self.source, TEXT.split("\n")[6])
        self.election = Election.objects.create(
            slug=f"2020-november{n}", race=self.race, name=f"November 2020{n}", held_on="2020-11", passage=self.counted
        )
        self.candidacy = Candidacy.objects.create(candidate=self.vega, race=self.race)
        self.topic = Topic.objects.create(slug=f"jails{n}", name=f"Jails{n}", position=nth + 1)
        self.statement = Statement.objects.create(
            key=new_key(),
            kind="quote",
            passage=self.quoted,
            pieces=["We closed the courthouse basement,", "and we will not reopen it."],
            speaker=self.vega,
            said_on="2020-11-06",
            inferred={"said_on": "“on Friday”"},
        )
        self.statement.refresh_from_db()
        self.statement.topics.add(self.topic)
        self.statement.about.add(self.union)
        self.endorsement = Endorsement.objects.create(
            key=new_key(),
            passage=self.endorsed,
            endorser=self.union,
            candidate=self.vega,
            race=self.race,
            stance="endorses",
            verb="endorsed",
        )
        self.result = ElectionResult.objects.create(
            key=new_key(),
            passage=self.counted,
            candidate=self.vega,
            election=self.election,
            percent="53.7",
            qualifier="almost",
            status="partial",
        )
        self.fact = CandidacyFact.objects.create(
            key=new_key(), passage=self.endorsed, candidate=self.vega, race=self.race, kind="incumbent"
        )
        Utterance.objects.create(slug=f"closed-basement{n}", reason="Both are the speech of Friday.")
        self.tombstone = Tombstone.objects.create(key=new_key(), kind="statements", withdrawn_on="2024-01-02", ground="error")
        self.redirect = Redirect.objects.create(kind="topics", old=f"prisons{n}", new=self.topic.slug)
        self.conflict = ImportConflict.objects.create(
            kind="topics", key=self.topic.slug, form={"slug": self.topic.slug, "name": "Lockups", "position": nth + 1}
        )
        place = {"start": self.counted.start, "end": self.counted.end}
        self.draft = Draft.objects.create(
            key=new_key(),
            source=self.source,
            name="result-vega",
            kind="result",
            values={"passage": place | {"exact": self.counted.exact}, "percent": 53.7},
            rule="percent of the vote",
            sureness="0.9",
            **place,
        )
        self.letter = store(f"A letter{n}", "I did not say so, nor did my neighbor.\n")
        Source.objects.filter(pk=self.letter.pk).update(visibility="full")
        self.reply = Reply.objects.create(source=self.letter, kind="statements", key=self.statement.key)
        self.withholding = Withholding(
            key=new_key(), source=self.letter, start=18, end=38, ground="privacy", withheld_on="2031-01-01", note="On a neighbor."
        )
        withhold(self.withholding)
        self.imported = ImportedRecord.objects.create(kind="statements", key=self.statement.key, digest=b"\x01" * 32)

    def grow(self, nth: int) -> "Archive":
        return Archive(nth)
