"""Each tool gives an assistant what the archive holds: whole rows with their evidence, how many there are, and what it does not mean where there are none."""

import hashlib
from collections.abc import Iterator

import pytest

from dara.models import Candidate, ElectionResult, Endorsement, Redirect, Statement, Topic
from dara.public.api.check import CheckedSerializer
from dara.public.api.serializers import SERIALIZERS
from dara.public.mcp.objects import TREAT_AS

NOTHING = "Nothing on this in the 2 sources held. This does not mean"


def objects(value) -> Iterator[dict]:
    """All objects in a result."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


# --- search -----------------------------------------------------------------------------------------


def test_a_search_finds_the_first_of_each_group(archive, assistant):
    found = assistant.call("search", query="begin")
    assert (found["match"], found["also_searched"], found["nothing_held"]) == ("all words", ["commence", "empezar"], None)
    statements = found["groups"]["statements"]
    assert [row["key"] for row in statements["results"]] == [archive.quote.key]
    assert (statements["count"], statements["count_is_exact"], statements["is_cut"]) == (1, True, False)
    assert all(found["groups"].values())
    assert assistant.call("search", query="begin", synonyms=False)["also_searched"] == []


def test_a_group_comes_by_pages(enlarged_archive, assistant):
    first = assistant.call("search", query="says yes", group="statements", limit=50)
    group = first["groups"]["statements"]
    assert [name for name, found in first["groups"].items() if found] == ["statements"]
    assert (group["count"], group["is_cut"], group["next_page"], len(group["results"])) == (600, True, 2, 50)
    last = assistant.call("search", query="says yes", group="statements", limit=50, page=12)["groups"]["statements"]
    assert (last["is_cut"], last["next_page"]) == (True, None)
    assert not {row["key"] for row in group["results"]} & {row["key"] for row in last["results"]}
    error = assistant.error("search", query="says yes", group="statements", limit=50, page=13)
    assert error == "There is no page 13: the last one is 12. Ask for a page from 1 to 12."
    assert assistant.error("search", query="elephants", group="topics", page=2).startswith("There is no page 2: the last one is 1.")
    assert assistant.error("search", query="says yes", page=2) == "Only one group has pages: name it in `group`."


def test_of_each_group_no_more_are_shown_than_are_asked_for(enlarged_archive, assistant):
    few = assistant.call("search", query="line", limit=2)["groups"]
    many = assistant.call("search", query="line", limit=50)["groups"]
    assert [len(few["statements"]["results"]), len(few["paragraphs"]["results"])] == [2, 2]
    assert [len(many["statements"]["results"]), len(many["paragraphs"]["results"])] == [10, 5]
    assert few["statements"]["count"] == many["statements"]["count"] == 600


def test_a_paragraph_is_quoted_as_a_passage_is(archive, assistant):
    (row,) = assistant.call("search", query="evidence")["groups"]["paragraphs"]["results"]
    assert archive.story.text.body[row["start"] : row["end"]] == row["body"]
    assert row["sha256"] == hashlib.sha256(row["body"].encode()).hexdigest()
    assert row["permalink"] == f"http://127.0.0.1:8000/sources/{archive.story.key}/#paragraph-3"
    assert row["source"]["publisher"]["name"] == "The Paper"


def test_a_search_says_how_it_read_the_query(archive, assistant):
    assert assistant.call("search", query="“stop shall not”")["match"] == "no phrase"
    found = assistant.call("search", query="begin the elefants")
    assert found["match"] == "any word"
    assert assistant.call("search", query="stnader")["suggestion"] == "Stander"


def test_a_group_in_which_nothing_is_found_does_not_speak_for_the_others(archive, assistant):
    found = assistant.call("search", query="elephants", group="topics")
    assert found["nothing_held"]["statement"] == f"{NOTHING} that it was not said."
    found = assistant.call("search", query="begin", group="topics")
    assert found["nothing_held"]["statement"].startswith("Nothing on this among the topics in the 2 sources held.")


@pytest.mark.parametrize("query", ["we will not", "“”", "?!"])
def test_words_that_search_passes_over_are_not_looked_for(query, archive, assistant):
    assert "Add a rarer word." in assistant.error("search", query=query)


# --- records ----------------------------------------------------------------------------------------


def test_a_statement_is_what_the_api_says_and_more(archive, connected):
    with connected() as assistant:
        api = assistant.client.get(f"/api/v1/statements/{archive.in_post.key}/").json()
        found = assistant.call("statement", key=archive.in_post.key)
    sha256 = hashlib.sha256("She told us: “All will be well”".encode()).hexdigest()
    expected = {
        **api,
        "treat_as": TREAT_AS,
        "label": "Ann Smith, as quoted in a post by Rob Reporter",
        "passage": {**api["passage"], "sha256": sha256},
    }
    assert found["statement"] == expected
    assert found["attribution"].startswith("Ann Smith’s words, as posted by Rob Reporter, as embedded in The Paper")
    assert found["citation"].startswith("“All will be well” — Ann Smith, date not stated, as posted by Rob Reporter")
    assert (found["merged_from"], found["replies"]) == (None, [])


def test_a_reply_stands_beside_what_it_answers(archive, assistant):
    (reply,) = assistant.call("statement", key=archive.quote.key)["replies"]
    assert reply["source"]["key"] == archive.page.key


def test_what_was_merged_or_withdrawn_is_told(archive, assistant):
    merged = assistant.call("statement", key="merged22")
    assert (merged["merged_from"], merged["statement"]["key"]) == ("merged22", archive.quote.key)
    assert assistant.error("statement", key=archive.withdrawn.key) == (
        "This record was withdrawn on February 3, 2024. Ground: privacy. Do not quote it, and withdraw it from copies."
    )


@pytest.mark.parametrize("key", ["zzzzzzzz", "", "\0", "ABCDEFGH", "k0000001\n", "é" * 100])
def test_an_unknown_key_is_told_with_what_to_do(key, archive, assistant):
    assert "There is no statement with this key." in assistant.error("statement", key=key)
    assert "search" in assistant.error("statement", key=key)


def test_what_a_candidate_stands_for_on_a_topic(archive, assistant):
    found = assistant.call("candidate_positions", candidate="ann-smith", topic="cash-bail")
    assert {row["key"] for row in found["results"]} == {archive.quote.key, archive.position.key}
    assert found["candidate"] == {"slug": "ann-smith", "name": "Ann Smith", "private": False}
    assert found["balance"] == (
        "We hold 2 sources. For Ann Smith: 4 entries from the candidate or campaign, 2 from others. "
        "The number of entries reflects what we hold, not how much anyone said."
    )
    only = assistant.call("candidate_positions", candidate="ann-smith", kind="position", query="bail")
    assert [row["label"] for row in only["results"]] == ["Committee for Smith: campaign’s own words"]


def test_a_gap_is_told_with_the_sources_that_were_searched(archive, assistant):
    found = assistant.call("candidate_positions", candidate="bea-jones", topic="opioids")
    assert (found["count"], found["is_cut"], found["results"]) == (0, False, [])
    nothing = found["nothing_held"]
    assert nothing["statement"] == f"{NOTHING} Bea Jones had no position."
    searched = nothing["sources_searched"]
    assert (searched["count"], searched["is_cut"], searched["permalink"]) == (2, False, "http://127.0.0.1:8000/sources/")
    assert {row["key"] for row in searched["results"]} == {archive.story.key, archive.page.key}


def test_merged_names_lead_on(archive, connected):
    Redirect.objects.create(kind="entities", old="anne-smith", new="ann-smith")
    with connected() as assistant:
        by_former = assistant.call("candidate_positions", candidate="anne-smith", topic="bail-money")
        assert by_former == assistant.call("candidate_positions", candidate="ann-smith", topic="cash-bail")


def test_who_backs_whom(archive, assistant):
    found = assistant.call("endorsements")
    assert [(row["label"], row["verb"]) for row in found["results"]] == [
        ("Unions, reported as supporting Bea Jones", "backed"),
        ("donors, reported as spending money on the 2020 race for Los Angeles County District Attorney", "pumped"),
    ]
    assert found["results"][1]["amount"] == 1500000
    assert assistant.call("endorsements", stance="supports", endorser="unions", race="2020", query="backed")["count"] == 1
    assert (
        assistant.call("endorsements", stance="opposes")["nothing_held"]["statement"]
        == f"{NOTHING} that nobody took such a stance."
    )


def test_how_the_counting_went(archive, assistant):
    (row,) = assistant.call("results", candidate="bea-jones", election=archive.election.slug, race="2020", status="partial")[
        "results"
    ]
    assert (row["percent"], row["qualifier"], row["status"]) == (53.7, "almost", "partial")
    assert row["label"] == (
        f"Count for Bea Jones, {archive.election}. When the count was taken is not stated. Partial count, not a final result."
    )
    nothing = assistant.call("results", status="certified")["nothing_held"]
    assert nothing["statement"] == f"{NOTHING} that there was no such count."


@pytest.mark.parametrize(
    ("tool", "asked", "told"),
    [
        (
            "candidate_positions",
            {"candidate": "jones"},
            "candidate: There is none of this name. Held are: ann-smith (Ann Smith), bea-jones",
        ),
        ("candidate_positions", {"candidate": "\0"}, "Held are: ann-smith (Ann Smith), bea-jones (Bea Jones)."),
        (
            "candidate_positions",
            {"candidate": "ann-smith", "topic": "x"},
            "Held are: cash-bail (Cash bail), courts (Courts), opioids",
        ),
        ("endorsements", {"endorser": "nobody", "race": "1999"}, "The tool `search` finds people"),
        ("results", {"election": "x"}, "Held are: "),
        ("endorsements", {"query": "\0"}, "Null characters are not allowed."),
        ("search", {"query": "\0"}, "query: Null characters are not allowed."),
        ("endorsements", {"page": 2}, "There is no page 2: the last one is 1."),
        ("endorsements", {"limit": 51}, "Invalid arguments: Expected `int` <= 50"),
        ("endorsements", {"limit": 0}, "Invalid arguments: Expected `int` >= 1"),
        ("endorsements", {"stance": "loves"}, "Invalid arguments: Invalid enum value 'loves'"),
        ("endorsements", {"canddiate": "ann-smith"}, "Invalid arguments: unknown field `canddiate`"),
        ("candidate_positions", {}, "Invalid arguments: Object missing required field `candidate`"),
        ("check_quote", {"quotation": "\0 \0"}, "Null characters are not allowed."),
        ("check_quote", {"quotation": " "}, "This field may not be blank."),
        ("check_text", {"text": "é" * 40_000}, "The text is longer than 64 kB."),
    ],
)
def test_what_cannot_be_followed_is_told_with_what_to_do(tool, asked, told, archive, assistant):
    assert told in assistant.error(tool, **asked)


def test_of_many_names_the_first_are_offered(enlarged_archive, assistant):
    told = assistant.error("candidate_positions", candidate="ann-smith", topic="x")
    assert told.count("(") == 30
    assert told.endswith(", and more, which the tool `search` finds.")


# --- quotations -------------------------------------------------------------------------------------


def test_a_quotation_is_checked(archive, assistant):
    found = assistant.call("check_quote", quotation="We shall not stop.", speaker="Ann Smith")
    (answer,) = found["answers"]
    assert (answer["words"], answer["whose"], answer["nothing_held"]) == ("exact", "the claimed speaker", None)
    (evidence,) = answer["evidence"]
    assert evidence["treat_as"] == TREAT_AS
    assert [row["key"] for row in evidence["statements"]] == [archive.quote.key]
    assert evidence["permalink"] == f"http://127.0.0.1:8000/statements/{archive.quote.key}/"


def test_each_quotation_of_a_text_is_checked(archive, assistant):
    text = "“We shall not stop,” Smith said. “Elephants walk by night through the park,” Jones said.\n"
    found = assistant.call("check_text", text=text)
    assert (found["count"], found["is_cut"], found["sources_searched"]) == (2, False, 2)
    assert [answer["words"] for answer in found["answers"]] == ["exact", "not found"]
    assert found["answers"][1]["nothing_held"]["statement"] == f"{NOTHING} that it was not said."


def test_of_too_many_quotations_the_number_is_told(archive, assistant):
    found = assistant.call("check_text", text="“We shall not stop,” Smith said.\n\n" * 43)
    assert (found["count"], found["is_cut"], found["left_out"], len(found["answers"])) == (43, True, 3, 40)


# --- all of them ------------------------------------------------------------------------------------

ASKED = [
    ("search", {"query": "begin or smith or cash or jones or evidence or good"}),
    ("candidate_positions", {"candidate": "ann-smith"}),
    ("endorsements", {}),
    ("results", {}),
    ("check_quote", {"quotation": "We begin <today> & go on"}),
    ("check_text", {"text": "“We shall not stop,” Smith said. “Good day,” said Byron Stander.\n"}),
]


@pytest.mark.parametrize(("tool", "asked"), ASKED)
def test_words_of_others_are_marked_as_data_and_passages_have_their_checksum(tool, asked, archive, assistant):
    found = list(objects(assistant.call(tool, **asked)))
    rows = [each for each in found if {"passage", "body", "document"} & each.keys()]
    assert rows
    for row in rows:
        assert next(iter(row.items())) == ("treat_as", TREAT_AS)
    passages = [each for each in found if "exact" in each]
    assert passages
    for passage in passages:
        assert passage["sha256"] == hashlib.sha256(passage["exact"].encode()).hexdigest()


def test_a_private_person_is_in_no_label(archive, assistant):
    (row,) = assistant.call("search", query="stander")["groups"]["statements"]["results"]
    assert row["label"] == "a bystander, as quoted in The Paper"
    assert row["speaker"] == {"slug": "byron-stander", "name": "Byron Stander", "private": True}


def test_schemas_have_the_fields_of_the_api(archive, assistant):
    """Whatever the API says of a row is described here, and what a check answers."""
    described = {}
    for tool in assistant.tools().values():
        schema = tool["outputSchema"]
        described |= {name: set(each.get("properties", ())) for name, each in schema["$defs"].items()}
        described[schema["title"]] = set(schema["properties"])
    for name, kind in {
        "Statement": "statements",
        "Endorsement": "endorsements",
        "Result": "results",
        "Entity": "entities",
        "Topic": "topics",
        "Source": "sources",
        "Paragraph": "paragraphs",
        "Reply": "replies",
    }.items():
        assert set(SERIALIZERS[kind]().fields) <= described[name] - {"treat_as"}, name
    checked = CheckedSerializer()
    answer = checked.fields["answers"].child
    assert set(checked.fields) == described["Checked"] - {"count", "is_cut"}
    assert set(answer.fields) == described["Answer"] - {"nothing_held"}
    assert set(answer.fields["evidence"].child.fields) == described["Evidence"] - {"treat_as"}


def test_the_choices_that_are_offered_are_those_of_the_records(assistant):
    def choices(tool: str, name: str) -> set[str]:
        one_of, _ = assistant.tools()[tool]["inputSchema"]["properties"][name]["anyOf"]
        return set(one_of["enum"])

    assert choices("candidate_positions", "kind") == set(Statement.Kind.values)
    assert choices("endorsements", "stance") == set(Endorsement.Stance.values)
    assert choices("results", "status") == set(ElectionResult.Status.values)


def test_counts_are_the_databases(enlarged_archive, assistant):
    smith, courts = Candidate.objects.get(slug="ann-smith"), Topic.objects.get(slug="courts")
    statements = Statement.objects.concerning(smith).on_topic(courts).count()
    assert assistant.call("candidate_positions", candidate="ann-smith", topic="courts", limit=1)["count"] == statements > 200
    assert assistant.call("endorsements", limit=1)["count"] == Endorsement.objects.count() > 200
    assert assistant.call("results", limit=1)["count"] == ElectionResult.objects.count() > 200
