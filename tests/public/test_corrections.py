"""What was corrected, in a reader's words; and nothing that the public may not read."""

import re

import feedparser
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dara.curation import revert
from dara.curation.withdrawal import withdraw
from dara.models import (
    Correction,
    Entity,
    Statement,
    Tombstone,
)
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.older_postgres]  # what one transaction did is one correction


@pytest.fixture
def archive(example_archive):
    return example_archive


@pytest.fixture
def told(text_of):
    """What the list says below its heading, of one record or of all."""

    def get(record=None, language=""):
        return text_of(f"{language}/corrections/{f'?record={record.pk}' if record else ''}")

    return get


def change(row, **values) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


def test_what_is_made_is_no_correction(archive, told):
    """But for the example archive's tombstone."""
    text = told()
    assert text.count("was withdrawn") == 1
    assert "This record was withdrawn on February 3, 2024. Ground: privacy." in text
    assert Correction.objects.count() == 1


def test_a_correction_says_from_what_to_what(archive, told):
    change(archive.quote, speaker=archive.jones, said_on=None, kind="post")
    change(archive.money, amount=None)
    change(archive.count, area="the vote", status="not stated", percent="53.7", ballots_out=None, ballots_out_as_stated="")
    change(archive.conceded, occurred_on="2020")
    change(archive.story, published_on="2020-11", publisher=None, visibility="full")
    text = told()
    for sentence in (
        "The speaker was corrected from Ann Smith to Bea Jones.",
        "The date on which it was said was removed; it was November 6, 2020.",
        "The kind was corrected from Quotation to Social media post.",
        "The amount was removed; it was $1,500,000.",
        "The area of the count was added: “the vote”.",
        "The status of the count was corrected from Partial count to Not stated.",
        "The number of ballots still out was removed; it was 790,000.",
        "The number of ballots still out, as the source states it, was removed; it was “more than 790,000”.",
        "The date on which it happened was corrected from November 6, 2020 to 2020.",
        "The date of publication was corrected from November 6, 2020 to November 2020.",
        "The publisher was removed; it was The Paper.",
        "How much of the text is shown was corrected from The paragraphs that hold evidence, and their neighbours to The whole text.",
    ):
        assert sentence in text, sentence
    assert Correction.objects.count() == 6


def test_one_transaction_is_one_entry_and_nets_what_it_did(archive):
    with transaction.atomic():
        change(archive.quote, note="One.")
        change(archive.quote, said_on="2020-11-05")
        archive.quote.topics.remove(archive.bail)
        change(archive.quote, note="")
    correction = Correction.objects.get(record=archive.quote.key)
    assert {change["field"] for change in correction.changes} == {"said_on", "topics"}


def test_topics_and_whom_it_is_about(archive, told):
    archive.quote.topics.set([archive.courts, factories.topic("Prisons")])
    archive.post.about.set([archive.jones])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dara_statementtopic SET topic_id = %s WHERE statement_id = %s", [archive.bail.pk, archive.cheers.pk])
    text = told()
    assert "The list of topics was corrected; added: Prisons. The list of topics was corrected; removed: Cash bail." in text
    assert "Whom it is about was corrected; added: Bea Jones. Whom it is about was corrected; removed: Ann Smith." in text
    assert "The list of topics was corrected; added: Cash bail. The list of topics was corrected; removed: Courts." in text


def test_our_own_former_words_are_not_repeated(archive, told):
    change(archive.report, note="Another note.", summary="")
    change(archive.committee, name="Committee of Others")
    change(archive.story, title="Zanzibar", url="https://example.org/zanzibar")
    text = told()
    assert "The archive’s note was changed." in text
    assert "The archive’s summary was removed." in text
    assert "The name was corrected." in text
    assert "The title was corrected." in text
    assert "The address was corrected." in text
    for words in ("A note.", "Another note.", "A summary.", "Committee for Smith", "Zanzibar", "zanzibar"):
        assert words not in text.replace("[Zanzibar]", ""), words


