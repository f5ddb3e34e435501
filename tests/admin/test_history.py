"""The history page of a row, and reverting the row to an earlier state."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from dara.curation import revert
from dara.models import (
    CandidacyFact,
    ElectionResult,
    Endorsement,
    Entity,
    Statement,
    Tombstone,
)
from tests.admin.forms import address, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.older_postgres]  # each change a transaction of its own


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def page(model, pk, number=None) -> str:
    name = model._meta.model_name
    args = [pk] if number is None else [pk, number]
    return reverse(f"admin:dara_{name}_{'history' if number is None else 'revert'}", args=args)


def test_the_rules_of_evidence_hold(archive, curator):
    """A state that the rules would refuse today is refused, with their sentence."""
    number = revert.changes(Endorsement, archive.endorsement.key)[0].number
    Endorsement.objects.update(candidate=None, stance="funds", recipient="not stated")
    ElectionResult.objects.all().delete()
    CandidacyFact.objects.all().delete()
    archive.candidacy.delete()
    response = curator.post(page(Endorsement, archive.endorsement.key, number))
    assert "holds no candidacy of this candidate" in str(next(iter(get_messages(response.wsgi_request))))
    assert Endorsement.objects.get().stance == "funds"


def test_the_page_says_who_did_what(archive, curator, admin_user):
    key = archive.statement.key
    send(curator, address("statement", archive.statement), note="Seen twice.", speaker=archive.union.pk)
    sql("UPDATE dara_statement SET note = 'By SQL.' WHERE key = %s", key)
    text = curator.get(page(Statement, key)).text
    assert text.index("by database role") < text.index("by admin")
    assert "<td>Seen twice.</td><td>By SQL.</td>" in text
    assert f"The admin: /admin/dara/statement/{key}/change/" in text
    assert "Ana Vega" in text
    assert "Harbor Union" in text


def test_a_revert_is_shown_before_it_is_done(archive, curator):
    key = archive.statement.key
    first = revert.changes(Statement, key)[0].number
    send(curator, address("statement", archive.statement), note="Seen twice.", topic_list=[])
    shown = curator.get(page(Statement, key, first)).text
    assert "Seen twice." in shown
    assert "Jails" in shown
    assert Statement.objects.get(pk=key).note == "Seen twice."
    assert curator.post(page(Statement, key, first)).status_code == 302
    assert Statement.objects.get(pk=key).note == ""
    assert f"Reverted to change {first}" in curator.get(page(Statement, key)).text
    assert "nothing to revert" in curator.get(page(Statement, key, first)).text


def test_a_withdrawn_records_history_leads_back(archive, curator):
    key = archive.statement.key
    send(curator, address("tombstone"), key=key, kind="statements", withdrawn_on="2024-02-02", ground="error")
    tombstone = Tombstone.objects.get(key=key)
    assert page(Statement, key) in curator.get(address("tombstone", tombstone)).text
    text = curator.get(page(Statement, key)).text
    assert "not in the archive any more" in text
    number = revert.changes(Statement, key)[1].number
    assert page(Statement, key, number) in text
    assert "its tombstone goes" in curator.get(page(Statement, key, number)).text
    assert curator.get(page(Statement, "nothere2")).status_code == 404
    assert curator.get(page(Entity, "no-number")).status_code == 404


def test_only_who_may_change_may_revert(archive, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    number = revert.changes(Statement, archive.statement.key)[0].number
    assert client.get(page(Statement, archive.statement.key)).status_code == 403
    assert client.post(page(Statement, archive.statement.key, number)).status_code == 403
