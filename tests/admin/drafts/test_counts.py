"""Drafts of counts: the area that was counted stays with the record, and the first count of an election brings the election with it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from dara.models import Candidacy, Draft, Election, ElectionResult, Entity, Race
from tests import factories
from tests.admin.forms import as_a_browser_sends, errors_of, values_of

TEXT = """Precinct 12

Vega 60% of the votes

In precinct 13 Vega has 61% of the vote, and 62% in Los Angeles County.
"""


@pytest.fixture
def source(archive):
    return factories.source(TEXT, title="Counted", publisher=archive.publisher, published_on="2018-06-05")


def make_draft(source, exact: str, **values) -> Draft:
    start = TEXT.index(exact)
    place = {"start": start, "end": start + len(exact)}
    named = {"candidate": {"slug": "ana-vega", "name": "Ana Vega", "as_named": "Vega"}, "status": "not stated"}
    values = {"passage": place | {"exact": exact}} | named | values
    name = f"result-{Draft.objects.count()}"
    return Draft.objects.create(
        key=f"count{Draft.objects.count():03}", source=source, name=name, kind="result", values=values, **place
    )


def form_of(draft: Draft) -> str:
    return f"{reverse('admin:dara_electionresult_add')}?draft={draft.key}"


def publish(client, draft: Draft, **changes):
    url = form_of(draft)
    return client.post(url, as_a_browser_sends(client.get(url)) | changes | {"_save": "1"})


IN_PASSAGE = "In precinct 13 Vega has 61% of the vote, and 62% in Los Angeles County."


def test_publishing_keeps_the_area(curator, source, archive):
    draft = make_draft(source, IN_PASSAGE, percent=61, area="precinct 13")
    response = publish(curator, draft, election=archive.election.pk)
    assert response.status_code == 302, errors_of(response)
    result = ElectionResult.objects.get(passage__source=source)
    assert (result.area, result.inferred) == ("precinct 13", {})
    another = make_draft(source, IN_PASSAGE, percent=61, area="precinct 13")
    assert values_of(curator.get(form_of(another)))["election"] == archive.election.pk, "that of the source's other counts"


def test_an_area_that_a_heading_names_has_its_basis(curator, source, archive):
    draft = make_draft(source, "Vega 60% of the votes", percent=60, area="Precinct 12")
    response = publish(curator, draft, election=archive.election.pk)
    assert response.status_code == 302, errors_of(response)
    result = ElectionResult.objects.get(passage__source=source)
    assert (result.area, result.inferred["area"]) == ("Precinct 12", "the text names “Precinct 12” above these figures")


@pytest.mark.parametrize("county", ["Los Angeles County", "the whole county", "L.A. County", "todo el condado"])
def test_the_county_is_no_part_of_itself(curator, source, archive, county):
    draft = make_draft(source, IN_PASSAGE, percent=62, area=county)
    assert "area" not in {name for name, value in values_of(curator.get(form_of(draft))).items() if value}
    refused = publish(curator, draft, election=archive.election.pk, area=county)
    assert "is the whole county: leave the area empty" in errors_of(refused)["area"]


def test_an_area_that_the_source_does_not_name_is_refused_on_its_field(curator, source, archive):
    draft = make_draft(source, IN_PASSAGE, percent=61, area="precinct 99")
    assert (
        "The area “precinct 99” is not in the passage" in errors_of(publish(curator, draft, election=archive.election.pk))["area"]
    )


class TestTheFirstCountOfAnElection:
    """The race, the election, the candidate, the figures and the passage are one form, and one transaction."""

    NEW = {"election": "", "new_election": "June 2018 primary", "new_election_stage": "primary", "new_election_held_on": "2018-06"}

    @pytest.fixture
    def draft(self, source):
        named = {"candidate": {"slug": "lena-rivas", "name": "Lena Rivas", "as_named": "Rivas"}}
        return make_draft(source, IN_PASSAGE, percent=61, **named)

    def test_all_of_it_is_new(self, curator, draft):
        response = publish(curator, draft, **self.NEW, new_race="2018", new_election_basis="“in June”", add_candidacy="on")
        assert response.status_code == 302, errors_of(response)
        result = ElectionResult.objects.get(passage__source=draft.source)
        election, race = result.election, result.race
        assert (race.slug, race.name) == ("2018", "2018 race for Los Angeles County District Attorney")
        assert (election.race, election.slug, election.stage, election.held_on) == (race, "june-2018-primary", "primary", "2018-06")
        assert (election.passage, election.inferred) == (result.passage, {"held_on": "“in June”"})
        assert Candidacy.objects.filter(candidate=result.candidate, race=race).exists()
        assert (result.candidate.name, result.percent) == ("Lena Rivas", 61)

    def test_of_a_race_that_is_held(self, curator, draft, archive):
        shown = values_of(curator.get(form_of(draft)))
        assert not shown.get("new_election_race"), "no race of another source"
        response = publish(
            curator, draft, **self.NEW, new_election_race=archive.race.pk, new_election_slug="2018-june", add_candidacy="on"
        )
        assert response.status_code == 302, errors_of(response)
        assert Election.objects.get(slug="2018-june").race == archive.race
        next_one = make_draft(draft.source, IN_PASSAGE, percent=62)
        assert values_of(curator.get(form_of(next_one)))["election"] == Election.objects.get(slug="2018-june").pk

    def test_what_is_refused_leaves_nothing(self, curator, draft):
        held = Race.objects.count(), Election.objects.count(), Entity.objects.count()
        refused = publish(curator, draft, **self.NEW, new_race="2018", percent="99", add_candidacy="on")
        assert "is not in the passage" in errors_of(refused)["percent"]
        assert values_of(refused)["new_election"] == self.NEW["new_election"]
        assert held == (Race.objects.count(), Election.objects.count(), Entity.objects.count())

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            ({}, "new_election_race", "Say of which race"),
            ({"new_race": "soon"}, "new_race", "Write a year"),
            ({"new_race": "2020"}, "new_race", "The 2020 race is held already: choose it."),
            (
                {"new_election": "november 2020", "new_race": "2018"},
                "election",
                "November 2020 is held already: choose November 2020",
            ),
            (
                {"new_election_held_on": "", "new_election_basis": "by the year", "new_race": "2018"},
                "new_election_held_on",
                "Which date",
            ),
            ({"new_election_held_on": "2099", "new_race": "2018"}, "new_election_held_on", "is that right?"),
            ({"new_election_held_on": "June", "new_race": "2018"}, "new_election_held_on", "is not a date"),
            ({"new_election": "", "new_race": "2018"}, "new_election", "Name the new election."),
            ({"new_election": "", "new_election_stage": "", "new_election_held_on": ""}, "election", "or add a new one below"),
        ],
    )
    def test_what_is_wrong_is_said_on_its_field(self, curator, draft, changes, field, says):
        assert says in errors_of(publish(curator, draft, **self.NEW | changes))[field]

    def test_one_is_chosen_or_added(self, curator, draft, archive):
        both = publish(curator, draft, **self.NEW | {"election": archive.election.pk}, new_race="2018")
        assert "not both" in errors_of(both)["new_election"]
        both = publish(curator, draft, **self.NEW, new_race="2018", new_election_race=archive.race.pk)
        assert "not both" in errors_of(both)["new_race"]

    def test_the_same_stage_and_date_of_a_race_is_the_same_election(self, curator, draft, archive):
        Election.objects.filter(pk=archive.election.pk).update(stage="runoff")
        again = {"new_election": "The runoff", "new_election_stage": "runoff", "new_election_held_on": "2020-11"}
        refused = publish(curator, draft, **self.NEW | again, new_election_race=archive.race.pk)
        assert "November 2020 is held already" in errors_of(refused)["election"]

    def test_where_two_persons_are_asked_for_the_other_one_adds_it(self, client, admin_user, curator, draft, settings):
        settings.DARA_TWO_PERSONS = True
        sent = {**self.NEW, "new_race": "2018", "add_candidacy": "on"}
        curator.post(form_of(draft), as_a_browser_sends(curator.get(form_of(draft))) | sent | {"_keep": "1"})
        assert not Election.objects.filter(slug="june-2018-primary").exists()
        other = User.objects.create_superuser("carla")
        client.force_login(other)
        assert publish(client, draft).status_code == 302
        assert ElectionResult.objects.get(passage__source=draft.source).election.slug == "june-2018-primary"
