"""The archive's own words in two languages: what may be translated, what is read, and what stays English."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone, translation

from dara.models import Election, Race, Source, Statement, Topic
from dara.models.passage_context import contexts
from dara.models.translations import faults, flat, in_language, translatable
from dara.models.translations import translation as translation_of
from dara.public.citation.annotation import annotation
from dara.public.citation.item import csl
from dara.public.citation.newsroom import newsroom
from dara.public.citation.words import in_english
from dara.public.pages.evidence import outer_statements
from tests import factories

RECORD = Statement(
    note="A note.",
    summary="",
    inferred={"said_on": "“on Friday”", "speaker": "the headline"},
    translations={"es": {"note": "Una nota.", "inferred": {"said_on": "“on Friday”, un viernes"}, "text": "Empezamos."}},
    pieces=["We begin."],
    text="We begin.",
)

# --- what may be translated ---------------------------------------------------------------------------


def test_what_there_is_to_translate():
    names = ("title", "note", "inferred")
    assert translatable(names, {"title": "A story", "note": ""}) == set()
    assert translatable(names, {"title": "Ours", "inferred": {"title": "ours"}}) == {"title", "inferred.title"}
    assert translatable(("summary", "text"), {"summary": "A line."}) == {"summary", "text"}
    assert flat({"note": "x", "inferred": {"a": "y"}}) == {"note": "x", "inferred.a": "y"}


@pytest.mark.parametrize(
    ("translations", "says"),
    [
        ([], "“translations” is language → field → words"),
        ({"fr": {"note": "Une note."}}, "names the language “fr”"),
        ({"es": {}}, "“translations.es” should be a table"),
        ({"es": ["x"]}, "“translations.es” should be a table"),
        ({"es": {"note": 5}}, "“translations.es.note” should be a text"),
        ({"es": {"inferred": "x"}}, "“translations.es” names “inferred”"),
        ({"es": {"inferred": {"about": "x"}}}, "“translations.es” names “inferred.about”"),
        ({"es": {"inferred": {"said_on": " "}}}, "“translations.es.inferred.said_on” should be a text"),
        ({"es": {"summary": "x"}}, "“translations.es” names “summary”"),
        ({"en": {"note": "Another note."}}, "“translations.en” names “note”"),
    ],
)
def test_what_is_refused(translations, says):
    field = Statement._meta.get_field("translations")
    with pytest.raises(ValidationError) as refused:
        field.clean(translations, RECORD)
    assert says in refused.value.messages[0]
    assert [*faults(translations, translatable(field.names, vars(RECORD)))]


def test_what_is_taken():
    field = Statement._meta.get_field("translations")
    taken = {"es": {"note": "x", "inferred": {"said_on": "x", "speaker": "x"}, "text": "x"}, "en": {"text": "x"}}
    assert field.clean(taken, RECORD) == taken


# --- what is read -------------------------------------------------------------------------------------


def test_what_is_not_translated_is_read_in_english():
    assert in_language(RECORD, "note", "es") == "Una nota."
    assert in_language(RECORD, "note", "en") == "A note."
    assert in_language(RECORD, "inferred.said_on", "es") == "“on Friday”, un viernes"
    assert in_language(RECORD, "inferred.speaker", "es") == "the headline"
    assert in_language(RECORD, "inferred.about", "es") == in_language(RECORD, "summary", "es") == ""
    assert (translation_of(RECORD, "text", "es"), translation_of(RECORD, "text", "en")) == ("Empezamos.", "")


@pytest.mark.parametrize(
    ("language", "template", "shown"),
    [
        ("es", '{{ record|archive_words:"note" }}', "Una nota."),
        ("en", '{{ record|archive_words:"note" }}', "A note."),
        ("es", '{{ record|basis:"said_on" }}', "“on Friday”, un viernes"),
        ("es", '{{ record|basis:"speaker" }}', '<span lang="en">the headline</span>'),
        ("en", '{{ record|basis:"speaker" }}', "the headline"),
        ("es", '{{ record|archive_words:"summary" }}{{ record|basis:"about" }}', ""),
        ("es", "{{ record|translation_of }}", "Empezamos."),
        ("en", "{{ record|translation_of }}", ""),
        ("es", "<p{% lang_of english %}><p{% lang_of spanish %}>", '<p lang="en"><p>'),
        ("en", "<p{% lang_of english %}><p{% lang_of spanish %}>", '<p><p lang="es">'),
    ],
)
def test_in_templates(language, template, shown):
    shown_with = {"record": RECORD, "english": Source(), "spanish": Source(language="es")}
    with translation.override(language):
        assert Template("{% load presentation %}" + template).render(Context(shown_with)) == shown


def test_words_are_escaped_in_either_language():
    topic = Topic(name="<b>", description="&", translations={"es": {"name": "<i>"}})
    template = Template('{% load presentation %}{{ topic|archive_words:"name" }}{{ topic|archive_words:"description" }}{{ topic }}')
    with translation.override("es"):
        assert template.render(Context({"topic": topic})) == '&lt;i&gt;<span lang="en">&amp;</span>&lt;i&gt;'


def test_names_are_in_the_language_of_the_page():
    name = {"es": {"name": "Nombre"}}
    named = [kind(name="Name", translations=name) for kind in (Topic, Race, Election)]
    ours = Source(title="Ours", inferred={"title": "ours"}, translations={"es": {"title": "Nuestro"}})
    theirs = Source(title="Theirs")
    assert [str(each) for each in (*named, ours, theirs)] == ["Name", "Name", "Name", "[Ours]", "Theirs"]
    with translation.override("es"):
        assert [str(each) for each in (*named, ours, theirs)] == ["Nombre", "Nombre", "Nombre", "[Nuestro]", "Theirs"]
        assert str(Topic(name="Untranslated")) == "Untranslated"
    with translation.override(None):
        assert str(named[0]) == "Name"


# --- what stays English -------------------------------------------------------------------------------


@pytest.mark.usefixtures("seeds")
def test_citations_are_the_same_on_a_spanish_page():
    def cited() -> list:
        rows = [row for model in (Source, Statement) for row in model.objects.for_lists()]
        around = contexts(row.passage for row in rows if isinstance(row, Statement))
        notes = [annotation(row, "/", around[row.passage_id]) for row in rows if isinstance(row, Statement)]
        return [(csl(row, outer_statements(row)), newsroom(row, outer_statements(row))) for row in rows] + notes

    english = cited()
    with translation.override("es"):
        assert str(Source.objects.get(pk="my39rk8h")).startswith("[Página de campaña")
        assert cited() == english
        assert translation.get_language() == "es"


def test_citing_in_one_thread_changes_no_language_in_another():
    met = threading.Barrier(2)

    @in_english
    def cite() -> str | None:
        met.wait(timeout=20)  # both have begun before either ends
        return translation.get_language()

    def page(language: str) -> tuple[str | None, str | None]:
        with translation.override(language):
            return cite(), translation.get_language()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(page, ["es", "en"])) == [("en", "es"), ("en", "en")]


def test_a_result_is_cited_by_its_elections_english_name(example_archive):
    count = example_archive.count
    count.election.translations = {"es": {"name": "Segunda vuelta"}}
    with translation.override("es"):
        assert "Segunda vuelta" in str(count)
        assert "Segunda vuelta" not in csl(count)["title"]


# --- what the database keeps --------------------------------------------------------------------------


def test_a_new_translation_is_a_new_version(db):
    source = factories.source("“Let us begin,” she said.\n")
    made = factories.statement(source, "“Let us begin,” she said.", pieces=["Let us begin"], speaker=factories.person("Ann Smith"))
    long_ago = timezone.now() - timedelta(days=9)
    for row, changes in (
        (made, {"translations": {"es": {"text": "Empecemos"}}}),
        (source, {"translations": {"es": {"note": "Una nota."}}}),
        (source, {"language": "es"}),
    ):
        rows = type(row).objects.filter(pk=row.pk)
        rows.update(version=long_ago)
        assert rows.get().version == long_ago
        rows.update(**changes)
        assert rows.get().version > long_ago
