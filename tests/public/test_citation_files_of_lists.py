"""A list as one file for reference managers: read back by independent libraries, with the citations that each record's page offers."""

import json

import bibtexparser
import pytest
import rispy
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.public import exports
from dara.public.citation.files import FORMATS
from dara.public.exports import EXPORTS
from dara.public.pages.citations import URL_NAMES

CITED = [name for name, export in EXPORTS.items() if export.rows.model in URL_NAMES]


def whole(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.streaming
    return b"".join(response).decode()


def keys_in(suffix: str, text: str) -> list[str]:
    """The keys of a file's items, as a library reads them."""
    if suffix == "json":
        found = [item["id"] for item in json.loads(text)]
    elif suffix == "ris":
        found = [entry["id"] for entry in rispy.loads(text)]
    else:
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        found = [entry.key for entry in library.entries]
    return [each.removeprefix("dara-") for each in found]


def test_which_lists_have_them(archive, as_public):
    assert CITED == ["statements", "endorsements", "results", "sources"]
    with as_public() as client:
        assert client.get("/topics.bib").status_code == client.get("/facts.ris").status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", CITED)
def test_others_read_the_citations_of_the_pages_in_the_order_of_the_list(name, suffix, archive, as_public):
    with as_public() as client:
        listed = [each["key"] for each in client.get(f"/api/v1/{name}/").json()["results"]]
        text = whole(client, f"/{name}.{suffix}")
        assert keys_in(suffix, text) == listed
        assert len(listed) > 0
        for key in listed:  # to the letter, through whom the words came included
            own = client.get(f"/{name}/{key}/citation.{suffix}").content.decode()
            assert own.removeprefix("[\n").removesuffix("\n]\n") in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_filters_as_on_the_page(suffix, archive, as_public):
    with as_public() as client:
        listed = [row.pk for row in client.get("/statements/?topic=courts&sort=date").context["object_list"]]
        assert keys_in(suffix, whole(client, f"/statements.{suffix}?topic=courts&sort=date")) == listed
        assert keys_in(suffix, whole(client, f"/statements.{suffix}?q=elephants")) == []
        refused = client.get(f"/statements.{suffix}?topics=courts")
        response = client.get(f"/statements.{suffix}?topic=courts")
    assert refused.status_code == 400
    assert response["Content-Type"] == f"{FORMATS[suffix].media_type}; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="dara-statements-selection-2')


def test_the_page_leads_to_them(archive, as_public):
    with as_public() as client:
        for language in ("", "/es"):
            html = client.get(f"{language}/endorsements/?stance=funds&utm_source=x").content.decode()
            for suffix in FORMATS:
                assert f'<a href="/endorsements.{suffix}?stance=funds">' in html
        assert "topics.bib" not in client.get("/topics/").content.decode()


def test_questions_grow_by_the_chunk(enlarged_archive, as_public, monkeypatch):
    """A chunk of statements: the rows, topics, about, and those that they are quoted in, step by step outward."""
    monkeypatch.setattr(exports, "CHUNK", 200)

    def questions(path):
        with as_public() as client, CaptureQueriesContext(connection) as asked:
            whole(client, path)
        return len([each for each in asked if "SAVEPOINT" not in each["sql"] and "set_config" not in each["sql"]])

    chunks = 1 + -(-(EXPORTS["statements"].rows.count() - exports.FIRST) // 200)
    assert chunks > 3
    assert questions("/statements.bib") <= 2 + 4 * chunks
    assert questions("/sources.ris") == 2 + 2


def test_the_first_part_is_made_before_the_answer_begins(archive, as_public):
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        response = client.get("/statements.bib")
        before = len(asked)
        assert before > 1
        b"".join(response)
        assert len(asked) == before
