"""Annotated articles are scored as known for made-up ones, and the committed annotations hold no text."""

import json
from pathlib import Path

import pytest

from tests.drafting import articles

REAL = Path(__file__).parent / "real"
A_DOZEN = 12

ARTICLE = """ date 2031-05-04 “We will count every vote,” said Owen Tarrant, who is running for coroner. “Every one.”

“The roads are a disgrace,” Mae Bellamy said. “We will count every vote,” she answered.

The Harbor Ledger endorsed Tarrant; the Lighthouse Guild gave $5,000 to Bellamy and $2,000 to Ledger Watch, a committee.

Tarrant won with 52.5% of the vote. He called it a “landslide.”
"""
SOURCE = {"repo": "someone/paper", "commit": "0" * 40, "path": "a.md", "date": "2031-05-04", "newsroom": "The Quayside Post"}


def row(kind: str, words: str, nth: int = 0, **fields) -> dict:
    text = articles.normalized(ARTICLE)
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"doc": "one.txt", "kind": kind, **fields, "at": articles.describe(text, start, start + len(words))}


TARRANT_SAYS = row("quote", "“We will count every vote,”", speaker="Owen Tarrant")
BELLAMY_SAYS = row("quote", "“The roads are a disgrace,”", speaker="Mae Bellamy")
BELLAMY_ANSWERS = row("quote", "“We will count every vote,”", nth=1, speaker="Mae Bellamy")
SCARE = row("quote", "“landslide.”", speaker="Owen Tarrant", scare=True)
LEDGER = row("endorsement", "The Harbor Ledger endorsed", endorser="Harbor Ledger", candidate="Owen Tarrant", polarity="endorses")
GUILD = row(
    "endorsement",
    "the Lighthouse Guild gave",
    endorser="Lighthouse Guild",
    candidate="Mae Bellamy",
    polarity="funds",
    amount="$5,000",
)
WATCH = GUILD | {"candidate": "Ledger Watch", "amount": "$2,000", "recipient_is_org": True}
COUNT = row("result", "Tarrant won with 52.5%", candidate="Owen Tarrant", percent=52.5)
RUNS = row("fact", "who is running for coroner", candidate="Owen Tarrant", fact="running")


def folder(path: Path, *rows: dict) -> Path:
    (path / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (path / "sources.json").write_text(json.dumps({"one.txt": SOURCE, "absent.txt": SOURCE}), encoding="utf-8")
    (path / "truth.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
    return path


@pytest.fixture
def scored(tmp_path):
    """The counts (right, missed, wrong) of a kind, of rows and drafts."""

    def score(kind: str, rows: list[dict], drafts: list[dict]) -> tuple[int, int, int]:
        (article,) = articles.load(folder(tmp_path, *rows))
        matching = articles.score(article, drafts)[kind]
        return len(matching.pairs), len(matching.missed), len(matching.wrong)

    return score


def said(words: str, speaker: str | None, nth: int = 0) -> dict:
    body = ARTICLE.removeprefix(" date 2031-05-04 ")
    start = -1
    for _ in range(nth + 1):
        start = body.index(words, start + 1)
    return {"kind": "quote", "pieces": [words], "speaker": speaker and {"name": speaker}, "passage": {"start": start}}


def stance(endorser: str, candidate: str | None, stance: str = "endorses", amount: float | None = None) -> dict:
    return {
        "kind": "endorsement",
        "endorser": {"name": endorser},
        "candidate": candidate and {"name": candidate},
        "stance": stance,
        "amount": amount,
    }


def count(candidate: str, percent: float | None = None, votes: int | None = None) -> dict:
    return {"kind": "result", "candidate": {"name": candidate}, "percent": percent, "votes": votes}


# --- folders ----------------------------------------------------------------------------------------


def test_an_article_is_read_with_its_date_newsroom_and_language(tmp_path):
    (article,) = articles.load(folder(tmp_path, TARRANT_SAYS))
    assert (article.published_on, article.newsroom, article.language) == ("2031-05-04", "The Quayside Post", "en")
    assert article.body.startswith("“We will count every vote,” said")
    assert article.rows[0]["words"] == "“We will count every vote,”"


def test_an_annotation_that_is_not_in_the_text_stops_the_reading(tmp_path):
    elsewhere = TARRANT_SAYS | {"at": TARRANT_SAYS["at"] | {"nth": 2}}
    with pytest.raises(articles.Unlocated):
        articles.load(folder(tmp_path, elsewhere))


def test_words_that_stand_twice_are_told_apart():
    text = articles.normalized(ARTICLE)
    first, second = (articles.locate(text, each["at"]) for each in (TARRANT_SAYS, BELLAMY_ANSWERS))
    assert first[0] < second[0]
    assert text[slice(*first)] == text[slice(*second)]


# --- names and sums ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tarrant", "Owen Tarrant"),
        ("O. Tarrant", "Owen Tarrant"),
        ("Sheriff Owen Tarrant", "Owen R. Tarrant"),
        ("the Harbor Ledger", "Harbor Ledger"),
        ("Inés Peñalver", "Ines Penalver"),
        ("Owen Tarrant Jr.", "Owen Tarrant"),
    ],
)
def test_a_name_is_the_same_in_a_longer_form(one, other):
    assert articles.same_name(one, other)
    assert articles.same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Tarrant", "Owen Tarrant"), ("Eastern Party", "Western Party"), ("Tarrant", "Tarrantino"), (None, "Owen"), ("", "")],
)
def test_other_people_and_organizations_are_not_the_same(one, other):
    assert not articles.same_name(one, other)


