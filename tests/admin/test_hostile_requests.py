"""Whatever is sent to whatever address of the admin, by whomever: a page, a redirect or a refusal, never an error of the server."""

import random
import traceback
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dara.admin import passkeys, second_factor_pages
from dara.models import EVENTS
from tests.admin.forms import as_a_browser_sends

ROLES = ("anonymous", "nobody", "reviewer", "curator", "root")
SHORT, LONG = 120, 10_000  # requests
FORMS = 30  # addresses whose fields the short form fills in; the long form fills in all

VALUES = [  # percent-encoded where a browser would not send them so
    *("", "abc", "0", "-1", "1", "1.5", "true", "null", "[]", "{}", "[1]", "1,2", "on", "%00", "a%00b", "%0A", "%0D%0A"),
    *("9" * 5000, "9" * 19, "-" + "9" * 30, "1e999", "NaN", "inf", "0x10", "٣", "²", "１２", "2147483648", "9223372036854775808"),
    *("%ED%A0%80", "%FF%FE", "%C0%80", "%E2%80%AEabc", quote("‮מימין"), quote("a\u0301" * 50), quote("🚪" * 30), "x" * 20_000),
    *("%5C", "%28%5B", "'%20OR%201=1--", "%25", "%3Cscript%3E", "..%2F..%2Fetc", "{{7*7}}", "zzzzzzzz", "2020-13-45", "0000-00-00"),
    *(
        "2020-02-30",
        "9999-12-31",
        "quote",
        "statements",
        "entities",
        "javascript:alert(1)",
        "http://[::1",
        "es.note:",
        "es: x",
        ":",
    ),
]
LOOKUPS = [
    "",
    *(f"__{each}" for each in ("regex", "iregex", "gt", "lte", "in", "range", "isnull", "contains", "year", "date", "nope")),
]
NAMES = [
    *(
        "page",
        "p",
        "o",
        "q",
        "all",
        "draft",
        "source",
        "passage",
        "into",
        "key",
        "kind",
        "start",
        "end",
        "_popup",
        "_to_field",
        "e",
    ),
    *("_changelist_filters", "speaker", "topic_list", "about_entities", "said_on", "next", "term", "app_label", "model_name", "id"),
    *("field_name", "ran", "state", "source_kind", "race", "race__slug", "password", "_facets", "object_id", "candidate", "values"),
    *("values__a", "content", "body", "inferred", "translations", "passage__source__title", "user", "publisher__name", "is_staff"),
]
SENT = [
    *("_save", "_continue", "_addanother", "_saveasnew", "_keep", "_reject", "_version", "_asked", "_signing_in", "again-code"),
    *(
        "action",
        "_selected_action",
        "select_across",
        "index",
        "post",
        "into",
        "confirmed",
        "shown",
        "keep",
        "take",
        "reason",
        "whole",
    ),
    *("words", "ground", "correction_ground", "correction_note", "csrfmiddlewaretoken", "name", "slug", "password1", "_popup"),
]
CONTENT_TYPES = [
    *(
        "application/x-www-form-urlencoded",
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ),
    *("application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nope", "", "\u00e9"),
]


def rows() -> Iterator[tuple[str, list]]:
    """Yield the name of each page of a row, and its arguments."""
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        pages = ["change", "delete", "history", *(["merge"] if hasattr(model_admin, "merge_view") else [])]
        for page in pages if row else ():
            yield f"{name}_{page}", [row.pk]
        event = EVENTS[model].objects.filter(pgh_obj=row.pk).first() if row and model in EVENTS else None
        if event:
            yield f"{name}_revert", [row.pk, event.pk]


def addresses(archive) -> list[str]:
    found = [reverse(name, args=arguments) for name, arguments in rows()]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    found += [reverse(f"admin:{name}") for name in ("index", "login", "password_change", "autocomplete", "jsi18n", "logout")]
    found += [reverse(f"admin:{name}") for _, _, name in second_factor_pages.PAGES]
    found += [reverse(f"otp_webauthn:{each.name}") for each in passkeys.urlpatterns]
    found += [reverse(f"admin:{name}") for name in ("dara_draft_undo", "build_downloads", "password_change_done")]
    found += [reverse(f"admin:dara_draft_{page}", args=[archive.source.pk]) for page in ("source", "find", "select")]
    found += [reverse("admin:app_list", args=["dara"]), reverse("admin:view_on_site", args=[1, 1]), "/", "/healthz", "/readyz"]
    return [*found, f"{reverse('admin:dara_electionresult_add')}?draft={archive.draft.pk}"]


