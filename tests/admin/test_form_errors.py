"""Every error is a sentence on its field, changes nothing, and keeps what was typed; those that only the database finds, too."""

import pytest
from django.urls import reverse

from dara.models import CandidacyFact, ElectionResult, Endorsement, Entity, Passage, Source, Statement
from tests import factories
from tests.admin.forms import address, as_a_browser_sends, errors_of, send, values_of


def refused(client, url: str, field: str | None, **values) -> str:
    """Send the form, and return the error on its field, None for the form as a whole."""
    before = [model.objects.count() for model in (Passage, Statement, Endorsement, ElectionResult, CandidacyFact)]
    response = send(client, url, **values)
    said = errors_of(response)
    assert list(said) == [field or "__all__"]
    shown = values_of(response)
    for name, value in values.items():
        assert str(shown[name]).replace("\r\n", "\n") == str(value), name
    assert [model.objects.count() for model in (Passage, Statement, Endorsement, ElectionResult, CandidacyFact)] == before
    return said[field or "__all__"]


def test_words_that_are_not_there(archive, curator, quote):
    quote["passage_words"] = "“We closed the courthouse cellar,” Vega said"
    said = refused(curator, address("statement"), "passage_words", **quote)
    assert "courthouse basement" in said  # the nearest text


def test_words_without_a_source(archive, curator, quote):
    del quote["passage_source"]
    assert "Name the source" in refused(curator, address("statement"), "passage_source", **quote)


def test_no_words_at_all(archive, curator, quote):
    del quote["passage_words"]
    assert "no record without a passage" in refused(curator, address("statement"), "passage_words", **quote)


def test_a_source_without_a_text(archive, curator, quote):
    source = Source.objects.create(
        key="zzzz2222", kind="other", title="Empty", visibility="full", document="documents/empty.txt", sha256="0" * 64
    )
    quote["passage_source"] = source.key
    assert "no text of this source" in refused(curator, address("statement"), "passage_source", **quote)


def test_a_piece_that_is_not_in_the_passage(archive, curator, quote):
    quote["pieces"] = "We closed the courthouse cellar"
    said = refused(curator, address("statement"), "pieces", **quote)
    assert "is not in its passage. The nearest words" in said


def test_half_a_word(archive, curator, quote):
    quote["pieces"] = "We closed the court"
    assert "whole words" in refused(curator, address("statement"), "pieces", **quote)


def test_a_quotation_without_its_words(archive, curator, quote):
    del quote["pieces"]
    assert "between its marks" in refused(curator, address("statement"), "pieces", **quote)


def test_within_a_statement_elsewhere(archive, curator, quote):
    """Only the database knows this one."""
    other = archive.grow(1)
    quote["within"] = other.statement.key
    said = refused(curator, address("statement"), "within", **quote)
    assert f"is not told in {other.statement.key}: its passage does not lie inside" in said


def test_within_itself(archive, curator):
    said = refused(curator, address("statement", archive.statement), "within", within=archive.statement.key)
    assert "quoted in itself" in said


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"verb": "backed"}, "verb", "The verb “backed” is not in the passage"),
        ({"stance": "funds", "amount_as_stated": "$5", "recipient": "not stated"}, "amount_as_stated", "The amount “$5”"),
        ({"stance": "funds", "purpose": "to win", "recipient": "not stated"}, "purpose", "The purpose “to win”"),
        ({"amount": "5"}, None, "An amount and a recipient belong to “funds”"),
        ({"stated_on": "Friday"}, "stated_on", "“Friday” is not a date: write 2020"),
        ({"stated_on": "2020-02-30"}, "stated_on", "is not a date"),
        ({"inferred": "Friday"}, "inferred", "a colon and the basis"),
        ({"inferred": "stated: Friday"}, "inferred", "There is no field “stated”; it is one of amount"),
    ],
)
def test_an_endorsement(archive, curator, changes, field, words):
    assert words in refused(curator, address("endorsement", archive.endorsement), field, **changes)


@pytest.mark.parametrize(
    ("translations", "words"),
    [
        ("es: Una nota.", "write the language, the field, a colon and the words"),
        ("es.note Una nota.", "write the language, the field, a colon and the words"),
        ("es.inferred: x\nes.inferred.said_on: y", "write the language, the field, a colon and the words"),
        ("es.note: Una nota.\nes.note: Otra nota.", "stands there twice"),
        ("es.note: Una nota.", "“translations.es” names “note”, of which there is nothing to translate"),
        ("es.inferred.about: x", "“translations.es” names “inferred.about”"),
        ("fr.text: Nous avons fermé.", "names the language “fr”"),
    ],
)
def test_translations(archive, curator, translations, words):
    assert words in refused(curator, address("statement", archive.statement), "translations", translations=translations)


