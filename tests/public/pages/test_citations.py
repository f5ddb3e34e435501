"""The citation kit on the pages, the files beside them, and what the pages' heads tell software."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import bibtexparser
import extruct
import html5lib
import pytest
import rispy

from dara.models import ElectionResult, Endorsement, Source, SourceText, Statement
from tests import factories
from tests.public.conftest import words

FILES = {
    "citation.json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "citation.bib": "application/x-bibtex; charset=utf-8",
    "citation.ris": "application/x-research-info-systems; charset=utf-8",
    "annotation.jsonld": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
}
READERS = {
    "citation.json": json.loads,
    "citation.bib": lambda text: bibtexparser.parse_string(text).entries,
    "citation.ris": rispy.loads,
    "annotation.jsonld": lambda text: [json.loads(text)],
}


@pytest.fixture
def every_row(sample) -> Callable[[], list]:
    """The records and sources of an archive, or a few of each of a large one."""

    def rows() -> list:
        models = (Statement, Endorsement, ElectionResult, Source)
        return [row for model in models for row in sample(model.objects.order_by("key"), 12)]

    return rows


def head(html: str):
    return html5lib.parse(html, namespaceHTMLElements=False).find("head")


def tags(html: str) -> dict[str, list[str]]:
    """{name or property: contents} of the page's meta tags."""
    found: dict[str, list[str]] = {}
    for meta in head(html).iter("meta"):
        found.setdefault(meta.get("name") or meta.get("property") or "", []).append(meta.get("content"))
    return found


def graph(html: str) -> list[dict]:
    (data,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("everything", ["seeds", "example_archive"])
def test_every_file_of_everything(everything, request, as_public, every_row):
    request.getfixturevalue(everything)
    rows = every_row()
    with as_public() as client:
        for row in rows:
            for name, media_type in FILES.items():
                response = client.get(f"{row.get_absolute_url()}{name}")
                if isinstance(row, Source) and name == "annotation.jsonld":
                    assert response.status_code == 404
                    continue
                assert (response.status_code, response["Content-Type"]) == (200, media_type)
                suffix = name.partition(".")[2]
                assert response["Content-Disposition"] == f'attachment; filename="dara-{row.pk}.{suffix}"'
                assert response["X-Robots-Tag"] == "noindex"
                assert not response.cookies
                assert len(READERS[name](response.content.decode())) == 1


@pytest.mark.parametrize("name", FILES)
def test_files_of_what_is_withdrawn_or_unknown(name, archive, public):
    assert public(f"/statements/{archive.withdrawn.key}/{name}").status_code == 410
    assert public(f"/endorsements/{archive.withdrawn.key}/{name}").status_code == 404
    assert public(f"/statements/aaaaaaaa/{name}").status_code == 404
    assert public(f"/results/{archive.quote.key}/{name}").status_code == 404
    assert public(f"/statements/{archive.quote.key}/citation.exe").status_code == 404


def test_questions_do_not_grow(archive, as_public, django_assert_num_queries):
    """The record (with its topics and whom it is about); what it is quoted in; for the annotation, what stands around it."""
    counts = {
        archive.in_post: {"citation.json": 4, "annotation.jsonld": 4},
        archive.money: {"citation.bib": 1, "annotation.jsonld": 2},
        archive.count: {"citation.ris": 1, "annotation.jsonld": 2},
        archive.story: {"citation.json": 1},
    }
    with as_public() as client:
        for row, files in counts.items():
            for name, count in files.items():
                with django_assert_num_queries(count):
                    client.get(f"{row.get_absolute_url()}{name}")


# --- the annotation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("everything", ["seeds", "example_archive"])
def test_selectors_select_the_passage(everything, request, as_public, every_row):
    request.getfixturevalue(everything)
    texts = dict(SourceText.objects.values_list("source_id", "body"))
    rows = [row for row in every_row() if not isinstance(row, Source)]
    keys = {row.pk: row.passage.source_id for row in rows}
    with as_public() as client:
        for row in rows:
            made = client.get(f"{row.get_absolute_url()}annotation.jsonld").json()
            (quote, position), *elsewhere = (target["selector"] for target in made["target"])
            text = texts[keys[row.pk]]
            assert quote["exact"] == text[position["start"] : position["end"]] == row.passage.exact
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
            assert elsewhere in ([], [[quote]])  # at the live address, no positions
            assert made["target"][0]["source"].endswith(f"/sources/{keys[row.pk]}/")
            assert made["body"][0]["source"] == made["id"].removesuffix("annotation.jsonld")
            assert made["type"] == "Annotation"
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made["modified"])


