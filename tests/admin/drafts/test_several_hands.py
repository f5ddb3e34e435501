"""The workbench where several people work: names that a draft brings, changes that are proposed to others, and two at once."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.models import Draft, Statement
from tests.admin.drafts.workbench import form_of, press, press_at, user
from tests.admin.forms import as_a_browser_sends, errors_of, values_of


class TestPersons:
    def test_a_reviewer_drafts_and_does_not_publish(self, client, draft, stance):
        reviewer = user("rita", "reviewer", client)
        assert "_keep" in reviewer.get(form_of(draft)).text
        assert 'name="_save"' not in reviewer.get(form_of(draft)).text
        response = press(reviewer, draft, "_save", note="Looks right.")
        assert response.status_code == 302
        assert not Statement.objects.filter(passage__source=draft.source).exists()
        draft.refresh_from_db()
        assert (draft.state, draft.author, draft.typed["note"]) == ("open", "rita", ["Looks right."])
        assert reviewer.get(reverse("admin:dara_statement_add")).status_code == 403
        assert reviewer.get(reverse("admin:dara_entity_add")).status_code == 403
        assert reviewer.get(reverse("admin:dara_draft_changelist")).status_code == 200
        assert press(reviewer, stance, "_reject", reason="No.").status_code == 302

    def test_a_curator_publishes_and_deletes_no_record(self, client, draft, archive):
        curator = user("carl", "curator", client)
        assert press(curator, draft, "_save").status_code == 302
        assert Statement.objects.get(passage__source=draft.source)
        assert curator.get(reverse("admin:dara_statement_delete", args=[archive.statement.key])).status_code == 403
        assert curator.get(reverse("admin:auth_user_changelist")).status_code == 403

    def test_two_persons(self, client, draft, stance, archive, settings):
        settings.DARA_TWO_PERSONS = True
        carl = user("carl", "curator", client)
        response = press(carl, draft, "_save", note="Corrected.")
        assert next(str(each) for each in get_messages(response.wsgi_request)).startswith("You corrected this draft: somebody else")
        draft.refresh_from_db()
        assert (draft.state, draft.author) == ("open", "carl"), "who corrects a draft becomes its author"
        press(carl, draft, "_save")
        draft.refresh_from_db()
        assert draft.state == "open"
        carla = user("carla", "curator", type(client)())
        assert press(carla, draft, "_save").status_code == 302
        draft.refresh_from_db()
        assert (draft.state, draft.decided_by) == ("accepted", "carla")
        assert Statement.objects.get(pk=draft.record).note == "Corrected."

    def test_with_two_persons_a_record_begins_as_a_draft(self, curator, settings):
        assert curator.get(reverse("admin:dara_statement_add")).status_code == 200
        settings.DARA_TWO_PERSONS = True
        assert curator.get(reverse("admin:dara_statement_add")).status_code == 403

    def test_who_changes_nothing_does_not_become_the_author(self, client, draft, stance, archive, settings):
        settings.DARA_TWO_PERSONS = True
        carl = user("carl", "curator", client)
        for each in (draft, stance):
            as_shown = as_a_browser_sends(carl.get(form_of(each)))
            carl.post(form_of(each), as_shown | {"_keep": "1"})
            each.refresh_from_db()
            assert (each.author, each.typed) == ("", {})
        carl.post(form_of(draft), as_a_browser_sends(carl.get(form_of(draft))) | {"_save": "1"})
        draft.refresh_from_db()
        assert draft.state == "accepted"

    def test_a_correction_stays_its_author_s_when_somebody_keeps_it(self, client, draft, archive, settings):
        settings.DARA_TWO_PERSONS = True
        carl, carla = user("carl", "curator", client), user("carla", "curator", type(client)())
        press(carl, draft, "_keep", note="Corrected.")
        as_shown = as_a_browser_sends(carla.get(form_of(draft)))
        carla.post(form_of(draft), as_shown | {"_keep": "1"})
        press(carl, draft, "_save")
        draft.refresh_from_db()
        assert (draft.state, draft.author) == ("open", "carl")

    @pytest.mark.parametrize("key", ["zzzzzzzz", "", "🚪"])
    def test_a_form_without_a_draft_is_no_door(self, client, draft, quote, archive, settings, key):
        settings.DARA_TWO_PERSONS = True
        carl = user("carl", "curator", client)
        held = Statement.objects.count()
        response = carl.post(f"{reverse('admin:dara_statement_add')}?draft={key}", quote | {"_save": "1"})
        assert response.status_code == 403
        response = carl.post(f"{reverse('admin:dara_endorsement_add')}?draft={draft.key}", quote | {"_save": "1"})
        assert response.status_code == 403, "a draft of another kind of record"
        change = reverse("admin:dara_statement_change", args=[archive.statement.key])
        carl.post(f"{change}?draft={draft.key}", values_of(carl.get(change)) | {"note": "Through the back door.", "_save": "1"})
        archive.statement.refresh_from_db()
        assert (Statement.objects.count(), archive.statement.note) == (held, "")


class TestProposedChanges:
    @pytest.fixture(autouse=True)
    def two_persons(self, settings):
        settings.DARA_TWO_PERSONS = True

    @pytest.fixture
    def change(self, archive):
        return reverse("admin:dara_statement_change", args=[archive.statement.key])

    @pytest.fixture
    def proposed(self, client, archive, change):
        carl = user("carl", "curator", client)
        response = carl.post(change, as_a_browser_sends(carl.get(change)) | {"note": "Said at the door.", "_save": "1"})
        assert (response.status_code, response.url) == (302, change)
        archive.statement.refresh_from_db()
        assert archive.statement.note == ""
        return Draft.objects.open().get(record=archive.statement.key)

    def test_somebody_else_accepts_it(self, client, archive, change, proposed):
        assert (proposed.author, proposed.kind, proposed.source) == ("carl", "quote", archive.source)
        url = f"{change}?draft={proposed.key}"
        press_at(client, url, "_save")
        archive.statement.refresh_from_db()
        assert archive.statement.note == "", "not who proposed it"
        carla = user("carla", "curator", type(client)())
        page = carla.get(url)
        assert [each.typed for each in page.context["adminform"].form.differences] == ["Said at the door."]
        assert press_at(carla, url, "_save").status_code == 302
        archive.statement.refresh_from_db()
        proposed.refresh_from_db()
        assert archive.statement.note == "Said at the door."
        assert (proposed.state, proposed.decided_by, proposed.record) == ("accepted", "carla", archive.statement.key)

    def test_it_is_rejected_as_any_draft(self, client, archive, change, proposed):
        carla = user("carla", "curator", type(client)())
        press_at(carla, f"{change}?draft={proposed.key}", "_reject", reason="Not said.")
        proposed.refresh_from_db()
        archive.statement.refresh_from_db()
        assert (proposed.state, proposed.reason, archive.statement.note) == ("rejected", "Not said.", "")

    def test_what_changes_nothing_proposes_nothing(self, client, archive, change):
        carl = user("carl", "curator", client)
        carl.post(change, as_a_browser_sends(carl.get(change)) | {"_save": "1"})
        assert not Draft.objects.filter(record=archive.statement.key).exists()

    def test_a_form_that_cannot_be_saved_says_why(self, client, archive, change):
        carl = user("carl", "curator", client)
        response = carl.post(change, as_a_browser_sends(carl.get(change)) | {"pieces": "never said", "_save": "1"})
        assert "pieces" in errors_of(response)
        assert not Draft.objects.filter(record=archive.statement.key).exists()


class TestTwoAtOnce:
    """Whoever saves over a newer version sees both, and chooses."""

    def test_a_draft(self, client, draft):
        carl, carla = user("carl", "curator", client), user("carla", "curator", type(client)())
        first, second = (as_a_browser_sends(each.get(form_of(draft))) for each in (carl, carla))
        carl.post(form_of(draft), first | {"note": "By Carl.", "_keep": "1"})
        for button in ("_keep", "_save"):
            response = carla.post(form_of(draft), second | {"note": "By Carla.", button: "1"})
            assert "Somebody else has changed this" in errors_of(response)["__all__"]
            found = {each.label: (each.stored, each.typed) for each in response.context["adminform"].form.differences}
            assert found == {"Note": ("By Carl.", "By Carla.")}
            draft.refresh_from_db()
            assert (draft.author, draft.typed["note"]) == ("carl", ["By Carl."])
        chosen = as_a_browser_sends(response) | {"_keep": "1"}
        carla.post(form_of(draft), chosen)
        draft.refresh_from_db()
        assert (draft.author, draft.typed["note"]) == ("carla", ["By Carla."])

    def test_a_draft_that_was_decided(self, client, draft):
        carl, carla = user("carl", "curator", client), user("carla", "curator", type(client)())
        first, second = (as_a_browser_sends(each.get(form_of(draft))) for each in (carl, carla))
        carl.post(form_of(draft), first | {"_save": "1"})
        response = carla.post(form_of(draft), second | {"note": "By Carla.", "_save": "1"})
        assert "was published by carl" in errors_of(response)["__all__"]
        assert values_of(response)["note"] == "By Carla."
        assert Statement.objects.filter(passage__source=draft.source).count() == 1

    def test_a_record(self, curator, archive):
        url = reverse("admin:dara_statement_change", args=[archive.statement.key])
        first, second = as_a_browser_sends(curator.get(url)), as_a_browser_sends(curator.get(url))
        curator.post(url, first | {"note": "The first."})
        response = curator.post(url, second | {"note": "The second."})
        assert "Somebody else has changed this" in errors_of(response)["__all__"]
        archive.statement.refresh_from_db()
        assert archive.statement.note == "The first."
        assert curator.post(url, as_a_browser_sends(response)).status_code == 302
        archive.statement.refresh_from_db()
        assert archive.statement.note == "The second."
