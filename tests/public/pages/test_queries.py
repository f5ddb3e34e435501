"""Each page asks the database a number of questions that does not grow with what it shows; lists come a page at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.public.pages.candidates import STATEMENTS_PER_TOPIC

QUESTIONS = {  # how many each page asks of a large archive; of a small one, which needs no totals, no more
    "/": 12,
    "/candidates/": 5,
    "/candidates/ann-smith/": 21,
    "/candidates/bea-jones/": 19,
    "/compare/": 14,
    "/compare/?c=ann-smith&c=bea-jones": 13,
    "/compare/?c=ann-smith&t=courts": 14,
    "/topics/": 5,
    "/topics/courts/": 12,
    "/statements/": 10,
    "/endorsements/": 8,
    "/elections/": 8,
    "/elections/{archive.election.slug}/": 11,
    "/sources/": 5,
    "/voices/": 2,
    "/voices/unions/": 8,
    "/voices/the-paper/": 11,
    "{archive.quote.passage.source.get_absolute_url}": 14,
    "{archive.quote.get_absolute_url}": 13,
    "{archive.post.get_absolute_url}": 12,
    "{archive.in_post.get_absolute_url}": 13,
    "{archive.money.get_absolute_url}": 7,
    "{archive.count.get_absolute_url}": 8,
    "/statements/?q=begin&topic=courts&speaker=ann-smith": 16,
    "/statements/?q=elephants": 6,
    "/endorsements/?q=backed": 10,
    "/sources/?q=begin": 8,
    "/search/": 1,
    "/search/?q=begin": 8,
    "/search/?q=elephants": 6,
    "/search/?q=elephnats+commence+smiht": 20,
    "/search/paragraphs/?q=begin": 4,
    "/corrections/": 6,  # the notes of what was withdrawn, too
    "/data/": 2,
    "/office/": 3,
    "/about/": 0,
    "/healthz": 0,
    "/nope/": 0,
}


def resolve(pattern, archive) -> str:
    if not pattern.startswith("{"):
        return pattern.format(archive=archive)
    found = archive
    for name in pattern.strip("{}").split(".")[1:]:
        found = getattr(found, name)
    return found()


def questions(as_public, path) -> int:
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len([query for query in asked if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]])


@pytest.mark.parametrize("size", ["example_archive", "enlarged_archive"])
def test_questions_do_not_grow_with_the_archive(size, request, as_public):
    archive = request.getfixturevalue(size)
    asked = {path: questions(as_public, resolve(path, archive)) for path in QUESTIONS}
    assert {path: number for path, number in asked.items() if number > QUESTIONS[path]} == {}
    if size == "enlarged_archive":
        assert asked == QUESTIONS


def test_a_search_with_many_hits_asks_no_more(enlarged_archive, as_public):
    assert questions(as_public, "/search/?q=line") <= QUESTIONS["/search/?q=begin"] + 1  # the rows of one more group


PAGE_SIZES = {
    "/statements/": 50,
    "/endorsements/": 50,
    "/sources/": 50,
    "/voices/": 50,
    "/topics/": 50,
}


def test_lists_come_a_page_at_a_time(enlarged_archive, as_public):
    with as_public() as client:
        for path, size in PAGE_SIZES.items():
            walk(client, path, size)


def walk(client, path: str, size: int) -> None:
    """Every page of a list: none too long, linked both ways, each row once and none left out."""
    seen = []
    page = 1
    while True:
        response = client.get(path, {"page": page})
        assert response.status_code == 200, path
        rows = list(response.context["object_list"])
        assert len(rows) <= size, path
        seen += [(row.pk, getattr(row, "topic_id", None)) for row in rows]
        html = response.content.decode()
        assert ('rel="prev"' in html) == (page > 1), path
        if 'rel="next"' not in html:
            break
        page += 1
    assert client.get(path, {"page": page + 1}).status_code == 400, path
    assert page > 1, path
    assert len(seen) == len(set(seen)) == response.context["paginator"].count, path


def test_a_candidates_page_has_so_many_of_a_topic_and_leads_to_the_others(enlarged_archive, as_public):
    with as_public() as client:
        response = client.get("/candidates/ann-smith/")
        topics = response.context["topics"]
        assert any(each.has_more for each in topics)
        for each in topics:
            assert sum(len(alike) for group in each.groups for alike in group.alike) <= STATEMENTS_PER_TOPIC
            assert each.anchor in response.content.decode()
            if each.has_more and each.topic:
                listed = client.get(f"/statements/?candidate=ann-smith&topic={each.topic.slug}")
                assert listed.context["paginator"].count == each.total
                assert f'/candidates/ann-smith/#{each.anchor}"' in client.get(each.topic.get_absolute_url()).content.decode()


def test_what_is_not_shown_of_a_long_list_is_said(enlarged_archive, as_public):
    with as_public() as client:
        for path, told in {
            "/candidates/ann-smith/": "The first 12 of 51; all are in",
            f"/elections/{enlarged_archive.election.slug}/": "The first 50 of 201; all are in",
            "/voices/unions/": "The first 50 of 201; all are in",
            "/voices/committee-for-smith/": "The first 50 of 200; all are in",
        }.items():
            assert told in client.get(path).content.decode(), path
