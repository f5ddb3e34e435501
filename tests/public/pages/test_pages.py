"""Every page answers the public's role, is sound HTML, and says what it must, in the words agreed."""

from itertools import pairwise

import html5lib
import pytest
from django.urls import reverse

from dara.models import Statement
from tests import factories

PAGES = [
    "home",
    "candidates",
    "compare",
    "topics",
    "statements",
    "endorsements",
    "elections",
    "sources",
    "voices",
    "data",
    "office",
    "about",
]


def spoken(element) -> str:
    return " ".join("".join(element.itertext()).split())


def every_page(archive) -> list[str]:
    records = [
        archive.quote,
        archive.post,
        archive.in_post,
        archive.cheers,
        archive.private,
        archive.position,
        archive.own,
        archive.report,
        archive.backing,
        archive.money,
        archive.count,
        archive.election,
        archive.story,
        archive.page,
        archive.bail,
        archive.paper,
        archive.rob,
        archive.bystander,
        archive.committee,
    ]
    candidates = [reverse("candidate", args=[each.slug]) for each in (archive.smith, archive.jones)]
    return [*(reverse(name) for name in PAGES), *candidates, *(record.get_absolute_url() for record in records)]


@pytest.fixture
def public_urls(settings):
    settings.ROOT_URLCONF = "dara.urls.public"


