"""Every change is in the history, however it is made, and every earlier state is restored exactly."""

import random

import pytest
from django.db import connection
from django.urls import reverse

from dara.archive.history import history_failures
from dara.curation import revert
from dara.curation.withdrawal import withdraw
from dara.models import (
    EVENTS,
    CandidacyFact,
    ElectionResult,
    Endorsement,
    Passage,
    Source,
    Statement,
    StatementAbout,
    StatementTopic,
    Tombstone,
    Topic,
)
from dara.models.record_format import KINDS, values_of
from tests.admin.forms import address, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.older_postgres]  # each change a transaction of its own

RECORDS = {
    "statements": Statement,
    "endorsements": Endorsement,
    "results": ElectionResult,
    "facts": CandidacyFact,
    "sources": Source,
}


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def look(kind: str, key: str):
    """A record as it is: its canonical form and its tracked columns, its links' own rows too; None where there is none."""
    row = KINDS[kind].rows().filter(pk=key).first()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in revert.tracked_columns(type(row)) if name != "version"}
    links = [sorted(link.objects.filter(statement=key).values_list()) for link in (StatementAbout, StatementTopic)]
    return values_of(KINDS[kind], row), values, links


def page(model, pk, number=None) -> str:
    name = model._meta.model_name
    args = [pk] if number is None else [pk, number]
    return reverse(f"admin:dara_{name}_{'history' if number is None else 'revert'}", args=args)


def edits(archive, admin_client, chance):
    """Ways to change the statement, by name."""
    key = archive.statement.key
    other = Topic.objects.create(slug="courts", name="Courts", position=9)
    word = lambda: f"Note {chance.random()}"  # noqa: E731

    def statement():
        return Statement.objects.get(pk=key)

    def bulk_update():
        row = statement()
        row.note, row.inferred = word(), {"said_on": word()}
        Statement.objects.bulk_update([row], ["note", "inferred"])

    def save():
        row = statement()
        row.summary, row.speaker = word(), chance.choice([archive.vega, archive.union])
        row.save()

    def withdraw_and_bring_back():
        before = revert.changes(Statement, key)[0].number
        send(admin_client, address("tombstone"), key=key, kind="statements", withdrawn_on="2024-02-02", ground="error")
        assert look("statements", key) is None
        assert admin_client.post(page(Statement, key, before)).status_code == 302

    def narrower():
        row = statement()
        exact = "“We closed the courthouse basement,” Vega said"
        place = archive.source.text.body.index(exact)
        passage, _ = Passage.objects.get_or_create(
            source=archive.source, start=place, end=place + len(exact), defaults={"exact": exact}
        )
        row.passage, row.pieces = passage, ["We closed the courthouse basement,"]
        row.save()

    return {
        "the admin's form": lambda: send(admin_client, address("statement", statement()), note=word(), said_on="2020-11"),
        "the admin's topics": lambda: send(
            admin_client, address("statement", statement()), topic_list=[other.pk], about_entities=[archive.vega.pk], note=word()
        ),
        "save": save,
        "update": lambda: Statement.objects.filter(pk=key).update(note=word(), kind=chance.choice(["quote", "post"])),
        "bulk_update": bulk_update,
        "topics set": lambda: statement().topics.set(chance.sample([archive.topic, other], chance.randrange(2))),
        "topics cleared": lambda: statement().topics.clear(),
        "about": lambda: statement().about.set(chance.sample([archive.union, archive.vega], 1)),
        "a link by SQL": lambda: sql(
            "UPDATE dara_statementtopic SET topic_id = %s WHERE statement_id = %s AND NOT EXISTS"
            " (SELECT FROM dara_statementtopic WHERE topic_id = %s AND statement_id = %s)",
            *(other.pk, key) * 2,
        ),
        "SQL": lambda: sql("UPDATE dara_statement SET note = %s, said_on = '2020' WHERE key = %s", word(), key),
        "SQL that looks away": lambda: sql(
            "SET pgtrigger.ignore = '{all,dara.Statement:update_update}'; UPDATE dara_statement SET note = %s WHERE key = %s",
            word(),
            key,
        ),
        "another passage": narrower,
        "withdrawn and brought back": withdraw_and_bring_back,
    }


@pytest.mark.parametrize("seed", range(2))
def test_every_change_is_there_and_every_state_comes_back(seed, archive, admin_client):
    chance = random.Random(seed)
    key = archive.statement.key
    ways = edits(archive, admin_client, chance)
    states = {revert.changes(Statement, key)[0].number: look("statements", key)}
    for name in chance.sample(sorted(ways), len(ways)):
        before, known = look("statements", key), revert.changes(Statement, key)
        ways[name]()
        now = revert.changes(Statement, key)
        assert (len(now) > len(known)) or look("statements", key) == before, name
        states[now[0].number] = look("statements", key)
    assert [each for model in EVENTS for each in history_failures(model)] == []
    Statement.objects.get(pk=key).delete()  # the shell: no tombstone
    for number in chance.sample(sorted(states), len(states)):
        revert.revert(Statement, key, number)
        assert look("statements", key) == states[number]
    assert revert.changes(Statement, key)[0].context == {"reverted_to": number}
    assert [each for model in EVENTS for each in history_failures(model)] == []


@pytest.mark.parametrize("kind", RECORDS)
def test_each_kind_of_record_is_brought_back(kind, archive):
    model = RECORDS[kind]
    row = {
        "statements": archive.statement,
        "endorsements": archive.endorsement,
        "results": archive.result,
        "facts": archive.fact,
        "sources": archive.source,
    }[kind]
    before, number = look(kind, row.pk), revert.changes(model, row.pk)[0].number
    model.objects.filter(pk=row.pk).update(note="Another.")
    if kind != "sources":  # a source's original stays for good
        withdraw(Tombstone(key=row.pk, kind=kind, withdrawn_on="2024-01-02", ground="error"))
        assert look(kind, row.pk) is None
    done = revert.revert(model, row.pk, number)
    assert look(kind, row.pk) == before
    assert not Tombstone.objects.filter(key=row.pk).exists()
    assert ("its tombstone" in done[0]) == (kind != "sources")


def test_rows_made_together_and_emptied_together(archive):
    made = Topic.objects.bulk_create([Topic(slug=f"t{n}", name=f"T{n}", position=n) for n in range(5)])
    Topic.objects.filter(slug__startswith="t").update(description="Five at once.")
    Topic.objects.filter(slug__startswith="t").delete()
    for topic in made:
        past = revert.changes(Topic, topic.pk)
        assert [change.after.values and change.after.values["description"] for change in past] == [None, "Five at once.", ""]
    revert.revert(Topic, made[0].pk, revert.changes(Topic, made[0].pk)[1].number)
    assert Topic.objects.get(slug="t0").description == "Five at once."


def test_what_it_referred_to_has_to_be_there(archive):
    number = revert.changes(Statement, archive.statement.key)[0].number
    Statement.objects.all().delete()
    Topic.objects.all().delete()
    with pytest.raises(revert.RevertRefused, match="Its topics of then, “Jails”, is not in the archive any more"):
        revert.revert(Statement, archive.statement.key, number)
    assert not Statement.objects.exists()


def test_what_is_made_of_other_columns_is_not_remembered():
    """What the words and names make findable, PostgreSQL makes again."""
    for model, events in EVENTS.items():
        assert not {"search", "found_by"} & {field.name for field in events._meta.fields}, model
