"""A new candidate is added in one form, with the candidacy and what a passage says of it, from the form of the record that needs one."""

import json

import lxml.html
import pytest
from django.urls import reverse

from dara.curation.merge import merge
from dara.models import Candidacy, CandidacyFact, Draft, Entity, Passage, Race
from tests import factories
from tests.admin.forms import address, as_a_browser_sends, errors_of, send, values_of

TEXT = """On the race

Harbor Union endorsed Lena Rivas, who runs for district attorney.

Okafor was endorsed, too.
"""
RIVAS = TEXT.split("\n")[2]
START = TEXT.index(RIVAS)


@pytest.fixture
def source(archive):
    return factories.source(TEXT, title="Endorsed", publisher=archive.publisher)


@pytest.fixture
def draft(source):
    return make_draft(source, "endorsement", endorser={"slug": "harbor-union", "name": "Harbor Union", "as_named": "Harbor Union"})


def make_draft(source, kind: str, **values) -> Draft:
    place = {"start": START, "end": START + len(RIVAS)}
    named = {"candidate": {"slug": "lena-rivas", "name": "Lena Rivas", "as_named": "Lena Rivas"}}
    values = {"passage": place | {"exact": RIVAS}} | named | values
    return Draft.objects.create(key=f"{kind[:4]}2222", source=source, name=kind, kind=kind, values=values, **place)


def link_of(client, url: str) -> str:
    (link,) = lxml.html.fromstring(client.get(url).text).xpath("//a[@id='add_id_candidate']")
    return link.get("href")


def opener(draft: Draft) -> str:
    model = {"fact": "candidacyfact"}.get(draft.kind, draft.kind)
    return f"{address(model)}?draft={draft.key}"


def test_from_a_draft_all_is_added_in_one_step_and_handed_back(curator, archive, draft):
    link = link_of(curator, opener(draft))
    assert "<h1>Add candidate</h1>" in curator.get(link).text
    shown = values_of(curator.get(link))
    assert (shown["name"], shown["sort_name"], shown["slug"]) == ("Lena Rivas", "Rivas, Lena", "lena-rivas")
    assert (shown["passage_words"], shown["passage_start"], shown["passage_source"]) == (RIVAS, START, draft.source_id)
    assert "race" not in shown, "no race of another source"
    assert not shown.get("fact"), "what the passage says is the curator's to say"
    response = send(curator, link, race=archive.race.pk, fact="running", _popup="1", _to_field="id")
    told = json.loads(response.context_data["popup_response_data"])
    added = Entity.objects.get(slug="lena-rivas")
    assert (told["value"], told["obj"], added.kind) == (str(added.pk), "Lena Rivas", "person")
    assert Candidacy.objects.filter(candidate=added, race=archive.race).exists()
    fact = CandidacyFact.objects.get(candidate=added)
    assert (fact.kind, fact.race, fact.occurred_on, fact.passage.exact) == ("running", archive.race, None, RIVAS)


def test_the_race_is_that_of_the_sources_records_with_its_basis(curator, archive, draft, source):
    factories.endorsement(
        source,
        "endorsed Lena Rivas",
        endorser=archive.union,
        candidate=archive.vega,
        race=archive.race,
        stance="endorses",
        verb="endorsed",
    )
    link = link_of(curator, opener(draft))
    shown = values_of(curator.get(link))
    assert shown["race"] == archive.race.pk
    assert send(curator, link, fact="running").status_code == 302
    assert "the passage names no race" in CandidacyFact.objects.get(candidate__slug="lena-rivas").inferred["race"]


def test_from_a_record_its_passage_is_filled_in(curator, archive):
    shown = values_of(curator.get(link_of(curator, address("endorsement", archive.endorsement))))
    assert shown["passage_words"] == archive.endorsed.exact
    assert shown["race"] == archive.race.pk
    assert "name" not in shown


