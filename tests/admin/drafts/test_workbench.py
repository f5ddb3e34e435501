"""The workbench: drafts are selected, kept, rejected and published, by users of each group, with and without DARA_TWO_PERSONS."""

from decimal import Decimal

import pytest
from django.urls import reverse

from dara.models import Candidacy, Draft, ElectionResult, Endorsement, Entity, Statement
from tests import factories
from tests.admin.drafts.workbench import QUOTE, TEXT, form_of, make_draft, press
from tests.admin.forms import errors_of, values_of


class TestPublishing:
    def test_a_quotation_with_a_new_speaker(self, curator, draft):
        response = press(curator, draft, "_save")
        assert response.status_code == 302, errors_of(response)
        statement = Statement.objects.get(speaker__slug="marta-de-la-cruz")
        assert statement.pieces == draft.values["pieces"]
        assert statement.passage.exact == QUOTE
        assert (statement.passage.start, statement.passage.end) == (draft.start, draft.end)
        assert (statement.speaker.name, statement.speaker.sort_name) == ("Marta de la Cruz", "de la Cruz, Marta")
        draft.refresh_from_db()
        assert (draft.state, draft.record, draft.decided_by) == ("accepted", statement.key, "admin")

    def test_a_stance_of_somebody_who_had_not_run(self, curator, draft, stance, archive):
        refused = press(curator, stance, "_save", race=archive.race.pk)
        assert "Add the candidacy" in errors_of(refused)["candidate"]
        assert not Entity.objects.filter(slug="lena-rivas").exists(), "what is refused leaves nothing"
        response = press(curator, stance, "_save", race=archive.race.pk, add_candidacy="on")
        assert response.status_code == 302, errors_of(response)
        endorsement = Endorsement.objects.get(candidate__slug="lena-rivas")
        assert endorsement.endorser == archive.union
        assert Candidacy.objects.filter(candidate=endorsement.candidate, race=archive.race).exists()
        assert response["Location"] == reverse("admin:dara_statement_add") + f"?draft={draft.key}", "on to the next open draft"

    def test_a_count(self, curator, archive):
        count = Draft.objects.get(name="result-vega")
        response = press(curator, count, "_save", candidate=archive.vega.pk, status="partial")
        assert response.status_code == 302, errors_of(response)
        assert ElectionResult.objects.exclude(pk=archive.result.pk).get().percent == Decimal(str(count.values["percent"]))

    def test_who_is_held_already_is_not_made_twice(self, curator, draft, archive):
        refused = press(curator, draft, "_save", new_speaker="ana vega")
        assert "held already" in errors_of(refused)["speaker"]
        refused = press(curator, draft, "_save", speaker=archive.vega.pk)
        assert "not both" in errors_of(refused)["new_speaker"]
        assert press(curator, draft, "_save", speaker=archive.vega.pk, new_speaker="").status_code == 302

    def test_nobody_is_guessed(self, curator, source):
        unknown = make_draft(source, QUOTE, kind="quote", pieces=["And we will keep them open."], speaker=None)
        assert "Choose somebody" in errors_of(press(curator, unknown, "_save"))["speaker"]

    def test_corrected_words_are_found_again(self, curator, draft):
        words = "“And we will keep them open.”"
        response = press(curator, draft, "_save", passage_words=words, pieces="And we will keep them open.")
        assert response.status_code == 302, errors_of(response)
        assert Statement.objects.get(speaker__slug="marta-de-la-cruz").passage.exact == words

    def test_words_that_stand_there_twice_are_taken_where_they_were_selected(self, curator, archive, source):
        twice = factories.source("“No comment from us,” Ana Vega said.\n“No comment from us,” Ana Vega said.\n", title="Twice")
        exact = "“No comment from us,” Ana Vega said."
        second = Draft.objects.create(
            key="second22", source=twice, name="q", kind="quote", start=len(exact) + 1, end=2 * len(exact) + 1,
            values={"pieces": ["No comment from us"], "speaker": {"slug": archive.vega.slug, "name": "Ana Vega"}, "passage": {"exact": exact}},
        )  # fmt: skip
        assert press(curator, second, "_save").status_code == 302
        assert Statement.objects.get(passage__source=twice).passage.start == len(exact) + 1

    def test_a_draft_is_published_once(self, curator, draft, stance):
        """A second press of the button leads to the next draft, as the first one does."""
        form = values_of(curator.get(form_of(draft))) | {"_save": "1"}
        for _ in range(2):
            response = curator.post(form_of(draft), form)
            assert (response.status_code, response.url) == (302, form_of(stance))
        assert Statement.objects.filter(passage__source=draft.source).count() == 1
        assert "was published by admin" in curator.get(form_of(draft), follow=True).text

    def test_what_the_database_refuses_leaves_the_draft_open(self, curator, draft):
        assert errors_of(press(curator, draft, "_save", pieces="We will close the doors"))["pieces"]
        draft.refresh_from_db()
        assert (draft.state, draft.record) == ("open", "")


