"""Records, and what they refer to, are added and changed in the forms of the admin."""

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from dara.models import (
    Candidacy,
    CandidacyFact,
    Draft,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    Source,
    SourceText,
    Statement,
    SynonymGroup,
    Tombstone,
    Topic,
)
from tests import factories
from tests.admin.forms import address, errors_of, send, values_of


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
            "tombstone": {"key": archive.result.key, "kind": "results", "ground": "privacy"},
        }.items():
            assert send(curator, address(model), **values).status_code == 302, model
        okafor = Entity.objects.get(slug="ben-okafor")
        assert send(curator, address("candidacy"), candidate=okafor.pk, race=archive.race.pk).status_code == 302
        assert Topic.objects.filter(slug="cash-bail").exists()
        assert Tombstone.objects.filter(pk=archive.result.key).exists()
        assert Candidacy.objects.filter(candidate=okafor).exists()

    def test_a_link_brings_the_source_or_the_passage_along(self, archive, curator):
        assert (
            values_of(curator.get(address("statement"), {"passage_source": archive.source.key}))["passage_source"]
            == archive.source.key
        )
        assert str(values_of(curator.get(address("statement"), {"passage": archive.quoted.pk}))["passage"]) == str(
            archive.quoted.pk
        )


class TestChanging:
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
            assert field not in values_of(curator.get(address(model, thing)))
            send(curator, address(model, thing), **{field: "0" * 8})
            thing.refresh_from_db()
            assert getattr(thing, field) == before


def test_a_group_of_synonyms_is_edited_as_words_between_commas(curator):
    page = reverse("admin:dara_synonymgroup_add")
    assert curator.post(page, {"slug": "gun", "english": "gun, firearm", "spanish": "arma de fuego"}).status_code == 302
    group = SynonymGroup.objects.get(slug="gun")
    assert (group.english, group.spanish) == (["gun", "firearm"], ["arma de fuego"])
    assert "A group has two to 12 words or phrases" in curator.post(page, {"slug": "one", "english": "gun"}).text
    refused = curator.post(page, {"slug": "signs", "english": "gun | knife, arm"})
    assert "each of one to four words" in refused.text


class TestTombstones:
    def test_only_of_what_was_there(self, curator, archive):
        values = {"key": "nothing0", "kind": "statements", "ground": "error"}
        assert "holds no such record" in errors_of(curator.post(address("tombstone"), values))["key"]
        wrong_kind = values | {"key": archive.statement.key, "kind": "endorsements"}
        assert errors_of(curator.post(address("tombstone"), wrong_kind))["key"]
        assert not Tombstone.objects.filter(key__in=["nothing0", archive.statement.key]).exists()

    def test_of_today_whatever_is_sent(self, curator, archive):
        values = {"key": archive.result.key, "kind": "results", "ground": "error", "withdrawn_on": "1999-01-01"}
        assert curator.post(address("tombstone"), values).status_code == 302
        assert Tombstone.objects.get(key=archive.result.key).withdrawn_on == timezone.localdate()

    def test_the_draft_of_a_withdrawn_record_says_so(self, curator, archive):
        place = {"start": archive.quoted.start, "end": archive.quoted.end}
        made = {"source": archive.source, "kind": "result", **place}
        Draft.objects.create(key="became00", name="a", state="accepted", record=archive.result.key, **made)
        Draft.objects.create(key="change00", name="b", record=archive.result.key, **made)
        curator.post(address("tombstone"), {"key": archive.result.key, "kind": "results", "ground": "error"})
        assert Draft.objects.get(key="change00").reason == "The record was withdrawn."
        assert "the record was withdrawn" in curator.get(reverse("admin:dara_draft_source", args=[archive.source.key])).text
        page = curator.get(f"{address('electionresult')}?draft=became00", follow=True)
        assert "The record was withdrawn since." in page.text
