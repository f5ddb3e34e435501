"""Records are added and corrected through the real forms; what is refused says why, and keeps what was typed."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.models import (
    Candidacy,
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Original,
    Passage,
    Source,
    SourceText,
    Statement,
    Tombstone,
    Topic,
    Utterance,
)
from tests import factories


def address(model: str, thing=None, page: str = "change") -> str:
    return reverse(f"admin:dara_{model}_{page}", args=[thing.pk]) if thing else reverse(f"admin:dara_{model}_add")


def typed(response) -> dict:
    """What the form holds, as a browser would send it."""
    form = response.context["adminform"].form
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def send(client, url: str, **changes):
    """Opens the form at `url`, changes some of it, and sends it, with the line ends that browsers send."""
    data = typed(client.get(url)) | changes
    data = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def errors_of(response) -> dict[str, str]:
    assert response.status_code == 200, "the form was taken, not refused"
    errors = response.context["errors"]
    assert errors
    return {name: " ".join(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.fixture
def quote(archive):
    return {
        "kind": "quote",
        "passage_source": archive.source.key,
        "passage_words": "“We closed the courthouse basement,” Vega said",
        "pieces": "We closed the courthouse basement,",
        "speaker": archive.vega.pk,
    }


class TestAdding:
    def test_a_statement_from_pasted_words(self, archive, curator, quote):
        response = send(
            curator,
            address("statement"),
            **quote,
            topic_list=[archive.topic.pk],
            about_entities=[archive.union.pk],
            said_on="2020-11",
        )
        assert response.status_code == 302
        added = Statement.objects.exclude(key=archive.statement.key).get()
        assert len(added.key) == 8
        assert added.text == "We closed the courthouse basement,"
        assert added.passage.exact == quote["passage_words"]
        assert SourceText.objects.get(source=archive.source).body[added.passage.start : added.passage.end] == added.passage.exact
        assert list(added.topics.all()) == [archive.topic]
        assert list(added.about.all()) == [archive.union]
        message = str(next(iter(get_messages(response.wsgi_request))))
        assert "We closed the courthouse basement," in message

    def test_pieces_are_parted_by_a_line_with_an_ellipsis(self, archive, curator):
        archive.statement.delete()
        response = send(
            curator,
            address("statement"),
            kind="quote",
            passage=archive.quoted.pk,
            pieces="We closed the courthouse basement,\n…\nand we will not reopen it.",
            speaker=archive.vega.pk,
        )
        assert response.status_code == 302
        added = Statement.objects.get()
        assert added.pieces == ["We closed the courthouse basement,", "and we will not reopen it."]
        assert added.text == "We closed the courthouse basement, … and we will not reopen it."

    def test_a_piece_may_run_over_lines(self, curator, db):
        source = factories.source("Before.\n\nOne line.\n\nAnother line.\n\nAfter.\n", title="A thread")
        speaker = Entity.objects.create(slug="poster", name="A Poster", sort_name="Poster, A", kind="person")
        response = send(
            curator,
            address("statement"),
            kind="post",
            passage_source=source.key,
            passage_words="One line.\n\nAnother line.",
            speaker=speaker.pk,
        )
        assert response.status_code == 302
        added = Statement.objects.get()
        assert added.pieces == ["One line.\n\nAnother line."]
        # and stays so when the form is sent again, with the browser's line ends
        assert send(curator, address("statement", added), note="Seen.").status_code == 302
        added.refresh_from_db()
        assert (added.pieces, added.note) == (["One line.\n\nAnother line."], "Seen.")

    def test_without_pieces_the_whole_passage_speaks(self, archive, curator):
        words = "Okafor said no."
        response = send(
            curator,
            address("statement"),
            kind="paraphrase",
            passage_source=archive.source.key,
            passage_words=words,
            speaker=archive.vega.pk,
        )
        assert response.status_code == 302
        assert Statement.objects.get(kind="paraphrase").pieces == [words]

    def test_a_passage_that_is_held_is_not_made_twice(self, archive, curator):
        before = Passage.objects.count()
        response = send(
            curator,
            address("candidacyfact"),
            passage_source=archive.source.key,
            passage_words=archive.endorsed.exact,
            candidate=archive.vega.pk,
            race=archive.race.pk,
            kind="running",
        )
        assert response.status_code == 302
        assert CandidacyFact.objects.get(kind="running").passage == archive.endorsed
        assert Passage.objects.count() == before

    def test_repeated_words_are_told_apart(self, archive, curator):
        values = {
            "passage_source": archive.source.key,
            "passage_words": "said no",
            "candidate": archive.vega.pk,
            "race": archive.race.pk,
            "kind": "withdrew",
        }
        refused = send(curator, address("candidacyfact"), **values)
        assert "2 times" in errors_of(refused)["passage_words"]
        assert send(curator, address("candidacyfact"), **values, passage_suffix=" too").status_code == 302
        assert CandidacyFact.objects.get(kind="withdrew").passage.start == archive.source.text.body.index("said no too")

    def test_an_endorsement_a_result_and_an_election(self, archive, curator):
        passage = {"passage_source": archive.source.key, "passage_words": "The Harbor Union endorsed Vega"}
        response = send(
            curator,
            address("endorsement"),
            **passage,
            endorser=archive.union.pk,
            candidate=archive.vega.pk,
            race=archive.race.pk,
            stance="endorses",
            verb="endorsed",
        )
        assert response.status_code == 302
        assert Endorsement.objects.count() == 2
        count = {"passage_source": archive.source.key, "passage_words": "Vega has almost 53.7% of the vote, the county said."}
        response = send(
            curator,
            address("electionresult"),
            **count,
            candidate=archive.vega.pk,
            election=archive.election.pk,
            percent="53.7",
            qualifier="almost",
            status="partial",
            authority=archive.union.pk,
        )
        assert response.status_code == 302
        assert ElectionResult.objects.filter(race=archive.race).count() == 2
        response = send(
            curator, address("election"), **count, name="A runoff", slug="a-runoff", race=archive.race.pk, held_on="2020"
        )
        assert response.status_code == 302
        assert Election.objects.get(slug="a-runoff").passage.exact == count["passage_words"]

    def test_entities_topics_races_candidacies_and_tombstones(self, archive, curator):
        for model, values in {
            "entity": {"name": "Ben Okafor", "sort_name": "Okafor, Ben", "slug": "ben-okafor", "kind": "person"},
            "topic": {"name": "Cash bail", "slug": "cash-bail", "position": 7},
            "race": {"name": "The 2024 race", "slug": "2024"},
            "tombstone": {"key": "abcd2345", "kind": "results", "withdrawn_on": "2024-05-06", "ground": "privacy"},
        }.items():
            assert send(curator, address(model), **values).status_code == 302, model
        okafor = Entity.objects.get(slug="ben-okafor")
        assert send(curator, address("candidacy"), candidate=okafor.pk, race=archive.race.pk).status_code == 302
        assert Topic.objects.filter(slug="cash-bail").exists()
        assert Tombstone.objects.filter(pk="abcd2345").exists()
        assert Candidacy.objects.filter(candidate=okafor).exists()

    def test_a_link_brings_the_source_or_the_passage_along(self, archive, curator):
        assert (
            typed(curator.get(address("statement"), {"passage_source": archive.source.key}))["passage_source"] == archive.source.key
        )
        assert str(typed(curator.get(address("statement"), {"passage": archive.quoted.pk}))["passage"]) == str(archive.quoted.pk)


class TestCorrecting:
    def test_nothing_changes_when_nothing_was_changed(self, archive, curator):
        for model in (
            "statement",
            "endorsement",
            "electionresult",
            "candidacyfact",
            "election",
            "source",
            "entity",
            "topic",
            "race",
        ):
            thing = {"electionresult": archive.result, "candidacyfact": archive.fact, "entity": archive.group}.get(
                model
            ) or getattr(archive, model)
            manager = type(thing)._default_manager
            before = manager.values().get(pk=thing.pk)
            assert send(curator, address(model, thing)).status_code == 302, model
            assert manager.values().get(pk=thing.pk) == before, model
        assert list(archive.statement.topics.all()) == [archive.topic]
        assert list(archive.statement.about.all()) == [archive.union]

    def test_another_passage(self, archive, curator):
        words = "and we will not reopen it."
        response = send(curator, address("statement", archive.statement), passage_words=words, pieces="we will not reopen it.")
        assert response.status_code == 302
        key = archive.statement.key
        corrected = Statement.objects.get()
        assert (corrected.key, corrected.passage.exact, corrected.text) == (key, words, "we will not reopen it.")

    def test_another_source_needs_its_words(self, archive, curator):
        other = factories.source("Nothing here.\n", title="Another")
        response = send(curator, address("statement", archive.statement), passage_source=other.key)
        assert "paste its words" in errors_of(response)["passage_words"]

    def test_topics_and_inferred_values(self, archive, curator):
        response = send(
            curator,
            address("statement", archive.statement),
            topic_list=[],
            inferred="said_on: “on Friday”,\n  in a story of a Friday\nspeaker: the headline",
        )
        assert response.status_code == 302
        archive.statement.refresh_from_db()
        assert archive.statement.inferred == {"said_on": "“on Friday”,\nin a story of a Friday", "speaker": "the headline"}
        assert not archive.statement.topics.exists()

    def test_translations(self, archive, curator):
        """As they are written in record files, one a line; a basis too."""
        response = send(
            curator,
            address("statement", archive.statement),
            note="A note.",
            translations="es.note: Una nota,\n  de dos líneas: así.\nes.inferred.said_on: “on Friday”\n\nes.text: Cerramos el sótano.",
        )
        assert response.status_code == 302
        archive.statement.refresh_from_db()
        assert archive.statement.translations == {
            "es": {
                "note": "Una nota,\nde dos líneas: así.",
                "inferred": {"said_on": "“on Friday”"},
                "text": "Cerramos el sótano.",
            }
        }
        assert not list(get_messages(response.wsgi_request))[1:]
        before = Statement.objects.values().get()
        assert send(curator, address("statement", archive.statement)).status_code == 302
        assert Statement.objects.values().get() == before

    def test_a_translation_of_other_words_is_pointed_at(self, archive, curator):
        translations = {"es": {"name": "Cárceles", "description": "Dentro."}}
        Topic.objects.update(name="Jails", description="Inside.", translations=translations)
        response = send(curator, address("topic", archive.topic), name="Jails and prisons")
        assert "The translation of name is of the words before" in " ".join(map(str, get_messages(response.wsgi_request)))
        assert Topic.objects.get().translations == translations
        new = "es.name: Cárceles y prisiones\nes.description: Dentro."
        response = send(curator, address("topic", archive.topic), name="Jails & prisons", translations=new)
        assert "words before" not in " ".join(map(str, get_messages(response.wsgi_request)))
        Statement.objects.update(translations={"es": {"text": "Cerramos el sótano."}})
        words = "“We closed the courthouse basement,” Vega said"
        response = send(
            curator, address("statement", archive.statement), passage_words=words, pieces="We closed the courthouse basement,"
        )
        assert "The translation of text" in " ".join(map(str, get_messages(response.wsgi_request)))

    def test_a_sources_language(self, archive, curator):
        assert send(curator, address("source", archive.source), language="es").status_code == 302
        assert Source.objects.get(pk=archive.source.pk).language == "es"
        said = errors_of(send(curator, address("source", archive.source), language="Spanish"))
        assert "a tag of BCP 47" in said["language"]

    def test_keys_and_slugs_are_permanent(self, archive, curator):
        for model, thing, field in (
            ("statement", archive.statement, "key"),
            ("source", archive.source, "key"),
            ("source", archive.source, "sha256"),
            ("topic", archive.topic, "slug"),
            ("entity", archive.vega, "slug"),
            ("election", archive.election, "slug"),
        ):
            before = getattr(thing, field)
            assert field not in typed(curator.get(address(model, thing)))
            send(curator, address(model, thing), **{field: "0" * 8})
            thing.refresh_from_db()
            assert getattr(thing, field) == before


class TestRefusals:
    """Every refusal is a sentence on its field, changes nothing, and keeps what was typed."""

    def refused(self, client, url: str, field: str | None, **values) -> str:
        before = [model.objects.count() for model in (Passage, Statement, Endorsement, ElectionResult, CandidacyFact)]
        response = send(client, url, **values)
        said = errors_of(response)
        assert list(said) == [field or "__all__"]
        shown = typed(response)
        for name, value in values.items():
            assert str(shown[name]).replace("\r\n", "\n") == str(value), name
        assert [model.objects.count() for model in (Passage, Statement, Endorsement, ElectionResult, CandidacyFact)] == before
        return said[field or "__all__"]

    def test_words_that_are_not_there(self, archive, curator, quote):
        quote["passage_words"] = "“We closed the courthouse cellar,” Vega said"
        said = self.refused(curator, address("statement"), "passage_words", **quote)
        assert "courthouse basement" in said  # the nearest text

    def test_words_without_a_source(self, archive, curator, quote):
        del quote["passage_source"]
        assert "Name the source" in self.refused(curator, address("statement"), "passage_source", **quote)

    def test_no_words_at_all(self, archive, curator, quote):
        del quote["passage_words"]
        assert "no record without a passage" in self.refused(curator, address("statement"), "passage_words", **quote)

    def test_a_source_without_a_text(self, archive, curator, quote):
        source = Source.objects.create(
            key="zzzz2222", kind="other", title="Empty", visibility="full", document="documents/empty.txt", sha256="0" * 64
        )
        quote["passage_source"] = source.key
        assert "no text of this source" in self.refused(curator, address("statement"), "passage_source", **quote)

    def test_a_piece_that_is_not_in_the_passage(self, archive, curator, quote):
        quote["pieces"] = "We closed the courthouse cellar"
        said = self.refused(curator, address("statement"), "pieces", **quote)
        assert "is not in its passage. The nearest words" in said

    def test_half_a_word(self, archive, curator, quote):
        quote["pieces"] = "We closed the court"
        assert "whole words" in self.refused(curator, address("statement"), "pieces", **quote)

    def test_a_quotation_without_its_words(self, archive, curator, quote):
        del quote["pieces"]
        assert "between its marks" in self.refused(curator, address("statement"), "pieces", **quote)

    def test_within_a_statement_elsewhere(self, archive, curator, quote):
        """Only the database knows this one."""
        other = archive.grow(1)
        quote["within"] = other.statement.key
        said = self.refused(curator, address("statement"), "within", **quote)
        assert f"is not told in {other.statement.key}: its passage does not lie inside" in said

    def test_within_itself(self, archive, curator):
        said = self.refused(curator, address("statement", archive.statement), "within", within=archive.statement.key)
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
    def test_an_endorsement(self, archive, curator, changes, field, words):
        assert words in self.refused(curator, address("endorsement", archive.endorsement), field, **changes)

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
    def test_translations(self, archive, curator, translations, words):
        assert words in self.refused(curator, address("statement", archive.statement), "translations", translations=translations)

    def test_a_candidate_who_did_not_run(self, archive, curator):
        said = self.refused(curator, address("endorsement", archive.endorsement), "candidate", candidate=archive.union.pk)
        assert "Add the candidacy first" in said

    def test_an_election_of_another_race(self, archive, curator):
        other = archive.grow(1)
        said = self.refused(curator, address("candidacyfact", archive.fact), "election", election=other.election.pk)
        assert "belongs to another race" in said

    def test_an_election_moved_away_from_its_records(self, archive, curator):
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
    def test_a_result(self, archive, curator, changes, field, words):
        response = send(curator, address("electionresult", archive.result), **changes)
        assert words in errors_of(response)[field or "__all__"]

    def test_a_nul_character(self, archive, curator, quote):
        for field in ("pieces", "passage_words", "inferred"):
            assert "Null characters" in errors_of(send(curator, address("statement"), **quote | {field: "a\0b"}))[field]

    def test_a_key_that_is_taken_is_not_overwritten(self, archive, curator, quote, monkeypatch):
        monkeypatch.setattr("dara.admin.passages.new_key", lambda: archive.statement.key)
        assert "The database refuses this" in self.refused(curator, address("statement"), None, **quote)


class TestUtterances:
    """Two statements or more are joined as one, with a reason, and parted again."""

    @pytest.fixture
    def told(self, archive):
        """The archive's statement as others give it: three more."""
        return [
            Statement.objects.create(
                key=f"told000{n}",
                kind="quote",
                passage=archive.quoted,
                pieces=["We closed the courthouse basement,"],
                speaker=archive.vega,
            )
            for n in (1, 2, 3)
        ]

    @pytest.fixture
    def joined(self, archive, told):
        """The archive's statement and the first of those."""
        utterance = Utterance.objects.create(slug="the-basement", reason="Both are the speech of Friday.")
        Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk]).update(utterance=utterance)
        return utterance

    def keys(self, slug="the-basement") -> set[str]:
        return set(Statement.objects.filter(utterance__slug=slug).values_list("key", flat=True))

    def test_statements_are_joined(self, archive, curator, told):
        response = send(
            curator,
            address("utterance"),
            slug="the-basement",
            reason="Both are the speech of Friday.",
            joined=[archive.statement.key, told[0].key],
        )
        assert response.status_code == 302
        assert self.keys() == {archive.statement.key, told[0].key}
        made = Utterance.objects.get(slug="the-basement")
        listed = curator.get(reverse("admin:dara_utterance_changelist")).text
        page = curator.get(address("utterance", made)).text
        for key in self.keys():
            assert reverse("admin:dara_statement_change", args=[key]) in listed
            assert reverse("admin:dara_statement_change", args=[key]) in page
            assert f"(quotation, {key})" in page  # what tells two renderings of the same words apart
        assert "We closed the courthouse basement," in page

    def test_another_is_joined_and_one_taken_out(self, archive, curator, told, joined):
        version = Statement.objects.get(pk=told[1].pk).version
        response = send(curator, address("utterance", joined), joined=[told[0].key, told[1].key], reason="A better one.")
        assert response.status_code == 302
        assert self.keys() == {told[0].key, told[1].key}
        assert Utterance.objects.get(pk=joined.pk).reason == "A better one."
        archive.statement.refresh_from_db()
        assert archive.statement.utterance is None
        assert Statement.objects.get(pk=told[1].pk).version >= version

    def test_nothing_changes_when_nothing_was_changed(self, curator, joined):
        before = list(Statement.objects.order_by("key").values())
        assert send(curator, address("utterance", joined)).status_code == 302
        assert list(Statement.objects.order_by("key").values()) == before

    @pytest.mark.parametrize("chosen", [[], ["told0001"]])
    def test_fewer_than_two_are_refused(self, curator, told, joined, chosen):
        response = send(curator, address("utterance"), slug="new", reason="One reason,\nin two lines.", joined=chosen)
        assert "Choose two statements or more" in errors_of(response)["joined"]
        assert "delete the utterance" not in errors_of(response)["joined"]
        shown = typed(response)
        assert (shown["slug"], list(shown.get("joined", [])), shown["reason"].replace("\r", "")) == (
            "new",
            chosen,
            "One reason,\nin two lines.",
        )
        assert not Utterance.objects.filter(slug="new").exists()
        before = self.keys()
        response = send(curator, address("utterance", joined), joined=chosen)
        assert "To part them, delete the utterance: its statements stay." in errors_of(response)["joined"]
        assert self.keys() == before

    def test_without_a_reason(self, curator, told):
        chosen = [told[0].key, told[1].key]
        for reason in ("", " \n "):
            response = send(curator, address("utterance"), slug="new", reason=reason, joined=chosen)
            assert "reason" in errors_of(response)
            assert list(typed(response)["joined"]) == chosen
        assert not Utterance.objects.filter(slug="new").exists()

    def test_what_is_joined_elsewhere_is_not_taken_from_there(self, archive, curator, told, joined):
        chosen = [told[0].key, told[1].key]
        response = send(curator, address("utterance"), slug="new", reason="A reason.", joined=chosen)
        said = errors_of(response)["joined"]
        assert "is joined in “the-basement” already: take it out there, or delete that utterance, first." in said
        assert told[0].key in self.keys()
        assert not self.keys("new")

    def test_a_statement_that_is_not_there(self, curator, told):
        response = send(curator, address("utterance"), slug="new", reason="A reason.", joined=[told[0].key, "nothing0"])
        assert "nothing0 is not one of the available choices" in errors_of(response)["joined"]

    def test_a_slug_that_is_taken(self, curator, told, joined):
        response = send(curator, address("utterance"), slug=joined.slug, reason="A reason.", joined=[told[1].key, told[2].key])
        assert "already exists" in errors_of(response)["slug"]

    def test_from_the_statements_own_page(self, archive, curator, told, joined):
        assert send(curator, address("statement", told[1]), utterance=joined.pk).status_code == 302
        assert told[1].key in self.keys()
        assert send(curator, address("statement", told[1]), utterance="").status_code == 302
        assert self.keys() == {archive.statement.key, told[0].key}
        assert send(curator, address("statement", told[0]), note="Seen.").status_code == 302  # and nothing is said of the two

    def test_from_the_statements_own_page_none_is_left_alone(self, archive, curator, told, joined):
        response = send(curator, address("statement", told[0]), utterance="", note="Typed.")
        said = errors_of(response)["utterance"]
        assert said == "“the-basement” would join fewer than two. To part them, delete that utterance: its statements stay."
        assert typed(response)["note"] == "Typed."
        empty = Utterance.objects.create(slug="empty", reason="None yet.")
        response = send(curator, address("statement", told[1]), utterance=empty.pk)
        assert "would join this statement alone: choose its statements on" in errors_of(response)["utterance"]
        assert self.keys() == {archive.statement.key, told[0].key}

    def test_parting_them_all_is_deleting_it(self, archive, curator, told, joined):
        for url, data in (
            (address("utterance", joined, "delete"), {"post": "yes"}),
            (
                reverse("admin:dara_utterance_changelist"),
                {"action": "delete_selected", "_selected_action": [joined.pk], "post": "yes"},
            ),
        ):
            Utterance.objects.get_or_create(pk=joined.pk, defaults={"slug": joined.slug, "reason": joined.reason})
            Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk]).update(utterance=joined.pk)
            assert "Cannot delete" not in curator.get(address("utterance", joined, "delete")).text
            assert curator.post(url, data).status_code == 302
            assert not Utterance.objects.filter(pk=joined.pk).exists()
            assert Statement.objects.filter(pk__in=[archive.statement.pk, told[0].pk], utterance=None).count() == 2

    def test_withdrawing_one_of_two_says_that_one_is_left(self, curator, told, joined):
        response = send(
            curator, address("tombstone"), key=told[0].key, kind="statements", withdrawn_on="2031-01-01", ground="error"
        )
        assert response.status_code == 302
        said = [str(message) for message in get_messages(response.wsgi_request)]
        assert any("“the-basement” joins fewer than two statements now." in each for each in said)


