"""Every kind of page, each by an example from the seeds, and how it is looked at."""

import itertools

import pytest

LANGUAGES = ("", "/es")  # what an address in that language begins with

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")

WITHDRAWN = "withdrwn"  # the key of a record that conftest.py withdraws: the seeds withdraw none

PAGES = {
    "home": "/",
    "candidates": "/candidates/",
    "candidate": "/candidates/jackie-lacey/",
    "compare": "/compare/?c=jackie-lacey&c=george-gascon",
    "topics": "/topics/",
    "topic": "/topics/cash-bail/",
    "topic-parent": "/topics/the-office-and-the-race/",
    "statements": "/statements/",
    "statements-narrowed": "/statements/?candidate=jackie-lacey&topic=cash-bail",
    "statement-quote": "/statements/wfvkqd97/",
    "statement-quote-in-a-post": "/statements/y7axeaat/",
    "statement-post": "/statements/w9zndhtw/",
    "statement-position": "/statements/s36kbwjm/",
    "statement-paraphrase": "/statements/sa46tqc7/",
    "statement-report": "/statements/bj22deyf/",
    "statement-two-renderings": "/statements/ad9hdekf/",
    "endorsements": "/endorsements/",
    "endorsement": "/endorsements/hr24dpdj/",
    "endorsement-money": "/endorsements/wj4xng2f/",
    "elections": "/elections/",
    "election": "/elections/2020-november/",
    "result": "/results/5x8m63nu/",
    "sources": "/sources/",
    "source-news-article": "/sources/zjmtrs6m/",
    "source-campaign-page": "/sources/my39rk8h/",
    "source-press-release": "/sources/gtpjr5x3/",
    "voices": "/voices/",
    "voice": "/voices/black-lives-matter-la/",
    "search": "/search/",
    "search-hits": "/search/?q=cash+bail",
    "search-nothing-found": "/search/?q=elephants",
    "search-paragraphs": "/search/paragraphs/?q=Lacey",
    "corrections": "/corrections/",
    "data": "/data/",
    "office": "/office/",
    "about": "/about/",
}
REFUSALS = {400: "/statements/?page=one", 404: "/nothing/", 410: f"/statements/{WITHDRAWN}/"}

EVERY = [
    *((name, path, 200) for name, path in PAGES.items()),
    *((f"error-{status}", path, status) for status, path in REFUSALS.items()),
]
LOOKS = list(itertools.product(LANGUAGES, SIZES, SCHEMES))
# The language, size and colour scheme in which the short form looks at each, in turn: all eight are met equally often, and neighbours, which are
# built alike, differ.
LOOK_OF = {name: LOOKS[3 * place % len(LOOKS)] for place, (name, _, _) in enumerate(EVERY)}

every_page = pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(
            language + path,
            status,
            id=f"{language.strip('/') or 'en'}-{name}",
            marks=() if LOOK_OF[name][0] == language else pytest.mark.long_form,
        )
        for language in LANGUAGES
        for name, path, status in EVERY
    ],
)