class TestSuggesting:
    """What a form is filled in with comes from the same source, or it stays empty."""

    def values(self, client, draft) -> dict:
        return values_of(client.get(form_of(draft)))

    def test_no_race_of_another_source(self, curator, stance):
        assert Endorsement.objects.exists()
        assert "race" not in self.values(curator, stance)

    def test_the_race_of_the_other_records_of_the_source(self, curator, stance, source, archive):
        factories.endorsement(
            source,
            "asks for “open doors”",
            endorser=archive.union,
            candidate=archive.vega,
            race=archive.race,
            stance="endorses",
            verb="asks",
        )
        Draft.objects.filter(pk=stance.pk).update(start=TEXT.index("The Harbor"), end=TEXT.index("The Harbor") + 22)
        shown = self.values(curator, stance)
        assert shown["race"] == archive.race.pk
        assert "the other records of this source are of this one" in shown["inferred"]
        assert " a other " not in shown["inferred"]

    @pytest.mark.parametrize(
        ("name", "basis"), [("Lena Rivas", "which this text names after it"), ("Orrin Sumner Oduya", "by what stands around it")]
    )
    def test_a_basis_says_where_the_name_stands(self, curator, source, name, basis):
        said = make_draft(source, "“open doors”", "quote", speaker={"slug": "x", "name": name, "as_named": "she"})
        assert f"“she” is {name}, {basis}" in self.values(curator, said)["inferred"]

    def test_the_kind_of_somebody_new(self, curator, draft, source):
        assert self.values(curator, draft)["new_speaker_kind"] == "person"
        board = make_draft(
            source, "“open doors”", "quote", speaker={"slug": "x", "name": "Calder Deputies Union", "as_named": "Union"}
        )
        assert self.values(curator, board)["new_speaker_kind"] == "organization"


class TestKeeping:
    def test_what_is_typed_comes_back_as_it_was(self, curator, draft):
        press(curator, draft, "_keep", pieces="half a\n…\nthought", said_on="sometime", new_speaker="Marta")
        form = values_of(curator.get(form_of(draft)))
        assert (form["pieces"], form["said_on"], form["new_speaker"]) == ("half a\n…\nthought", "sometime", "Marta")
        draft.refresh_from_db()
        assert (draft.state, draft.author) == ("open", "admin")

    def test_rejecting_says_why_and_goes_on(self, curator, draft, stance):
        response = press(curator, draft, "_reject", reason="A slogan.")
        assert response["Location"].endswith(f"?draft={stance.key}")
        draft.refresh_from_db()
        assert (draft.state, draft.reason, draft.decided_by) == ("rejected", "A slogan.", "admin")
        assert "was rejected by admin" in curator.get(form_of(draft), follow=True).text

    def test_the_last_one_leads_to_the_queue(self, curator, draft):
        assert press(curator, draft, "_reject")["Location"] == reverse("admin:dara_draft_source", args=[draft.source_id])

    def test_an_ended_session_loses_nothing(self, client, curator, draft, django_user_model):
        address, form = (
            form_of(draft),
            values_of(curator.get(form_of(draft))) | {"_save": "1", "note": "Seen <b>twice</b>.\n\nYes."},
        )
        client = type(curator)()  # the same browser, its session gone
        asked = client.post(address, form)
        assert "Your session has ended" in asked.text
        assert "Seen &lt;b&gt;twice&lt;/b&gt;." in asked.text
        wrong = client.post(address, form | {"_signing_in": "1", "again-username": "admin", "again-password": "wrong"})
        assert "Please enter the correct username" in wrong.text
        kept = dict(wrong.context["submitted"])
        sent = {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
        assert {name: str(value) for name, value in sent.items() if not isinstance(value, list | dict)}.items() <= kept.items()
        assert not Statement.objects.filter(passage__source=draft.source).exists()
        signed_in = client.post(address, form | {"_signing_in": "1", "again-username": "admin", "again-password": "password"})
        assert "You are signed in" in signed_in.text
        assert client.post(address, dict(signed_in.context["submitted"])).status_code == 302
        assert Statement.objects.get(passage__source=draft.source).note == "Seen <b>twice</b>.\n\nYes."

    def test_nobody_else_s_page_makes_a_curator_sign_in(self, draft):
        from django.test import Client

        assert Client(enforce_csrf_checks=True).post(form_of(draft), {"note": "planted"}).status_code == 403


class TestSelecting:
    @pytest.mark.parametrize("words", ["“We will open the doors 🚪 on Monday,”", "And we will keep them open."])
    def test_selected_words_become_a_draft(self, curator, source, words):
        start = TEXT.index(words)
        address = reverse("admin:dara_draft_select", args=[source.key])
        sent = {"start": start, "end": start + len(words), "kind": "quote"}
        response = curator.post(address, sent)
        draft = Draft.objects.get(source=source)
        assert response["Location"] == form_of(draft)
        form = values_of(curator.get(response["Location"]))
        assert (form["passage_words"], form["passage_start"], form["passage_source"]) == (words, start, source.key)
        assert curator.post(address, sent)["Location"] == form_of(draft), "selected twice, drafted once"
        assert (draft.author, draft.rule) == ("admin", "")

    @pytest.mark.parametrize(
        "sent",
        [{}, {"start": "", "end": "", "kind": "quote"}, {"start": 5, "end": 5, "kind": "quote"}, {"start": 0, "end": 9, "kind": "poem"},
         {"start": 0, "end": 99_999, "kind": "quote"}, {"start": 10, "end": 10**12, "kind": "quote"}, {"start": -3, "end": 4, "kind": "quote"}],
    )  # fmt: skip
    def test_what_is_no_selection_is_said(self, curator, source, sent):
        response = curator.post(reverse("admin:dara_draft_select", args=[source.key]), sent, follow=True)
        assert "Select" in response.text
        assert not Draft.objects.filter(source=source).exists()

    def test_the_text_is_shown_with_drafts_and_records_marked(self, curator, archive, draft):
        page = curator.get(reverse("admin:dara_draft_source", args=[archive.source.key])).text
        assert f'data-address="{reverse("admin:dara_statement_change", args=[archive.statement.key])}"' in page
        assert f'data-address="{reverse("admin:dara_electionresult_add")}?draft={archive.draft.key}"' in page
        assert 'class="draft current"' in curator.get(form_of(draft)).text
