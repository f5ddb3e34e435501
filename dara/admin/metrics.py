"""What a monitor asks the admin for, in Prometheus' text format: what waits, how old things are, who is connected to the database.

All of it is read from the database and the data folder when asked, so that every process answers the same. How many requests a process answers
stands in its log (dara/public/request_counts.py): the public site has no address for this."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from dara.archive import download_builds
from dara.archive.proving import last_proven
from dara.models import Draft, ImportConflict, PendingUpload, PublicChange, Revision

DAY = timedelta(days=1)
CONNECTIONS = """
    SELECT usename::text, coalesce(state, 'unknown'), count(*), coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float
    FROM pg_catalog.pg_stat_activity
    WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_catalog.pg_backend_pid() GROUP BY 1, 2 ORDER BY 1, 2
"""


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever brings the token (`Authorization: Bearer …`), or is logged in to the admin."""
    if not (_has_token(request) or admin.site.has_permission(request)):
        return HttpResponse("Metrics need a token (DARA_METRICS_TOKEN).\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Archive())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    token: str = settings.DARA_METRICS_TOKEN
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


class Archive(Collector):
    """The archive as it is when asked. What there is none of, such as a proven backup, has no line."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._waiting()
        yield from self._public()
        yield from self._connections()
        backup = last_proven()
        yield _gauge("backup_proven_timestamp_seconds", "When a backup was last proven to restore", _seconds(backup))

    def _waiting(self) -> Iterator[GaugeMetricFamily]:
        drafts = Draft.objects.open().aggregate(
            changes=Count("key", filter=~Q(record="")), drafts=Count("key", filter=Q(record=""))
        )
        conflicts = ImportConflict.objects.aggregate(number=Count("pk"), since=Min("since"))
        yield _gauge("drafts_waiting", "Drafts that wait for a curator", drafts["drafts"])
        yield _gauge("changes_waiting", "Proposed changes of records that wait for a second person", drafts["changes"])
        yield _gauge("uploads_waiting", "Uploads that are not public", PendingUpload.objects.count())
        yield _gauge("import_conflicts", "Conflicts with imports that wait for a curator", conflicts["number"])
        yield _gauge(
            "import_conflict_oldest_timestamp_seconds", "Since when the oldest conflict waits", _seconds(conflicts["since"])
        )
        failures = AccessFailureLog.objects.filter(attempt_time__gte=timezone.now() - DAY).count()
        yield _gauge("log_ins_failed_last_day", "Failed log-ins to the admin within 24 hours", failures)

    def _public(self) -> Iterator[GaugeMetricFamily]:
        changed = PublicChange.objects.aggregate(newest=Max("began"))["newest"]
        yield _gauge("revision_changes", "Transactions that changed what the public reads", Revision.read().changes)
        yield _gauge("revision_changed_timestamp_seconds", "When what the public reads last changed", _seconds(changed))
        downloads = download_builds.state()
        yield _gauge("downloads_made_timestamp_seconds", "When the downloads that are offered were made", _seconds(downloads.made))
        yield _gauge("downloads_offered", "1 while the public is offered downloads", int(downloads.made is not None))
        yield _gauge("downloads_failed", "1 if the last build of the downloads failed", int(downloads.failure is not None))

    def _connections(self) -> Iterator[GaugeMetricFamily]:
        labels = ("role", "state")
        open_now = GaugeMetricFamily("dara_database_connections", "Connections to the database", labels=labels)
        oldest = GaugeMetricFamily("dara_database_oldest_transaction_seconds", "Age of the oldest open transaction", labels=labels)
        with connection.cursor() as cursor:
            cursor.execute(CONNECTIONS)
            for role, state, number, seconds in cursor.fetchall():
                open_now.add_metric([role, state], number)
                oldest.add_metric([role, state], seconds)
        yield from (open_now, oldest)


def _gauge(name: str, what: str, value: float | None) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"dara_{name}", f"{what}.")
    if value is not None:
        family.add_metric([], value)
    return family


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
