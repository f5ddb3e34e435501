"""The item that every form of a citation is made of (CSL-JSON): of the schema, in the source's own words, with no date made up."""

import functools
import json
from pathlib import Path

import pytest

from dara.models import Endorsement, Source, Statement
from dara.public.citation.files import csl_json, edtf
from dara.public.citation.item import csl
from dara.public.pages.evidence import outer_statements
from tests import factories

SCHEMA = Path(__file__).parent / "formats" / "csl-data.json"


@functools.cache
def validator():
    import jsonschema  # takes seconds: for the processes that need it

    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))


def test_items_are_of_the_schema(cited):
    for row, _, item in cited:
        assert list(validator().iter_errors([json.loads(csl_json(item))])) == [], row.pk
        assert all(item.values()), row.pk


def test_words_are_verbatim(cited):
    for row, _, item in cited:
        if isinstance(row, Statement):
            assert [piece for piece in row.pieces if piece not in item["abstract"]] == []
        elif not isinstance(row, Source):
            assert item["abstract"] == row.passage.exact


def test_no_date_stands_for_another(cited):
    """`issued` is the source's day of publication; when something was said has a field of its own, and is not made up."""
    for row, _, item in cited:
        source = row if isinstance(row, Source) else row.source
        assert edtf(item.get("issued", {})).rstrip("?") == (source.published_on or "")
        assert item.get("issued", {}).get("circa", False) == bool(source.published_on and "published_on" in source.inferred)
        said = getattr(row, "said_on", None) or getattr(row, "stated_on", None) or getattr(row, "as_of", None)
        assert edtf(item.get("event-date") or item.get("original-date") or {}).rstrip("?") == (said or "")


def test_what_is_inferred_is_marked(cited):
    for row, _, item in cited:
        source = row if isinstance(row, Source) else row.source
        if "publisher" in source.inferred:
            assert f"[{source.publisher}]" in (item.get("publisher"), item.get("container-title"))
        if isinstance(row, Statement) and "speaker" in row.inferred and row.kind != "paraphrase":
            assert item["author"] == [{"literal": f"[{row.speaker}]"}]
        assert all(basis in item["note"] for basis in row.inferred.values()), row.pk


@pytest.mark.usefixtures("seeds")
def test_nothing_is_first_hand_that_came_through_somebody():
    quote = Statement.objects.for_lists().get(pk="y7axeaat")
    item = csl(quote, outer_statements(quote))
    assert item["genre"] == "Quotation as posted by Frank Stoltze on November 6, 2020, as embedded in a news article"
    assert "We hold The Daily Wire, not Frank Stoltze’s post or a recording." in item["note"]
    assert item["container-title"].startswith("[News story")
    assert item["publisher"] == "[The Daily Wire]"
    paraphrase = Statement.objects.for_lists().get(pk="fpep3ea5")
    assert csl(paraphrase, outer_statements(paraphrase))["author"] == [{"family": "Stoltze", "given": "Frank"}]
    stance = Endorsement.objects.for_lists().get(pk="r2fabnf2")
    assert csl(stance, outer_statements(stance))["author"] == [{"literal": "[The Daily Wire]"}]


@pytest.mark.usefixtures("seeds")
def test_campaign_prose_is_not_its_printers():
    told = Statement.objects.for_lists().get(pk="fjr52wvm")  # in an announcement that a newspaper's site is thought to have shown
    assert csl(told)["author"] == [{"literal": "[Jeff Millman]"}]


def test_a_writer_goes_before_the_paper(db):
    story = factories.source("He was for it.\n", author="Ann Smith", publisher=factories.organization("The Paper"))
    told = factories.statement(story, "He was for it.", kind="paraphrase", speaker=factories.person("Bea Jones"))
    assert csl(told)["author"] == [{"family": "Smith", "given": "Ann"}]
    assert "container-author" not in csl(told)
