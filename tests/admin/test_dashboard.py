"""The first page of the desk says what waits, and lists every model once."""

import pytest
from django.contrib import admin
from django.urls import reverse

from dara.admin.dashboard import OTHERS, waiting
from dara.models import Draft, ImportConflict


@pytest.fixture
def nothing_waits(archive):
    Draft.objects.all().delete()
    ImportConflict.objects.all().delete()


def test_what_waits_is_counted(curator, archive, nothing_waits, admin_user):
    before = {each.what for each in waiting(admin_user)}
    place = {"source": archive.source, "kind": "quote", "start": 1, "end": 9}
    Draft.objects.create(key="draft001", name="a", author="admin", **place)
    Draft.objects.create(key="draft002", name="b", record=archive.statement.key, **place)
    found = {each.what: each for each in waiting(admin_user) if each.what not in before}
    assert {what: each.number for what, each in found.items()} == {"draft": 1, "proposed change of records": 1}
    assert found["draft"].details == "of 1 source; 1 selected or corrected by you"
    page = curator.get(reverse("admin:index")).text
    for each in found.values():
        assert each.what in page
        assert curator.get(each.url).status_code == 200
    listed = curator.get(found["proposed change of records"].url).context["cl"].queryset
    assert [each.key for each in listed] == ["draft002"]


def test_every_model_stands_in_one_group(curator, archive):
    groups = curator.get(reverse("admin:index")).context["app_list"]
    names = [model["object_name"] for group in groups for model in group["models"]]
    assert sorted(names) == sorted(model.__name__ for model in admin.site._registry)
    assert OTHERS not in [group["name"] for group in groups]