@pytest.mark.parametrize(
    ("stated", "number"),
    [("$5.4 million", 5.4e6), ("more than $10,000", 1e4), ("$38million", 38e6), ("$700K", 7e5), ("thousands", None), (None, None)],
)
def test_a_sum_is_read_as_stated(stated, number):
    assert articles.dollars(stated) == number


# --- scores -----------------------------------------------------------------------------------------


def test_quotations_are_found_missed_and_wrong(scored):
    drafts = [said("We will count every vote", "Owen Tarrant"), said("landslide", "Owen Tarrant")]
    assert scored("quote", [TARRANT_SAYS, BELLAMY_SAYS, SCARE], drafts) == (1, 1, 1)


def test_four_fifths_of_a_quotation_are_enough_and_half_of_it_is_not(scored):
    assert scored("quote", [TARRANT_SAYS], [said("We will count every vot", None)]) == (1, 0, 0)
    assert scored("quote", [TARRANT_SAYS], [said("We will count", None)]) == (0, 1, 1)


def test_the_same_words_said_twice_are_two_quotations(scored):
    drafts = [said("We will count every vote", "Owen Tarrant"), said("We will count every vote", "Mae Bellamy", nth=1)]
    assert scored("speaker", [TARRANT_SAYS, BELLAMY_ANSWERS], drafts) == (2, 0, 0)


@pytest.mark.parametrize(
    ("speaker", "counts"), [("Tarrant", (1, 0, 0)), (None, (0, 1, 0)), ("Mae Bellamy", (0, 0, 1)), ("Ann Tarrant", (0, 0, 1))]
)
def test_a_speaker_is_right_nobody_or_wrong(scored, speaker, counts):
    assert scored("speaker", [TARRANT_SAYS], [said("We will count every vote", speaker)]) == counts


@pytest.mark.parametrize(("speaker", "counts"), [(None, (1, 0, 0)), ("Owen Tarrant", (0, 0, 1))])
def test_words_that_are_nobodys_are_counted_apart(scored, speaker, counts):
    nobodys = TARRANT_SAYS | {"speaker": None}
    assert scored("nobody", [nobodys], [said("We will count every vote", speaker)]) == counts
    assert scored("speaker", [nobodys], [said("We will count every vote", speaker)]) == (0, 0, 0)


def test_stances_are_found_missed_and_wrong(scored):
    drafts = [stance("the Harbor Ledger", "Tarrant", "supports"), stance("Harbor Ledger", "Mae Bellamy", "funds")]
    assert scored("endorsement", [LEDGER, GUILD], drafts) == (1, 1, 1)
    assert scored("endorsement", [LEDGER], [stance("Harbor Ledger", "Tarrant", "opposes")]) == (0, 1, 1)


@pytest.mark.parametrize("flag", ["weak", "repeat", "unnamed"])
def test_what_does_not_count_is_neither_missed_nor_wrong(scored, flag):
    rows = [LEDGER | {flag: True}]
    assert scored("endorsement", rows, []) == (0, 0, 0)
    assert scored("endorsement", rows, [stance("Harbor Ledger", "Owen Tarrant")]) == (0, 0, 0)


