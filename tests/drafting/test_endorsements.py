"""Endorsers and candidates are found in sentences of each shape, in lists and in reports of money; what is not an endorsement is not."""

import pytest

from dara.drafting import draft

INTRODUCED = "District Attorney Dana Whitlock, who is seeking a third term, faces challenger Raul Ortega in the race for Marlow County district attorney.\n\n"


def stances(words: str, before: str = INTRODUCED) -> set[tuple]:
    found = [each for each in draft(before + words) if each.kind == "endorsement"]
    return {(each.endorser.name, each.stance, each.candidate and each.candidate.name) for each in found}


FOR_ORTEGA, FOR_WHITLOCK = "Raul Ortega", "Dana Whitlock"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # active
        ("The Marlow Firefighters Association has endorsed Ortega.", ("Marlow Firefighters Association", "endorses", FOR_ORTEGA)),
        ("Mayor Lena Frost threw her support behind Ortega.", ("Lena Frost", "supports", FOR_ORTEGA)),
        ("Mayor Lena Frost gave Ortega her endorsement.", ("Lena Frost", "endorses", FOR_ORTEGA)),
        ("The county Democratic Party voted 40-2 to endorse Ortega.", ("county Democratic Party", "endorses", FOR_ORTEGA)),
        ("Former Gov. Anne Pell, a Democrat, is supporting Ortega.", ("Anne Pell", "supports", FOR_ORTEGA)),
        ("Sheriff Ed Bain, who backed Whitlock, spoke.", ("Ed Bain", "supports", FOR_WHITLOCK)),
        ("Justice Now opposes Whitlock.", ("Justice Now", "opposes", FOR_WHITLOCK)),
        ("The group Families First has campaigned to unseat Whitlock.", ("Families First", "opposes", FOR_WHITLOCK)),
        ("Two political committees supporting Ortega’s candidacy ran ads.", ("Two political committees", "supports", FOR_ORTEGA)),
        ("Mayor Lena Frost headlined a fundraiser for Ortega.", ("Lena Frost", "supports", FOR_ORTEGA)),
        ("The State Guards and Wardens Union has endorsed Ortega.", ("State Guards and Wardens Union", "endorses", FOR_ORTEGA)),
        ("The Chamber and the Retail Council, which rarely agree, support Ortega.", ("Retail Council", "supports", FOR_ORTEGA)),
        (
            "Safe Valley Now, a group of victims’ families, is working to unseat Whitlock.",
            ("Safe Valley Now", "opposes", FOR_WHITLOCK),
        ),
        ("Mayor Lena Frost called for Whitlock’s ouster.", ("Lena Frost", "opposes", FOR_WHITLOCK)),
        ("The Nurses Union met on Monday. Its board voted 9-2 to endorse Ortega.", ("Nurses Union", "endorses", FOR_ORTEGA)),
        # one subject of two verbs
        ("The Nurses Union dropped Whitlock and got behind Ortega.", ("Nurses Union", "withdraws", FOR_WHITLOCK)),
        ("The Nurses Union dropped Whitlock and got behind Ortega.", ("Nurses Union", "supports", FOR_ORTEGA)),
        (
            "Mayor Lena Frost is for Ortega, as are the Greens. Sheriff Ed Bain endorsed him, as did the Farm Bureau.",
            ("Farm Bureau", "endorses", FOR_ORTEGA),
        ),
        # withdrawn
        ("The Nurses Union rescinded its endorsement of Whitlock.", ("Nurses Union", "withdraws", FOR_WHITLOCK)),
        ("“I can no longer support Dana Whitlock,” Sheriff Ed Bain said.", ("Ed Bain", "withdraws", FOR_WHITLOCK)),
        # passive, possession, noun
        ("Ortega was endorsed last week by Mayor Lena Frost.", ("Lena Frost", "endorses", FOR_ORTEGA)),
        ("Ortega won the endorsement of the Nurses Union.", ("Nurses Union", "endorses", FOR_ORTEGA)),
        ("Whitlock has the support of law enforcement unions.", ("law enforcement unions", "supports", FOR_WHITLOCK)),
        ("The Nurses Union’s endorsement of Ortega came late.", ("Nurses Union", "endorses", FOR_ORTEGA)),
        ("Ortega won the Democratic Party’s endorsement.", ("Democratic Party", "endorses", FOR_ORTEGA)),
        ("Support for Ortega comes from the Nurses Union.", ("Nurses Union", "supports", FOR_ORTEGA)),
        ("Also in Ortega’s corner are Mayor Lena Frost and the Nurses Union.", ("Lena Frost", "supports", FOR_ORTEGA)),
        # included, so have, recall
        ("Ortega’s supporters, among them Mayor Lena Frost, gathered outside.", ("Lena Frost", "supports", FOR_ORTEGA)),
        ("Sheriff Ed Bain is among Whitlock’s supporters.", ("Ed Bain", "supports", FOR_WHITLOCK)),
        ("The Nurses Union has endorsed Ortega. So have the Marlow Teachers.", ("Marlow Teachers", "endorses", FOR_ORTEGA)),
        ("The Nurses Union supports the recall of Dana Whitlock.", ("Nurses Union", "opposes", FOR_WHITLOCK)),
        # in somebody's own words
        ("“I am endorsing Raul Ortega because he listens,” said Mayor Lena Frost.", ("Lena Frost", "endorses", FOR_ORTEGA)),
        ("She must go! #DanaWhitlockMustGo — Families First (@ff) May 1, 2026", ("Families First", "opposes", FOR_WHITLOCK)),
    ],
)
def test_a_stance(words, expected):
    assert expected in stances(words)


