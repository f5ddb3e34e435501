"""URLs of the same page are known, and those of other pages are not taken for it."""

import pytest

from dara.ingest.urls import are_of_one_page, host
from dara.models import Source
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/a?id=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAGE, "http://www.example.org:80/a/?utm_source=x&id=1"),
        (PAGE, "HTTPS://Example.ORG/a?id=1#comments"),
        (PAGE, "https://example.org/a?fbclid=xyz&id=1&UTM_Campaign=y&_hsenc=z"),
        ("https://example.org/news", "https://example.org/news/index.html"),
        ("https://example.org", "https://www.example.org/Default.aspx"),
        ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://example.org/~vega/a_b", "https://example.org/%7Evega/a%5Fb"),
        ("https://example.org/se%c3%b1al", "https://example.org/señal"),
        ("https://example.org/?q=one+two", "https://example.org/?q=one%20two"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/app#!/story/5", "https://example.org/app/#!/story/5"),
        ("no address", "no address"),
    ],
)
def test_addresses_of_one_page(one, other):
    assert are_of_one_page(one, other)
    assert are_of_one_page(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAGE, "https://example.org/b?id=1"),
        (PAGE, "https://example.org/a?id=2"),
        (PAGE, "https://example.org/A?id=1"),
        (PAGE, "https://news.example.org/a?id=1"),
        (PAGE, "https://example.org:8443/a?id=1"),
        (PAGE, "https://example.org/a?id=1&page=2"),
        ("https://example.org/a?source=mayor", "https://example.org/a?source=court"),
        ("https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?q=a%26b", "https://example.org/?q=a&b"),
        ("https://example.org/app#/story/5", "https://example.org/app#/story/6"),
        ("https://example.org/index.html.txt", "https://example.org/.txt"),
    ],
)
def test_addresses_of_two_pages(one, other):
    assert not are_of_one_page(one, other)


def test_sources_of_a_page_are_found(django_assert_num_queries):
    source = factories.source("A text.", url="https://www.example.org/a?utm_source=x")
    factories.source("Another text.", url="https://www.example.org/b")
    with django_assert_num_queries(1):
        assert [each.key for each in Source.objects.of_page("http://example.org/a/")] == [source.key]


def test_an_address_of_the_longest_kind_is_stored():
    source = factories.source("A text.", url="https://example.org/" + "é" * 1900)
    assert Source.objects.of_page(source.url).count() == 1


def test_the_host_is_without_www_and_port():
    assert host("https://www.example.org:443/a") == "example.org"
