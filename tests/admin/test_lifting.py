"""Lifting a withholding shows what comes back with the words, and brings it back in one transaction; two sessions at once are told of each other."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from dara.archive import download_builds
from dara.archive.history import history_failures
from dara.models import EVENTS, Correction, Draft, Endorsement, Passage, Statement, Tombstone, Withholding
from dara.models.record_format import KINDS, values_of
from tests import factories
from tests.admin.forms import address, send
from tests.example_archive import CURATED_STORY as TEXT

pytestmark = pytest.mark.django_db(transaction=True)  # what one transaction withdrew is brought back

WORDS = "We closed the courthouse basement"


@pytest.fixture(autouse=True)
def builds(monkeypatch) -> list[bool]:
    """The builds of downloads that were started, instead of starting them."""
    started: list[bool] = []
    monkeypatch.setattr("dara.admin.lifting.start_build", lambda: started.append(True))
    monkeypatch.setattr("dara.admin.withholding.start_build", lambda: started.append(True))
    return started


def said(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def hidden(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def withhold(client, source, **values):
    """Withhold words, through both pages."""
    url = address("withholding")
    return client.post(url, hidden(send(client, url, **{"source": source.pk, "ground": "privacy"} | values)))


@pytest.fixture
def inner(archive):
    """A statement within the statement."""
    return factories.statement(archive.source, f"“{WORDS},”", pieces=[f"{WORDS},"], speaker=archive.union, within=archive.statement)


@pytest.fixture
def withheld(archive, curator, inner, builds):
    place = {"start": TEXT.index(WORDS) + 3, "end": TEXT.index(WORDS) + 20}
    Draft.objects.create(key="draft0aa", source=archive.source, name="quote-1", kind="quote", **place)
    assert withhold(curator, archive.source, words=WORDS).status_code == 302
    assert len(builds) == 1
    return Withholding.objects.get(source=archive.source)


def forms_of(*records):
    return [values_of(KINDS["statements"], KINDS["statements"].rows().get(pk=each.pk)) for each in records]


def test_what_was_withdrawn_is_shown_and_comes_back(archive, curator, inner, builds):
    before = forms_of(archive.statement, inner)
    withhold(curator, archive.source, words=WORDS)
    made = Withholding.objects.get(source=archive.source)
    url = address("withholding", made, "delete")
    page = curator.get(url)
    assert "Nothing has been done yet." in page.text
    for record in (archive.statement, inner):
        assert f"Statement {record.pk}<br>" in page.text
    assert html.escape(archive.quoted.exact.split("\n")[0][:40]) in page.text
    assert archive.tombstone.key not in page.text, "withdrawn on its own"
    assert not Statement.objects.exists()
    assert Withholding.objects.filter(pk=made.pk).exists()
    response = curator.post(url, hidden(page))
    assert response.status_code == 302
    assert f"statement {archive.statement.pk}, statement {inner.pk}" in said(response)
    assert forms_of(archive.statement, inner) == before
    assert not Tombstone.objects.filter(pk__in=[archive.statement.pk, inner.pk]).exists()
    assert Tombstone.objects.filter(pk=archive.tombstone.pk).exists()
    assert [each for model in EVENTS for each in history_failures(model)] == []
    assert f"The withholding {made.pk} was lifted" in curator.get(address("statement", archive.statement, "history")).text
    assert [each.changes for each in Correction.objects.filter(record=inner.pk)] == [[{"field": "restored"}]]
    assert len(builds) == 2


def test_drafts_of_the_words_are_open_again(archive, curator, withheld):
    assert Draft.objects.get(key="draft0aa").state == "rejected"
    url = address("withholding", withheld, "delete")
    page = curator.get(url)
    assert "open again: 1." in page.text
    assert "Open again, as drafts that were closed with these words: 1." in said(curator.post(url, hidden(page)))
    assert Draft.objects.get(key="draft0aa").state == "open"


def test_what_other_words_keep_withdrawn_is_shown_before(archive, curator, withheld):
    withhold(curator, archive.source, words="we will not reopen it")
    url = address("withholding", withheld, "delete")
    page = curator.get(url)
    assert "What stays withdrawn" in page.text
    assert "withheld from the public: no passage may touch them" in page.text
    response = curator.post(url, hidden(page))
    assert f"Statement {archive.statement.pk} stays withdrawn." in said(response)
    assert not Statement.objects.filter(pk=archive.statement.pk).exists()


def test_more_that_comes_back_than_was_shown_is_shown_first(archive, curator, withheld):
    url = address("withholding", withheld, "delete")
    answer = curator.post(url, {"post": "yes"})
    assert answer.status_code == 200
    assert "has changed since you opened the page" in answer.text
    assert Withholding.objects.filter(pk=withheld.pk).exists()
    assert not Statement.objects.exists()


def test_who_lifts_it_second_is_told(archive, curator, withheld):
    url = address("withholding", withheld, "delete")
    sent = hidden(curator.get(url))
    curator.post(url, sent)
    response = curator.post(url, sent)
    assert response.status_code == 302
    assert "was lifted by admin on " in said(response)
    assert response.headers["Location"] == address("withholding", withheld, "history")
    assert Statement.objects.count() == 2


def test_two_persons_lift_it(archive, curator, withheld, settings, client):
    settings.DARA_TWO_PERSONS = True
    url = address("withholding", withheld, "delete")
    assert "Propose to lift it" in curator.get(url).text
    for _ in range(2):
        assert "Proposed: somebody else lifts it." in said(curator.post(url, hidden(curator.get(url))))
        assert Withholding.objects.filter(pk=withheld.pk).exists()
    assert "Proposed to lift it" in curator.get(address("withholding", withheld, "history")).text
    assert url not in curator.get(reverse("admin:index")).text
    client.force_login(User.objects.create_superuser("second", password="second"))
    assert f'href="{url}"' in client.get(reverse("admin:index")).text
    page = client.get(url)
    assert "Proposed by admin." in page.text
    assert client.post(url, hidden(page)).status_code == 302
    assert not Withholding.objects.filter(pk=withheld.pk).exists()
    assert Statement.objects.count() == 2


class TestTwoSessions:
    """Each with a form that was opened before the other one was sent."""

    def test_words_that_were_withheld_just_now(self, archive, curator):
        url = address("withholding")
        page = send(curator, url, source=archive.source.pk, ground="privacy", words=WORDS)
        assert curator.post(url, hidden(page)).status_code == 302
        answer = curator.post(url, hidden(page))
        assert answer.status_code == 200
        assert "These very words are withheld already." in answer.text
        assert Withholding.objects.filter(source=archive.source).count() == 1

    def test_a_draft_whose_words_were_withheld(self, archive, curator, quote):
        place = {"start": archive.quoted.start, "end": archive.quoted.end}
        draft = Draft.objects.create(key="draft0bb", source=archive.source, name="quote-2", kind="quote", **place)
        Statement.objects.all().delete()
        withhold(curator, archive.source, words=WORDS)
        answer = curator.post(f"{address('statement')}?draft={draft.pk}", quote | {"_save": "Publish", "note": "Typed."})
        assert answer.status_code == 200
        assert "These words are withheld." in answer.text
        assert "Typed." in answer.text
        assert not Statement.objects.exists()

    def test_a_record_on_words_that_were_withheld(self, archive, curator):
        url = address("endorsement", archive.endorsement)
        opened = curator.get(url)
        withhold(curator, archive.source, words="The Harbor Union endorsed")
        answer = curator.post(url, {"_version": opened.context["adminform"].form.version, "stance": "supports", "note": "Typed."})
        assert answer.status_code == 410
        assert re.search("The endorsement “.+” was withdrawn by admin on .+ Nothing was saved.", answer.text)
        assert '<th scope="row">Note</th><td>Typed.</td>' in answer.text
        assert address("endorsement", archive.endorsement, "history") in answer.text
        assert not Endorsement.objects.exists()

    def test_undoing_does_not_open_drafts_of_withheld_words(self, archive, curator):
        place = {"source": archive.source, "kind": "quote"}
        start = TEXT.index(WORDS)
        Draft.objects.create(key="draft0cc", name="a", start=start, end=start + 9, **place)
        Draft.objects.create(key="draft0dd", name="b", start=0, end=4, **place)
        chosen = {"action": "reject_together", "_selected_action": ["draft0cc", "draft0dd"]}
        curator.post(reverse("admin:dara_draft_changelist"), chosen)
        withhold(curator, archive.source, words=WORDS)
        answer = said(curator.post(reverse("admin:dara_draft_undo")))
        assert "Opened 1 draft again. 1 of the 2 drafts stays closed: their words were withheld since" in answer
        assert Draft.objects.get(key="draft0cc").state == "rejected"
        assert Draft.objects.get(key="draft0dd").state == "open"

    def test_words_that_were_withheld_are_not_drafted(self, archive, curator):
        withhold(curator, archive.source, words=WORDS)
        place = {"kind": "quote", "start": str(TEXT.index(WORDS)), "end": str(TEXT.index(WORDS) + 9)}
        response = curator.post(reverse("admin:dara_draft_select", args=[archive.source.pk]), place)
        assert "Some of these words are withheld" in said(response)

    def test_a_record_that_was_withdrawn_just_now(self, archive, curator):
        url, values = address("tombstone"), {"key": archive.statement.pk, "kind": "statements", "ground": "error"}
        assert curator.post(url, values).status_code == 302
        answer = curator.post(url, values)
        assert answer.status_code == 200
        assert "The archive holds no such record." in answer.text

    def test_a_record_that_is_withdrawn_while_the_form_is_checked(self, archive, curator, monkeypatch):
        """Which is held when the form is validated, and gone when it is saved."""
        asked = []

        def is_held(tombstone) -> bool:
            asked.append(tombstone.key)
            if len(asked) == 1:
                Statement.objects.filter(pk=archive.statement.pk).delete()
                return True
            return False

        monkeypatch.setattr("dara.admin.records.is_held", is_held)
        values = {"key": archive.statement.pk, "kind": "statements", "ground": "error"}
        answer = curator.post(address("tombstone"), values)
        assert answer.status_code == 200
        assert "The archive holds no such record." in answer.text

    def test_somebody_who_was_merged_just_now(self, archive, curator):
        double = factories.person("A. Vega")
        third = factories.person("Anna Vega")
        url = reverse("admin:dara_entity_merge", args=[double.pk])
        assert curator.post(url, {"into": archive.vega.pk}).status_code == 302
        again = curator.post(url, {"into": third.pk})
        assert again.status_code == 302
        assert "The entity “A. Vega” was merged into Ana Vega by admin on " in said(again)
        assert again.headers["Location"] == address("entity", archive.vega)
        into_gone = curator.post(reverse("admin:dara_entity_merge", args=[third.pk]), {"into": double.pk})
        assert into_gone.status_code == 200
        assert "Select a valid choice" in into_gone.text


class TestDownloads:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.DARA_DATA_DIR = tmp_path
        (tmp_path / "downloads").mkdir()

    def test_the_first_page_says_how_they_are(self, archive, curator):
        page = curator.get(reverse("admin:index")).text
        assert "None are offered until they are made" in page
        download_builds.note_failure("No space left on device")
        assert "No space left on device" in curator.get(reverse("admin:index")).text
        assert abs(download_builds.state().failure.when - timezone.now()) < timedelta(minutes=1)
        download_builds.note_success()
        assert download_builds.state().failure is None

    def test_they_are_made_by_a_button(self, archive, curator, client, monkeypatch, django_user_model):
        started = []
        monkeypatch.setattr(download_builds, "start_build", lambda: started.append(True))
        url = reverse("admin:build_downloads")
        assert curator.get(url).status_code == 405
        assert curator.post(url).status_code == 302
        client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
        assert client.post(url).status_code == 403
        assert started == [True]

    def test_they_are_made_in_a_process_of_its_own(self, monkeypatch, tmp_path):
        done = tmp_path / "done"
        monkeypatch.setattr(download_builds, "COMMAND", ("-c", f"open({str(done)!r}, 'w').close()"))
        thread = download_builds.start_build()
        thread.join(20)
        assert done.exists()


def test_passages_are_the_same_after_all(archive, curator, withheld):
    """Nothing that is left over shows what was withheld."""
    assert not Passage.objects.filter(exact__contains=WORDS).exists()
