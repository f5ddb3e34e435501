"""A name that was merged into another leads to that one in the forms of drafts, too: of drafts from before the merge, and of names that are typed."""

import pytest
from django.urls import reverse

from dara.curation.merge import merge
from dara.models import Draft, Entity
from tests.admin.forms import as_a_browser_sends, errors_of, values_of


@pytest.fixture
def url(archive):
    Entity.objects.create(slug="anita-vega", name="Anita Vega", sort_name="Vega, Anita", kind="person")
    place = {"start": archive.quoted.start, "end": archive.quoted.end}
    values = {"speaker": {"slug": "anita-vega", "name": "Anita Vega", "as_named": "Vega"}, "pieces": ["and we will not reopen it."]}
    values |= {"passage": place | {"exact": archive.quoted.exact}}
    draft = Draft.objects.create(key="drafted2", source=archive.source, name="q", kind="quote", values=values, **place)
    merge("entities", "anita-vega", archive.vega.slug)
    return f"{reverse('admin:dara_statement_add')}?draft={draft.key}"


def test_the_form_of_an_older_draft_names_the_one_that_stayed(curator, archive, url):
    shown = values_of(curator.get(url))
    assert shown["speaker"] == archive.vega.pk
    assert not shown.get("new_speaker")


def test_nobody_is_made_anew_under_a_name_that_was_merged(curator, archive, url):
    sent = as_a_browser_sends(curator.get(url)) | {
        "speaker": "",
        "new_speaker": "anita vega",
        "new_speaker_kind": "person",
        "_save": "1",
    }
    refused = errors_of(curator.post(url, sent))["speaker"]
    assert refused == "“anita vega” was merged into Ana Vega: choose Ana Vega here, and empty “or new”."
