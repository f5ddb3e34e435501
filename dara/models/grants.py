"""The grants of the public role, which the public site connects as: it may read what the public may see, and nothing else.

They are an explicit list, revoked and granted again after every migrate, so that a new table is closed until somebody puts
it on the list.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from dara.local.postgres import PUBLIC_CONNECTIONS

# Not here: originals, full texts, paragraphs (a table of its own has what may be read of them), import bookkeeping and conflicts, drafts, history, users,
# sessions, the admin's log.
READABLE = (
    "dara.Source",
    "dara.PublicParagraph",
    "dara.Passage",
    "dara.Entity",
    "dara.Race",
    "dara.Election",
    "dara.Candidacy",
    "dara.CandidacyFact",
    "dara.Topic",
    "dara.SynonymGroup",
    "dara.Utterance",
    "dara.Statement",
    "dara.StatementAbout",
    "dara.StatementTopic",
    "dara.Concerned",
    "dara.Endorsement",
    "dara.ElectionResult",
    "dara.Tombstone",
    "dara.Redirect",
    "dara.Withholding",  # no words, only where they stand
    "dara.Reply",
    "dara.Correction",  # plain views of the history, which is closed
    "dara.Corrected",
    "dara.PublicChange",
)
MIGRATIONS_TABLE = "django_migrations"  # for /readyz, which answers only when the database is migrated


class PublicRoleError(Exception):
    """The public role cannot be made, or would be able to do more than read; the text says what to ask for."""


@dataclass
class Applied:
    """What apply() did: tables that the role can read now, tables on the list that do not exist yet, and settings of the
    role (“name=value”) that we may not take from it. `unlimited`: it may open any number of connections, and we may not change that.
    `locks`: it may take advisory locks, which only an administrator can take from it."""

    readable: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    unlimited: bool = False
    locks: bool = False


def role_exists(connection: BaseDatabaseWrapper) -> bool:
    return bool(_value(connection, "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = %s", [settings.DARA_PUBLIC_ROLE]))


def create(connection: BaseDatabaseWrapper, password: str | None) -> bool:
    """Makes the public role unless it is there, and sets its password when one is given. True when it was made.

    Raises PublicRoleError when we may not.
    """
    role = sql.Identifier(settings.DARA_PUBLIC_ROLE)
    made = not role_exists(connection)
    if made:
        if not _value(connection, "SELECT rolcreaterole OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user"):
            raise PublicRoleError(_request_to_the_administrator(connection))
        _execute(connection, sql.SQL(f"CREATE ROLE {{}} LOGIN CONNECTION LIMIT {PUBLIC_CONNECTIONS}").format(role))
    if password:
        # hashed here, so that the password itself reaches neither the server nor its log
        connection.ensure_connection()
        digest = connection.connection.pgconn.encrypt_password(
            password.encode(), settings.DARA_PUBLIC_ROLE.encode(), b"scram-sha-256"
        )
        if not _alter(connection, sql.SQL("PASSWORD {}").format(sql.Literal(digest.decode()))):
            raise PublicRoleError(
                f"We may not set the public role's password. Ask the database's administrator for\n\n"
                f"    ALTER ROLE {role.as_string()} PASSWORD '…';\n\nand unset DARA_PUBLIC_PASSWORD for this command."
            )
    return made


def apply(connection: BaseDatabaseWrapper) -> Applied:
    """Takes all rights from the public role and gives it those on the list, in one transaction.

    The role's own sessions get the limits of the public site's connections, and their number is limited.
    Tables that do not exist yet (in the middle of a series of migrations) are left out and reported. So is what the role
    has set for itself (any role may, and it outlives the connection: a search path, say) and we may not reset.
    Raises LookupError for a model that does not exist, PublicRoleError when the role can still do more than read.
    """
    tables = _tables()
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor, include_views=True))
    applied = Applied(
        readable=[table for table in tables if table in existing],
        missing=[table for table in tables if table not in existing],
    )
    role = sql.Identifier(settings.DARA_PUBLIC_ROLE)
    database = sql.Identifier(_value(connection, "SELECT current_database()"))
    with transaction.atomic(using=connection.alias):
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            _execute(connection, sql.SQL(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {{}}").format(role))
        _execute(connection, sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC, {}").format(database, role))
        _execute(connection, sql.SQL("REVOKE CREATE ON DATABASE {} FROM PUBLIC, {}").format(database, role))
        _execute(connection, sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(role))
        _execute(connection, sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
        _execute(connection, sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for table in applied.readable:
            _execute(connection, sql.SQL("GRANT SELECT ON TABLE public.{} TO {}").format(sql.Identifier(table), role))
        limits = {f"{name}={value}" for name, value in settings.DARA_PUBLIC_LIMITS.items()}
        if set(own_settings(connection)) != limits:  # else nothing: a role belongs to all databases of a server
            _alter(connection, sql.SQL("RESET ALL"), sql.SQL("IN DATABASE {} RESET ALL").format(database), *_limits())
            applied.settings = [each for each in own_settings(connection) if each not in limits]
        if _is_unlimited(connection):
            applied.unlimited = not _alter(connection, sql.SQL(f"CONNECTION LIMIT {PUBLIC_CONNECTIONS}"))
        applied.locks = _value(
            connection, "SELECT has_function_privilege(%s, 'pg_advisory_lock(bigint)', 'EXECUTE')", [settings.DARA_PUBLIC_ROLE]
        )
        _refuse_more(connection)
    return applied


def differences(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Each right that the public role lacks, or has beyond those on the list, as a sentence; and each right of another role to write.

    Where there is no public role, nothing of it. Roles that only read are the administrator's to give, for backups."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_PRIVILEGES, {"role": settings.DARA_PUBLIC_ROLE})
        others = sorted(set(cursor.fetchall()))
    yield from (
        f"The role {other} has the privilege {what} on {table}: only the owner is to write." for other, table, what in others
    )
    role = settings.DARA_PUBLIC_ROLE
    if not role_exists(connection):
        return
    yield from (f"The public role {role} can {what}." for what in _too_much(connection))
    expected = {(table, "SELECT") for table in _tables()}
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGES, {"role": role})
        found = set(cursor.fetchall())
    yield from (f"The public role {role} lacks the privilege {what} on {table}." for table, what in sorted(expected - found))
    yield from (f"The public role {role} has the privilege {what} on {table}." for table, what in sorted(found - expected))


# What the role may do to each table, view and sequence, or to a column of it, by whatever way it came to. Extensions' own are left out.
PRIVILEGES = """
SELECT c.relname::text, p.name
FROM pg_catalog.pg_class AS c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'USAGE']) AS p (name)
WHERE c.relnamespace = 'public'::regnamespace AND CASE
        WHEN c.relkind = 'S' THEN p.name IN ('SELECT', 'UPDATE', 'USAGE') AND has_sequence_privilege(%(role)s, c.oid, p.name)
        WHEN c.relkind NOT IN ('r', 'p', 'v', 'm', 'f') OR p.name = 'USAGE' THEN false
        WHEN p.name IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN has_table_privilege(%(role)s, c.oid, p.name)
        ELSE has_any_column_privilege(%(role)s, c.oid, p.name) END
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
"""

# What roles may do to tables, views, sequences and columns beside reading them: all but the owners, PUBLIC (of which the public role is), and us.
OTHERS_PRIVILEGES = """
SELECT r.rolname::text, c.relname::text, x.privilege_type
FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL (
    SELECT x.grantee, x.privilege_type FROM aclexplode(c.relacl) AS x
    UNION ALL SELECT x.grantee, x.privilege_type FROM pg_catalog.pg_attribute AS a, aclexplode(a.attacl) AS x WHERE a.attrelid = c.oid
) AS x JOIN pg_catalog.pg_roles AS r ON r.oid = x.grantee
WHERE c.relnamespace = 'public'::regnamespace AND x.privilege_type <> 'SELECT' AND x.grantee <> c.relowner
    AND r.rolname NOT IN (%(role)s, current_user)
