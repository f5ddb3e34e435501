"""Each tool asks the database a number of questions that does not grow with what it finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

QUESTIONS = [  # how many each call asks of a large archive; of a small one, no more
    ("search", {"query": "line"}, 12),
    ("search", {"query": "line", "group": "statements", "limit": 50}, 12),
    ("search", {"query": "elephants"}, 7),
    ("statement", {"key": "{quote}"}, 5),
    ("statement", {"key": "{in_post}"}, 6),
    ("statement", {"key": "zzzzzzzz"}, 3),
    ("candidate_positions", {"candidate": "ann-smith", "topic": "courts", "limit": 50}, 10),
    ("candidate_positions", {"candidate": "ann-smith", "topic": "opioids", "query": "elephants"}, 9),
    ("candidate_positions", {"candidate": "nobody"}, 4),
    ("endorsements", {"candidate": "bea-jones", "limit": 50}, 4),
    ("results", {"race": "2020", "limit": 50}, 4),
    ("check_quote", {"quotation": "We begin <today> & go on"}, 10),
    ("check_text", {"text": "“We shall not stop,” Smith said. “Elephants walk by night,” Jones said.\n"}, 17),
]


def questions(connected, archive, tool: str, asked: dict) -> int:
    arguments = {
        name: value.format(quote=archive.quote.key, in_post=archive.in_post.key) if name == "key" else value
        for name, value in asked.items()
    }
    with connected() as assistant, CaptureQueriesContext(connection) as found:
        assistant.result(tool, **arguments)
    return len([query for query in found if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]])


@pytest.mark.parametrize("size", ["example_archive", "enlarged_archive"])
def test_questions_do_not_grow_with_the_archive(size, request, connected):
    archive = request.getfixturevalue(size)
    found = [(tool, asked, questions(connected, archive, tool, asked)) for tool, asked, _ in QUESTIONS]
    assert [each for each, (*_, most) in zip(found, QUESTIONS, strict=True) if each[-1] > most] == []
    if size == "enlarged_archive":
        assert found == QUESTIONS


def test_what_tools_there_are_is_known_without_asking(db, connected):
    with connected() as assistant, CaptureQueriesContext(connection) as found:
        assistant.tools()
    assert [query["sql"] for query in found if "set_config" not in query["sql"]] == []
