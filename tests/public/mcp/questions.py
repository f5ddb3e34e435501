"""Scripted questions, and whether what comes back is what the database holds. The expected counts are plain SQL, apart from the code that is tested."""

import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from dara.models import Source, SourceText, Statement, Withholding
from tests import factories

Question = tuple[str, dict[str, Any]]

SECRET = "Her nephew Quillfeather Umberton once dropped an anchor."
SECRETS = ("quillf", "umberton", "second paragraph that nobody")
WORDS = ("line", "votes", "backed", "harbor", "anchor", "umberton", "begin", "courts", "smith", "elephants", "paragraph", "nobody")
GROUPS = {"statements": "dara_statement", "endorsements": "dara_endorsement", "paragraphs": "dara_publicparagraph"}


def add_withheld_words(archive) -> None:
    """A page with a sentence that is withheld, in the archive of the questions."""
    page = factories.source(f"We will open the harbor. {SECRET} The harbor is for all.\n", kind="campaign page")
    factories.statement(
        page, "We will open the harbor.", kind="position", speaker=archive.committee, about=[archive.smith], topics=[archive.courts]
    )
    factories.withholding(page, SECRET)


def questions(number: int) -> list[Question]:
    """So many questions, the same each time."""
    chance = random.Random(17)
    keys = sorted(Statement.objects.values_list("key", flat=True))
    return [chance.choice(KINDS)(chance, keys) for _ in range(number)]


def _paged(chance: random.Random) -> dict[str, int]:
    return {"limit": chance.choice((1, 7, 50)), "page": chance.choice((1, 1, 1, 2))}


def _some(chance: random.Random, **values: tuple) -> dict[str, str]:
    chosen = {name: chance.choice((None, *each)) for name, each in values.items()}
    return {name: value for name, value in chosen.items() if value}


def _search(chance: random.Random, keys: list[str]) -> Question:
    group = {"group": chance.choice((*GROUPS, "people", "topics", "sources")), **_paged(chance)} if chance.random() < 0.5 else {}
    return "search", {"query": chance.choice(WORDS), "synonyms": False, **group}


def _statement(chance: random.Random, keys: list[str]) -> Question:
    return "statement", {"key": chance.choice((*keys, "zzzzzzzz", "withdrwn"))}


def _positions(chance: random.Random, keys: list[str]) -> Question:
    asked = _some(chance, topic=("cash-bail", "courts", "opioids", "topic-17"), kind=("quote", "position", "report"))
    return "candidate_positions", {"candidate": chance.choice(("ann-smith", "bea-jones")), **asked, **_paged(chance)}


def _endorsements(chance: random.Random, keys: list[str]) -> Question:
    asked = _some(chance, candidate=("ann-smith", "bea-jones"), stance=("supports", "funds", "opposes"), race=("2020",))
    return "endorsements", {**asked, **_paged(chance)}


def _results(chance: random.Random, keys: list[str]) -> Question:
    return "results", {**_some(chance, candidate=("ann-smith", "bea-jones"), status=("partial", "not stated")), **_paged(chance)}


def _quotation(chance: random.Random, keys: list[str]) -> str:
    held = Statement.objects.get(pk=chance.choice(keys)).pieces[0]
    return chance.choice((held, f"{held} never", SECRET, "We shall not stop.", "The second paragraph that nobody may read."))


def _check_quote(chance: random.Random, keys: list[str]) -> Question:
    return "check_quote", {"quotation": _quotation(chance, keys), **_some(chance, speaker=("Ann Smith", "Bea Jones"))}


def _check_text(chance: random.Random, keys: list[str]) -> Question:
    return "check_text", {"text": "\n".join(f"“{_quotation(chance, keys)}” Smith said." for _ in range(3))}


KINDS = (_search, _search, _statement, _positions, _positions, _endorsements, _results, _check_quote, _check_text)

# --- what the database holds ------------------------------------------------------------------------


