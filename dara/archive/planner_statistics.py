"""What PostgreSQL plans its queries by: an import fills tables that it takes to be empty."""

from django.apps import apps
from django.db import connection


def analyze(*, at_most: int | None = None) -> None:
    """Give PostgreSQL statistics of the new rows: without them it plans as if the tables were empty. `at_most`: only where it knows of no more rows."""
    tables = {model._meta.db_table for model in apps.get_app_config("dara").get_models() if model._meta.managed}
    with connection.cursor() as cursor:
        if at_most is not None:
            cursor.execute(
                "SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND reltuples <= %s",
                [list(tables), at_most],
            )
            tables = {name for (name,) in cursor.fetchall()}
        if tables:
            cursor.execute(f"ANALYZE {', '.join(sorted(tables))}")