def test_positions_are_code_points(db, public):
    text = "🙂🙂 before\n\n“🙂 words 𝒜,” she said. After 🙂.\n"
    story = factories.source(text, kind="other")
    quote = factories.statement(story, "“🙂 words 𝒜,” she said.", pieces=["🙂 words 𝒜"], speaker=factories.person("Ann Smith"))
    (target,) = public(f"{quote.get_absolute_url()}annotation.jsonld").json()["target"]
    quoted, position = target["selector"]
    assert (position["start"], position["end"]) == (11, 33)
    assert quoted == {
        "type": "TextQuoteSelector",
        "exact": text[11:33],
        "prefix": "🙂🙂 before\n\n",
        "suffix": " After 🙂.\n",
    }


def test_the_annotation_tells_no_more_than_the_public_may_read(archive, public):
    made = public(f"{archive.post.get_absolute_url()}annotation.jsonld").json()
    assert "nobody may read" not in json.dumps(made)


# --- meta tags --------------------------------------------------------------------------------------

ZOTERO = {"news article": "newspaperArticle", "press release": "document", "campaign page": "webpage"}


@pytest.mark.parametrize("everything", ["seeds", "example_archive"])
def test_heads(everything, request, as_public, every_row):
    request.getfixturevalue(everything)
    rows = every_row()
    with as_public() as client:
        for row in rows:
            html = client.get(row.get_absolute_url()).content.decode()
            found, links = tags(html), list(head(html).iter("link"))
            permalink = f"http://127.0.0.1:8000{row.get_absolute_url()}"
            assert [link.get("href") for link in links if link.get("rel") == "canonical"] == [permalink]
            assert {link.get("type") for link in links if link.get("rel") == "alternate"} >= {
                media_type.removesuffix("; charset=utf-8")
                for media_type in list(FILES.values())[: 3 if isinstance(row, Source) else 4]
            }
            item = client.get(f"{row.get_absolute_url()}citation.json").json()[0]
            assert found["DC.type"] == [ZOTERO[row.kind] if isinstance(row, Source) else "webpage"]
            assert found["citation_title"] == found["DC.title"] == [item["title"]]
            assert found.get("citation_author") == found.get("DC.creator")
            assert found.get("DC.source", [""]) == [item.get("container-title", "")]
            if item.get("issued", {}).get("circa"):
                assert found["DC.date"][0].endswith("?")
                assert "citation_publication_date" not in found  # it has no sign for what is inferred
            for name in ("citation_journal_title", "citation_technical_report_institution", "citation_book_title"):
                assert name not in found  # each would settle Zotero's item type
            (read,) = extruct.extract(html, syntaxes=["dublincore"])["dublincore"]
            assert {
                each["name"].lower(): each["content"] for each in read["elements"] if each["name"].lower().startswith("dc.")
            } == {name.lower(): values[-1] for name, values in found.items() if name.startswith("DC.")}


def test_each_part_of_a_long_text_is_a_page_of_its_own(db, public):
    long = factories.source("".join(f"Line {n}.\n" for n in range(250)), kind="other")
    for query, canonical in {"": "", "?page=1": "", "?page=2": "?page=2"}.items():
        links = head(public(f"{long.get_absolute_url()}{query}").content.decode()).iter("link")
        (found,) = (link.get("href") for link in links if link.get("rel") == "canonical")
        assert found == f"http://127.0.0.1:8000{long.get_absolute_url()}{canonical}"


def test_only_persons_of_two_names_are_creators(archive, public):
    assert tags(public(archive.quote.get_absolute_url()).content.decode())["citation_author"] == ["Smith, Ann"]
    assert "citation_author" not in tags(public(archive.position.get_absolute_url()).content.decode())  # a committee
    assert "citation_author" not in tags(public(archive.cheers.get_absolute_url()).content.decode())  # a paper's words


def test_cards_are_neutral(db, public):
    slanted = factories.source(
        "x\n", title="#Shame of the “wokest” DA", publisher=factories.organization("The Paper"), published_on="2020-11"
    )
    found = tags(public(slanted.get_absolute_url()).content.decode())
    assert found["og:title"] == ["News article, The Paper, November 2020"]
    assert found["og:type"] == ["article"]
    assert found["og:url"] == [f"http://127.0.0.1:8000{slanted.get_absolute_url()}"]
    assert "og:image" not in found
    assert not [name for name in found if name.startswith("og:") and "Shame" in found[name][0]]
    assert found["citation_title"] == ["#Shame of the “wokest” DA"]  # there it is the title to cite


