"""Signed posts are found with where they start, who signed them, when, and what is quoted in them."""

import pytest

from dara.drafting import draft


def posts(text: str):
    return [each for each in draft(text) if each.kind == "post"]


def test_a_post_runs_from_its_first_word_to_its_date():
    text = "The count went on.\n\nWe did it, everybody! — Ana Roe (@anaroe) November 6, 2026\n\nThe office closed."
    (post,) = posts(text)
    assert post.passage.exact == "We did it, everybody! — Ana Roe (@anaroe) November 6, 2026"
    assert post.pieces == ["We did it, everybody!"]
    assert (post.speaker.name, post.speaker.as_named, post.said_on) == ("Ana Roe", "Ana Roe (@anaroe)", "2026-11-06")


def test_a_line_that_says_when_belongs_to_the_post_below_it_the_story_does_not():
    text = "The group planned a party for the evening.\n\nTONIGHT 6PM, courthouse steps\n\nBring a candle. #RoeOut — Families First (@famfirst) May 1, 2026"
    (post,) = posts(text)
    assert post.passage.exact.startswith("TONIGHT 6PM")


def test_a_heading_above_a_post_is_none_of_it():
    (post,) = posts("💬 What you’re saying\n\nMet her twice. — Gus Fern (@gus) March 25, 2026")
    assert post.passage.exact.startswith("Met her twice.")


def test_the_signature_may_stand_in_a_line_of_its_own():
    (post,) = posts("The story went on.\n\nI counted them all twice.\n— Ana Roe (@anaroe) Nov. 6, 2026")
    assert post.pieces == ["I counted them all twice."]


def test_two_posts_in_a_row_are_two():
    assert len(posts("One vote. — Ana Roe (@a) May 1, 2026\n\nTwo votes. — Ben Poe (@b) May 2, 2026")) == 2


def test_what_a_post_quotes_is_within_it():
    text = "Ana Roe told us “the hardest thing is to walk away” today. — Nina Castell (@nina) November 6, 2026"
    post, quote = sorted(draft(text), key=lambda each: each.kind != "post")
    assert quote.within == post.key
    assert quote.speaker.name == "Ana Roe"


def test_a_hashtag_as_a_signature_is_parted_into_its_words():
    (post,) = posts("We said so! — #FamiliesFirst-LA (@famfirst) May 1, 2026")
    assert post.speaker.name == "Families First-LA"


def test_a_date_and_a_dash_without_an_account_are_no_post():
    assert posts("The count ended — Ana Roe said — on November 6, 2026.") == []


@pytest.mark.parametrize(
    ("signature", "on"),
    [
        ("— Ana Roe (@roe@harbor.social) November 7, 2025", "2025-11-07"),
        ("— Ana Roe (@roe.bsky.social) Nov 7, 2025", "2025-11-07"),
        ("— Ana Roe (@roe) 6 November 2025", "2025-11-06"),
        ("— Ana Roe (@roe) 6th of November, 2025", "2025-11-06"),
        ("— Ana Roe (@roe) 2025-11-06", "2025-11-06"),
        ("— Ana Roe (@roe) 11/6/2025", "2025-11-06"),
        ("— Ana Roe (@roe) 9:15 PM · Nov 6, 2025", "2025-11-06"),
        ("— Ana Roe (@roe) 21:15 - 6 Nov 2025", "2025-11-06"),
        ("— Ana Roe (@roe) 6 de noviembre de 2025", "2025-11-06"),
        ("— Ana Roe (@roe)", None),
    ],
)
def test_signatures_of_other_networks_and_other_orders_of_the_date(signature, on):
    text = f"Both candidates posted on Thursday.\n\nNo more closed files #OneLaw {signature}\n\nThank you! #OneLaw — Owen Poe (@poe) Nov 8, 2025"
    first, second = posts(text)
    assert (first.pieces, first.speaker.name, first.said_on) == (["No more closed files #OneLaw"], "Ana Roe", on)
    assert second.pieces == ["Thank you! #OneLaw"]


def test_an_account_in_the_middle_of_a_sentence_signs_nothing():
    assert posts("The paper’s reporter — Ana Roe (@roe) of the city desk — contributed to this report.") == []