class TestEvidence:
    """Is looked at, and never changed."""

    @pytest.mark.parametrize("model", ["original", "sourcetext", "paragraph", "passage", "importedrecord"])
    def test_is_read_only(self, model, archive, curator):
        from django.apps import apps

        rows = apps.get_model("dara", model).objects
        thing = rows.first()
        before = list(rows.values().order_by("pk"))
        assert not list(curator.get(address(model, thing)).context["adminform"].form)  # no field to fill in
        assert curator.post(address(model, thing), {"exact": "x", "start": 1, "body": "x"}).status_code == 403
        assert curator.post(address(model), {"exact": "x"}).status_code == 403
        assert curator.post(address(model, thing, "delete"), {"post": "yes"}).status_code == 403
        selected = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
        curator.post(reverse(f"admin:dara_{model}_changelist"), selected)
        assert list(rows.values().order_by("pk")) == before

    def test_an_original_shows_its_size_and_checksum(self, archive, curator):
        page = curator.get(address("original", archive.source)).text
        original = Original.objects.get(source=archive.source)
        assert original.sha256 in page
        assert "bytes" in page
        assert "courthouse" not in page

    def test_a_text_shows_its_beginning(self, curator, db):
        source = factories.source("word " * 5000, title="Long")
        page = curator.get(address("sourcetext", source)).text
        assert 900 < page.count("word") < 1100
        assert "25000" in page.replace(",", "")

    def test_a_source_is_never_deleted(self, archive, curator):
        assert curator.post(address("source", archive.source, "delete"), {"post": "yes"}).status_code == 403
        assert Source.objects.filter(pk=archive.source.pk).exists()


