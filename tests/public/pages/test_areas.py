"""A count of a part of the county is shown with its area, everywhere, and never tells how the election stands."""

import pytest

from tests import factories

ONLY = "Only of “Precinct 12”, not of the whole county."
SOLO = "Solo de “Precinct 12”, no de todo el condado."


@pytest.fixture
def precinct(archive):
    """A certified count of a precinct, later than that of the county."""
    text = factories.source("In Precinct 12, certified: Jones 99%.\n", publisher=archive.paper, published_on="2020-12-01")
    counted = {"candidate": archive.jones, "election": archive.election, "percent": 99, "status": "certified"}
    return factories.result(text, "In Precinct 12, certified: Jones 99%.", area="Precinct 12", **counted)


@pytest.mark.parametrize("page", ["/", "/elections/", "/candidates/bea-jones/", "/compare/?c=bea-jones&c=ann-smith"])
def test_where_an_election_stands_is_as_without_it(archive, text_of, page, request):
    def standing() -> str:
        return text_of(page).partition("Counts")[0] if "candidates" in page else text_of(page)

    before = standing()
    precinct = request.getfixturevalue("precinct")
    after = standing()
    assert "99" not in after
    if page == "/":
        assert "Missing: a certified result of any election." in after
    elif page == "/elections/":
        assert after == before
    precinct.area = ""
    precinct.save()
    assert page.startswith("/compare") or "99" in standing(), "as a count of the whole county, it would tell"


def test_the_pages_of_the_election_and_the_candidate_list_it_with_its_area(archive, precinct, text_of):
    page = text_of(archive.election.get_absolute_url())
    first, parts = page.split("Counts of parts of the county")
    assert "We hold no certified result." in first
    assert "99" not in first
    assert "counts held" not in first
    assert parts.strip().startswith(
        f"“Precinct 12”, Reported on December 1, 2020 by The Paper {ONLY} Certified, as the source says."
    )
    assert "How the count moved" not in page
    assert f"99% of the vote {ONLY} Certified" in text_of("/candidates/bea-jones/")


def test_an_election_of_which_parts_alone_were_counted_does_not_stand_anywhere(archive, precinct, text_of):
    archive.count.delete()
    for page in ("/", "/elections/", archive.election.get_absolute_url()):
        assert "No count of the whole election in the sources held." in text_of(page)


def test_its_own_page_names_the_area_in_title_citation_and_card(archive, precinct, public, text_of):
    page = public(precinct.get_absolute_url()).content.decode()
    assert "<title>Count for Bea Jones, " in page
    assert page.count("“Precinct 12”") >= 6, "title, heading, cards, breadcrumb, citations"
    text = text_of(precinct.get_absolute_url())
    assert f"99% of the vote {ONLY} Certified, as the source says." in text
    assert "We hold no certified result." not in text
    spanish = text_of(f"/es{precinct.get_absolute_url()}")
    assert SOLO in spanish
    assert '<span lang="en">“Precinct 12”</span>' in public(f"/es{precinct.get_absolute_url()}").content.decode()


def test_api_and_files_have_it_and_leave_it_out_where_it_is_empty(archive, precinct, public):
    areas = {each["key"]: each["area"] for each in public("/api/v1/results/").json()["results"]}
    assert areas == {archive.count.key: None, precinct.key: "Precinct 12"}
    assert "Precinct 12" in public("/results.csv").getvalue().decode()
    assert [each["area"] for each in public("/api/v1/results/?election=" + archive.election.slug).json()["results"]] == [
        "Precinct 12",
        None,
    ]
