"""The archives that tests begin with: one of everything that the public sees, the same enlarged, and one for curators.

They are made once in each test process (tests/databases.py); a test asks for the fixture `example_archive`,
`enlarged_archive` or `curated_archive`."""

import datetime

from django.db import connection

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
    Race,
    Redirect,
    Reply,
    Source,
    Statement,
    SynonymGroup,
    Tombstone,
    Topic,
    Utterance,
    Withholding,
)
from tests import factories

MANY = 200  # of each, in the enlarged archive

EXAMPLE_STORY = """Ann Smith conceded on Friday.

“We begin <today> & go on,” Smith said. “We shall not stop.”

A paragraph that holds no evidence, beside one that does.

The first paragraph that nobody may read.

The second paragraph that nobody may read.

A neighbour of the post.

She told us: “All will be well” #hope — Rob Reporter (@rob) November 4, 2020

Unions backed Jones. Donors pumped “$1.5 Million” into the race.

Jones has almost 53.7% of the vote; more than 790,000 ballots remain. Some onlookers cheered.

“Good day,” said Byron Stander.
"""


class ExampleArchive:
    """One of everything that the public sees, by name, made in the database: `ExampleArchive().quote` is a statement."""

    def __init__(self) -> None:
        self._add_people_and_topics()
        self._add_sources()
        self._add_statements()
        self._add_endorsements_and_counts()
        self._add_traces()

    def _add_people_and_topics(self) -> None:
        """Who speaks, runs, endorses and publishes, and what about."""
        self.smith, self.jones = factories.person("Ann Smith"), factories.person("Bea Jones")
        self.paper, self.rob = factories.organization("The Paper"), factories.person("Rob Reporter")
        self.unions, self.committee = factories.organization("Unions"), factories.organization("Committee for Smith")
        self.bystander = factories.person("Byron Stander", private=True)
        self.bail, self.courts = factories.topic("Cash bail", description="What it costs to go home."), factories.topic("Courts")
        factories.topic("Opioids")

    def _add_sources(self) -> None:
        """A news story and a campaign page, and the race and election that they speak of."""
        self.story = factories.source(
            EXAMPLE_STORY,
            publisher=self.paper,
            published_on="2020-11-06",
            url="https://example.org/story",
            collector_header="date 2020-11-06 https://example.org/story",
            inferred={"title": "ours", "published_on": "the collector’s header"},
        )
        self.page = factories.source(
            "We will end cash bail.\nI am for open courts.\n",
            kind=Source.Kind.CAMPAIGN_PAGE,
            publisher=self.committee,
            note="Undated. The text carries no date.",
        )
        self.race = factories.race("2020", self.smith, self.jones)
        self.election = factories.election(
            self.race, self.story, "Ann Smith conceded on Friday.", held_on="2020-11", inferred={"held_on": "our reading"}
        )

    def _add_statements(self) -> None:
        """A statement of each kind, and two that are one utterance."""
        self.quote = factories.statement(
            self.story,
            "“We begin <today> & go on,” Smith said. “We shall not stop.”",
            pieces=["We begin <today> & go on", "We shall not stop."],
            speaker=self.smith,
            speaker_as_named="Smith",
            topics=[self.bail, self.courts],
            said_on="2020-11-06",
            inferred={"said_on": "“on Friday”, in a story dated 2020-11-06"},
        )
        self.post = factories.statement(
            self.story,
            "She told us: “All will be well” #hope — Rob Reporter (@rob) November 4, 2020",
            pieces=["She told us: “All will be well” #hope"],
            kind=Statement.Kind.POST,
            speaker=self.rob,
            about=[self.smith],
            said_on="2020-11-04",
        )
        self.in_post = factories.statement(
            self.story, "She told us: “All will be well”", pieces=["All will be well"], speaker=self.smith, within=self.post
        )
        self.utterance = factories.utterance(self.quote, self.in_post, reason="Both are the speech of <Friday>.")
        self.cheers = factories.statement(
            self.story,
            "Some onlookers cheered.",
            pieces=["onlookers cheered"],
            kind=Statement.Kind.PARAPHRASE,
            speaker=factories.group("some onlookers", self.story),
            about=[self.jones],
            topics=[self.courts],
        )
        self.private = factories.statement(
            self.story, "“Good day,” said Byron Stander.", pieces=["Good day"], speaker=self.bystander, about=[self.smith]
        )
        self.position = factories.statement(
            self.page,
            "We will end cash bail.",
            kind=Statement.Kind.POSITION,
            speaker=self.committee,
            about=[self.smith],
            topics=[self.bail],
        )
        self.own = factories.statement(
            self.page, "I am for open courts.", kind=Statement.Kind.POSITION, speaker=self.smith, topics=[self.courts]
        )
        self.report = factories.statement(
            self.story,
            "Jones has almost 53.7% of the vote",
            pieces=["Jones has almost"],
            kind=Statement.Kind.REPORT,
            speaker=self.paper,
            about=[self.jones],
            summary="A summary.",
            note="A note.",
        )

    def _add_endorsements_and_counts(self) -> None:
        """Two endorsements, a count, and a fact about a candidacy."""
        self.backing = factories.endorsement(
            self.story,
            "Unions backed Jones.",
            endorser=self.unions,
            candidate=self.jones,
            race=self.race,
            election=self.election,
            stance="supports",
            verb="backed",
        )
        self.money = factories.endorsement(
            self.story,
            "Donors pumped “$1.5 Million” into the race.",
            endorser=factories.group("donors", self.story),
            race=self.race,
            stance="funds",
            verb="pumped",
            amount="1500000",
            amount_as_stated="$1.5 Million",
            recipient="the race",
        )
        self.count = factories.result(
            self.story,
            "Jones has almost 53.7% of the vote; more than 790,000 ballots remain.",
            candidate=self.jones,
            election=self.election,
            percent="53.7",
            qualifier="almost",
            status="partial",
            ballots_out=790000,
            ballots_out_as_stated="more than 790,000",
            authority=factories.organization("The Registrar"),
        )
        self.conceded = factories.fact(
            self.story,
            "Ann Smith conceded on Friday.",
            candidate=self.smith,
            race=self.race,
            election=self.election,
            kind="conceded",
            occurred_on="2020-11-06",
        )

    def _add_traces(self) -> None:
        """What merging, withdrawing, withholding and replying leave behind."""
        self.withdrawn = Tombstone.objects.create(
            key="withdrwn", kind="statements", withdrawn_on=datetime.date(2024, 2, 3), ground="privacy"
        )
        Redirect.objects.create(kind="topics", old="bail-money", new=self.bail.slug)
        Redirect.objects.create(kind="statements", old="merged22", new=self.quote.key)
        self.withheld = factories.withholding(self.story, "The second paragraph that nobody may read.", note="On somebody else.")
        self.reply = Reply.objects.create(source=self.page, kind="statements", key=self.quote.key)
        self.synonyms = SynonymGroup.objects.create(slug="begin", english=["begin", "commence"], spanish=["empezar"])


