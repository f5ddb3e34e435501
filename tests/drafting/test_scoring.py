"""The scorer gives made-up drafts the scores that are known for them."""

import pytest

from dara.text import anchoring
from tests.drafting import curated, regex_baseline, scoring

BODY = (
    "“The bail is too high,” Ana Ruiz said. “It always was.” Boyd, she added, knows it.\n\n"
    "The Nurses’ Guild (NG) endorsed Ruiz. It gave $500 to Ruiz.\n\n"
    "Ruiz leads with 52.3% to 47.7% for Sen. José Boyd."
)
QUOTE = {
    "kind": "quote",
    "passage": "“The bail is too high,” Ana Ruiz said. “It always was.”",
    "pieces": ["The bail is too high", "It always was."],
    "speaker": "Ana Ruiz",
}
ENDORSED = {
    "kind": "endorsement",
    "passage": "The Nurses’ Guild (NG) endorsed Ruiz.",
    "endorser": "Nurses’ Guild",
    "candidate": "Ana Ruiz",
    "stance": ["endorses", "supports"],
}
FUNDED = ENDORSED | {"passage": "It gave $500 to Ruiz.", "stance": "funds", "amount": 500}
RESULT = {
    "kind": "result",
    "passage": "Ruiz leads with 52.3% to 47.7% for Sen. José Boyd.",
    "candidate": "José Boyd",
    "percent": 47.7,
}


def expected(record: dict, **changes) -> scoring.Expected:
    return scoring.expect(BODY, record | changes)


def found(record: dict, exact: str | None = None, **changes) -> dict:
    """A draft as the rules give it, of the annotation `record`; `exact` takes another passage."""
    start, end = anchoring.find(BODY, exact or record["passage"])
    draft = {"speaker": None, "amount": None, "percent": None, "votes": None} | record | changes
    draft |= {name: {"name": draft[name]} for name in ("speaker", "endorser", "candidate") if isinstance(draft.get(name), str)}
    draft["passage"] = {"exact": BODY[start:end], "start": start, "end": end}
    return draft


def same(record: dict, draft: dict) -> bool:
    return scoring.same(expected(record), draft)


# --- words and names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pieces",
    [
        ["The bail is too high", "It always was."],
        ["“The bail is too high,”", "“It always was”"],
        ["The bail  is\ntoo high", "It always was,"],
    ],
)
def test_words_are_compared_without_marks_white_space_and_the_last_comma_or_full_stop(pieces):
    assert scoring.words(pieces) == "The bail is too high It always was"


def test_a_word_more_or_less_is_another_quote():
    assert same(QUOTE, found(QUOTE))
    assert not same(QUOTE, found(QUOTE, pieces=["The bail is too high"]))
    assert not same(QUOTE, found(QUOTE, pieces=["The bail is too high", "Ana Ruiz said", "It always was."]))
    assert not same(QUOTE, found(QUOTE, pieces=["The bail is too high!", "It always was."]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Boyd", "Jose Boyd"),
        ("José Boyd", "Sen. José Boyd"),
        ("Ana Ruiz", "Former District Attorney Ana Ruiz"),
        ("Nurses' Guild", "The Nurses’ Guild"),
        ("Black Lives Matter-LA", "#BlackLivesMatter-LA (@BLMLA)"),
        ("United Educators", "United Educators (UE)"),
    ],
)
def test_one_name(one, other):
    assert scoring.name(one) == scoring.name(other)


def test_a_surname_alone_is_not_the_name():
    assert scoring.name("Ruiz") != scoring.name("Ana Ruiz")
    assert scoring.name("Dee Mayor") == "deemayor"  # a title only where a name begins


def test_nobody_is_right_only_where_nobody_is():
    assert scoring.named(None, ())
    assert scoring.named(None, ("Ana Ruiz", ""))
    assert not scoring.named(None, ("Ana Ruiz",))
    assert not scoring.named({"name": "Ana Ruiz"}, ())


# --- one with another -------------------------------------------------------------------------------


def test_endorsements_are_the_same_by_names_stance_and_passage():
    assert same(ENDORSED, found(ENDORSED, stance="supports"))
    assert not same(ENDORSED, found(ENDORSED, stance="opposes"))
    assert not same(ENDORSED, found(ENDORSED, stance="endorses", candidate="Ruiz"))
    assert not same(ENDORSED, found(ENDORSED, stance="endorses", candidate=None))
    assert not same(ENDORSED, found(ENDORSED, stance="endorses", endorser="Guild"))
    assert not same(ENDORSED, found(ENDORSED, exact="It gave $500 to Ruiz.", stance="endorses"))


def test_money_is_the_same_by_its_amount_too():
    assert same(FUNDED, found(FUNDED))
    assert not same(FUNDED, found(FUNDED, amount=5000))


def test_results_are_the_same_by_candidate_and_figures():
    assert same(RESULT, found(RESULT))
    assert same(RESULT, found(RESULT, exact="47.7% for Sen. José Boyd"))
    assert not same(RESULT, found(RESULT, percent=52.3))
    assert not same(RESULT, found(RESULT, votes=100))
    assert not same(RESULT, found(RESULT, candidate="Ana Ruiz"))