def test_a_draft_of_a_fact_says_it_itself(curator, archive, source):
    link = link_of(curator, opener(make_draft(source, "fact", fact="running")))
    assert values_of(curator.get(link))["fact"] == "nothing"
    facts, passages = CandidacyFact.objects.count(), Passage.objects.count()
    assert send(curator, link, race=archive.race.pk).status_code == 302
    assert Candidacy.objects.filter(candidate__slug="lena-rivas", race=archive.race).exists()
    assert (CandidacyFact.objects.count(), Passage.objects.count()) == (facts, passages)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"name": "ana vega"}, "name", "Ana Vega is held already: close this window, choose Ana Vega"),
        ({"name": "Anita Vega"}, "name", "was merged into Ana Vega: close this window"),
        ({"slug": "ana-vega"}, "slug", "already exists"),
        ({"race": ""}, "race", "required"),
        ({"fact": ""}, "fact", "required"),
        ({"passage_words": "Nobody said so."}, "passage_words", "Nobody said so."),
        ({"passage_words": ""}, "passage_words", "no record without a passage"),
        ({"occurred_on": "2030-13"}, "occurred_on", "is not a date"),
        ({"occurred_on": "2099"}, "occurred_on", "is that right?"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_added(curator, archive, draft, changes, field, says):
    Entity.objects.create(slug="anita-vega", name="Anita Vega", sort_name="Vega, Anita", kind="person")
    merge("entities", "anita-vega", archive.vega.slug)
    held = Entity.objects.count(), Candidacy.objects.count(), Passage.objects.count()
    sent = {"race": archive.race.pk, "fact": "running"} | changes
    assert says in errors_of(send(curator, link_of(curator, opener(draft)), **sent))[field]
    assert held == (Entity.objects.count(), Candidacy.objects.count(), Passage.objects.count())


def test_what_the_database_refuses_leaves_nothing(curator, archive, draft):
    """Of a text that is withheld, no passage can be made."""
    link, held = link_of(curator, opener(draft)), (Entity.objects.count(), Candidacy.objects.count())
    page = as_a_browser_sends(curator.get(link)) | {"race": archive.race.pk, "fact": "running"}
    factories.withholding(draft.source, RIVAS)
    assert "withheld" in str(errors_of(curator.post(link, page)))
    assert held == (Entity.objects.count(), Candidacy.objects.count())


def test_a_name_that_was_corrected_is_sorted_anew(curator, archive, draft):
    link = link_of(curator, opener(draft))
    assert send(curator, f"{link}&name=Elena+Rivas-Soto", race=archive.race.pk, fact="nothing").status_code == 302
    assert send(curator, link, name="Mara Soto", slug="", race=archive.race.pk, fact="nothing").status_code == 302
    found = dict(Entity.objects.filter(candidacies__race=archive.race).values_list("slug", "sort_name"))
    assert found.items() >= {"elena-rivas-soto": "Rivas-Soto, Elena", "mara-soto": "Soto, Mara"}.items()


def test_with_two_persons_what_the_passage_says_is_a_draft(curator, archive, draft, settings):
    settings.DARA_TWO_PERSONS = True
    link = link_of(curator, opener(draft))
    assert send(curator, link, race=archive.race.pk, fact="running", occurred_on="2020-03").status_code == 302
    assert not CandidacyFact.objects.filter(candidate__slug="lena-rivas").exists()
    added = Draft.objects.open().get(kind="fact", source=draft.source)
    assert (added.author, added.start, added.end) == ("admin", START, START + len(RIVAS))
    shown = values_of(curator.get(opener(added)))
    assert (shown["kind"], shown["occurred_on"], shown["race"]) == ("running", "2020-03", str(archive.race.pk))


def test_who_may_not_add_candidates_sees_no_link(client, archive, draft, django_user_model):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("rita", is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    client.force_login(user)
    page = client.get(opener(draft))
    assert "id_candidate" in page.text
    assert "add_id_candidate" not in page.text
    assert client.get("/admin/dara/entity/candidate/add/").status_code == 403


@pytest.mark.parametrize(
    "query", ["draft=%00", "draft=zzzzzzzz", "passage=abc", "passage=9999999999999999999999", "race=x&name=%00"]
)
def test_made_up_addresses_open_an_empty_form(curator, archive, query):
    assert curator.get(f"/admin/dara/entity/candidate/add/?{query}").status_code == (400 if "%00" in query else 200)


def test_a_race_may_be_added_from_there(curator, archive, draft):
    page = lxml.html.fromstring(curator.get(link_of(curator, opener(draft))).text)
    (link,) = page.xpath("//a[@id='add_id_race']")
    assert send(curator, link.get("href"), name="2030 race", slug="2030", _popup="1", _to_field="id").status_code == 200
    assert Race.objects.filter(slug="2030").exists()


def test_a_form_that_lost_its_fields_is_shown_again(archive, curator):
    fact = CandidacyFact.objects.first()
    response = curator.post(reverse("admin:dara_candidacyfact_change", args=[fact.pk]), {"_reject": "1"})
    assert response.status_code == 200
