"""The revision grows with each transaction that changes what the public can read, and with no other."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction

from dara.models import PublicChange, Revision, Source, SourceText, Topic, Withholding, grants

pytestmark = pytest.mark.django_db


def test_tables_that_the_public_reads_count():
    """But not views, migrations, the revision itself, and what changes only with another table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'dara_note_revision'")
        counted = {name for (name,) in cursor.fetchall()}
    readable = {apps.get_model(label)._meta.db_table for label in grants.READABLE}
    assert counted == (readable & tables) - {"dara_revision", "dara_publicparagraph", "dara_concerned"}


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_each_changes_it_once(self):
        before = Revision.read()
        with transaction.atomic():
            Topic.objects.create(slug="bail", name="Bail", position=1)
            Topic.objects.create(slug="jails", name="Jails", position=2)
        after = Revision.read()
        assert after.changes == before.changes + 1
        assert after.transaction > before.transaction
        assert after.removals == before.removals
        Topic.objects.update(description="Of the race.")
        assert Revision.read().changes == after.changes + 1

    def test_two_at_once_do_not_wait_and_both_count(self, settings):
        before = Revision.read()
        url = connection.get_connection_params()
        url.pop("cursor_factory", None), url.pop("context", None)
        with psycopg.connect(**url) as first, psycopg.connect(**url) as second:
            for number, each in enumerate((first, second)):
                each.execute("SET lock_timeout = '1s'")
                row = (f"t{number}", f"T{number}", number)
                each.execute("INSERT INTO dara_topic (slug, name, description, position) VALUES (%s, %s, '', %s)", row)
            second.commit()
            middle = Revision.read()
            first.commit()
        assert middle.changes == before.changes + 1
        assert Revision.read().changes == before.changes + 2  # though its number is smaller than that of the other
        assert Revision.read() != middle

    def test_what_is_rolled_back_does_not_count(self):
        before = Revision.read()
        with transaction.atomic():
            Topic.objects.create(slug="bail", name="Bail", position=1)
            transaction.set_rollback(True)
        assert Revision.read() == before

    def test_adding_up_changes_nothing(self):
        for number in range(20):
            Topic.objects.create(slug=f"t{number}", name=f"T{number}", position=number)
        before = Revision.read()
        assert PublicChange.objects.count() > 10
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.5)")
            for _ in range(5000):  # one in 500 adds up
                cursor.execute("UPDATE dara_topic SET name = name WHERE false")
                if PublicChange.objects.count() < 10:
                    break
            else:
                pytest.fail("Rows are never added up.")
        after = Revision.read()
        assert after.changes > before.changes
        assert after.removals == before.removals

    def test_the_number_of_a_transaction_of_another_server_counts_again(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (number,) = cursor.fetchone()
            cursor.execute(
                "INSERT INTO dara_revision (transaction, began, changes, removals)"
                " SELECT n, '2020-01-01', 1, 0 FROM generate_series(%s, %s) AS n",
                [number + 2, number + 20],
            )
        before = Revision.read()
        Topic.objects.create(slug="bail", name="Bail", position=1)
        assert Revision.read().changes == before.changes + 1

    def test_deleting_and_withholding_are_removals(self):
        topic = Topic.objects.create(slug="bail", name="Bail", position=1)
        before = Revision.read()
        topic.delete()
        assert Revision.read().removals == before.removals + 1


def test_withholding_is_a_removal(example_archive):
    source = Source.objects.filter(passages=None).first() or Source.objects.earliest("key")
    before = Revision.read()
    words = SourceText.objects.get(source=source).body
    end = len(words)
    Withholding.objects.create(key="w2345678", source=source, ground="privacy", start=end - 1, end=end)
    assert Revision.read().removals > before.removals


def test_the_public_role_may_read_it(example_archive, as_public):
    with as_public():
        assert Revision.read().changes