def enlarged_archive() -> ExampleArchive:
    """The example archive with 200 more of everything that pages list, in texts of their own."""
    archive = ExampleArchive()
    lines = [f"Line {n:03d} says yes. Group {n:03d} backed Jones. Smith has {n} votes.\n" for n in range(1, MANY + 1)]
    text = factories.source("".join(lines), publisher=archive.paper, published_on="2020-10-01")
    page = factories.source("".join(lines), kind="campaign page", publisher=archive.committee)
    outer = None
    for n in range(1, MANY + 1):
        voice = factories.person(f"Voice {n}")
        words = f"Line {n:03d} says yes."
        outer = factories.statement(
            text, words, speaker=voice, about=[archive.smith, archive.jones], topics=[archive.bail, archive.courts]
        )
        factories.statement(text, words, speaker=archive.smith, within=outer, topics=[archive.courts], utterance=archive.utterance)
        factories.statement(
            page, words, kind=Statement.Kind.POSITION, speaker=archive.committee, about=[archive.smith], topics=[archive.bail]
        )
        factories.endorsement(
            text,
            f"Group {n:03d} backed Jones.",
            endorser=archive.unions,
            candidate=archive.jones,
            race=archive.race,
            election=archive.election,
            stance="supports",
            verb="backed",
        )
        factories.result(
            text,
            f"Smith has {n} votes.",
            candidate=archive.smith,
            election=archive.election,
            votes=n,
            status="not stated",
            authority=archive.committee,
        )
        factories.topic(f"Topic {n}")
        SynonymGroup.objects.create(slug=f"word-{n}", english=[f"word{n}", f"other{n}"])
        if n % 4 == 0:
            factories.source(f"Text {n}.", publisher=archive.paper)
            factories.fact(
                text,
                f"Smith has {n} votes.",
                candidate=archive.smith,
                race=archive.race,
                election=archive.election,
                kind="running",
            )
            race = factories.race(str(3000 + n), archive.smith, archive.jones)
            factories.election(race, text, f"Line {n:03d} says yes.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as an import does; else the plans are those of an empty archive
    return archive


# --- for curators -----------------------------------------------------------------------------------

CURATED_STORY = """Vega leads Okafor, with two thirds counted

“We closed the courthouse basement,” Vega said on Friday, “and we will not reopen it.”

The Harbor Union endorsed Vega in the 2020 race. Okafor said no. Vega, who holds the office, said no too.

Vega has almost 53.7% of the vote, the county said. More than 790,000 ballots remain.
"""


class CuratedArchive:
    """One of everything that curators work with; `grow()` adds another of each, all of them other things than the first."""

    def __init__(self, nth: int = 0) -> None:
        n = nth or ""
        self.publisher = Entity.objects.create(
            slug=f"harbor-news{n}", name=f"Harbor News{n}", sort_name="Harbor News", kind="organization"
        )
        self.vega = Entity.objects.create(slug=f"ana-vega{n}", name=f"Ana Vega{n}", sort_name="Vega, Ana", kind="person")
        self.union = Entity.objects.create(
            slug=f"harbor-union{n}", name=f"Harbor Union{n}", sort_name="Harbor Union", kind="organization"
        )
        self.source = factories.source(
            CURATED_STORY,
            title=f"Vega leads Okafor{n}",
            publisher=self.publisher,
            published_on="2020-11-06",
            inferred={"title": "ours"},
        )
        self.group = Entity.objects.create(
            slug=f"voters{n}", name=f"voters{n}", sort_name="voters", kind="group", source=self.source
        )
        self.race = Race.objects.create(slug=f"2020{n}", name=f"2020 race{n}")
        self.quoted = factories.passage(self.source, CURATED_STORY.split("\n")[2])
        self.endorsed = factories.passage(self.source, "The Harbor Union endorsed Vega in the 2020 race.")
        self.counted = factories.passage(self.source, CURATED_STORY.split("\n")[6])
        self.election = Election.objects.create(
            slug=f"2020-november{n}", race=self.race, name=f"November 2020{n}", held_on="2020-11", passage=self.counted
        )
        self.candidacy = Candidacy.objects.create(candidate=self.vega, race=self.race)
        self.topic = Topic.objects.create(slug=f"jails{n}", name=f"Jails{n}", position=nth + 1)
        self.statement = Statement.objects.create(
            key=factories.key(),
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
            key=factories.key(),
            passage=self.endorsed,
            endorser=self.union,
            candidate=self.vega,
            race=self.race,
            stance="endorses",
            verb="endorsed",
        )
        self.result = ElectionResult.objects.create(
            key=factories.key(),
            passage=self.counted,
            candidate=self.vega,
            election=self.election,
            percent="53.7",
            qualifier="almost",
            status="partial",
        )
        self.fact = CandidacyFact.objects.create(
            key=factories.key(), passage=self.endorsed, candidate=self.vega, race=self.race, kind="incumbent"
        )
        Utterance.objects.create(slug=f"closed-basement{n}", reason="Both are the speech of Friday.")
        self.tombstone = Tombstone.objects.create(key=factories.key(), kind="statements", withdrawn_on="2024-01-02", ground="error")
        SynonymGroup.objects.create(slug=f"bail{n}", english=["bail", "bond"], spanish=["fianza"])
        self.redirect = Redirect.objects.create(kind="topics", old=f"prisons{n}", new=self.topic.slug)
        self.conflict = ImportConflict.objects.create(
            kind="topics", key=self.topic.slug, form={"slug": self.topic.slug, "name": "Lockups", "position": nth + 1}
        )
        self.upload = factories.upload(f"Vega waits {n}.\n", title=f"Vega waits{n}")
        place = {"start": self.counted.start, "end": self.counted.end}
        self.draft = Draft.objects.create(
            key=factories.key(),
            source=self.source,
            name="result-vega",
            kind="result",
            values={"passage": place | {"exact": self.counted.exact}, "percent": 53.7},
            rule="percent of the vote",
            sureness="0.9",
            **place,
        )
        self.letter = factories.source("I did not say so, nor did my neighbor.\n", title=f"A letter{n}", visibility="full")
        self.reply = Reply.objects.create(source=self.letter, kind="statements", key=self.statement.key)
        self.withholding = Withholding(
            key=factories.key(),
            source=self.letter,
            start=18,
            end=38,
            ground="privacy",
            withheld_on="2031-01-01",
            note="On a neighbor.",
        )
        withhold(self.withholding)
        self.imported = ImportedRecord.objects.create(kind="statements", key=self.statement.key, digest=b"\x01" * 32)

    def grow(self, nth: int) -> "CuratedArchive":
        return CuratedArchive(nth)