def test_a_candidate_who_did_not_run(archive, curator):
    said = refused(curator, address("endorsement", archive.endorsement), "candidate", candidate=archive.union.pk)
    assert "Add the candidacy first" in said


def test_an_election_of_another_race(archive, curator):
    other = archive.grow(1)
    said = refused(curator, address("candidacyfact", archive.fact), "election", election=other.election.pk)
    assert "belongs to another race" in said


def test_an_election_moved_away_from_its_records(archive, curator):
    response = send(curator, address("election", archive.election), race=archive.grow(1).race.pk)
    assert "still refer to it" in errors_of(response)["race"]
    archive.election.refresh_from_db()
    assert archive.election.race == archive.race


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"qualifier": "over"}, "qualifier", "The qualifier “over”"),
        ({"ballots_out_as_stated": "90,000"}, "ballots_out_as_stated", "The number of ballots out"),
        ({"percent": "101"}, None, "between 0 and 100"),
        ({"percent": ""}, None, "a percentage, a number of votes, or both"),
    ],
)
def test_a_result(archive, curator, changes, field, words):
    response = send(curator, address("electionresult", archive.result), **changes)
    assert words in errors_of(response)[field or "__all__"]


def test_a_nul_character(archive, curator, quote):
    for field in ("pieces", "passage_words", "inferred"):
        assert "Null characters" in errors_of(send(curator, address("statement"), **quote | {field: "a\0b"}))[field]


def test_a_key_that_is_taken_is_not_overwritten(archive, curator, quote, monkeypatch):
    monkeypatch.setattr("dara.curation.records.new_key", lambda: archive.statement.key)
    assert "The database refuses this" in refused(curator, address("statement"), None, **quote)


class TestDates:
    @pytest.mark.parametrize("date", ["2099-01-01", "0001", "1749-05"])
    def test_a_date_that_may_be_wrong_is_asked_about_once(self, curator, archive, date):
        url = address("statement", archive.statement)
        asked = curator.post(url, as_a_browser_sends(curator.get(url)) | {"said_on": date})
        assert "is that right?" in errors_of(asked)["said_on"]
        assert curator.post(url, as_a_browser_sends(asked)).status_code == 302
        archive.statement.refresh_from_db()
        assert archive.statement.said_on == date

    def test_another_date_is_asked_about_again(self, curator, archive):
        url = address("statement", archive.statement)
        asked = curator.post(url, as_a_browser_sends(curator.get(url)) | {"said_on": "2099"})
        assert errors_of(curator.post(url, as_a_browser_sends(asked) | {"said_on": "2098"}))["said_on"]


def test_an_error_is_linked_to_its_field(curator, archive, quote):
    page = curator.post(address("statement"), quote | {"pieces": "never said"})
    assert '<a href="#id_pieces">The words themselves</a>' in page.text


class TestEntities:
    def test_the_name_to_sort_by_follows_a_corrected_name(self, curator, archive):
        url = address("entity", archive.vega)
        send(curator, url, name="Marisol Vega-Ruiz")
        archive.vega.refresh_from_db()
        assert archive.vega.sort_name == "Vega-Ruiz, Marisol"
        send(curator, url, sort_name="Ruiz, Marisol")
        send(curator, url, name="Marisol Ruiz")
        archive.vega.refresh_from_db()
        assert archive.vega.sort_name == "Ruiz, Marisol", "as it was written by hand"

    def test_groups_of_another_source_are_not_offered(self, curator, archive):
        other = factories.source("A text of another paper.", title="Another", publisher=archive.publisher)
        group = Entity.objects.create(
            slug="several-officials", name="several officials", sort_name="several officials", kind="group", source=other
        )
        assert f"source={archive.source.key}" in curator.get(address("statement", archive.statement)).text
        lookup = {"app_label": "dara", "model_name": "statement", "field_name": "speaker", "term": "officials"}
        for source, names in ((archive.source.key, []), (other.key, [group.name])):
            results = curator.get(reverse("admin:autocomplete"), lookup | {"source": source}).json()["results"]
            assert [each["text"] for each in results] == names

    @pytest.mark.parametrize("changes", [{"kind": "group"}, {"kind": "group", "source": True}])
    def test_nobody_becomes_a_group(self, curator, archive, changes):
        if "source" in changes:
            changes = changes | {"source": archive.source.key}
        refused = " ".join(errors_of(send(curator, address("entity", archive.vega), **changes)).values())
        assert "belongs to the source that describes it" in refused
        archive.vega.refresh_from_db()
        assert (archive.vega.kind, archive.vega.source) == ("person", None)
