"""Whoever holds results to the database notices what is wrong with one."""

import copy

import pytest

from tests.public.mcp.questions import SECRET, add_withheld_words, faults, questions

POSITIONS = ("candidate_positions", {"candidate": "ann-smith", "limit": 7, "page": 1})
PARAGRAPHS = ("search", {"query": "harbor", "synonyms": False, "group": "paragraphs", "limit": 7, "page": 1})
QUOTE = ("check_quote", {"quotation": "We shall not stop."})


def add(place, number):
    return lambda found: found.__setitem__(place, found[place] + number)


def put(words, *path):
    def change(found):
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = words

    return change


PASSAGE = ("results", 0, "passage")
OF_PARAGRAPH = ("groups", "paragraphs", "results", 0)


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (POSITIONS, add("count", 1)),
        (POSITIONS, lambda found: found.update(is_cut=not found["is_cut"])),
        (POSITIONS, put("0" * 64, *PASSAGE, "sha256")),
        (POSITIONS, lambda found: found["results"].pop()),
        (POSITIONS, put("We begin", *PASSAGE, "exact")),
        (POSITIONS, put(0, *PASSAGE, "start")),
        (POSITIONS, put("Umberton’s words", "results", 0, "label")),
        (POSITIONS, put({"statement": "Nothing"}, "nothing_held")),
        (PARAGRAPHS, put(f"We will open the harbor. {SECRET} The harbor is for all.\n", *OF_PARAGRAPH, "body")),
        (PARAGRAPHS, put(2, "groups", "paragraphs", "count")),
        (QUOTE, add("sources_searched", -1)),
        (QUOTE, put(1, "answers", 0, "evidence", 0, "passage", "start")),
    ],
)
def test_a_fault_is_noticed(question, change, archive, connected):
    add_withheld_words(archive)
    with connected() as assistant:
        result = assistant.result(*question[:1], **question[1])
    assert list(faults(question, result)) == []
    changed = copy.deepcopy(result)
    change(changed["structuredContent"])
    assert list(faults(question, changed))


def test_the_questions_are_the_same_each_time_and_ask_each_tool(archive):
    asked = questions(200)
    assert asked == questions(200)
    assert len({tool for tool, _ in asked}) == 7
    assert len({str(each) for each in asked}) > 100