def test_former_words_are_shown_while_they_stand_where_all_may_read(archive, told, public):
    """The pieces of a news story that shows excerpts: moved away from their paragraph, and it is no longer shown."""
    hidden = factories.source(
        "“Xylophones please,” Smith said.\n\nNothing.\n\nNothing here.\n\nSmith: “Hello there.”\n", publisher=archive.paper
    )
    record = factories.statement(hidden, "“Xylophones please,” Smith said.", pieces=["Xylophones please,"], speaker=archive.smith)
    change(record, pieces=["Xylophones"], speaker_as_named="Smith")
    assert "The words were corrected from “Xylophones please,” to “Xylophones”." in told(record)
    with transaction.atomic():
        change(record, passage=factories.passage(hidden, "Smith: “Hello there.”"), pieces=["Hello there."])
    text = told(record)
    assert text.count("The words were corrected.") == 2
    assert "The passage that it rests on was corrected; now it is “Smith: “Hello there.””." in text
    assert "Xylophones" not in text
    assert "Xylophones" not in public("/feeds/corrections.atom").content.decode()
    assert "Xylophones" not in str(list(Correction.objects.values()))


def test_parts_of_words_do_not_show_that_they_were_there(archive, told):
    change(archive.quote, speaker_as_named="mit")  # stands in “Smith” only
    assert "What the source calls the speaker was corrected." in told(archive.quote)


def test_nothing_of_what_is_gone(archive, told):
    change(archive.quote, speaker=factories.person("Gone Soon"))
    change(archive.quote, speaker=archive.smith)
    Entity.objects.filter(name="Gone Soon").delete()
    assert "Gone" not in told(archive.quote)
    assert "The speaker was corrected; now it is Ann Smith." in told(archive.quote)
    change(archive.own, note="A new note.")
    Statement.objects.filter(pk=archive.own.pk).delete()
    assert not Correction.objects.filter(record=archive.own.pk).exists()


def test_private_persons_are_not_named_and_not_fed(archive, told, public):
    change(archive.quote, speaker=archive.bystander)
    change(archive.private, note="A note on them.")
    change(archive.bystander, note="A note.")
    text = told()
    assert "The speaker was corrected; it was" not in text
    assert "to Byron Stander" not in text
    assert not Correction.objects.filter(kind="entities").exists()
    assert archive.private.key not in public("/feeds/corrections.atom").content.decode()


def test_a_withdrawal_and_what_comes_back(archive, told, public):
    key = archive.quote.key
    change(archive.in_post, utterance=None)
    before = revert.changes(Statement, key)[0].number
    change(archive.quote, note="Something bad.", speaker=archive.jones)
    with transaction.atomic():
        tombstone = Tombstone(key=key, kind="statements", withdrawn_on="2025-03-04", ground="error", note="We were wrong.")
        withdraw(tombstone)
    text = told(archive.quote)
    assert "withdrawn on March 4, 2025. Ground: error." in text
    assert "Jones" not in text
    assert "We begin" not in text
    revert.revert(Statement, key, before)
    text = told(archive.quote)
    assert "This record, withdrawn before, is held again." in text
    assert "March 4, 2025" not in text


def test_words_that_were_withheld_from_the_first(archive, told):
    """They are no correction, and the page that says so still counts them."""
    assert "Words withheld from the public Words of these texts are not shown, from the first day on" in told()
    assert told().endswith("The Paper, news article, November 6, 2020 (inferred): at 1 place")
    assert told(archive.story).endswith("at 1 place")
    assert "Words withheld" not in told(archive.page)
    factories.withholding(archive.story, "A neighbour of the post.", key="wthld222", withheld_on="2025-03-04")
    assert told().endswith("at 2 places")


def test_words_that_are_withheld_later(archive, told):
    """Those of the example archive are withheld as their source comes in."""
    words = archive.quote.passage
    factories.withholding(archive.quote.source, words.exact, key="wthld222", note="On somebody.", withheld_on="2025-03-04")
    assert "Words of its text were withheld on March 4, 2025. Ground: privacy." in told(archive.quote.source)
    assert "This record was withdrawn on March 4, 2025. Ground: privacy." in told(archive.quote)
    assert words.exact[:30] not in told()
    assert "Se retuvieron palabras de su texto el 4 de marzo de 2025." in told(language="/es")