"""


def own_settings(connection: BaseDatabaseWrapper) -> list[str]:
    """The settings (“name=value”) that each new connection of the role begins with (ALTER ROLE … SET)."""
    settings_of_role = (
        "SELECT coalesce(array_agg(setting ORDER BY s.setdatabase, setting), '{}')"
        " FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) setting"
        " WHERE r.rolname = %s"
        " AND s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))"
    )
    return _value(connection, settings_of_role, [settings.DARA_PUBLIC_ROLE])


def _limits() -> Iterator[sql.Composable]:
    """What makes the limits of the public site's connections those of every session of the role."""
    for name, value in settings.DARA_PUBLIC_LIMITS.items():
        yield sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value))


def _is_unlimited(connection: BaseDatabaseWrapper) -> bool:
    limit = "SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = %s"
    return role_exists(connection) and _value(connection, limit, [settings.DARA_PUBLIC_ROLE]) < 0


def _tables() -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in READABLE] + [MIGRATIONS_TABLE]


def _alter(connection: BaseDatabaseWrapper, *changes: sql.Composable) -> bool:
    """Alters the public role: by right, else acting as that role, which may change its own password and settings.

    False when we may do neither.
    """
    role = sql.Identifier(settings.DARA_PUBLIC_ROLE)
    before = _value(connection, "SELECT current_setting('role')")
    for acting_as in (before, settings.DARA_PUBLIC_ROLE):
        with contextlib.suppress(ProgrammingError), transaction.atomic(using=connection.alias):
            _value(connection, "SELECT set_config('role', %s, true)", [acting_as])
            for change in changes:
                _execute(connection, sql.SQL("ALTER ROLE {} {}").format(role, change))
            _value(connection, "SELECT set_config('role', %s, true)", [before])
            return True
    return False


