"""Every page of the admin opens, in a number of queries that does not grow with the archive."""

from operator import attrgetter

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dara.admin.base import ReadOnlyAdmin
from dara.models import (
    EVENTS,
    BaseChange,
    Candidate,
    Concerned,
    Corrected,
    Correction,
    DraftingRun,
    PendingDocument,
    PendingParagraph,
    PublicChange,
    PublicParagraph,
    SealHead,
    SealLeaf,
    Source,
    StatementAbout,
    StatementTopic,
)

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [model for model in REGISTERED if model._meta.app_label == "dara"]
READ_ONLY = [model for model in OURS if isinstance(admin.site.get_model_admin(model), ReadOnlyAdmin)]


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def name(model) -> str:
    return model._meta.model_name


def queries_of(client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


def test_every_model_is_registered():
    # a candidate is an entity that ran; the database makes the public's views and tables; the links are edited in a statement, and a
    # thing's events are on its history page
    of_database = {PublicParagraph, Concerned, PublicChange, Corrected, Correction}
    of_uploads = {PendingDocument, PendingParagraph, DraftingRun}  # what the report of an upload shows
    of_history = {BaseChange, SealHead, SealLeaf}
    elsewhere = {Candidate, StatementAbout, StatementTopic, *of_database, *of_uploads, *of_history, *EVENTS.values()}
    assert set(OURS) == set(apps.get_app_config("dara").get_models()) - elsewhere


@pytest.mark.parametrize("model", REGISTERED, ids=name)
def test_pages_open(model, archive, curator):
    if name(model) == "group":
        model.objects.create(name="curators")
    if name(model) == "accessfailurelog":
        model.objects.create(username="curator", ip_address="192.0.2.1")
    model_admin = admin.site.get_model_admin(model)
    thing = model.objects.first()
    assert thing is not None
    lists = curator.get(address(model, "changelist"))
    assert lists.status_code == 200
    assert str(thing.pk) in lists.text
    assert curator.get(address(model, "changelist"), {"q": "vega 2020"}).status_code == 200
    changed = curator.get(address(model, "change", thing.pk), follow=True)  # a draft's is the form of its record
    assert changed.status_code == 200
    assert curator.get(address(model, "history", thing.pk)).status_code == 200
    may_add = model_admin.has_add_permission(changed.wsgi_request)
    assert curator.get(address(model, "add")).status_code == (200 if may_add else 403)
    may_delete = model_admin.has_delete_permission(changed.wsgi_request, thing)
    assert curator.get(address(model, "delete", thing.pk)).status_code == (200 if may_delete else 403)


@pytest.mark.parametrize("model", OURS, ids=name)
def test_lists_and_their_columns_are_sorted(model, archive, curator):
    columns = len(admin.site.get_model_admin(model).list_display)
    for column in range(1, columns + 1):
        assert curator.get(address(model, "changelist"), {"o": f"-{column}"}).status_code == 200


def test_lists_take_a_constant_number_of_queries(archive, curator):
    archive.grow(1)
    few = {model: len(queries_of(curator, address(model, "changelist"))) for model in OURS}
    for nth in range(2, 6):
        archive.grow(nth)
    assert {model: len(queries_of(curator, address(model, "changelist"))) for model in OURS} == few


@pytest.mark.parametrize("model", OURS, ids=name)
def test_lists_load_no_text_and_no_original(model, archive, curator):
    for query in queries_of(curator, address(model, "changelist")):
        assert '"dara_sourcetext"."body"' not in query
        assert '"dara_original"."content",' not in query
        assert 'SELECT "dara_paragraph"."body"' not in query


AUTOCOMPLETED = [
    ("statement", "passage"),
    ("statement", "speaker"),
    ("statement", "within"),
    ("statement", "utterance"),
    ("statement", "about"),
    ("statement", "topics"),
    ("endorsement", "within"),
    ("passage", "source"),
    ("source", "supersedes"),
]


def test_autocomplete_finds_in_a_constant_number_of_queries(archive, curator):
    few = {}
    for model, field in AUTOCOMPLETED:
        url = f"{reverse('admin:autocomplete')}?app_label=dara&model_name={model}&field_name={field}&term="
        term = {"topics": "jail", "about": "vega", "utterance": "speech"}.get(field, "vega")
        assert curator.get(f"{url}{term}").json()["results"], (model, field)
        few[url] = len(queries_of(curator, url))
    for nth in range(1, 5):
        archive.grow(nth)
    assert {url: len(queries_of(curator, url)) for url in few} == few


def test_search_finds_words_names_and_keys(archive, curator):
    url = reverse("admin:dara_statement_changelist")
    for words in ("basement reopen", "Ana Vega", archive.statement.key, "said on Friday"):
        assert archive.statement.key in curator.get(url, {"q": words}).text
    assert archive.statement.key not in curator.get(url, {"q": "immigration"}).text


def test_lists_of_a_source(archive, curator):
    other = archive.grow(1)
    page = curator.get(reverse("admin:dara_source_change", args=[archive.source.key])).text
    for model, mine, others in (
        ("statement", archive.statement.key, other.statement.key),
        ("passage", archive.quoted.pk, other.quoted.pk),
        ("endorsement", archive.endorsement.key, other.endorsement.key),
    ):
        url = f"{reverse(f'admin:dara_{model}_changelist')}?source={archive.source.key}"
        assert url in page
        listed = curator.get(url).text
        assert reverse(f"admin:dara_{model}_change", args=[mine]) in listed
        assert reverse(f"admin:dara_{model}_change", args=[others]) not in listed
    assert "no such source" in curator.get(reverse("admin:dara_statement_changelist"), {"source": "nothing"}).text


def test_candidates_are_a_filter_of_entities(archive, curator):
    url = reverse("admin:dara_entity_changelist")
    vega, union = (reverse("admin:dara_entity_change", args=[entity.pk]) for entity in (archive.vega, archive.union))
    ran, others = curator.get(url, {"ran": "yes"}).text, curator.get(url, {"ran": "no"}).text
    assert vega in ran
    assert union not in ran
    assert union in others
    assert vega not in others


@pytest.mark.parametrize(
    ("model", "pk", "expected"),
    [
        ("source", "source.key", "/sources/{source.key}/"),
        ("original", "source.key", "/sources/{source.key}/"),
        ("passage", "quoted.pk", "/sources/{source.key}/#{quoted.anchor}"),
        ("statement", "statement.key", "/statements/{statement.key}/"),
        ("endorsement", "endorsement.key", "/endorsements/{endorsement.key}/"),
        ("electionresult", "result.key", "/results/{result.key}/"),
        ("candidacyfact", "fact.key", "/candidates/ana-vega/#{fact.key}"),
        ("candidacy", "candidacy.pk", "/voices/ana-vega/"),
        ("election", "election.pk", "/elections/2020-november/"),
        ("topic", "topic.pk", "/topics/jails/"),
        ("entity", "vega.pk", "/voices/ana-vega/"),
        ("entity", "group.pk", "/sources/{source.key}/"),
        ("tombstone", "tombstone.pk", "/statements/{tombstone.key}/"),
    ],
)
def test_view_on_site_leads_to_the_public_site(model, pk, expected, archive, curator):
    page = curator.get(reverse(f"admin:dara_{model}_change", args=[attrgetter(pk)(archive)])).text
    assert f'href="{settings.DARA_BASE_URL}{expected.format(**vars(archive))}" class="viewsitelink"' in page


def test_a_record_links_its_evidence(archive, curator):
    for model, record in (
        ("statement", archive.statement),
        ("endorsement", archive.endorsement),
        ("electionresult", archive.result),
    ):
        page = curator.get(reverse(f"admin:dara_{model}_change", args=[record.key])).text
        assert reverse("admin:dara_source_change", args=[archive.source.key]) in page
        assert reverse("admin:dara_passage_change", args=[record.passage_id]) in page
        assert f"{settings.DARA_BASE_URL}/sources/{archive.source.key}/#{record.passage.anchor}" in page
        assert "[Vega leads Okafor]" in page  # a title of ours


def test_the_passage_lists_its_records(archive, curator):
    page = curator.get(reverse("admin:dara_passage_change", args=[archive.counted.pk])).text
    assert reverse("admin:dara_electionresult_change", args=[archive.result.key]) in page
    assert reverse("admin:dara_election_change", args=[archive.election.pk]) in page
    assert f"{reverse('admin:dara_statement_add')}?passage={archive.counted.pk}" in page


@pytest.mark.parametrize("model", OURS, ids=name)
def test_who_may_only_look_sees_the_pages_too(model, archive, client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", model.objects.first().pk), follow=True).status_code == 200


def test_the_root_leads_to_the_admin(client):
    assert client.get("/").headers["Location"] == "/admin/"


def test_who_is_not_logged_in_is_asked_to(client, archive):
    assert client.get(address(Source, "changelist")).headers["Location"].startswith("/admin/login/")


def test_titles(curator):
    assert "dara — curation" in curator.get("/admin/").text


def test_lists_show_what_is_not_known_as_a_dash(archive, curator):
    archive.endorsement.candidate = None
    archive.endorsement.stance = "funds"
    archive.endorsement.recipient = "the race"
    archive.endorsement.save()
    archive.source.publisher = None
    archive.source.save()
    assert '<td class="field-candidate__name">-</td>' in curator.get(reverse("admin:dara_endorsement_changelist")).text
    assert '<td class="field-publisher__name">-</td>' in curator.get(reverse("admin:dara_source_changelist")).text


@pytest.mark.parametrize(("path", "answer"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_what_watches_the_processes_is_answered(path, answer, client, db):
    assert client.get(path).text.strip() == answer