def test_a_sum_is_right_or_wrong_where_the_stance_is_found(scored):
    assert scored("amount", [GUILD], [stance("Lighthouse Guild", "Mae Bellamy", "funds", 5000)]) == (1, 0, 0)
    assert scored("amount", [GUILD], [stance("Lighthouse Guild", "Mae Bellamy", "funds", 5)]) == (0, 1, 0)
    assert scored("amount", [GUILD], []) == (0, 0, 0)


def test_money_for_a_committee_names_no_candidate(scored):
    assert scored("endorsement", [WATCH], [stance("Lighthouse Guild", None, "funds", 2000)]) == (1, 0, 0)
    assert scored("endorsement", [WATCH], [stance("Lighthouse Guild", None, "funds", 5000)]) == (0, 1, 1)
    assert scored("endorsement", [WATCH], [stance("Lighthouse Guild", "Mae Bellamy", "funds", 2000)]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("draft", "counts"),
    [
        (count("Owen Tarrant", 52.5), (1, 0, 0)),
        (count("Owen Tarrant", 52.5, 801), (1, 0, 0)),
        (count("Owen Tarrant", 47.5), (0, 1, 1)),
        (count("Mae Bellamy", 52.5), (0, 1, 1)),
        (count("Owen Tarrant", None, 52), (0, 1, 1)),
    ],
)
def test_a_result_has_the_candidate_and_the_figures(scored, draft, counts):
    assert scored("result", [COUNT], [draft]) == counts


def test_a_fact_of_a_candidacy_is_found_by_its_kind(scored):
    runs = {"kind": "fact", "candidate": {"name": "Tarrant"}, "fact": "running"}
    assert scored("fact", [RUNS], [runs]) == (1, 0, 0)
    assert scored("fact", [RUNS], [runs | {"fact": "withdrew"}]) == (0, 1, 1)


def test_each_candidate_has_counts_of_their_own(tmp_path):
    (article,) = articles.load(folder(tmp_path, TARRANT_SAYS, BELLAMY_SAYS, LEDGER, GUILD, WATCH, COUNT))
    drafts = [said("We will count every vote", "Owen Tarrant"), stance("Harbor Ledger", "Mae Bellamy"), count("Tarrant", 52.5)]
    counts = articles.by_candidate(article, articles.score(article, drafts))
    assert counts == {"Owen Tarrant": (2, 1, 0), "Mae Bellamy": (0, 2, 1)}


# --- what is committed ------------------------------------------------------------------------------


def committed_rows() -> list[dict]:
    return [json.loads(line) for line in (REAL / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


def test_no_text_of_an_article_is_committed():
    assert {path.name for path in REAL.iterdir()} == {"README.md", "sources.json", "truth.jsonl"}


def test_no_annotation_holds_more_than_a_dozen_characters_at_each_end():
    for each in committed_rows():
        assert max(len(each["at"]["head"]), len(each["at"]["tail"])) <= A_DOZEN
        assert len(each["at"]["head"]) + len(each["at"]["tail"]) <= each["at"]["length"]


def test_an_annotation_holds_names_and_figures_and_no_sentence():
    for each in committed_rows():
        long = {name: value for name, value in each.items() if isinstance(value, str) and name != "doc" and len(value) > 66}
        assert long == {}
        assert len(each.get("ref") or "") <= 40


def test_each_source_says_where_it_stands_and_each_is_annotated():
    sources = json.loads((REAL / "sources.json").read_text(encoding="utf-8"))
    assert {each["doc"] for each in committed_rows()} == set(sources)
    for source in sources.values():
        assert {"repo", "commit", "path", "date", "url", "newsroom"} <= set(source)
        assert len(source["commit"]) == 40


def test_each_annotation_has_the_fields_of_its_kind():
    fields = {
        "quote": {"speaker", "scare"},
        "endorsement": {"endorser", "candidate", "polarity"},
        "result": {"candidate"},
        "fact": {"candidate", "fact"},
    }
    for each in committed_rows():
        assert fields[each["kind"]] <= set(each)
        assert each["kind"] != "result" or {"percent", "votes"} & set(each)
