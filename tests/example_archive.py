"""An archive that holds one of everything, made up."""

import datetime
from types import SimpleNamespace

from dara.models import Redirect, Reply, Source, Statement, Tombstone
from tests import factories

STORY = """Ann Smith conceded on Friday.

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


def archive() -> SimpleNamespace:
    """One of everything, by the name that it has in here."""
    smith, jones = factories.person("Ann Smith"), factories.person("Bea Jones")
    paper, rob = factories.organization("The Paper"), factories.person("Rob Reporter")
    unions, committee = factories.organization("Unions"), factories.organization("Committee for Smith")
    bystander = factories.person("Byron Stander", private=True)
    bail, courts = factories.topic("Cash bail", description="What it costs to go home."), factories.topic("Courts")
    factories.topic("Opioids")
    story = factories.source(
        STORY,
        publisher=paper,
        published_on="2020-11-06",
        url="https://example.org/story",
        collector_header="date 2020-11-06 https://example.org/story",
        inferred={"title": "ours", "published_on": "the collector’s header"},
    )
    page = factories.source(
        "We will end cash bail.\nI am for open courts.\n",
        kind=Source.Kind.CAMPAIGN_PAGE,
        publisher=committee,
        note="Undated. The text carries no date.",
    )
    race = factories.race("2020", smith, jones)
    election = factories.election(
        race, story, "Ann Smith conceded on Friday.", held_on="2020-11", inferred={"held_on": "our reading"}
    )
    quote = factories.statement(
        story,
        "“We begin <today> & go on,” Smith said. “We shall not stop.”",
        pieces=["We begin <today> & go on", "We shall not stop."],
        speaker=smith,
        speaker_as_named="Smith",
        topics=[bail, courts],
        said_on="2020-11-06",
        inferred={"said_on": "“on Friday”, in a story dated 2020-11-06"},
    )
    post = factories.statement(
        story,
        "She told us: “All will be well” #hope — Rob Reporter (@rob) November 4, 2020",
        pieces=["She told us: “All will be well” #hope"],
        kind=Statement.Kind.POST,
        speaker=rob,
        about=[smith],
        said_on="2020-11-04",
    )
    in_post = factories.statement(story, "She told us: “All will be well”", pieces=["All will be well"], speaker=smith, within=post)
    utterance = factories.utterance(quote, in_post, reason="Both are the speech of <Friday>.")
    cheers = factories.statement(
        story,
        "Some onlookers cheered.",
        pieces=["onlookers cheered"],
        kind=Statement.Kind.PARAPHRASE,
        speaker=factories.group("some onlookers", story),
        about=[jones],
        topics=[courts],
    )
    private = factories.statement(story, "“Good day,” said Byron Stander.", pieces=["Good day"], speaker=bystander, about=[smith])
    position = factories.statement(
        page, "We will end cash bail.", kind=Statement.Kind.POSITION, speaker=committee, about=[smith], topics=[bail]
    )
    own = factories.statement(page, "I am for open courts.", kind=Statement.Kind.POSITION, speaker=smith, topics=[courts])
    report = factories.statement(
        story,
        "Jones has almost 53.7% of the vote",
        pieces=["Jones has almost"],
        kind=Statement.Kind.REPORT,
        speaker=paper,
        about=[jones],
        summary="A summary.",
        note="A note.",
    )
    backing = factories.endorsement(
        story,
        "Unions backed Jones.",
        endorser=unions,
        candidate=jones,
        race=race,
        election=election,
        stance="supports",
        verb="backed",
    )
    money = factories.endorsement(
        story,
        "Donors pumped “$1.5 Million” into the race.",
        endorser=factories.group("donors", story),
        race=race,
        stance="funds",
        verb="pumped",
        amount="1500000",
        amount_as_stated="$1.5 Million",
        recipient="the race",
    )
    count = factories.result(
        story,
        "Jones has almost 53.7% of the vote; more than 790,000 ballots remain.",
        candidate=jones,
        election=election,
        percent="53.7",
        qualifier="almost",
        status="partial",
        ballots_out=790000,
        ballots_out_as_stated="more than 790,000",
        authority=factories.organization("The Registrar"),
    )
    conceded = factories.fact(
        story,
        "Ann Smith conceded on Friday.",
        candidate=smith,
        race=race,
        election=election,
        kind="conceded",
        occurred_on="2020-11-06",
    )
    withdrawn = Tombstone.objects.create(
        key="withdrwn", kind="statements", withdrawn_on=datetime.date(2024, 2, 3), ground="privacy"
    )
    Redirect.objects.create(kind="topics", old="bail-money", new=bail.slug)
    Redirect.objects.create(kind="statements", old="merged22", new=quote.key)
    withheld = factories.withholding(story, "The second paragraph that nobody may read.", note="On somebody else.")
    reply = Reply.objects.create(source=page, kind="statements", key=quote.key)
    return SimpleNamespace(**locals())