def test_every_page_is_sound(archive, as_public, public_urls):
    for path in every_page(archive):
        with as_public() as client:
            response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert "Set-Cookie" not in response, path
        html = response.content.decode()
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert len(tree.findall(".//h1")) == 1, path
        assert tree.find(".//title").text.endswith(" — dara"), path
        assert tree.get("lang") == "en"
        scripts = tree.findall(".//script")
        assert {script.get("type") for script in scripts} <= {"application/ld+json", None}, path
        assert [script.get("src") for script in scripts if not script.get("type")] == ["/static/dara.js"], path
        assert not tree.findall(".//style"), path
        assert not [element for element in tree.iter() if element.get("style")], path
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path
        headings = [int(element.tag[1]) for element in tree.iter() if element.tag in ("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in pairwise(headings)), (path, headings)


def test_sentences_hold_together(archive, text_of, public_urls):
    """No space before a full stop or a comma, where one piece of a sentence meets another."""
    for path in every_page(archive):
        if path.startswith("/sources/k"):
            continue  # there the words are the source's
        text = text_of(path)
        assert " ." not in text, path
        assert " ," not in text, path
        assert "None" not in text, path


def test_empty_archive(db, public, public_urls):
    for name in PAGES:
        assert public(reverse(name)).status_code == 200, name


def test_pages_of_private_persons_stay_out_of_search_engines(archive, public, public_urls):
    noindex = b'<meta name="robots" content="noindex">'
    assert noindex in public(archive.bystander.get_absolute_url()).content
    assert noindex in public(archive.private.get_absolute_url()).content
    assert noindex not in public(archive.rob.get_absolute_url()).content
    assert noindex not in public(archive.quote.get_absolute_url()).content
    assert b"Stander" not in public(reverse("voices")).content
    maps = public("/sitemap-voices.xml").content + public("/sitemap-statements.xml").content
    assert archive.bystander.slug.encode() not in maps
    assert archive.private.key.encode() not in maps
    assert archive.rob.slug.encode() in maps


def test_site_map_and_robots_name_the_public_address(archive, public, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    assert b"Sitemap: https://dara.example.org/sitemap.xml" in public("/robots.txt").content
    assert b"<loc>https://dara.example.org/candidates/ann-smith/</loc>" in public("/sitemap-candidates.xml").content
    index = public("/sitemap.xml")
    assert index.status_code == 200
    assert b"/sitemap-sources.xml</loc>" in index.content


def test_a_candidates_voice_is_the_candidate(archive, public):
    response = public(f"/voices/{archive.smith.slug}/")
    assert (response.status_code, response["Location"]) == (301, f"/candidates/{archive.smith.slug}/")


def test_a_group_has_no_page(archive, public):
    assert public("/voices/some-onlookers/").status_code == 404
    assert public(f"/candidates/{archive.rob.slug}/").status_code == 404


def test_the_words_of_a_source_are_escaped_and_its_omissions_marked(archive, public):
    html = public(archive.quote.get_absolute_url()).content.decode()
    assert '“We begin &lt;today&gt; &amp; go on” <span class="cut">[...]</span> “We shall not stop.”' in html
    assert "<today>" not in html
    listed = public(archive.story.get_absolute_url()).content.decode()
    assert "“We begin &lt;today&gt; &amp; go on” [...]" in listed


def test_titles_tell_records_apart(archive, public):
    def title(record):
        return html5lib.parse(public(record.get_absolute_url()).content.decode(), namespaceHTMLElements=False).find(".//title").text

    assert title(archive.quote) == "Ann Smith, November 6, 2020 (date inferred): “We begin <today> & go on” [...] — dara"
    assert title(archive.backing) == f"Unions, reported as supporting Bea Jones, in The Paper (record {archive.backing.key}) — dara"
    race = "2020 race for Los Angeles County District Attorney"
    money = f"A group described in The Paper, reported as spending money on the {race} (record {archive.money.key}) — dara"
    assert title(archive.money) == money
    assert title(archive.private) == f"Byron Stander on Ann Smith, in The Paper (record {archive.private.key}) — dara"
    assert title(archive.story) == f"[Document {archive.story.key}] — dara"


def test_who_reports_whom(archive, text_of):
    text = text_of(archive.in_post.get_absolute_url())
    assert (
        "Ann Smith’s words, as posted by Rob Reporter, as embedded in The Paper on November 6, 2020 (date inferred). "
        "We hold The Paper, not Rob Reporter’s post or a recording." in text
    )
    text = text_of(archive.quote.get_absolute_url())
    assert "Attributed to Ann Smith by The Paper. We hold no recording or other original of these words." in text
    assert "“on Friday”, in a story dated 2020-11-06" in text
    text = text_of(archive.cheers.get_absolute_url())
    assert (
        "No direct words in this record. The Paper reported this in its own words. The Paper does not name who said this." in text
    )
    assert "some onlookers, paraphrased: the words are The Paper’s" in text
    text = text_of(archive.own.get_absolute_url())
    assert "Ann Smith: first person, on the campaign’s page; not a reported quotation" in text
    assert "Undated" in text


def test_a_post_leads_to_what_it_quotes(archive, public):
    assert archive.in_post.get_absolute_url() in public(archive.post.get_absolute_url()).content.decode()
    assert archive.post.get_absolute_url() in public(archive.in_post.get_absolute_url()).content.decode()


def test_a_partial_count_is_no_result(archive, text_of):
    text = text_of(archive.count.get_absolute_url())
    assert "“almost” 53.7% of the vote" in text
    assert (
        "Partial count, not a final result. Reported on November 6, 2020 (date inferred) by The Paper, citing The Registrar. "
        "When the count was taken is not stated. “more than 790,000” ballots remained; who said so is not stated. "
        "We hold no certified result." in text
    )


def test_money_says_what_the_passage_says(archive, text_of):
    text = text_of(archive.money.get_absolute_url())
    assert "Amount “$1.5 Million” Recipient The race; no recipient is named" in text


def test_a_candidates_page(archive, public, text_of):
    html = public("/candidates/ann-smith/").content.decode()
    assert f'id="{archive.conceded.key}"' in html  # where the fact's permalink leads
    text = text_of("/candidates/ann-smith/")
    assert "We hold 2 sources. For Smith: 4 entries from the candidate or campaign, 2 from others." in text
    assert "Outcome: not stated in the sources held." in text
    assert "Nothing on these in the 2 sources held. This does not mean Smith had no position. Opioids" in text
    # a statement with two topics stands under the first, and those without one at the end
    by_topic, _, timeline = text.partition("Timeline What is dated")
    assert by_topic.count("We begin <today>") == 1
    assert "Record · also under Courts" in by_topic
    assert "Also on this topic: 1 under Cash bail" in by_topic
    assert by_topic.rindex("Without a topic") > by_topic.rindex("We begin <today>")
    assert timeline.count("We begin <today>") == 1
    text = text_of("/candidates/bea-jones/")
    assert "Support The Paper, news article, November 6, 2020 (inferred) Unions “backed” Date not stated · Record" in text
    assert "Opposition Nothing on this in the 2 sources held. Endorsements withdrawn Nothing on this" in text


def test_the_answer_comes_first(archive, text_of):
    """How the candidacy stood, and how much is held, before everything else."""
    text = text_of("/candidates/bea-jones/").partition("Statements by topic")[0]
    assert "2020 race: Ann Smith: Conceded, November 6, 2020. Outcome: not stated in the sources held." in text
    assert f"{archive.election}: “almost” 53.7% of the vote" in text
    assert "Partial count, not a final result. Reported on November 6, 2020 (inferred) by The Paper, citing The Registrar." in text
    assert "Reported support 1 · opposition 0 · withdrawn 0 · money 0" in text
    assert "Own words 0 · the campaign’s 0 · told by others 2 (of 2 sources held)" in text
    assert "Topics: Courts 1" in text


def test_one_mark_for_all_that_an_attribution_infers(archive, public):
    """It leads to the basis, which stands once on the page; copied text reads “(inferred)”."""
    Statement.objects.filter(pk=archive.quote.pk).update(inferred={"speaker": "the headline", "said_on": "“on Friday”"})
    for path in ("/statements/", "/candidates/ann-smith/", "/topics/courts/", "/compare/", archive.quote.get_absolute_url()):
        html = public(path).content.decode()
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        notes = {note.get("id"): spoken(note) for note in tree.iter("li") if note.get("id", "").startswith("basis-")}
        marks = [(line, mark) for line in tree.iter("p") for mark in line.iter("a") if mark.get("class") == "inferred"]
        assert marks, path
        for line in tree.iter("p"):
            if line.get("class") in ("whose", "when", "when from"):
                assert len([mark for mark in line.iter("a") if mark.get("class") == "inferred"]) <= 1, spoken(line)
        for _line, mark in marks:
            assert spoken(mark) == "(inferred)"
            assert mark.get("href")[1:] in notes
        assert sorted(set(notes.values())) == sorted(notes.values()), path
        assert "Speaker: the headline; Said on: “on Friday”" in notes.values(), path


def test_a_topic_says_where_nothing_is_held(archive, text_of):
    text = text_of("/topics/cash-bail/")
    assert "Nothing on this in the 2 sources held: BJBea Jones. This does not mean that there was no position." in text


def test_links_to_live_copies_are_labelled(archive, public):
    html = public(archive.story.get_absolute_url()).content.decode()
    assert (
        '<a href="https://example.org/story" class="live" rel="nofollow noopener">Address of a live copy</a> (unverified)' in html
    )


def test_how_an_election_ended_and_who_ran(archive, text_of):
    def ended_and_ran():
        ended, _, ran = text_of(archive.election.get_absolute_url()).partition("Who ran, as reported")
        return ended.partition("How it ended, as reported")[2], ran

    ended, ran = ended_and_ran()
    assert "Conceded: Ann Smith" in ended
    assert "Outcome: not stated in the sources held." in ended
    assert not ran
    words = "Unions backed Jones."
    of_jones = {"candidate": archive.jones, "race": archive.race, "election": archive.election}
    factories.fact(archive.story, words, kind="running", **of_jones)
    ended, ran = ended_and_ran()
    assert "Running: Bea Jones" in ran
    assert "Running" not in ended
    factories.fact(archive.story, words, kind="outcome", **of_jones)
    ended, _ = ended_and_ran()
    assert "Outcome: Bea Jones" in ended
    assert "Outcome: not stated" not in ended


def test_permanent_addresses_and_checksums(archive, text_of, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    for record in (archive.quote, archive.money, archive.count, archive.story):
        assert f"Permanent address https://dara.example.org{record.get_absolute_url()}" in text_of(record.get_absolute_url())
        assert f"{archive.story.sha256}" in text_of(record.get_absolute_url())


def test_an_address_for_corrections_or_none(db, text_of, settings):
    settings.DARA_CONTACT = ""
    assert "This copy of the archive does not say who runs it and gives no address for corrections" in text_of("/about/")
    settings.DARA_CONTACT = "corrections@example.org"
    assert "Anyone may write to corrections@example.org, in English or Spanish, with the address of the page." in text_of("/about/")


def test_about_explains_words_and_promises(db, public, text_of):
    html = public("/about/").content.decode()
    for anchor in ("corrections", "rights", "languages", "accessibility", "privacy", "glossary", "runoff", "cash-bail", "pac"):
        assert f'id="{anchor}"' in html
    text = text_of("/about/")
    assert "please write to corrections@example.org with the address of the page: we treat it as an error of ours." in text


def test_voices_stand_under_the_name_that_they_are_sorted_by(archive, text_of):
    assert "Reporter, Rob" in text_of("/voices/")


def test_a_candidate_is_linked_without_a_detour(archive, public):
    html = public(archive.post.get_absolute_url()).content.decode()
    assert 'href="/candidates/ann-smith/"' in html
    assert "/voices/ann-smith/" not in html
    assert 'href="/voices/rob-reporter/"' in html


def test_a_gap_stands_before_what_others_say(archive, text_of):
    text = text_of("/candidates/bea-jones/")
    assert "No direct words held. This does not mean Jones had no position. The Paper, news article" in text


def test_what_is_quoted_in_a_statement_is_bounded_and_says_so(archive, as_public):
    lines = " ".join(f"Number {n:02} says so." for n in range(60))
    story = factories.source(f"{lines}\n", publisher=archive.paper)
    outer = factories.statement(story, lines, kind="paraphrase", speaker=archive.smith)
    for n in range(60):
        factories.statement(story, f"Number {n:02} says so.", speaker=archive.jones, within=outer)
    with as_public() as client:
        html = client.get(outer.get_absolute_url()).content.decode()
    assert "The first 50 of 60; all are in" in html
    assert "Number 49 says so." in html.split("Told or quoted in it")[1].split("The first 50 of 60")[0]
    assert "Number 50 says so." not in html.split("Told or quoted in it")[1].split("The first 50 of 60")[0]
