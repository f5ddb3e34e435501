"""Every form of the admin, sent by every role, with and without the rule of two persons: nobody changes what their role does not let them change."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.urls import reverse

from dara.models import EVENTS, CandidacyFact, Draft, ElectionResult, Endorsement, Statement
from tests.admin.forms import as_a_browser_sends

RECORDS = [Statement, Endorsement, ElectionResult, CandidacyFact]
DRAFTS = {"dara_draft", "dara_draftevent"}  # what who may only draft changes; the audit of Django's admin is its own
OF_RECORDS = {model._meta.db_table for model in RECORDS}


def contents() -> dict[str, str]:
    """Return a digest of every table of the archive."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(dara|auth)_' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if name != "auth_user"]  # which notes when somebody signs in
        digests = {}
        for table in tables:
            cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM public.{table} t")
            digests[table] = cursor.fetchone()[0]
    return digests


def writes() -> list[tuple]:
    """Return how many rows of each table this transaction has written, undone or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables ORDER BY relname")
        return cursor.fetchall()


def changed_by(client, url: str, values: dict, before: dict[str, str]) -> set[str]:
    """Send the values, return the tables that are not as before, and undo it."""
    with transaction.atomic():
        written = writes()
        assert client.post(url, values).status_code < 500, url
        after = contents() if writes() != written else before
        transaction.set_rollback(True)
    return {table for table in before if before[table] != after[table]}


def forms(root, archive, draft) -> list[tuple[str, dict]]:
    """Return every address of the admin that takes a form, each with what a superuser would send to it, something changed."""
    found = []
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        pages = [reverse(f"{name}_add"), *([reverse(f"{name}_change", args=[row.pk])] if row else [])]
        for url in pages:
            page = root.get(url)
            if page.status_code == 200 and "adminform" in (page.context or {}):
                found.append((url, {**_changed(as_a_browser_sends(page)), "_save": "1"}))
        if row:
            found.append((reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}))
            for number in _events(model, row):
                found.append((reverse(f"{name}_revert", args=[row.pk, number]), {}))
        actions = {"action": "delete_selected", "_selected_action": [str(row.pk) if row else "1"], "post": "yes"}
        found.append((reverse(f"{name}_changelist"), actions))
        if hasattr(model_admin, "merge_view") and row:
            other = model._default_manager.exclude(pk=row.pk).first()
            found.append((reverse(f"{name}_merge", args=[row.pk]), {"into": str(other.pk) if other else "1"}))
    report = reverse("admin:dara_pendingupload_change", args=[archive.upload.pk])
    found.append((report, {**as_a_browser_sends(root.get(report)), "_publish": "1"}))
    source = archive.source.key
    place = {"kind": "quote", "start": "3", "end": "30"}
    found += [(reverse("admin:dara_draft_select", args=[source]), place), (reverse("admin:dara_draft_find", args=[source]), {})]
    wanted = f"{reverse('admin:dara_candidate_add')}?draft={draft.key}&name=Lena+Rivas"
    running = {"race": [str(archive.race.pk)], "fact": ["running"]}
    found.append((wanted, {**as_a_browser_sends(root.get(wanted)), **running}))
    drafted = f"{reverse('admin:dara_statement_add')}?draft={draft.key}"
    for button in ("_save", "_keep", "_reject"):
        found.append((drafted, {**_changed(as_a_browser_sends(root.get(drafted))), button: "1"}))
    return found


def _events(model, row) -> list[int]:
    return list(EVENTS[model].objects.filter(pgh_obj=row.pk).values_list("pgh_id", flat=True)) if model in EVENTS else []


def _changed(values: dict) -> dict:
    """Change what every form has some of."""
    for name in ("note", "description", "name", "reason", "title"):
        if name in values:
            return values | {name: f"{values[name][0]} Changed."}
    return values


@pytest.fixture
def draft(archive):
    quoted = archive.quoted
    place = {"start": quoted.start, "end": quoted.end}
    values = {
        "passage": {**place, "exact": quoted.exact},
        "speaker": {"slug": "vega", "name": archive.vega.name, "as_named": "Vega"},
    }
    return Draft.objects.create(
        key="draft001", source=archive.source, name="quote-1", kind="quote", values=values, rule="r", sureness=1, **place
    )


@pytest.mark.parametrize(
    ("role", "two_persons"),
    [
        ("nobody", False),
        pytest.param("nobody", True, marks=pytest.mark.long_form),
        pytest.param("reviewer", False, marks=pytest.mark.long_form),
        pytest.param("reviewer", True, marks=pytest.mark.long_form),
        pytest.param("curator", False, marks=pytest.mark.long_form),
        ("curator", True),
    ],
)
def test_no_form_changes_more_than_the_role_may(client, admin_client, archive, draft, settings, role, two_persons):
    sent = forms(admin_client, archive, draft)
    assert len(sent) > 60
    someone = User.objects.create_user(role, password=role, is_staff=True)
    if role != "nobody":
        someone.groups.add(Group.objects.get(name=role))
    settings.DARA_TWO_PERSONS = two_persons
    client.force_login(someone)
    before = contents()
    changes: dict[str, set[str]] = {}
    for url, values in sent:
        changes.setdefault(url, set()).update(changed_by(client, url, values, before))
    everything = set().union(*changes.values())
    if role == "nobody":
        assert not everything, changes
    elif role == "reviewer":
        assert everything <= DRAFTS, {url: tables for url, tables in changes.items() if tables - DRAFTS}
    else:
        assert not {table for table in everything if table.startswith("auth_")}
        assert "dara_topic" in everything
        by_one = {url for url, tables in changes.items() if tables & OF_RECORDS}
        assert bool(by_one) != two_persons, by_one
        assert "dara_source" in everything  # of an upload that is somebody else's