def number_of(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def held(tool: str, asked: dict[str, Any]) -> int:
    """How many rows the database has for a question on a list."""
    asked = {"candidate": None, "topic": None, "kind": None, "stance": None, "race": None, "status": None} | asked
    if tool == "candidate_positions":
        return number_of(
            """SELECT count(*) FROM dara_statement AS s WHERE %s IN (
                SELECT slug FROM dara_entity WHERE id = s.speaker_id
                UNION SELECT e.slug FROM dara_statementabout AS a JOIN dara_entity AS e ON e.id = a.entity_id WHERE a.statement_id = s.key)
            AND (%s::text IS NULL OR %s IN (
                SELECT t.slug FROM dara_statementtopic AS st JOIN dara_topic AS t ON t.id = st.topic_id WHERE st.statement_id = s.key))
            AND (%s::text IS NULL OR s.kind = %s)""",
            *(asked["candidate"], asked["topic"], asked["topic"], asked["kind"], asked["kind"]),
        )
    table, column, value = {
        "endorsements": ("dara_endorsement", "stance", asked["stance"]),
        "results": ("dara_electionresult", "status", asked["status"]),
    }[tool]
    return number_of(
        f"""SELECT count(*) FROM {table} AS r LEFT JOIN dara_entity AS e ON e.id = r.candidate_id
        WHERE (%s::text IS NULL OR e.slug = %s) AND (%s::text IS NULL OR r.{column} = %s)""",
        *(asked["candidate"], asked["candidate"], value, value),
    )


def faults(question: Question, result: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the result of a question: a count, a quotation that is not in its source, or a withheld word."""
    tool, asked = question
    if result.get("isError"):
        if not _may_fail(tool, asked, result["content"][0]["text"]):
            yield f"fails: {result['content'][0]['text']}"
        return
    found = result["structuredContent"]
    if tool in ("candidate_positions", "endorsements", "results"):
        yield from _wrong_page(found, held(tool, asked), asked)
    if tool == "search":
        for group, table in GROUPS.items():
            if found["groups"][group] and found["match"] == "all words":
                count = number_of(
                    f"SELECT count(*) FROM {table} WHERE search @@ plainto_tsquery('public.dara_english', %s)", asked["query"]
                )
                yield from _wrong_page(found["groups"][group], count, asked)
    if tool.startswith("check") and found["sources_searched"] != Source.objects.count():
        yield f"{found['sources_searched']} sources searched"
    yield from _not_in_source(found, None)
    shown = json.dumps(_without_echo(found), ensure_ascii=False).lower()
    yield from (f"shows “{secret}”" for secret in SECRETS if secret in shown)


def _may_fail(tool: str, asked: dict[str, Any], told: str) -> bool:
    if tool == "statement":
        return asked["key"] in ("zzzzzzzz", "withdrwn")
    if "There is no page" not in told:
        return False
    return tool == "search" or held(tool, asked) <= (asked["page"] - 1) * asked["limit"]


def _wrong_page(found: dict[str, Any], count: int, asked: dict[str, Any]) -> Iterator[str]:
    page, limit = found["page"], found["limit"]
    shown = max(min(limit, count - (page - 1) * limit), 0)
    has_more = page * limit < count
    expected = (count, shown, shown < count, page + 1 if has_more else None)
    got = (found["count"], len(found["results"]), found["is_cut"], found["next_page"])
    if got != expected:
        yield f"{got}, not {expected}"
    if "nothing_held" in found and bool(found["nothing_held"]) != (count == 0):
        yield f"nothing_held: {found['nothing_held']}"


def _not_in_source(value: Any, key: str | None) -> Iterator[str]:
    """What stands otherwise in its source, or in words that are withheld there. `key`: the source's, as far as it is known."""
    if isinstance(value, list):
        for each in value:
            yield from _not_in_source(each, key)
    elif isinstance(value, dict):
        source = value.get("source")
        key = source["key"] if isinstance(source, dict) else key
        words = value.get("exact", value.get("body"))
        if words is not None and "start" in value:
            yield from _wrong_words(str(key), words, value)
        for each in value.values():
            yield from _not_in_source(each, key)


def _wrong_words(key: str, words: str, value: dict[str, Any]) -> Iterator[str]:
    expected = list(SourceText.objects.get(source=key).body)
    for withheld in Withholding.objects.filter(source=key):
        start, end = withheld.start or 0, withheld.end or len(expected)
        expected[start:end] = "█" * (end - start)
    place = slice(value["start"], value["end"])
    if words != "".join(expected[place]):
        yield f"“{words}” is not in {key} at {place}"
    if value["sha256"] != hashlib.sha256(words.encode()).hexdigest():
        yield f"the checksum of “{words}”"
    if "exact" in value and "█" in words:
        yield f"{key} is withheld at {place}"


def _without_echo(found: dict[str, Any]) -> dict[str, Any]:
    """The result without what the assistant itself has sent."""
    shown = {name: value for name, value in found.items() if name not in ("searched", "answers")}
    answers = found.get("answers", [])
    evidence = [each for answer in answers for each in answer["evidence"]]
    return shown | {
        "evidence": [
            {**each, "differences": [part for part in each["differences"] if part["where"] != "quotation"]} for each in evidence
        ]
    }
