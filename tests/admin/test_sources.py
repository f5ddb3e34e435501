"""Sources, and the evidence below them, which is read and never changed."""

import pytest
from django.apps import apps
from django.urls import reverse

from dara.models import Original, Source
from tests import factories
from tests.admin.forms import address


@pytest.mark.parametrize("model", ["original", "sourcetext", "paragraph", "passage", "importedrecord"])
def test_is_read_only(model, archive, curator):

    rows = apps.get_model("dara", model).objects
    thing = rows.first()
    before = list(rows.values().order_by("pk"))
    assert not list(curator.get(address(model, thing)).context["adminform"].form)  # no field to fill in
    assert curator.post(address(model, thing), {"exact": "x", "start": 1, "body": "x"}).status_code == 403
    assert curator.post(address(model), {"exact": "x"}).status_code == 403
    assert curator.post(address(model, thing, "delete"), {"post": "yes"}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
    curator.post(reverse(f"admin:dara_{model}_changelist"), selected)
    assert list(rows.values().order_by("pk")) == before


def test_an_original_shows_its_size_and_checksum(archive, curator):
    page = curator.get(address("original", archive.source)).text
    original = Original.objects.get(source=archive.source)
    assert original.sha256 in page
    assert "bytes" in page
    assert "courthouse" not in page


def test_a_text_shows_its_beginning(curator, db):
    source = factories.source("word " * 5000, title="Long")
    page = curator.get(address("sourcetext", source)).text
    assert 900 < page.count("word") < 1100
    assert "25000" in page.replace(",", "")


def test_a_source_is_never_deleted(archive, curator):
    assert curator.post(address("source", archive.source, "delete"), {"post": "yes"}).status_code == 403
    assert Source.objects.filter(pk=archive.source.pk).exists()