def test_open_graph_is_read(archive, public):
    html = public(archive.quote.get_absolute_url()).content.decode()
    (card,) = extruct.extract(html, syntaxes=["opengraph"])["opengraph"]
    properties = dict(card["properties"])
    assert properties["og:title"] == "Ann Smith, November 6, 2020 (date inferred): “We begin <today> & go on” [...]"
    assert properties["og:description"].startswith("Ann Smith, as quoted in The Paper. A record with its exact passage")


# --- schema.org -------------------------------------------------------------------------------------


@pytest.mark.parametrize("everything", ["seeds", "example_archive"])
def test_nothing_is_rated(everything, request, as_public, every_row):
    request.getfixturevalue(everything)
    paths = [row.get_absolute_url() for row in every_row()]
    with as_public() as client:
        for path in ["/", *paths]:
            html = client.get(path).content.decode()
            assert not re.search('"@type": "(Claim|Rating|Review)', html)
            if "noindex" not in html:
                assert {node["@type"] for node in graph(html)} <= {
                    "WebSite", "BreadcrumbList", "Quotation", "CreativeWork", "NewsArticle", "WebPage", "SocialMediaPosting",
                }  # fmt: skip


def test_who_is_said_to_have_said_what(archive, public):
    def node(row):
        return graph(public(row.get_absolute_url()).content.decode())[0]

    quote = node(archive.quote)
    assert quote["@type"] == "Quotation"
    assert quote["text"] == "We begin <today> & go on [...] We shall not stop."
    assert "creator" not in quote  # the paper attributes the words to her
    assert quote["spokenByCharacter"] == {
        "@type": "Person",
        "@id": "http://127.0.0.1:8000/candidates/ann-smith/",
        "name": "Ann Smith",
        "url": "http://127.0.0.1:8000/candidates/ann-smith/",
    }
    story = quote["isPartOf"]
    assert (story["@type"], story["url"]) == ("NewsArticle", "https://example.org/story")
    assert story["archivedAt"] == f"http://127.0.0.1:8000{archive.story.get_absolute_url()}"
    assert "published on (the collector’s header)" in story["description"]
    assert node(archive.in_post)["spokenByCharacter"]["name"] == "Ann Smith"
    position = node(archive.position)
    assert (position["@type"], position["creator"]["@type"]) == ("Quotation", "Organization")
    paraphrase = node(archive.cheers)
    assert (paraphrase["@type"], paraphrase["creator"]["name"]) == ("CreativeWork", "The Paper")
    assert paraphrase["about"] == [{"@type": "Thing", "name": "some onlookers"}, *paraphrase["about"][1:]]
    stance = node(archive.backing)
    assert [each["name"] for each in stance["about"]] == ["Unions", "Bea Jones"]
    assert stance["text"] == archive.backing.passage.exact
    assert node(archive.count)["creator"]["name"] == "The Paper"


@pytest.mark.parametrize(("as_named", "name"), [("the spokesman", "the spokesman"), ("", "[Ann Smith]")])
def test_what_no_source_states_is_not_stated(as_named, name, archive, public):
    """schema.org has no mark for an inference, so a value that is one is left out; an inferred name is the source's, or in brackets."""
    inferred = {"publisher": "ours", "author": "ours", "published_on": "ours", "url": "ours", "kind": "ours", "title": "ours"}
    Source.objects.filter(pk=archive.story.pk).update(inferred=inferred, author="Jane Doe")
    ours = {"speaker": "ours", "said_on": "ours"}
    Statement.objects.filter(speaker=archive.smith).update(inferred=ours, speaker_as_named=as_named)
    quote = graph(public(archive.quote.get_absolute_url()).content.decode())[0]
    assert quote["spokenByCharacter"] == {"@type": "Person", "name": name}
    assert "dateCreated" not in quote
    story = quote["isPartOf"]
    assert story["@type"] == "CreativeWork"
    assert not {"publisher", "author", "datePublished"} & set(story)
    assert story["url"] == f"http://127.0.0.1:8000{archive.story.get_absolute_url()}"
    told = graph(public(archive.cheers.get_absolute_url()).content.decode())[0]
    assert told["creator"] == {"@type": "Organization", "name": "[The Paper]"}


def test_an_inferred_endorser_or_candidate_has_no_page(archive, public):
    Endorsement.objects.filter(pk=archive.backing.pk).update(
        inferred={"endorser": "ours", "candidate": "ours"}, endorser_as_named="They"
    )
    about = graph(public(archive.backing.get_absolute_url()).content.decode())[0]["about"]
    assert about == [{"@type": "Organization", "name": "They"}, {"@type": "Person", "name": "[Bea Jones]"}]


