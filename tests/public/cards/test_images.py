"""Share images: what they say, that they are drawn, and at which addresses."""

import html
import re
import struct
import zlib

import pytest

from dara.models import ElectionResult, Entity, Source, Statement
from dara.public.cards import drawing
from dara.public.cards.fonts import FONTS, SANS, SERIF, wrapped
from dara.public.cards.images import image_of
from tests import factories


def read(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and the rows of a PNG (https://www.w3.org/TR/png-3/), each with its filter's number before it."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, size = 8, b"", (0, 0)
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return *size, zlib.decompress(data)


def drawn_lines(image) -> list[str]:
    return [line.text for line in drawing._lines(image)]


def image(row):
    return image_of(type(row).objects.for_lists().get(pk=row.pk))


def card_image(public, path: str) -> str:
    """The path of the image that a page names."""
    found = re.search(r'property="og:image" content="http://127.0.0.1:8000([^"]+)"', public(path).content.decode())
    return html.unescape(found[1])


# --- what they say ----------------------------------------------------------------------------------


def test_a_statement_with_speaker_and_source(example_archive):
    quote = image(example_archive.quote)
    assert quote.alt == (
        "Ann Smith, as quoted in The Paper “We begin <today> & go on” [...] Said November 6, 2020 (inferred) "
        "The Paper, news article, November 6, 2020 (inferred)"
    )
    assert quote.footer == f"127.0.0.1:8000/statements/{example_archive.quote.key}/"
    position = image(example_archive.position)
    assert (position.main, position.quoted) == ("We will end cash bail.", False)
    assert position.label == "Committee for Smith: campaign’s own words"


def test_words_that_stand_in_no_title_are_on_no_image(example_archive):
    for row in (example_archive.post, example_archive.cheers, example_archive.report):
        shown = image(row)
        assert not [piece for piece in row.pieces if piece in shown.alt]
        assert not re.search("[#@]|onlookers", shown.alt)
        assert not shown.quoted


def test_a_count_says_how_final_it_is(example_archive):
    count = image(example_archive.count)
    assert "53.7%" in count.main
    assert any(line.startswith(("Partial count", "Whether this figure is final")) for line in count.lines)
    assert any("reported on november 6, 2020 (date inferred)" in line.lower() for line in count.lines)


def test_candidates_and_races_are_without_figures(example_archive):
    from dara.models import Candidate

    for row in (Candidate.objects.get(pk=example_archive.smith.pk), example_archive.race):
        assert "%" not in image_of(row).alt
    assert "Bea Jones and Ann Smith" in image_of(example_archive.race).lines[0]


def test_nobody_private_has_an_image(example_archive, public):
    assert image(example_archive.private) is None
    assert public(f"/share/statements/{example_archive.private.key}-0123456789.png").status_code == 404
    assert "og:image" not in public(example_archive.private.get_absolute_url()).content.decode()


# --- that they are drawn ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quote", "position", "report", "count"])
def test_a_png_that_is_not_blank(name, example_archive):
    width, height, rows = read(drawing.png(image(getattr(example_archive, name))))
    assert (width, height) == (1200, 630)
    assert len(set(rows)) > 30  # the letters, with soft edges, on the ground


def test_its_colours(example_archive):
    content = drawing.png(image(example_archive.quote))
    *_, rows = read(content)
    palette = content[content.index(b"PLTE") + 4 :]
    row = rows[: 1 + drawing.WIDTH * drawing.BITS // 8]  # the first, which has no letters
    assert row[0] in (0, 1)  # filters that leave its first pixels as they are
    bar, paper = row[1] >> 4, 0
    assert palette[3 * bar :][:3] == bytes(drawing.BAR_COLOUR)
    assert palette[3 * paper :][:3] == bytes(drawing.PAPER)
    assert palette[3 * drawing.INK :][:3] == bytes(drawing.INK_COLOUR)


@pytest.mark.parametrize("length", [1, 10, 400])
def test_nothing_leaves_the_image(length, db):
    source = factories.source(
        " ".join(["considerable"] * length) + ".\n", publisher=factories.organization("The Paper of " * 14, slug="paper")
    )
    made = factories.statement(source, source.text.body.strip(), speaker=factories.person("Ann Smith"))
    lines = list(drawing._lines(image(made)))
    for line in lines:
        assert line.x + line.font.width(line.text, line.size) <= drawing.WIDTH, line
        assert line.y <= drawing.HEIGHT - 30
    assert sorted(line.y for line in lines) == [line.y for line in lines]
    assert any(line.text.endswith("” [...]") for line in lines) == (length == 400)


def test_signs_that_the_fonts_lack_are_left_out_with_the_rest(db):
    source = factories.source("We shall go on 🙂 for ever.\n", publisher=factories.organization("The Paper"))
    made = factories.statement(source, "We shall go on 🙂 for ever.", speaker=factories.person("Ann Smith"))
    assert "“We shall go on” [...]" in drawn_lines(image(made))


def test_fonts():
    for font in FONTS:
        assert font.has("“ñáéíóúü¿¡” — [...] %$’")
        assert not font.has("🙂")
        assert 0 < font.width("i", 10) < font.width("w", 10)
    assert wrapped(["one", "two", "three"], SERIF, 20, SERIF.width("one two", 20)) == ["one two", "three"]
    assert wrapped(["wide" * 50], SANS, 20, 100) == ["wide" * 50]


# --- their addresses --------------------------------------------------------------------------------


def test_a_page_names_its_image(example_archive, public):
    pages = [example_archive.quote.get_absolute_url(), example_archive.count.get_absolute_url(), "/candidates/ann-smith/"]
    for page in [*pages, example_archive.election.get_absolute_url()]:
        for prefix in ("", "/es"):
            path = card_image(public, f"{prefix}{page}")
            assert path.startswith(f"{prefix}/share/")
            response = public(path)
            assert (response.status_code, response["Content-Type"]) == (200, "image/png"), path
            assert "max-age=" in response["Cache-Control"]
            assert not response.cookies


def test_another_version_has_another_address_and_the_old_one_leads_to_it(example_archive, public):
    page = example_archive.quote.get_absolute_url()
    old = card_image(public, page)
    for change in (
        lambda: Statement.objects.filter(pk=example_archive.quote.pk).update(said_on="2020-11-05"),
        lambda: Entity.objects.filter(pk=example_archive.smith.pk).update(name="Anne Smith"),
        lambda: Source.objects.filter(pk=example_archive.story.pk).update(published_on="2020-11-07"),
    ):
        change()
        new = card_image(public, page)
        assert new != old
        response = public(old)
        assert (response.status_code, response["Location"]) == (302, new)
        old = new


def test_withdrawn_and_unknown(example_archive, public):
    assert public(f"/share/statements/{example_archive.withdrawn.key}-0123456789.png").status_code == 410
    for path in (
        "statements/aaaaaaaa-0123456789",
        "results/aaaaaaaa-0123456789",
        "candidates/nobody-0123456789",
        "races/1-0123456789",
    ):
        assert public(f"/share/{path}.png").status_code == 404
    assert public(f"/share/statements/{example_archive.quote.key}-new.png").status_code == 404


def test_an_image_of_what_is_withheld_is_gone(db, public):
    source = factories.source("A secret was told here.\n", publisher=factories.organization("The Paper"))
    made = factories.statement(source, "A secret was told here.", speaker=factories.person("Ann Smith"))
    path = card_image(public, made.get_absolute_url())
    factories.withholding(source, "secret was told")
    assert public(path).status_code == 410


def test_questions(example_archive, as_public, django_assert_num_queries):
    address = image(example_archive.quote).address
    with as_public() as client, django_assert_num_queries(3):
        client.get(address)


# --- QR codes ---------------------------------------------------------------------------------------


def test_a_qr_code_of_a_page(example_archive, public):
    for prefix in ("", "/es"):
        page = f"{prefix}{example_archive.quote.get_absolute_url()}"
        address = re.search(r'src="(/share/qr/[^"]+)"', public(page).content.decode())[1]
        response = public(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
        assert response.content.startswith(b"<svg xmlns=")
    assert public("/share/qr/nothing/here/qr.svg").status_code == 404


def test_results_have_what_an_image_needs(example_archive):
    assert image_of(ElectionResult.objects.for_lists().get(pk=example_archive.count.pk)).kind == "result"
