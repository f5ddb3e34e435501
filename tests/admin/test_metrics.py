"""Metrics are for whoever watches: with the token, or logged in; they say what waits and how old things are, and nothing of what stands there."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from dara.archive import proving
from dara.models import Draft, ImportConflict

pytestmark = pytest.mark.django_db
TOKEN = "for tests only, and nothing else: 9876543210"


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DARA_DATA_DIR = tmp_path
    settings.DARA_METRICS_TOKEN = TOKEN


def asked(client, token: str = TOKEN) -> dict[str, float]:
    """The values by name; those with labels by “name{role}”, the sum of all states."""
    answer = client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            name = sample.name.removeprefix("dara_") + (f"{{{sample.labels['role']}}}" if sample.labels else "")
            found[name] = found.get(name, 0) + sample.value
    return found


def test_what_waits_and_how_old_things_are(client, archive, data_dir, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        found = asked(client)
    assert found["drafts_waiting"] == Draft.objects.open().filter(record="").count() > 0
    assert found["import_conflicts"] == ImportConflict.objects.count()
    assert found["revision_changes"] > 0
    assert abs(timezone.now().timestamp() - found["revision_changed_timestamp_seconds"]) < 24 * 3600
    assert found["downloads_offered"] == found["downloads_failed"] == 0
    assert "backup_proven_timestamp_seconds" not in found, "no backup was proven"
    proving.note_proven()
    assert abs(timezone.now().timestamp() - asked(client)["backup_proven_timestamp_seconds"]) < 60


def test_who_is_connected_to_the_database(client, data_dir, cluster):
    url = cluster.url(role="dara_public", database=connection.settings_dict["NAME"])
    with psycopg.connect(url) as public:
        public.execute("SELECT 1")
        found = asked(client)
    assert found["database_connections{dara_public}"] == 1
    assert 0 <= found["database_oldest_transaction_seconds{dara_public}"] < timedelta(minutes=1).total_seconds()


@pytest.mark.parametrize("authorization", ["", f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", TOKEN])
def test_nobody_else_is_answered(client, data_dir, authorization):
    answer = client.get("/metrics", **({"HTTP_AUTHORIZATION": authorization} if authorization else {}))
    assert answer.status_code == 401
    assert "dara_" not in answer.content.decode()


def test_without_a_token_only_users_are_answered(client, data_dir, settings):
    settings.DARA_METRICS_TOKEN = ""
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 401
    assert client.get("/metrics").status_code == 401


def test_a_user_of_the_admin_is_answered(curator, data_dir):
    assert curator.get("/metrics").status_code == 200
    assert curator.post("/metrics").status_code == 405


def test_the_public_site_has_none(as_public):
    with as_public() as client:
        assert client.get("/metrics").status_code == 404
