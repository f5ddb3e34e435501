"""What records rest on is not deleted, and records are withdrawn."""

import re

import pytest
from django.urls import reverse

from dara.models import Candidacy, Tombstone, Topic
from tests.admin.forms import address, errors_of, send


def test_what_records_rest_on_is_protected(archive, curator):
    for model, thing in (
        ("entity", archive.vega),
        ("race", archive.race),
        ("topic", archive.topic),
        ("election", archive.election),
    ):
        response = curator.post(address(model, thing, "delete"), {"post": "yes"})
        assert "Cannot delete" in response.text, model
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_a_candidacy_is_protected_by_the_records_of_its_race(archive, curator):
    for url, data in (
        (address("candidacy", archive.candidacy, "delete"), {"post": "yes"}),
        (
            reverse("admin:dara_candidacy_changelist"),
            {"action": "delete_selected", "_selected_action": [archive.candidacy.pk], "post": "yes"},
        ),
    ):
        response = curator.post(url, data)
        assert "Ana Vega: Incumbent" in response.text
        assert Candidacy.objects.filter(pk=archive.candidacy.pk).exists()
    for record in (archive.fact, archive.result, archive.endorsement):
        record.delete()
    assert curator.post(address("candidacy", archive.candidacy, "delete"), {"post": "yes"}).status_code == 302
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize("model", ["statement", "endorsement", "electionresult", "candidacyfact"])
def test_a_record_is_withdrawn_and_never_deleted_without_a_trace(archive, curator, model):
    record = {
        "statement": archive.statement,
        "endorsement": archive.endorsement,
        "electionresult": archive.result,
        "candidacyfact": archive.fact,
    }[model]
    assert curator.post(address(model, record, "delete"), {"post": "yes"}).status_code == 403
    page = curator.get(address(model, record)).text
    way = re.search(r"href='([^']*tombstone/add/[^']*)'>Withdraw this record", page)[1].replace("&amp;", "&")
    response = send(curator, way, withdrawn_on="2031-01-01", ground="error")
    assert response.status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()
    assert Tombstone.objects.get(key=record.pk).ground == "error"
    assert Topic.objects.exists()
    assert curator.post(address("tombstone", Tombstone.objects.get(key=record.pk), "delete"), {"post": "yes"}).status_code == 403


def test_what_others_rest_on_is_not_withdrawn(archive, curator):
    response = send(
        curator, address("tombstone"), key=archive.source.key, kind="sources", withdrawn_on="2031-01-01", ground="error"
    )
    assert "Withhold its text instead" in errors_of(response)["__all__"]
    assert not Tombstone.objects.filter(key=archive.source.key).exists()