@pytest.mark.parametrize(
    "words",
    [
        "The county Democratic Party did not endorse Ortega.",
        "The county Democratic Party declined to endorse Whitlock.",
        "Sheriff Ed Bain has yet to endorse Ortega.",
        "Mayor Lena Frost abstained.",
        "Ortega worked for Congresswoman Ella Prentiss in 2009.",
        "The Nurses Union will decide whether to endorse Ortega.",
        "Ortega is seeking the endorsement of the Nurses Union.",
        "Both candidates endorsed Measure V.",
        "The growing support for change surprised Whitlock.",
        "Ortega supports cash bail reform.",
        "Whitlock retains the backing of the public.",
    ],
)
def test_no_stance(words):
    assert stances(words) == set()


@pytest.mark.parametrize("object_", ["Prop. 12 and Measure J", "the Chamber in its bid"])
def test_a_measure_or_a_body_is_no_candidate(object_):
    assert stances(f"The Harbor Union supports {object_}.", before="") == set()


def test_a_pair_has_one_stance_in_a_sentence():
    words = "The Nurses Union endorsed Ortega in April and walked precincts for him."
    assert stances(words) == {("Nurses Union", "endorses", FOR_ORTEGA)}


def test_a_gift_that_leaves_out_to_whom_goes_where_the_one_before_went():
    words = "Hugh Lyle gave $10,000 to Ortega, and his wife, Carla Lyle, gave another $5,000."
    found = {
        (each.endorser.name, each.amount, each.candidate.name) for each in draft(INTRODUCED + words) if each.kind == "endorsement"
    }
    assert found == {("Hugh Lyle", 10000, FOR_ORTEGA), ("Carla Lyle", 5000, FOR_ORTEGA)}


def test_a_gift_to_somebody_else_is_no_gift_to_a_candidate():
    words = "Hugh Lyle gave $10,000 to Ortega. His wife, Carla Lyle, gave $5,000 to the museum."
    assert {name for name, _, _ in stances(words)} == {"Hugh Lyle"}


def test_a_list_is_one_draft_for_each_endorser_and_its_appositions_none():
    words = (
        "Ortega was endorsed by Mayor Lena Frost, the city’s first woman to hold the job, and the Nurses Union, including Local 9."
    )
    assert {("Lena Frost", "endorses", FOR_ORTEGA), ("Nurses Union", "endorses", FOR_ORTEGA)} <= stances(words)


def test_parties_in_brackets_are_no_endorsers():
    words = "Sens. Ben Sandoval (I-Vt.) and Liz Warner (D-Mass.) have endorsed Ortega."
    assert {name for name, _, _ in stances(words)} == {"Ben Sandoval", "Liz Warner"}


def test_a_line_of_endorsements_parted_by_semicolons():
    page = "Ana Roe for District Attorney\n\nEndorsements: Mayor Lena Frost; Sierra Nurses Guild; Sheriff Ed Bain"
    assert stances(page, before="") == {(name, "endorses", "Ana Roe") for name in ("Lena Frost", "Sierra Nurses Guild", "Ed Bain")}


def test_a_list_of_lines_ends_where_the_lines_are_names_no_more():
    page = "Ana Roe for District Attorney\n\nEndorsed by:\n\n• Mayor Lena Frost\n• Sierra Nurses Guild\n\nJoin the campaign and help us win.\n\nPaid for by Ana Roe for DA"
    assert stances(page, before="") == {("Lena Frost", "endorses", "Ana Roe"), ("Sierra Nurses Guild", "endorses", "Ana Roe")}


def test_each_sides_list_is_its_candidates():
    page = (
        INTRODUCED
        + "Who is backing whom\n\nFor Whitlock:\n\nSheriff Ed Bain\n\nRep. Don Hatcher\n\nFor Ortega:\n\nMayor Lena Frost\n\nNurses United"
    )
    assert {name for name, _, candidate in stances(page, before="") if candidate == FOR_ORTEGA} == {"Lena Frost", "Nurses United"}


@pytest.mark.parametrize(
    ("words", "endorser", "amount", "stated", "candidate"),
    [
        ("Developer Hugh Lyle has given $250,000 to Whitlock.", "Hugh Lyle", 250000, "$250,000", FOR_WHITLOCK),
        (
            "Justice Now PAC spent more than $1.5 million to elect Ortega.",
            "Justice Now PAC",
            1500000,
            "more than $1.5 million",
            FOR_ORTEGA,
        ),
        ("Ortega received $5,000 from the Nurses Union.", "Nurses Union", 5000, "$5,000", FOR_ORTEGA),
        ("Hugh Lyle gave $750,000 to a committee that supports Ortega.", "Hugh Lyle", 750000, "$750,000", FOR_ORTEGA),
        ("Hugh Lyle pumped $1.5 Million into the Marlow County D.A. race.", "Hugh Lyle", 1500000, "$1.5 Million", None),
    ],
)
def test_money(words, endorser, amount, stated, candidate):
    (found,) = [each for each in draft(INTRODUCED + words) if each.kind == "endorsement"]
    assert (found.stance, found.endorser.name, found.amount, found.amount_as_stated) == ("funds", endorser, amount, stated)
    assert (found.candidate.name if found.candidate else None) == candidate
    assert found.recipient in ("candidate's committee", "not stated", "the race")


def test_money_against_somebody_is_opposition():
    assert stances("The Police League spent $400,000 on mailers attacking Ortega.") == {("Police League", "opposes", FOR_ORTEGA)}


@pytest.mark.parametrize(
    "words",
    [
        "Hugh Lyle gave $4,5,6 to Ortega.",
        "Thieves stole $200,000 from a shop.",
        "Ortega raised $310,000 through March.",
        "The county spent $150 million on jails.",
    ],
)
def test_money_that_nobody_gave_to_a_candidate(words):
    assert stances(words) == set()
