"""A topic that is added has a place in the list and a name of its own, whether on its page or beside the choice of a record's form."""

import json

import lxml.html
import pytest

from dara.models import Draft, Topic
from tests import factories
from tests.admin.forms import address, errors_of, send


def add_link_of(page):
    (link,) = lxml.html.fromstring(page.text).xpath("//a[@id='add_id_topic_list']")
    return link.get("href")


@pytest.fixture
def draft(archive):
    place = {"start": archive.quoted.start, "end": archive.quoted.end}
    return Draft.objects.create(key="drafted2", source=archive.source, name="q", kind="quote", values={"passage": place}, **place)


def test_beside_the_choice_in_the_form_of_a_record_and_of_a_draft(curator, archive, draft):
    for url in (address("statement", archive.statement), f"{address('statement')}?draft={draft.key}"):
        link = add_link_of(curator.get(url))
        assert link.startswith(f"{address('topic')}?")
        assert "_popup=1" in link
        name = f"Bail {Topic.objects.count()}"
        response = send(curator, link, name=name, slug=name.replace(" ", "-"), _popup="1", _to_field="id")
        told = json.loads(response.context_data["popup_response_data"])
        added = Topic.objects.get(name=name)
        assert (told["value"], told["obj"]) == (str(added.pk), name)
        assert added.position == Topic.objects.exclude(pk=added.pk).order_by("-position").first().position + 1


def test_who_may_not_add_topics_sees_no_link(client, archive, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("fixer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_statement", "change_statement", "view_topic"]))
    client.force_login(user)
    assert "add_id_topic_list" not in client.get(address("statement", archive.statement)).text


def test_on_its_own_page_a_position_may_be_chosen(curator, archive):
    assert send(curator, address("topic"), name="Bail", slug="bail", position=7).status_code == 302
    assert send(curator, address("topic"), name="Gangs", slug="gangs").status_code == 302
    assert dict(Topic.objects.filter(slug__in=["bail", "gangs"]).values_list("slug", "position")) == {"bail": 7, "gangs": 8}


@pytest.mark.parametrize("name", ["Prisión", "prision", "  PRISIÓN ", "Prisio\u0301n"])
def test_a_name_that_is_taken_is_refused_with_the_topic_that_has_it(curator, archive, name):
    held = factories.topic("Prisión")
    refused = errors_of(send(curator, address("topic"), name=name, slug="another"))
    assert refused["name"] == "The topic “Prisión” has this name already: choose it, or name this one otherwise."
    assert "has this name already" in errors_of(send(curator, address("topic", archive.topic), name=name))["name"]
    assert send(curator, address("topic", held), name="PRISIÓN").status_code == 302, (
        "of its own name, a topic may change the letters"
    )
