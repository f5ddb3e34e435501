"""The sentences that stand with a count, a source or a gap: one for each thing that may be known or not. None of them asks the database."""

import re
from decimal import Decimal

import pytest

from dara.models import ElectionResult, Entity, Passage, Source
from dara.public.presentation import counts, gaps, sources

PAPER = Entity(slug="the-paper", name="The Paper", kind="organization")
PERSON = Entity(slug="rob-reporter", name="Rob <Reporter>", kind="person")


def source(**fields) -> Source:
    return Source(**{"key": "story222", "kind": "news article", "language": "en", "title": "A story", "inferred": {}} | fields)


def result(**fields) -> ElectionResult:
    passage = Passage(source=source(publisher=PAPER))
    return ElectionResult(**{"key": "count222", "passage": passage, "inferred": {}, "status": "partial"} | fields)


def text(html: str) -> str:
    return re.sub(r"<(?!b>|/b>)[^>]*>", "", html)


@pytest.mark.parametrize(
    ("fields", "authority", "said"),
    [
        ({"publisher": PAPER}, None, "Reported by The Paper"),
        ({"publisher": PAPER}, PERSON, "Reported by The Paper, citing Rob &lt;Reporter&gt;"),
        ({"publisher": PAPER, "published_on": "2020-11-06"}, None, "Reported on November 6, 2020 by The Paper"),
        (
            {"publisher": PAPER, "published_on": "2020-11"},
            PERSON,
            "Reported on November 2020 by The Paper, citing Rob &lt;Reporter&gt;",
        ),
        (
            {"publisher": PAPER, "published_on": "2020-11-06", "inferred": {"published_on": "the header"}},
            None,
            "Reported on November 6, 2020 (date inferred) by The Paper",
        ),
        ({"kind": "campaign page"}, None, "Reported by this campaign page"),
    ],
)
def test_who_reported_a_count(fields, authority, said):
    assert text(sources.reported(source(**fields), authority)) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("partial", "Partial count, not a final result."),
        ("certified", "Certified, as the source says."),
        ("not stated", "Whether this figure is final is not stated."),
    ],
)
def test_how_final_a_count_is(status, said):
    assert counts.finality(result(status=status)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"ballots_out": 790000}, "790,000 ballots remained; who said so is not stated."),
        ({"ballots_out": 790000, "ballots_out_authority": PAPER}, "790,000 ballots remained; The Paper said so."),
        ({"ballots_out_as_stated": "some"}, "“some” ballots remained; who said so is not stated."),
        ({"ballots_out_as_stated": "some", "ballots_out_authority": PAPER}, "“some” ballots remained; The Paper said so."),
    ],
)
def test_how_many_ballots_remained(fields, said):
    assert text(counts.ballots_out_sentence(result(**fields))) == said


@pytest.mark.parametrize(
    ("fields", "figure", "figures"),
    [
        ({"votes": 1200}, "<b>1,200</b> votes", "<b>1,200</b> votes"),
        ({"percent": Decimal("53.5")}, "<b>53.5%</b>", "<b>53.5%</b> of the vote"),
        ({"percent": Decimal("53.5"), "votes": 1200}, "<b>53.5%</b>", "<b>53.5%</b> of the vote, <b>1,200</b> votes"),
        ({"votes": 1200, "qualifier": "almost"}, "“almost” <b>1,200</b> votes", "“almost” <b>1,200</b> votes"),
    ],
)
def test_the_figures_of_a_count(fields, figure, figures):
    assert text(counts.figure(result(**fields))) == figure
    assert text(counts.figures(result(**fields))) == figures


@pytest.mark.parametrize(
    ("fields", "heading", "sentence"),
    [
        ({}, "Reported by The Paper", "When the count was taken is not stated."),
        ({"as_of": "2020-11-06"}, "Count as of November 6, 2020", "Count as of November 6, 2020."),
        (
            {"as_of": "2020-11", "inferred": {"as_of": "the story"}},
            "Count as of November 2020 (inferred)",
            "Count as of November 2020 (inferred).",
        ),
    ],
)
def test_when_a_count_was_taken(fields, heading, sentence):
    assert text(counts.counted_on(result(**fields))) == heading
    assert text(counts.counted_on_sentence(result(**fields))) == sentence


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (gaps.nothing_held("Smith", 1), "Nothing on this in the 1 source held. This does not mean Smith had no position."),
        (gaps.nothing_held("Smith", 1200), "Nothing on this in the 1,200 sources held. This does not mean Smith had no position."),
        (
            gaps.nothing_held_of_year("Smith", "2020"),
            "Nothing on this from Smith’s side in the sources held of 2020. This does not mean Smith had no position.",
        ),
        (
            gaps.nothing_held_of_year("Smith", ""),
            "Nothing on this from Smith’s side in the undated sources held. This does not mean Smith had no position.",
        ),
        (gaps.only_others_speak("O<b>"), "No direct words held. This does not mean O&lt;b&gt; had no position."),
        (gaps.no_direct_words(None), "No direct words held. Reported in other words:"),
        (gaps.no_direct_words(PAPER), "No direct words held. The Paper reported, in its own words:"),
        (gaps.no_direct_words(PERSON), "No direct words held. Rob &lt;Reporter&gt; reported, in their own words:"),
    ],
)
def test_what_is_not_held_is_said(gap, said):
    assert gap == said
