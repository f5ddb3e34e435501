"""Races, their elections, who ran in them, and how the counting went."""

from decimal import Decimal

from dara import models
from dara.models.permalinks import permalink, public_url
from dara.models.record_format.fields import (
    API,
    INFERRED,
    NAME,
    NOTE,
    OF_RECORDS,
    PASSAGE,
    PERMALINK,
    SOURCE,
    TRANSLATIONS,
    Field,
    Kind,
    Section,
    date_field,
    key_field,
    slug_field,
)


def page_of_candidate(candidacy) -> str:
    """The address of the candidate's page."""
    return public_url(permalink("candidate", candidacy.candidate.slug))


RACES = Kind(
    "races",
    models.Race,
    ("slug",),
    (slug_field("The race’s name: its year."), NAME, TRANSLATIONS),
    lambda: models.Race.objects.all(),
    "Races",
    "The contests for the office, one a cycle.",
)
ELECTIONS = Kind(
    "elections",
    models.Election,
    ("slug",),
    (
        slug_field("The election’s name in addresses."),
        Field("race", required=True, refers_to="races", description="The race that it is a stage of."),
        NAME,
        Field("stage", description="Which stage; empty where no source says."),
        date_field("held_on", "When it was held."),
        SOURCE,
        PASSAGE,
        NOTE,
        INFERRED,
        TRANSLATIONS,
        PERMALINK,
    ),
    lambda: models.Election.objects.select_related("race", "passage"),
    "Elections",
    "The stages of the races.",
)
CANDIDACIES = Kind(
    "candidacies",
    models.Candidacy,
    ("candidate", "race"),
    (
        Field("candidate", required=True, refers_to="entities", description="The candidate."),
        Field("race", required=True, refers_to="races", description="The race."),
        Field(
            "permalink",
            outputs=API,
            section=Section.PERMALINK,
            read=page_of_candidate,
            description="The address of the candidate’s page.",
        ),
    ),
    lambda: models.Candidacy.objects.select_related("candidate", "race"),
    "Candidacies",
    "Who ran in which race. The sources held may not name everybody.",
)
RESULTS = Kind(
    "results",
    models.ElectionResult,
    ("key",),
    (
        key_field("record"),
        SOURCE,
        PASSAGE,
        Field("candidate", required=True, refers_to="entities", description="Whose count it is."),
        Field("race", refers_to="races", outputs=API, description="The race that the election is a stage of."),
        Field("election", required=True, refers_to="elections", description="The election."),
        Field(
            "area",
            description="Of a count of a part of the county, the source’s words for it: “precinct 12”. Empty: the whole county.",
        ),
        Field("percent", Decimal, description="Percent of the vote, 0 to 100."),
        Field("votes", int, description="Number of votes."),
        Field("qualifier", description="The source’s: “almost”, “more than”."),
        Field("status", required=True, description="Whether the count is said to be partial or certified."),
        date_field("as_of", "When the count was taken."),
        Field("authority", refers_to="entities", description="Whom the source cites."),
        Field("ballots_out", int, description="Ballots still to be counted."),
        Field("ballots_out_as_stated", description="That number in the source’s words."),
        Field("ballots_out_authority", refers_to="entities", description="Who said so, where that is stated."),
        *OF_RECORDS,
    ),
    lambda: models.ElectionResult.objects.select_related("passage", "candidate", "election", "authority", "ballots_out_authority"),
    "Election results",
    "Counts for candidates, each as one source gives it. A partial count is not a result of the election, nor is that of an area.",
)
FACTS = Kind(
    "facts",
    models.CandidacyFact,
    ("key",),
    (
        key_field("record"),
        SOURCE,
        PASSAGE,
        Field("candidate", required=True, refers_to="entities", description="The candidate."),
        Field("race", required=True, refers_to="races", description="The race."),
        Field("election", refers_to="elections", description="The election, where the passage says so."),
        Field("kind", required=True, description="What the source states."),
        date_field("occurred_on", "When it happened."),
        *OF_RECORDS,
    ),
    lambda: models.CandidacyFact.objects.select_related("passage", "candidate", "race", "election"),
    "Facts of candidacies",
    "Running, incumbency, withdrawal, concession and outcome, as a source states each.",
)