def test_records_of_one_name_are_told_apart_by_their_topics(archive, public):
    """Campaigns say much on one day, and all of it is a “Statement by …”."""
    other = factories.statement(
        archive.page, "I am for open courts.", kind="position", speaker=archive.committee, topics=[archive.courts]
    )
    named = {}
    for row in (archive.position, other):
        item = public(f"{row.get_absolute_url()}citation.json").json()[0]
        html = public(row.get_absolute_url()).content.decode()
        assert item["title"] in public(f"{row.get_absolute_url()}citation.bib").content.decode()
        assert item["title"] in public(f"{row.get_absolute_url()}citation.ris").content.decode()
        assert item["title"] in words(html)
        named[item["title"]] = row
    assert set(named) == {"Statement by Committee for Smith: Cash bail", "Statement by Committee for Smith: Courts"}


def test_breadcrumbs(archive, public):
    crumbs = graph(public(archive.count.get_absolute_url()).content.decode())[-1]["itemListElement"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3]
    assert [urlsplit(crumb["item"]).path for crumb in crumbs] == [
        "/elections/",
        archive.election.get_absolute_url(),
        archive.count.get_absolute_url(),
    ]


def test_people_have_a_name_and_a_page(archive, public):
    assert graph(public("/candidates/ann-smith/").content.decode()) == [
        {
            "@type": "Person",
            "@id": "http://127.0.0.1:8000/candidates/ann-smith/",
            "name": "Ann Smith",
            "url": "http://127.0.0.1:8000/candidates/ann-smith/",
        }
    ]
    assert [node["@type"] for node in graph(public("/voices/unions/").content.decode())] == ["Organization"]


def test_the_first_page_says_how_to_search(archive, public):
    (site,) = graph(public("/").content.decode())
    assert site["@type"] == "WebSite"
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://127.0.0.1:8000/search/?q={words}"
    assert public(urlsplit(template.format(words="bail")).path + "?q=bail").status_code == 200


def test_a_private_person_has_no_data_and_no_card(archive, public):
    for path in (archive.bystander.get_absolute_url(), archive.private.get_absolute_url()):
        html = public(path).content.decode()
        assert 'application/ld+json">' not in html
        assert 'property="og:' not in html
    assert 'rel="canonical"' in html  # it can be cited all the same
    assert "Cite this" in html


def test_a_title_cannot_leave_its_place(db, public):
    """Titles and words that would end a script, an attribute or a comment."""
    bad = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)><!-- \u2028'
    story = factories.source(f"{bad} said so.\n", title=bad, publisher=factories.organization(f"{bad} Inc"), author=bad)
    quote = factories.statement(story, f"{bad} said so.", pieces=[f"{bad}"], speaker=factories.person(f"Ann {bad}", slug="ann"))
    for row in (story, quote):
        html = public(row.get_absolute_url()).content.decode()
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert [script.get("type") for script in tree.iter("script")] == ["application/ld+json", None]
        assert [img.get("src") for img in tree.iter("img")] == [f"/share/qr{row.get_absolute_url()}qr.svg"]
        assert bad.strip() in json.dumps(graph(html), ensure_ascii=False).replace('\\"', '"')


# --- the section on the page ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quote", "cheers", "backing", "money", "count", "story", "page"])
def test_the_kit_is_on_the_page(name, archive, public, text_of):
    path = getattr(archive, name).get_absolute_url()
    text = text_of(path)
    for shown in ("Cite this", "Newsroom", "APA", "MLA", "Chicago", "CSL-JSON", "BibTeX", "RIS", f"http://127.0.0.1:8000{path}"):
        assert shown in text
    assert re.search(r"Version of \w+ \d+, \d{4}", text)
    assert ("Web Annotation" in text) == (name not in ("story", "page"))
    assert ("At the Internet Archive" in text) == (name != "page")  # which has no address
    assert ("These words at the live address" in text) == (name not in ("story", "page"))


def test_the_page_asks_nobody(archive, public):
    """Links alone lead elsewhere; nothing is loaded."""
    tree = html5lib.parse(public(archive.quote.get_absolute_url()).content.decode(), namespaceHTMLElements=False)
    away = [a for a in tree.iter("a") if urlsplit(a.get("href")).netloc]
    assert {a.get("rel") for a in away} == {"nofollow noopener"}
    qr_code = f"/share/qr{archive.quote.get_absolute_url()}qr.svg"  # on paper only
    assert [element.get("src") for element in tree.iter() if element.get("src")] == ["/static/dara.js", qr_code]