def _too_much(connection: BaseDatabaseWrapper) -> list[str]:
    """What the public role can do beside reading, and what would take it from it."""
    checks = {
        "make temporary tables (REVOKE TEMPORARY ON DATABASE …)": "pg_catalog.has_database_privilege(%s, current_database(), 'TEMPORARY')",
        "create schemas (REVOKE CREATE ON DATABASE …)": "pg_catalog.has_database_privilege(%s, current_database(), 'CREATE')",
        "create tables (REVOKE CREATE ON SCHEMA public …)": "pg_catalog.has_schema_privilege(%s, 'public', 'CREATE')",
        "do what only an administrator may (ALTER ROLE … NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS)": (
            "(SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
            " FROM pg_catalog.pg_roles WHERE rolname = %s)"
        ),
        "act as another role (REVOKE that role FROM it)": (
            "EXISTS (SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.member WHERE r.rolname = %s)"
        ),
    }
    return [what for what, check in checks.items() if _value(connection, f"SELECT {check}", [settings.DARA_PUBLIC_ROLE])]


def _refuse_more(connection: BaseDatabaseWrapper) -> None:
    """Raises PublicRoleError when the role can create or write something all the same.

    A REVOKE of what somebody else granted only warns; and an existing role may have attributes or memberships.
    """
    role = settings.DARA_PUBLIC_ROLE
    too_much = _too_much(connection)
    if too_much:
        raise PublicRoleError(
            f"The public role {role} can still " + "; ".join(too_much) + ". Ask the database's administrator to take this from it."
        )


def _request_to_the_administrator(connection: BaseDatabaseWrapper) -> str:
    role, database, owner = (
        sql.Identifier(name).as_string()
        for name in (
            settings.DARA_PUBLIC_ROLE,
            _value(connection, "SELECT current_database()"),
            _value(connection, "SELECT current_user"),
        )
    )
    return (
        f"The role {owner} may not create roles, so the public site's role has to be made by the database's "
        f"administrator. Ask for:\n\n"
        f"    CREATE ROLE {role} LOGIN PASSWORD '…' CONNECTION LIMIT {PUBLIC_CONNECTIONS};\n"
        f"    GRANT CONNECT ON DATABASE {database} TO {role};\n"
        f"    REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;\n"
        f"    REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
        f"    GRANT {role} TO {owner};\n\n"
        "Then run this command again: it grants that role what the public may read."
    )


def _execute(connection: BaseDatabaseWrapper, statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _value(connection: BaseDatabaseWrapper, query: str, parameters: list[str] | None = None):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]
