"""Somebody tries a thousand passwords: locked out by the fifth, and the public site does not notice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from dara.local import defaults, postgres
from tests.faults.browser import TOKEN, Browser
from tests.faults.processes import Readers, percentile, served

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(3600)]
AT_ONCE = 8
FIFTH = 5  # failures after which none is tried (docs/operations.md)


def test_of_passwords(folder, times):
    number = times(200, 1000)
    with (
        postgres.running(folder) as cluster,
        served(folder, cluster.url(role=defaults.public_role())) as public,
        served(folder, cluster.url(), "admin") as admin,
        Readers(public) as answers,
    ):
        in_order = [Browser(admin).log_in(f"wrong password {each}").status for each in range(FIFTH + 2)]
        guess = Guess(admin)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            statuses = Counter(threads.map(guess, range(number)))
        with psycopg.connect(cluster.url()) as connection:
            recorded = connection.execute("SELECT count(*) FROM axes_accessfailurelog").fetchone()[0]
    slowest = percentile([answer.seconds for answer in answers])
    print(
        f"{number} passwords: {dict(statuses)}, {recorded} recorded; the 99th percentile of {len(answers)} pages took {slowest:.2f} s"
    )
    assert in_order[FIFTH:] == [429, 429], "not locked out by the fifth"
    assert set(in_order[: FIFTH - 1]) == {200}
    assert statuses == {429: number}, "a password was tried after the fifth, or the admin did not answer"
    assert {answer.status for answer in answers} == {200}
    assert slowest < 5


class Guess:
    """Tries passwords of the user “admin”, each in a session of its own, or of names that nobody has."""

    def __init__(self, admin: str):
        self.admin = admin

    def __call__(self, number: int) -> int:
        browser = Browser(self.admin)
        token = TOKEN.search(browser.ask("/admin/login/").body.decode())
        assert token
        fields = {"csrfmiddlewaretoken": token[1], "username": "admin", "password": f"guess {number}", "next": "/admin/"}
        return browser.ask("/admin/login/", fields).status