def test_nobody_and_no_context_is_in_it(archive, as_public, admin_user):
    import pghistory

    with pghistory.context(curator="Mallory Curator", url="/admin/secret/"):
        change(archive.quote, said_on="2020")
    with as_public(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dara_correction")
        assert "Mallory" not in str(cursor.fetchall())


def test_a_records_page_leads_to_its_history(archive, public):
    records = (archive.quote, archive.backing, archive.count, archive.story)
    for record in records:
        assert "Corrected on" not in public(record.get_absolute_url()).content.decode()
        change(record, note="Noted.")
        html = public(record.get_absolute_url()).content.decode()
        assert f'href="/corrections/?record={record.key}"' in html
        assert re.search(r"Corrected on <time datetime=\"\d{4}-\d\d-\d\dT", html)
        assert f"/es/corrections/?record={record.key}" in public(f"/es{record.get_absolute_url()}").content.decode()


def test_in_spanish(archive, told):
    change(archive.quote, speaker=archive.jones, said_on=None)
    text = told(archive.quote, "/es")
    assert "Se corrigió quién habla: de Ann Smith a Bea Jones." in text
    assert "6 de noviembre de 2020" in text


def test_every_field_has_its_sentence(archive, told, text_of):
    """Nothing that can change is without a name in both languages; no sentence fails."""
    from dara.public.corrections import FIELDS

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_viewdef('public.dara_correction'::regclass)")
        fields = set(re.findall(r"dara_changed(?:_links)?\('(\w+)'", cursor.fetchone()[0]))
    assert fields - FIELDS.keys() == {"pieces"}
    assert FIELDS.keys() - fields == set()


def test_questions_do_not_grow(archive, as_public):
    def asked():
        with as_public() as client, CaptureQueriesContext(connection) as queries:
            assert client.get("/corrections/").status_code == 200
        return len([each for each in queries if "set_config" not in each["sql"] and "SAVEPOINT" not in each["sql"]])

    def correct(n):
        change(archive.quote, said_on=f"20{n}", speaker=(archive.smith, archive.jones)[n % 2])
        archive.quote.topics.set([archive.bail] if n % 2 else [archive.courts])
        change(archive.backing, stated_on=f"20{n}", election=None if n % 2 else archive.election)
        change(archive.count, as_of=f"20{n}")
        change(archive.conceded, occurred_on=f"20{n}")
        change(archive.story, captured_on=f"20{n}")
        change(archive.election, held_on=f"20{n}")
        change(archive.rob, note=f"{n}")

    correct(10)
    correct(11)
    few = asked()
    for n in range(12, 19):
        correct(n)
    assert Correction.objects.count() > 50
    assert asked() == few <= 16


def test_a_page_at_a_time(archive, public):
    for n in range(60):
        change(archive.quote, said_on=f"{1000 + n}")
    assert 'rel="next"' in public("/corrections/").content.decode()
    assert public("/corrections/?page=2").status_code == 200
    assert public("/corrections/?page=3").status_code == 400
    assert public("/corrections/?record=a%2Fb").status_code == 400
    assert "Nothing published of it has been corrected." in public("/corrections/?record=nothere2").content.decode()


def test_the_feed(archive, public, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    change(archive.quote, speaker=archive.jones)
    found = feedparser.parse(public("/feeds/corrections.atom").content)
    assert found.bozo == 0
    first = found.entries[0]
    assert first.link == f"https://dara.example.org{archive.quote.get_absolute_url()}"
    assert first.id == f"https://dara.example.org/corrections/#change-{Correction.objects.latest('number').number}"
    assert first.content[0].value == "<p>The speaker was corrected from Ann Smith to Bea Jones.</p>"
    assert "We begin" not in first.title


def test_words_over_several_lines_are_shown_while_all_of_them_can_be_read(archive, told):
    thread = factories.source("One line.\n\nAnother line.\n\nThe end.\n", kind="other")
    post = factories.statement(thread, "One line.\n\nAnother line.", kind="post", speaker=archive.rob)
    change(post, pieces=["One line."])
    assert "The words were corrected from “One line. Another line.” to “One line.”." in told(post)
    change(thread, visibility="excerpts")
    change(post, passage=factories.passage(thread, "One line."))
    assert "“One line. Another line.”" in told(post)  # a neighbour of what is evidence
