"""Why something is corrected: chosen at the desk, checked against withheld words, kept in the history, and shown to the public."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from dara.curation.merge import merge
from dara.curation.withheld_words import repeated
from dara.models import EVENTS, Correction, Draft, Statement, Tombstone, Withholding
from dara.public.corrections import entries
from tests import factories
from tests.admin.forms import address, as_a_browser_sends, errors_of, send
from tests.admin.test_lifting import hidden

pytestmark = pytest.mark.django_db(transaction=True)  # what one transaction did is one correction


def log(language="en", record=None) -> str:
    """What the public log says, of one record or of all."""
    found = Correction.objects.order_by("-number")
    numbers = (found.filter(record=record.pk) if record else found).values_list("number", flat=True)
    with translation.override(language):
        return "\n".join(sentence for entry in entries(list(numbers)) for sentence in entry.sentences)


def test_the_ground_and_the_note_are_public(archive, curator, request):
    url = address("statement", archive.statement)
    changes = {"said_on": "2020-11-05", "correction_ground": "date", "correction_note": "The story says Thursday."}
    assert send(curator, url, **changes).status_code == 302
    [correction] = Correction.objects.filter(record=archive.statement.pk)
    assert correction.reason == {"ground": "date", "note": "The story says Thursday."}
    page = curator.get(address("statement", archive.statement, "history")).text
    assert "Reason: wrong date. The story says Thursday." in page
    english = log()
    assert "Reason for the correction: wrong date." in english
    assert "The story says Thursday." in english
    spanish = log("es")
    assert "Motivo de la corrección: fecha equivocada." in spanish
    assert "<span lang='en'>The story says Thursday.</span>" in spanish
    with request.getfixturevalue("as_public")() as public:
        for path in ("/corrections/", "/feeds/corrections.atom"):
            assert "Reason for the correction: wrong date." in public.get(path).content.decode()


def test_a_correction_without_a_reason_has_none(archive, curator):
    assert send(curator, address("statement", archive.statement), said_on="2020-11-05").status_code == 302
    assert [each.reason for each in Correction.objects.filter(record=archive.statement.pk)] == [None]


@pytest.mark.parametrize(
    ("model", "changes"), [("entity", {"note": "A note."}), ("source", {"language": "es"}), ("election", {"held_on": "2020"})]
)
def test_of_whatever_is_published(archive, curator, model, changes):
    row = {"entity": archive.union, "source": archive.source, "election": archive.election}[model]
    assert send(curator, address(model, row), correction_ground="other", **changes).status_code == 302
    assert [each.reason["ground"] for each in Correction.objects.filter(record=getattr(row, "slug", row.pk))] == ["other"]
    assert "correction_ground" not in curator.get(address("entity")).text


def test_a_note_needs_a_ground(archive, curator):
    response = send(curator, address("statement", archive.statement), correction_note="It was wrong.", said_on="2020")
    assert "Choose a ground, too." in errors_of(response)["correction_note"]


def test_a_proposed_change_brings_its_reason(archive, curator, client, settings):
    settings.DARA_TWO_PERSONS = True
    url = address("statement", archive.statement)
    send(curator, url, said_on="2020-11-05", correction_ground="date")
    draft = Draft.objects.get(record=archive.statement.pk)
    assert not Correction.objects.filter(record=archive.statement.pk).exists()
    client.force_login(User.objects.create_superuser("second", password="second"))
    response = client.post(
        f"{url}?draft={draft.pk}", as_a_browser_sends(client.get(f"{url}?draft={draft.pk}")) | {"_save": "Publish"}
    )
    assert response.status_code == 302
    assert [each.reason["ground"] for each in Correction.objects.filter(record=archive.statement.pk)] == ["date"]


class TestWithheldWords:
    @pytest.fixture
    def story(self, archive):
        return factories.source(
            "“We sing,” Vega said. Her cousin Quillfeather of Elm Street 4711 was there. The song was long.\n", visibility="full"
        )

    @pytest.fixture
    def sung(self, archive, story):
        return factories.statement(story, "“We sing,” Vega said.", pieces=["We sing,"], speaker=archive.vega)

    @pytest.mark.parametrize(
        ("note", "found"),
        [
            ("It was about Quillfeather.", "Quillfeather"),
            ("Number 4711 is gone.", "4711"),
            ("her COUSIN quillfeather of elm street is gone", "her cousin quillfeather of elm"),
            ("Vega sang a long song; her cousin does not matter.", None),
            ("", None),
        ],
    )
    def test_what_repeats_them(self, story, note, found):
        factories.withholding(story, "Her cousin Quillfeather of Elm Street 4711")
        assert repeated([note], story.pk) == found

    def test_a_few_words_of_another_source_are_no_repetition(self, archive, story):
        factories.withholding(story, "cousin")
        assert repeated(["Her cousin."], archive.source.pk) is None
        assert repeated(["Her cousin."], story.pk) == "cousin"

    def test_a_note_on_a_correction_is_refused(self, curator, story, sung):
        factories.withholding(story, "Her cousin Quillfeather")
        response = send(
            curator, address("statement", sung), said_on="2020", correction_ground="privacy", correction_note="Quillfeather asked."
        )
        assert "repeats words that are withheld: “Quillfeather”" in errors_of(response)["correction_note"]
        assert Statement.objects.get(pk=sung.pk).said_on is None

    def test_a_note_on_a_withdrawal_is_refused(self, curator, story, sung):
        factories.withholding(story, "Her cousin Quillfeather")
        values = {"key": sung.pk, "kind": "statements", "ground": "privacy", "note": "Quillfeather asked."}
        response = curator.post(address("tombstone"), values | {"translations": ""})
        assert "repeats words that are withheld" in errors_of(response)["note"]
        assert not Tombstone.objects.filter(pk=sung.pk).exists()

    def test_a_note_on_a_withholding_is_refused(self, curator, story):
        values = {"source": story.pk, "ground": "privacy", "words": "Her cousin Quillfeather"}
        response = send(curator, address("withholding"), note="On Quillfeather.", **values)
        assert "“Quillfeather”. Say it without them." in errors_of(response)["note"]
        page = send(curator, address("withholding"), note="On a relative.", **values)
        assert curator.post(address("withholding"), hidden(page)).status_code == 302
        made = Withholding.objects.get(source=story)
        response = send(curator, address("withholding", made), translations="es.note: Sobre Quillfeather.")
        assert "“Quillfeather”" in errors_of(response)["note"]

    def test_a_note_from_before_the_words_were_withheld_is_not_shown(self, curator, story, sung):
        changes = {"said_on": "2020", "correction_ground": "other", "correction_note": "Quillfeather told us."}
        assert send(curator, address("statement", sung), **changes).status_code == 302
        assert "Quillfeather told us" in log()
        words = factories.withholding(story, "Her cousin Quillfeather")
        assert "Quillfeather told us" not in log()
        assert "Reason for the correction: other." in log()
        words.delete()
        assert "Quillfeather told us" in log()


def test_a_merger_is_not_told_as_a_correction_of_the_speaker(archive):
    double = factories.person("A. Vega")
    Statement.objects.filter(pk=archive.statement.pk).update(speaker=double)
    archive.statement.about.set([double, archive.union])
    before = Correction.objects.filter(record=archive.statement.pk).count()
    assert before
    merge("entities", double.slug, archive.vega.slug)
    latest = Correction.objects.filter(record=archive.statement.pk).order_by("-number").first()
    assert latest.changes == [{"field": "merged", "now": archive.vega.slug}] * 2
    told = log(record=archive.statement)
    assert told.count("Two entries for Ana Vega in this archive were made one") == 2, (
        "the earlier change was of the same person, too"
    )
    assert "The speaker was corrected" not in told


def test_what_was_withdrawn_says_its_note(archive, curator):
    values = {"key": archive.endorsement.pk, "kind": "endorsements", "ground": "error", "note": "It was of another race."}
    assert curator.post(address("tombstone"), values | {"translations": "es.note: Era de otra contienda."}).status_code == 302
    assert "It was of another race." in log()
    assert "Era de otra contienda." in log("es")


def test_the_history_keeps_it(archive, curator):
    send(curator, address("statement", archive.statement), said_on="2020", correction_ground="date", correction_note="Earlier.")
    event = EVENTS[Statement].objects.filter(pgh_obj=archive.statement.pk).latest("pgh_id")
    assert event.pgh_context["correction"] == {"ground": "date", "note": "Earlier."}
