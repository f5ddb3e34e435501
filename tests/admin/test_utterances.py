"""Statements are joined in utterances, with a reason, and parted again."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.models import Statement, Utterance
from tests.admin.forms import address, errors_of, send, values_of


@pytest.fixture
def told(archive):
    """The archive's statement as others give it: three more."""
    return [
        Statement.objects.create(
            key=f"told000{n}",
            kind="quote",
            passage=archive.quoted,
            pieces=["We closed the courthouse basement,"],
            speaker=archive.vega,
        )
        for n in (1, 2, 3)
    ]


@pytest.fixture
def joined(archive, told):
    """The archive's statement and the first of those."""
    utterance = Utterance.objects.create(slug="the-basement", reason="Both are the speech of Friday.")
    Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk]).update(utterance=utterance)
    return utterance


def keys(slug="the-basement") -> set[str]:
    return set(Statement.objects.filter(utterance__slug=slug).values_list("key", flat=True))


def test_statements_are_joined(archive, curator, told):
    response = send(
        curator,
        address("utterance"),
        slug="the-basement",
        reason="Both are the speech of Friday.",
        joined=[archive.statement.key, told[0].key],
    )
    assert response.status_code == 302
    assert keys() == {archive.statement.key, told[0].key}
    made = Utterance.objects.get(slug="the-basement")
    listed = curator.get(reverse("admin:dara_utterance_changelist")).text
    page = curator.get(address("utterance", made)).text
    for key in keys():
        assert reverse("admin:dara_statement_change", args=[key]) in listed
        assert reverse("admin:dara_statement_change", args=[key]) in page
        assert f"(quotation, {key})" in page  # what tells two renderings of the same words apart
    assert "We closed the courthouse basement," in page


def test_another_is_joined_and_one_taken_out(archive, curator, told, joined):
    version = Statement.objects.get(pk=told[1].pk).version
    response = send(curator, address("utterance", joined), joined=[told[0].key, told[1].key], reason="A better one.")
    assert response.status_code == 302
    assert keys() == {told[0].key, told[1].key}
    assert Utterance.objects.get(pk=joined.pk).reason == "A better one."
    archive.statement.refresh_from_db()
    assert archive.statement.utterance is None
    assert Statement.objects.get(pk=told[1].pk).version >= version


def test_nothing_changes_when_nothing_was_changed(curator, joined):
    before = list(Statement.objects.order_by("key").values())
    assert send(curator, address("utterance", joined)).status_code == 302
    assert list(Statement.objects.order_by("key").values()) == before


@pytest.mark.parametrize("chosen", [[], ["told0001"]])
def test_fewer_than_two_are_refused(curator, told, joined, chosen):
    response = send(curator, address("utterance"), slug="new", reason="One reason,\nin two lines.", joined=chosen)
    assert "Choose two statements or more" in errors_of(response)["joined"]
    assert "delete the utterance" not in errors_of(response)["joined"]
    shown = values_of(response)
    assert (shown["slug"], list(shown.get("joined", [])), shown["reason"].replace("\r", "")) == (
        "new",
        chosen,
        "One reason,\nin two lines.",
    )
    assert not Utterance.objects.filter(slug="new").exists()
    before = keys()
    response = send(curator, address("utterance", joined), joined=chosen)
    assert "To part them, delete the utterance: its statements stay." in errors_of(response)["joined"]
    assert keys() == before


def test_without_a_reason(curator, told):
    chosen = [told[0].key, told[1].key]
    for reason in ("", " \n "):
        response = send(curator, address("utterance"), slug="new", reason=reason, joined=chosen)
        assert "reason" in errors_of(response)
        assert list(values_of(response)["joined"]) == chosen
    assert not Utterance.objects.filter(slug="new").exists()


def test_what_is_joined_elsewhere_is_not_taken_from_there(archive, curator, told, joined):
    chosen = [told[0].key, told[1].key]
    response = send(curator, address("utterance"), slug="new", reason="A reason.", joined=chosen)
    said = errors_of(response)["joined"]
    assert "is joined in “the-basement” already: take it out there, or delete that utterance, first." in said
    assert told[0].key in keys()
    assert not keys("new")


def test_a_statement_that_is_not_there(curator, told):
    response = send(curator, address("utterance"), slug="new", reason="A reason.", joined=[told[0].key, "nothing0"])
    assert "nothing0 is not one of the available choices" in errors_of(response)["joined"]


def test_a_slug_that_is_taken(curator, told, joined):
    response = send(curator, address("utterance"), slug=joined.slug, reason="A reason.", joined=[told[1].key, told[2].key])
    assert "already exists" in errors_of(response)["slug"]


def test_from_the_statements_own_page(archive, curator, told, joined):
    assert send(curator, address("statement", told[1]), utterance=joined.pk).status_code == 302
    assert told[1].key in keys()
    assert send(curator, address("statement", told[1]), utterance="").status_code == 302
    assert keys() == {archive.statement.key, told[0].key}
    assert send(curator, address("statement", told[0]), note="Seen.").status_code == 302  # and nothing is said of the two


def test_from_the_statements_own_page_none_is_left_alone(archive, curator, told, joined):
    response = send(curator, address("statement", told[0]), utterance="", note="Typed.")
    said = errors_of(response)["utterance"]
    assert said == "“the-basement” would join fewer than two. To part them, delete that utterance: its statements stay."
    assert values_of(response)["note"] == "Typed."
    empty = Utterance.objects.create(slug="empty", reason="None yet.")
    response = send(curator, address("statement", told[1]), utterance=empty.pk)
    assert "would join this statement alone: choose its statements on" in errors_of(response)["utterance"]
    assert keys() == {archive.statement.key, told[0].key}


def test_parting_them_all_is_deleting_it(archive, curator, told, joined):
    for url, data in (
        (address("utterance", joined, "delete"), {"post": "yes"}),
        (
            reverse("admin:dara_utterance_changelist"),
            {"action": "delete_selected", "_selected_action": [joined.pk], "post": "yes"},
        ),
    ):
        Utterance.objects.get_or_create(pk=joined.pk, defaults={"slug": joined.slug, "reason": joined.reason})
        Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk]).update(utterance=joined.pk)
        assert "Cannot delete" not in curator.get(address("utterance", joined, "delete")).text
        assert curator.post(url, data).status_code == 302
        assert not Utterance.objects.filter(pk=joined.pk).exists()
        assert Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk], utterance=None).count() == 2


def test_withdrawing_one_of_two_says_that_one_is_left(curator, told, joined):
    response = send(curator, address("tombstone"), key=told[0].key, kind="statements", withdrawn_on="2031-01-01", ground="error")
    assert response.status_code == 302
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("“the-basement” joins fewer than two statements now." in each for each in said)
