"""The main text of a page has its lists, headings and tables in their order; what is dropped is said."""

import pytest

from dara.ingest.readers.html import extract
from tests.ingest import example_documents

ONE, TWO, THREE = example_documents.STORY


def lines(*parts: str) -> list[str]:
    """The lines of a page with these paragraphs and other parts in its article, without its heading."""
    page = example_documents.page("(here)").replace(
        "<p>(here)</p>", "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    )
    return extract(page.encode()).body.split("\n")[1:]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("<ul><li>Nurses Guild</li><li>Mayor Voss</li></ul>", ["- Nurses Guild", "- Mayor Voss"]),
        ("<ol><li>Publish the data.<li>End it.</ol>", ["- Publish the data.", "- End it."]),
        ("<ul><li>Unions<ul><li>Nurses</li></ul></li><li>Mayors</li></ul>", ["- Unions", "- Nurses", "- Mayors"]),
        ("<dl><dt>Nurses</dt><dd>for Vega</dd></dl>", ["Nurses", "for Vega"]),
        ("<h2>The count</h2>", ["The count"]),
        ("<div>Ana Vega<div>said a word</div>and left.</div>", ["Ana Vega", "said a word", "and left."]),
        ("<section><h3>A</h3>word<h3>B</h3>word</section>", ["A", "word", "B", "word"]),
        ("<blockquote>“One<br>two”</blockquote>", ["“One", "two”"]),
        ("<pre>VEGA ..... 53\nJONES .... 47</pre>", ["VEGA ..... 53", "JONES .... 47"]),
        ("<details><summary>More</summary>words</details>", ["More", "words"]),
        ("<article><h2>First</h2><time>20:00</time><p>Polls close.</p></article>", ["First", "20:00", "Polls close."]),
        ("<p>Backed by:</p><ul><li><a href='/g'>The Guild</a></li></ul>", ["Backed by:", "- The Guild"]),
    ],
)
def test_parts_stand_apart_and_in_order(part, expected):
    assert lines(ONE, part, TWO, THREE) == [ONE, *expected, TWO, THREE]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><th>Name<th>Votes<tr><td>Vega<td>1,405", ["Name\tVotes", "Vega\t1,405"]),
        ("<caption>Count</caption><tr><td>Vega<td>1,405", ["Count", "Vega\t1,405"]),
        (
            "<thead><tr><td>Name<td>Votes</thead><tbody><tr><td><p>Ana<br>Vega</p><td><b>1</b>,405</tbody>",
            ["Name\tVotes", "Ana Vega\t1,405"],
        ),
        ("<tr><td colspan=2>Count<td>Share<tr><td>Vega<td>1,405<td>54%", ["Count\t\tShare", "Vega\t1,405\t54%"]),
        ("<tr><td>Vega<td><td>54%<tr><td>Jones<td>12<td>", ["Vega\t\t54%", "Jones\t12"]),
        ("<tr><td><a href='/v'>Vega</a><td><a href='/v'>54%</a>", ["Vega\t54%"]),
        ("<tr><td>Left<td><h2>A</h2><p>One.<p>Two.", ["Left", "A", "One.", "Two."]),
        ("<tr><td><table><tr><td>Vega<td>54%</table><td>Right", ["Vega\t54%", "Right"]),
        ("<tr><td>One cell<tr><td>a row", ["One cell", "a row"]),
    ],
)
def test_rows_of_a_table_are_cells_parted_by_tabs_and_a_layout_is_no_table(table, expected):
    assert lines(ONE, f"<table>{table}</table>", TWO, THREE) == [ONE, *expected, TWO, THREE]


def test_a_page_laid_out_by_a_table():
    page = (
        f"<html><body><table><tr><td class='sidebar'><a href='/'>Home</a> <a href='/a'>Archive</a></td>"
        f"<td><h1>Vega speaks</h1><p>{ONE}<p>{TWO}<p>{THREE}</td></tr></table></body></html>"
    )
    assert extract(page.encode()).body.split("\n") == ["Vega speaks", ONE, TWO, THREE]


@pytest.mark.parametrize(
    "part",
    [
        "<nav><a href='/'>Home</a> and more</nav>",
        "<aside>Ana Vega has been in the news for a year now, more than others.</aside>",
        "<div class='related-stories'><h3>More</h3><p>Vega opens an office in the old town hall on Friday</p></div>",
        "<p class='byline'>By Ana Writer</p>",
        "<ul class='share'><li>Share</li></ul>",
        "<form>Your mail: <input><button>Go</button></form>",
        "<script>var a = 'words';</script><style>p {}</style>",
    ],
)
def test_what_is_no_text_stays_out(part):
    assert lines(ONE, TWO, part, THREE) == [ONE, TWO, THREE]
    assert lines(ONE, TWO, THREE, part) == [ONE, TWO, THREE]


def test_a_list_of_links_is_dropped_with_a_remark():
    links = "<ul><li><a href='/1'>Vega opens an office in the old town hall</a></li></ul>"
    text = extract(example_documents.page(ONE, TWO, THREE).replace("</article>", f"{links}</article>").encode())
    assert text.body.split("\n")[1:] == [ONE, TWO, THREE]
    assert text.remarks == (
        "Shown on the page, and left out as not of its main text: “- Vega opens an office in the old town hall”.",
    )


def test_the_heading_stands_once():
    page = example_documents.page(ONE, TWO, THREE, title="Ve&shy;ga runs").replace("<nav>", "<h1>Vega runs</h1><nav>")
    assert extract(page.encode()).body.split("\n") == ["Vega runs", ONE, TWO, THREE]


def test_entries_of_a_live_blog_keep_their_headings():
    entries = "".join(
        f"<article class='post'><h2>{heading}</h2><time datetime='2021-03-0{n}'>{n}:00</time><p>{words}</p></article>"
        for n, (heading, words) in enumerate(zip(("Polls close", "First count", "Vega speaks"), (ONE, TWO, THREE), strict=True), 1)
    )
    body = extract(f"<html><body><main><h1>Live</h1>{entries}</main></body></html>".encode()).body
    assert body.split("\n") == ["Live", "Polls close", "1:00", ONE, "First count", "2:00", TWO, "Vega speaks", "3:00", THREE]
