"""Somebody has SQL as the public role: what the public may not read stays unread, nothing is written, and the site goes on.

Words of their own stand in every private place (tests/public/test_nothing_private.py). None may be in a result or a message."""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from dara.local import defaults, postgres
from dara.models import grants
from tests.faults.hostile_statements import HARMLESS, OF_EACH_PRIVATE_TABLE, OF_EACH_PUBLIC_TABLE, OF_LATER_CONNECTIONS, REFUSED
from tests.faults.processes import Readers, ask, rows, served
from tests.faults.public_site import until
from tests.public.test_nothing_private import Words, plant, unplanted

pytestmark = [
    pytest.mark.long_form,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
    pytest.mark.alters_roles,
]


class Attacker:
    """Sends statements as the public role, each on a connection of its own, and keeps what comes back."""

    def __init__(self, url: str, words: Words):
        self.url, self.number = url, 0
        self.private = {place: word for place, word in words.by_place.items() if place != "public"}

    def send(self, statement: str) -> str:
        """The error, or “” where there is none. Fails where a private word comes back."""
        self.number += 1
        said: list[str] = []
        with psycopg.connect(self.url, autocommit=True) as public:
            public.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
            try:
                answer = self._answer(public, statement)
                error = ""
            except psycopg.Error as problem:
                diagnostics = problem.diag
                answer = error = f"{problem} {diagnostics.message_detail} {diagnostics.message_hint} {diagnostics.context}"
        heard = " ".join([answer, *said])
        assert [place for place, word in self.private.items() if word in heard] == [], statement
        return error

    @staticmethod
    def _answer(public: psycopg.Connection, statement: str) -> str:
        cursor = public.cursor()
        if statement.startswith("COPY") and "STDOUT" in statement:
            with cursor.copy(statement.encode()) as rows:
                return b"".join(rows).decode()
        cursor.execute(statement.encode())
        found = []
        while True:
            found += cursor.fetchall() if cursor.description else []
            if not cursor.nextset():
                return repr(found)


@pytest.fixture
def address(cluster) -> str:
    return cluster.url(database=connection.settings_dict["NAME"])


@pytest.fixture
def as_superuser(cluster, address) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        cluster.url(role=postgres.SUPERUSER, database=connection.settings_dict["NAME"]), autocommit=True
    ) as superuser:
        yield superuser


def statements() -> Iterator[tuple[str, bool]]:
    """Each statement, and whether it must be refused."""
    readable = set(grants._tables())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor, include_views=True):
            for form in OF_EACH_PUBLIC_TABLE if table in readable else OF_EACH_PRIVATE_TABLE:
                yield sql.SQL(form).format(sql.Identifier(table)).as_string(), True
        cursor.execute(
            """SELECT format('SELECT public.%I(%s)', proname, (SELECT string_agg(format('NULL::%s', format_type(t, NULL)), ', ') FROM unnest(proargtypes) AS t))
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND proname ~ '^dara'"""
        )
        yield from ((statement, False) for (statement,) in cursor.fetchall())
    yield from ((statement, True) for statement in REFUSED)
    yield from ((statement, False) for statement in HARMLESS)


def test_the_public_role_has_sql(cluster, address, as_superuser, folder):
    words = Words()
    plant(words)
    assert unplanted(words) == []
    before = rows(address)
    roles = as_superuser.execute("SELECT array_agg(r ORDER BY rolname) FROM pg_roles AS r").fetchone()
    url = cluster.url(role=defaults.public_role(), database=connection.settings_dict["NAME"])
    attacker = Attacker(url, words)
    as_superuser.execute(f"PREPARE secret AS SELECT '{words.new('a query of somebody else')}'")
    with served(folder, url) as site, Readers(site) as answers:
        unrefused = [statement for statement, is_refused in statements() if not attacker.send(statement) and is_refused]
        assert unrefused == []
        with contextlib.ExitStack() as hog:
            while True:
                try:
                    hog.enter_context(psycopg.connect(url))
                except psycopg.OperationalError:
                    break
            with psycopg.connect(address) as owner:
                assert owner.execute("SELECT 1").fetchone() == (1,), "the owner has no connection left"
            time.sleep(1)
        grants.apply(connection)
    assert rows(address) == before
    assert as_superuser.execute("SELECT array_agg(r ORDER BY rolname) FROM pg_roles AS r").fetchone() == roles
    slowest = max(answer.seconds for answer in answers)
    print(
        f"{attacker.number} statements; {len(answers)} pages meanwhile, the slowest {slowest:.2f} s; {sum(each.status != 200 for each in answers)} refused"
    )
    # it may end its own role's connections, and with them what the site does on them at that moment
    assert Counter(answer.status for answer in answers) - Counter({503: 3}) == Counter(
        {200: sum(answer.status == 200 for answer in answers)}
    )
    assert slowest < 5


def test_what_it_does_to_later_connections_does_not_reach_the_site(cluster, address, as_superuser, folder, example_archive):
    url = cluster.url(role=defaults.public_role(), database=connection.settings_dict["NAME"])
    with served(folder, url) as site:
        expected, reached = pages(site, 0), []
        assert {status for status, _ in expected} == {200}
        for number, statement in enumerate(OF_LATER_CONNECTIONS, 1):
            try:
                Attacker(url, Words()).send(statement)
                as_superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dara_public'")
                if not is_well(lambda number=number: pages(site, number) == expected):
                    reached.append(statement)
            finally:
                as_superuser.execute("ALTER ROLE dara_public RESET ALL")
                grants.apply(connection)
            as_superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dara_public'")
            until(lambda number=number: ask(site, f"/search/?q=mended{number}").status == 200, 20)
    assert reached == [], "\n".join(reached)


def is_well(condition: Callable[[], bool]) -> bool:
    """Whether it holds once the site has connections again."""
    with contextlib.suppress(AssertionError):
        return until(condition, 10) < 10
    return False


def pages(site: str, number: int) -> list[tuple[int, list]]:
    """What new connections make of pages that are not stored yet: the status of a search, and rows as the API has them."""
    lists = [ask(site, f"/api/v1/{name}/?page_size={500 - number}") for name in ("statements", "results", "sources")]
    found = ask(site, f"/search/?q=begin%20or%20word{number:03}")
    return [
        (found.status, []),
        *((each.status, json.loads(each.body).get("results") if each.status == 200 else []) for each in lists),
    ]
