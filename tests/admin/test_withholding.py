"""Words are withheld at the desk: found, shown with what goes, and only then withheld; replies are linked."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.models import Passage, PublicParagraph, Reply, Statement, Tombstone, Utterance, Withholding
from tests import factories
from tests.admin.test_curation import address, errors_of, send
from tests.example_archive import CURATED_STORY as TEXT

WORDS = "and we will not reopen it.”"


def confirm(client, page):
    """Presses “Yes, withhold them”."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    hidden = {name: value.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"') for name, value in hidden.items()}
    return client.post(address("withholding"), hidden)


def ask(client, source, **values):
    return send(client, address("withholding"), **{"source": source.pk, "ground": "privacy"} | values)


def test_the_page_of_a_source_leads_there(archive, curator):
    page = curator.get(address("source", archive.source)).text
    way = re.search(r"<a href='([^']*)'>Withhold words</a>", page)[1]
    form = curator.get(way).context["adminform"].form
    assert str(form["source"].value()) == archive.source.key
    assert address("withholding", archive.withholding) in curator.get(address("source", archive.letter)).text


def test_it_shows_what_goes_and_then_does_it(archive, curator):
    """Nothing is done before it is confirmed, and what was typed is kept."""
    utterance = Utterance.objects.get()
    Statement.objects.update(utterance=utterance)
    page = ask(curator, archive.source, words=WORDS, note="On “somebody” & more.", translations="es.note: Sobre alguien.")
    assert page.status_code == 200
    assert "Nothing has been done yet." in page.text
    assert WORDS in page.text
    assert address("statement", archive.statement) in page.text
    assert address("endorsement", archive.endorsement) not in page.text
    assert Statement.objects.exists()
    response = confirm(curator, page)
    assert response.status_code == 302
    made = Withholding.objects.get(source=archive.source)
    assert (made.start, made.end) == (TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS))
    assert (made.note, made.translations) == ("On “somebody” & more.", {"es": {"note": "Sobre alguien."}})
    assert not Statement.objects.exists()
    assert Tombstone.objects.get(key=archive.statement.key).ground == "privacy"
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert f"Withdrawn with these words: statement {archive.statement.key}." in said
    assert any("joins fewer than two statements now" in message for message in said)


def test_a_confirmation_is_of_the_very_records_that_it_showed(archive, curator):
    """A record that came in meanwhile is shown first."""
    page = ask(curator, archive.source, words="no too.")
    passage = Passage.objects.create(
        source=archive.source, start=TEXT.index("said no too."), end=TEXT.index("said no too.") + 12, exact="said no too."
    )
    Statement.objects.create(key="late2222", kind="report", passage=passage, pieces=["said no too"], speaker=archive.union)
    again = confirm(curator, page)
    assert again.status_code == 200
    assert address("statement", Statement.objects.get(pk="late2222")) in again.text
    assert Statement.objects.filter(pk="late2222").exists()
    assert confirm(curator, again).status_code == 302
    assert not Statement.objects.filter(pk="late2222").exists()


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({}, "words", "one of the three"),
        ({"words": "Okafor", "whole": "on"}, "words", "one of the three"),
        ({"words": "Okafor"}, "words", "is in the text 2 times"),
        ({"words": "Okafer"}, "words", "The nearest words"),
        ({"start": 5}, "end", "Give both start and end"),
        ({"start": 9, "end": 5}, "end", "Give both start and end"),
        ({"start": 5, "end": 99999}, "end", "within the text"),
        ({"words": "53.7% of the vote"}, "__all__", "The election “2020-november” rests on these words"),
    ],
)
def test_what_cannot_be_withheld_is_said(values, field, says, archive, curator):
    response = ask(curator, archive.source, **values)
    assert says in errors_of(response)[field]
    assert not Withholding.objects.filter(source=archive.source).exists()


def test_words_that_stand_twice_are_told_apart(archive, curator):
    page = ask(curator, archive.source, words="Okafor", before="leads ")
    assert "in this very text, 1 time more" in page.text
    assert confirm(curator, page).status_code == 302
    assert Withholding.objects.get(source=archive.source).start == TEXT.index("leads Okafor") + 6


def test_the_same_words_elsewhere_are_named(archive, curator):
    other = factories.source(TEXT.replace("two thirds", "all"), title="Another story")
    page = ask(curator, archive.source, words="said no too.")
    assert address("source", other) in page.text
    assert address("source", archive.letter) not in page.text


def test_the_whole_text(archive, curator):
    page = ask(curator, archive.letter, whole="on", ground="legal")
    assert "The whole text of" in page.text
    assert confirm(curator, page).status_code == 302
    assert not PublicParagraph.objects.filter(source=archive.letter).exists()


def test_the_same_words_twice_are_refused(archive, curator):
    response = ask(curator, archive.letter, start=archive.withholding.start, end=archive.withholding.end)
    assert "These very words are withheld already." in response.text


def test_the_ground_is_corrected_and_the_words_stay_the_same(archive, curator):
    url = address("withholding", archive.withholding)
    assert "nor did my neighbor" in curator.get(url).text
    assert send(curator, url, ground="safety", start=1, end=3).status_code == 302
    archive.withholding.refresh_from_db()
    assert (archive.withholding.ground, archive.withholding.start) == ("safety", 18)


def test_lifting_it_is_warned_of(archive, curator):
    url = address("withholding", archive.withholding, "delete")
    assert "everybody reads these words again, at once" in curator.get(url).text
    assert curator.post(url, {"post": "yes"}).status_code == 302
    assert PublicParagraph.objects.filter(source=archive.letter, body__contains="neighbor").exists()
    assert "delete_selected" not in curator.get(reverse("admin:dara_withholding_changelist")).text


def test_who_may_not_withhold_does_not(archive, client, django_user_model):
    reviewer = django_user_model.objects.create_user("reviewer", is_staff=True)
    reviewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reviewer)
    values = {"source": archive.source.pk, "ground": "privacy", "words": WORDS, "withheld_on": "2031-01-01"}
    assert client.post(address("withholding"), values).status_code == 403
    assert client.post(address("withholding", archive.withholding, "delete"), {"post": "yes"}).status_code == 403
    assert not Withholding.objects.filter(source=archive.source).exists()


def test_a_record_on_withheld_words_is_refused_in_the_form(archive, curator):
    response = send(
        curator,
        address("statement"),
        kind="report",
        passage_source=archive.letter.key,
        passage_words="nor did my neighbor.",
        speaker=archive.vega.pk,
    )
    assert "withheld from the public: no passage may touch them" in errors_of(response)["passage_words"]


def test_a_reply_is_linked_from_the_record(archive, curator):
    page = curator.get(address("endorsement", archive.endorsement)).text
    way = re.search(r"<a href='([^']*)'>Link a source that is a reply to it</a>", page)[1].replace("&amp;", "&")
    assert send(curator, way, source=archive.letter.pk).status_code == 302
    reply = Reply.objects.get(kind="endorsements")
    assert (reply.key, reply.source) == (archive.endorsement.key, archive.letter)
    assert address("source", archive.letter) in curator.get(address("endorsement", archive.endorsement)).text
    assert address("endorsement", archive.endorsement) in curator.get(address("reply", reply)).text


def test_a_reply_to_nothing_is_refused_in_the_form(archive, curator):
    response = send(curator, address("reply"), source=archive.letter.pk, kind="results", key="nothing2")
    assert "There is nothing that the reply could answer" in response.text
    assert Reply.objects.count() == 1