class TestDeleting:
    def test_what_records_rest_on_is_protected(self, archive, curator):
        for model, thing in (
            ("entity", archive.vega),
            ("race", archive.race),
            ("topic", archive.topic),
            ("election", archive.election),
        ):
            response = curator.post(address(model, thing, "delete"), {"post": "yes"})
            assert "Cannot delete" in response.text, model
            assert type(thing).objects.filter(pk=thing.pk).exists()

    def test_a_candidacy_is_protected_by_the_records_of_its_race(self, archive, curator):
        for url, data in (
            (address("candidacy", archive.candidacy, "delete"), {"post": "yes"}),
            (
                reverse("admin:dara_candidacy_changelist"),
                {"action": "delete_selected", "_selected_action": [archive.candidacy.pk], "post": "yes"},
            ),
        ):
            response = curator.post(url, data)
            assert "Ana Vega: Incumbent" in response.text
            assert Candidacy.objects.filter(pk=archive.candidacy.pk).exists()
        for record in (archive.fact, archive.result, archive.endorsement):
            record.delete()
        assert curator.post(address("candidacy", archive.candidacy, "delete"), {"post": "yes"}).status_code == 302
        assert not Candidacy.objects.exists()

    @pytest.mark.parametrize("model", ["statement", "endorsement", "electionresult", "candidacyfact"])
    def test_a_record_is_withdrawn_and_never_deleted_without_a_trace(self, archive, curator, model):
        record = {
            "statement": archive.statement,
            "endorsement": archive.endorsement,
            "electionresult": archive.result,
            "candidacyfact": archive.fact,
        }[model]
        assert curator.post(address(model, record, "delete"), {"post": "yes"}).status_code == 403
        page = curator.get(address(model, record)).text
        way = re.search(r"href='([^']*tombstone/add/[^']*)'>Withdraw this record", page)[1].replace("&amp;", "&")
        response = send(curator, way, withdrawn_on="2031-01-01", ground="error")
        assert response.status_code == 302
        assert not type(record).objects.filter(pk=record.pk).exists()
        assert Tombstone.objects.get(key=record.pk).ground == "error"
        assert Topic.objects.exists()
        assert (
            curator.post(address("tombstone", Tombstone.objects.get(key=record.pk), "delete"), {"post": "yes"}).status_code == 403
        )

    def test_what_others_rest_on_is_not_withdrawn(self, archive, curator):
        response = send(
            curator, address("tombstone"), key=archive.source.key, kind="sources", withdrawn_on="2031-01-01", ground="error"
        )
        assert "Withhold its text instead" in errors_of(response)["__all__"]
        assert not Tombstone.objects.filter(key=archive.source.key).exists()
