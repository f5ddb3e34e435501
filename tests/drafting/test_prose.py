"""Positions are found in a campaign's own text, and paraphrases of what somebody said."""

from dara.drafting import draft

PAGE = (
    "Ending cash bail\n\nDA Ana Roe supports replacing money bail with a system that looks at risk and nothing else.\n\n"
    "Keeping neighborhoods safe\n\nI will put three more prosecutors into the courthouse in Port Ellis, as I promised my neighbors there.\n\n"
    "Paid for by Committee to Elect Ana Roe 2026 #123456"
)


def of_kind(text: str, kind: str):
    return [each for each in draft(text) if each.kind == kind]


def test_a_campaigns_paragraphs_are_positions_of_the_committee_with_their_headings():
    first, _ = of_kind(PAGE, "position")
    assert (first.heading, first.speaker.name) == ("Ending cash bail", "Committee to Elect Ana Roe 2026")
    assert [party.name for party in first.about] == ["Ana Roe"]
    assert first.pieces == [first.passage.exact]


def test_the_first_person_is_the_candidate():
    second = of_kind(PAGE, "position")[1]
    assert (second.speaker.name, second.about) == ("Ana Roe", [])


def test_a_news_story_has_no_positions():
    story = "Ana Roe supports a new law on bail, her campaign said Monday.\n\nBen Poe opposes it, he said. The two said they would meet again.\n\nThe vote, officials said, is in May."
    assert of_kind(story, "position") == []


def test_what_somebody_is_told_to_have_said_is_a_paraphrase_from_the_speaker_on():
    (told,) = of_kind("About 900 ballots are left, but Ana Roe said her advisers concluded she cannot catch up.", "paraphrase")
    assert told.pieces == ["Ana Roe said her advisers concluded she cannot catch up."]
    assert told.speaker.name == "Ana Roe"


def test_an_unnamed_speaker_is_paraphrased_by_nobody():
    assert of_kind("Officials said that the count would go on for another week or so.", "paraphrase") == []
