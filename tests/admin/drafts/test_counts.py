"""Drafts of counts: the area that was counted stays with the record, and the first count of an election brings the election with it."""

import pytest
from django.urls import reverse

from dara.models import Draft, ElectionResult
from tests import factories
from tests.admin.forms import as_a_browser_sends, errors_of, values_of

TEXT = """Precinct 12

Vega 60% of the votes

In precinct 13 Vega has 61% of the vote, and 62% in Los Angeles County.
"""


@pytest.fixture
def source(archive):
    return factories.source(TEXT, title="Counted", publisher=archive.publisher, published_on="2030-06-05")


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