class Sender:
    """Makes requests at random, the same ones for the same seed."""

    def __init__(self, archive, clients: dict[str, Client], seed: int, forms: int | None = None):
        self.clients, self.chance = clients, random.Random(seed)
        self.addresses = addresses(archive)
        self.forms = dict(self._forms(forms))

    def _forms(self, number: int | None) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """Yield what a browser would send from each page with a form."""
        for url in self.chance.sample(self.addresses, number or len(self.addresses)):
            page = self.clients["root"].get(url)
            if page.status_code == 200 and "adminform" in (page.context or {}):
                yield url, as_a_browser_sends(page)

    def request(self) -> tuple[str, str, str, bytes, str]:
        """Return a role, a method, an address, a body and its content type."""
        chance, url = self.chance, self._mangled(self.chance.choice(self.addresses))
        query = "&".join(self._pair(NAMES, LOOKUPS) for _ in range(chance.choice((0, 0, 1, 1, 2, 4))))
        address = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
        method = chance.choice(("GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "OPTIONS", "DELETE"))
        if method == "GET":
            return chance.choice(ROLES), method, address, b"", ""
        kind = CONTENT_TYPES[0] if chance.random() < 0.85 else chance.choice(CONTENT_TYPES)
        return chance.choice(ROLES), method, address, self._body(url), kind

    def _mangled(self, url: str) -> str:
        """Another row's page, or one of no row."""
        if self.chance.random() < 0.8 or "?" in url:
            return url
        parts = url.strip("/").split("/")
        parts[self.chance.randrange(len(parts))] = self.chance.choice(VALUES)[:3000].replace("?", "").replace("#", "")
        return f"/{'/'.join(parts)}/"

    def _pair(self, names: list[str], endings: list[str]) -> str:
        name = self.chance.choice(names) + (self.chance.choice(endings) if self.chance.random() < 0.4 else "")
        value = self.chance.choice(VALUES)
        return f"{name if self.chance.random() < 0.97 else value[:50]}={value[:6000]}"

    def _body(self, url: str) -> bytes:
        """A form that a browser sends with some of it lost or wrong, or anything."""
        pairs = []
        if url in self.forms and self.chance.random() < 0.8:
            half = self.chance.random() < 0.3
            for name, values in self.forms[url].items():
                if half and self.chance.random() < 0.5:
                    continue
                wrong = self.chance.random() < 0.15
                shown = [self.chance.choice(VALUES)] if wrong else [quote_plus(value) for value in values]
                pairs += [f"{quote_plus(name)}={value}" for value in (shown * 2 if self.chance.random() < 0.05 else shown)]
        pairs += [self._pair(SENT, [""]) for _ in range(self.chance.randrange(4))]
        return "&".join(pairs).encode()


@pytest.fixture
def clients(archive) -> dict[str, Client]:
    User.objects.create_superuser("root", password="root")
    found = {role: Client(raise_request_exception=False) for role in ROLES}
    for role in ("nobody", "reviewer", "curator"):
        someone = User.objects.create_user(role, password=role, is_staff=True)
        if role != "nobody":
            someone.groups.add(Group.objects.get(name=role))
    for role in ROLES[1:]:
        found[role].force_login(User.objects.get(username=role))
    return found


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """The errors of the server, each by the place in our code, or in Django's, that raised it."""
    found: list[str] = []

    def note(sender, **_) -> None:
        found.append(traceback.format_exc(limit=-8))

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def send_all(sender: Sender, errors: list[str], number: int, settings) -> dict[str, tuple]:
    """Send so many requests, each undone, the last third with the rule of two persons; return the first that each error answered, by the error."""
    first: dict[str, tuple] = {}
    for each in range(number):
        if each in (0, 2 * number // 3):
            settings.DARA_TWO_PERSONS = each > 0
        role, method, url, body, kind = sender.request()
        sender.clients[role].cookies["messages"] = ""
        with transaction.atomic():
            answer = sender.clients[role].generic(method, url, body, kind)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            first.setdefault(errors[-1] if errors else str(answer.status_code), (role, method, url[:300], body[:1500], kind))
        errors.clear()
    return first


def test_no_request_is_an_error_of_the_server(archive, clients, errors, settings):
    assert not send_all(Sender(archive, clients, 2020, FORMS), errors, SHORT, settings)


@pytest.mark.long_form
@pytest.mark.timeout(3600)
def test_none_of_ten_thousand_is(archive, clients, errors, settings):
    found = send_all(Sender(archive, clients, 2024), errors, LONG, settings)
    assert not found, "\n\n".join(f"{request}\n{error}" for error, request in found.items())


@pytest.mark.parametrize("button", ["_keep", "_reject"])
def test_what_no_browser_lets_anybody_type_is_refused_in_words(archive, clients, button):
    """What is kept of a form as it was sent reaches the database unread."""
    url = f"{reverse('admin:dara_electionresult_add')}?draft={archive.draft.pk}"
    answer = clients["root"].post(url, {button: "1", "note": "a\0b", "reason": "a\0b"})
    assert answer.status_code == 400
    assert "Nothing of it was saved." in answer.text