def test_a_post_needs_nearly_its_whole_passage():
    post = {"kind": "post", "passage": BODY[:60], "pieces": ["The bail is too high"]}
    assert same(post, found(post, exact=BODY[:55]))
    assert not same(post, found(post, exact=BODY[:45]))


def test_quotes_that_share_four_fifths_are_alike():
    wanted = expected(QUOTE)  # its words run over 52 characters
    assert scoring.alike(wanted, found(QUOTE, pieces=["The bail is too high", "It always"]))
    assert not scoring.alike(wanted, found(QUOTE, pieces=["The bail is too high"]))


# --- many with many ---------------------------------------------------------------------------------


def test_precision_recall_and_f1():
    wanted = [expected(ENDORSED), expected(FUNDED), expected(FUNDED, amount=501)]
    drafts = [found(ENDORSED, stance="endorses"), found(ENDORSED, stance="withdraws")]
    matching = scoring.match(wanted, drafts, "endorsement")
    assert (len(matching.pairs), len(matching.missed), len(matching.wrong)) == (1, 2, 1)
    assert matching.precision == 1 / 2
    assert matching.recall == 1 / 3
    assert matching.f1 == pytest.approx(2 / 5)


def test_each_is_paired_once():
    twice = scoring.match([expected(ENDORSED)], [found(ENDORSED, stance="endorses")] * 2, "endorsement")
    assert (len(twice.pairs), len(twice.wrong)) == (1, 1)
    once = scoring.match([expected(RESULT)] * 2, [found(RESULT)], "result")
    assert (len(once.pairs), len(once.missed)) == (1, 1)


def test_what_is_optional_counts_neither_way():
    wanted = [expected(QUOTE, optional=True)]
    for drafts in ([], [found(QUOTE)], [found(QUOTE, pieces=["The bail is too high"])]):
        matching = scoring.match(wanted, drafts, "quote")
        assert (matching.pairs, matching.missed, matching.wrong) == ([], [], [])
    elsewhere = found(QUOTE, exact="Boyd, she added, knows it.", pieces=["knows it"])
    assert scoring.match(wanted, [elsewhere], "quote").wrong == [elsewhere]


def test_a_draft_goes_to_what_is_expected_before_what_is_optional():
    wanted = [expected(QUOTE, optional=True), expected(QUOTE)]
    assert len(scoring.match(wanted, [found(QUOTE)], "quote").pairs) == 1


def test_speakers_are_those_of_matched_statements():
    pairs = [
        (expected(QUOTE), found(QUOTE)),
        (expected(QUOTE), found(QUOTE, speaker="Ruiz")),
        (expected(QUOTE), found(QUOTE, speaker=None)),
        (expected(QUOTE, speaker=None), found(QUOTE, speaker=None)),
    ]
    assert scoring.speakers(pairs).recall == 1 / 2


def test_a_set_of_texts():
    text = scoring.Text("made up", BODY, (expected(QUOTE), expected(ENDORSED), expected(RESULT)))
    scores = scoring.evaluate([text], lambda _: [found(QUOTE, speaker="Boyd"), found(RESULT)])
    assert {name: each.f1 for name, each in scores.items()} == {
        "quote": 1,
        "quote, leniently": 1,
        "speaker": 0,
        "endorsement": 0,
        "result": 1,
        "post": 1,  # none expected, none found
        "position": 1,
        "paraphrase": 1,
        "fact": 1,  # not annotated
    }


def test_the_baseline_reads_marks_and_the_name_at_said():
    text = '“A fine day to be out,” said Ana Ruiz. He called it “too much.” "It is not a fine day," Boyd said.'
    assert [(each["pieces"], each["speaker"]["name"]) for each in regex_baseline.draft(text)] == [
        (["A fine day to be out,"], "Ana Ruiz"),
        (["It is not a fine day,"], "Boyd"),
    ]


# --- the seeds --------------------------------------------------------------------------------------


def test_the_seeds_are_a_set_too():
    seeds = {each.name[:3]: each for each in curated.load()}
    kinds = {name: [each.kind for each in seed.expected] for name, seed in seeds.items()}
    assert [kinds[name].count("quote") for name in ("000", "001", "002")] == [1, 0, 8]
    assert [kinds["002"].count(kind) for kind in ("post", "endorsement", "result")] == [7, 15, 3]
    assert not any("report" in each for each in kinds.values())


def test_a_seeds_organization_may_be_named_as_its_document_does_and_a_person_in_full():
    quotes = [each for seed in curated.load() for each in seed.expected if each.kind == "quote"]
    named = {each.speaker[0]: each.speaker for each in quotes}
    assert scoring.named({"name": "L.A. Times"}, named["Los Angeles Times"])
    assert scoring.named({"name": "BLM-LA"}, named["Black Lives Matter-LA"])
    assert not scoring.named({"name": "The Times"}, named["The New York Times"])
    assert named["Jackie Lacey"] == ("Jackie Lacey",)
