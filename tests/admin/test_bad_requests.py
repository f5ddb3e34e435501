"""Whatever stands in an address of the admin, the answer is a page or a refusal in words, never an error of the server."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, InternalError, OperationalError, transaction
from django.urls import reverse
from psycopg.errors import ReadOnlySqlTransaction

from tests.admin.forms import address

MANY_DIGITS = "9" * 5000


@pytest.mark.parametrize(
    "query",
    [
        f"?page={MANY_DIGITS}",
        "?page=%00",
        "?%00=1",
        "?passage=abc",
        "?topic_list=abc",
        "?topic_list=1,abc",
        "?about_entities=%20",
        f"?speaker={MANY_DIGITS}",
        "?key__regex=%5C",
        "?key__range=9",
        f"?p={MANY_DIGITS}",
        "?p=-1",
        "?o=abc.1",
        "?into=abc",
        "?draft=abc",
        "?source=%25",
        "?q=" + "x" * 3000,
        f"?passage__start={MANY_DIGITS}",
        "?said_on__gte=never",
        "?_to_field=abc",
        "?_to_field=",
        "?_popup=1",
    ],
)
def test_no_address_is_an_error_of_the_server(curator, archive, query):
    statement, source = archive.statement, archive.source
    pages = [
        *(address("statement", statement, page) for page in ("change", "history", "merge", "delete")),
        *(
            address(model)
            for model in ("statement", "endorsement", "electionresult", "candidacyfact", "entity", "withholding", "tombstone")
        ),
        *(
            reverse(f"admin:dara_{model}_changelist")
            for model in ("statement", "draft", "source", "paragraph", "entity", "passage")
        ),
        reverse("admin:dara_draft_source", args=[source.key]),
        address("entity", archive.vega, "merge"),
        reverse("admin:autocomplete"),
    ]
    for page in pages:
        with transaction.atomic():  # the database may refuse a query, and then all that follow
            response = curator.get(page + query)
            transaction.set_rollback(True)
        assert response.status_code < 500, page
        assert "%00" not in query or response.status_code == 400


@pytest.mark.parametrize("model", ["user", "group"])
def test_an_empty_field_to_find_by_is_none(admin_client, admin_user, model):
    group = Group.objects.create(name="A group")
    pk = {"user": admin_user, "group": group}[model].pk
    for page in ("change", "delete"):
        assert admin_client.get(reverse(f"admin:auth_{model}_{page}", args=[pk]) + "?_to_field=").status_code in (200, 302)


@pytest.mark.parametrize(
    "path", ["statement/%00/change/", "statement/abc%00/", "entity/abc/change/", "entity/9" + MANY_DIGITS + "/change/"]
)
def test_no_path_is_an_error_of_the_server(curator, archive, path):
    assert curator.get(f"/admin/dara/{path}").status_code in (302, 400, 404)


def test_a_form_that_is_too_long_is_told_so(curator, archive):
    response = curator.post(address("statement"), {"note": "x" * 3_000_000})
    assert response.status_code == 400
    assert "Nothing of it was saved" in response.text
    assert "shorten it" in response.text


def test_words_with_nul_are_refused_on_their_field(curator, archive, quote):
    response = curator.post(address("statement"), quote | {"note": "a\0b", "passage_words": "a\0b"})
    assert response.status_code == 200
    assert {"note", "passage_words"} <= response.context["adminform"].form.errors.keys()


@pytest.mark.parametrize(
    "error", [OperationalError("the connection is lost"), InterfaceError("the connection is closed"), InternalError()]
)
def test_while_the_database_is_away_the_admin_says_so(curator, archive, monkeypatch, error):
    """A standby that takes no changes raises InternalError."""
    error.__cause__ = ReadOnlySqlTransaction() if isinstance(error, InternalError) else None

    def fails(self):
        raise error

    monkeypatch.setattr(SessionStore, "load", fails)
    curator.raise_request_exception = False
    response = curator.get(reverse("admin:dara_topic_changelist"))
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "nothing can be written here" in response.text
