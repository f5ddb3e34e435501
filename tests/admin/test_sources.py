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


def test_sources_of_one_title_are_told_apart_by_date_and_key_where_one_is_chosen(archive, curator):
    dated = factories.source("One.", title="Press release", published_on="2020-03-05")
    undated = factories.source("Two.", title="Press release")
    lookup = {"app_label": "dara", "model_name": "passage", "field_name": "source", "term": "Press release"}
    offered = curator.get(reverse("admin:autocomplete"), lookup).json()["results"]
    names = [f"Press release (2020-03-05, {dated.key})", f"Press release (undated, {undated.key})"]
    assert [each["text"] for each in offered] == names
    for model, field in (("withholding", "source"), ("statement", "passage_source")):
        page = curator.get(f"{address(model)}?{field}={undated.key}").text
        assert f'<option value="{undated.key}" selected>{names[1]}</option>' in page
    assert names[0] in curator.get(f"{reverse('admin:dara_passage_changelist')}?source={dated.key}").text
