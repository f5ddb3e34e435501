"""`/data/` and its downloads, as the public gets them: explained, named with their checksums, and before they are made, missed in words."""

import hashlib
import sqlite3
from contextlib import closing
from email.utils import parsedate_to_datetime

import pytest

from dara.archive import downloads
from dara.models.downloads import CONTENT_TYPES, Snapshot

NAMES = sorted(CONTENT_TYPES)


@pytest.fixture
def nothing_built(settings, tmp_path):
    settings.DARA_DATA_DIR = tmp_path


@pytest.fixture
def built(transactional_db, example_archive, settings, tmp_path) -> Snapshot:
    settings.DARA_DATA_DIR = tmp_path
    return downloads.build()[0]


def read(response) -> bytes:
    """The whole of a file, which is closed at its end."""
    return b"".join(response.streaming_content)


def test_the_page_offers_them(built, public, text_of):
    text, html = text_of("/data/"), public("/data/").content.decode()
    assert "2 sources, 8 statements, 2 reported stances, 1 count." in text
    for name in NAMES:
        assert f'href="/data/{name}"' in html
        assert built.files[name].sha256 in text
    assert "not been made yet" not in text
    assert "texts of third parties" in text
    assert "one apostrophe put before it" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_download_is_the_file(name, built, as_public):
    with as_public() as client:
        response = client.get(f"/data/{name}")
        content = read(response)
        head = client.head(f"/data/{name}")
        assert read(head) == b""
        again = client.get(f"/data/{name}", headers={"if-none-match": response["ETag"]})
        since = client.get(f"/data/{name}", headers={"if-modified-since": response["Last-Modified"]})
    assert hashlib.sha256(content).hexdigest() == built.files[name].sha256
    assert response["Content-Type"] == CONTENT_TYPES[name]
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert int(response["Content-Length"]) == int(head["Content-Length"]) == built.files[name].bytes == len(content)
    assert parsedate_to_datetime(response["Last-Modified"]) == built.made.replace(microsecond=0)
    assert (again.status_code, since.status_code) == (304, 304)
    assert not response.cookies


def test_what_was_downloaded_opens(built, public, tmp_path):
    path = tmp_path / "downloaded.sqlite"
    path.write_bytes(read(public("/data/dara.sqlite")))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM statements").fetchone() == (8,)


def test_programs_are_told_what_there_is(built, public):
    told = public("/data/downloads.json").json()
    assert set(told["files"]) == set(NAMES)
    assert told["files"]["dara.sqlite"] == {"bytes": built.files["dara.sqlite"].bytes, "sha256": built.files["dara.sqlite"].sha256}
    assert told["counts"]["statements"] == 8


@pytest.mark.usefixtures("nothing_built")
def test_before_they_are_made_the_page_says_so(archive, public, text_of):
    assert "The downloads have not been made yet." in text_of("/data/")
    assert 'href="/data/dara' not in public("/data/").content.decode()
    for name in (*NAMES, "downloads.json"):
        response = public(f"/data/{name}")
        assert response.status_code == 404, name
        assert b"The downloads have not been made yet." in response.content


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "lock",
        "dara.sqlite/",
        "dara.sqlite-journal",
        "..%2Fsecret-key",
        "%2e%2e/secret-key",
        "daraXsqlite",
        "DARA.SQLITE",
    ],
)
def test_nothing_else_is_served_from_there(path, built, public, tmp_path):
    (tmp_path / "secret-key").write_text("secret")
    assert public(f"/data/{path}").status_code == 404


def test_a_download_that_has_begun_is_finished(built, public):
    """New ones come, and come again, while somebody reads."""
    from dara.models import Entity

    response = public("/data/dara-bag.zip")
    for name in ("One", "Two", "Three"):
        Entity.objects.filter(slug="ann-smith").update(name=name)
        assert downloads.build()[1]
    content = read(response)
    assert hashlib.sha256(content).hexdigest() == built.files["dara-bag.zip"].sha256


def test_an_archive_of_nothing_has_a_page(nothing_built, db, text_of):
    assert "have not been made yet" in text_of("/data/")


def test_every_page_leads_there(archive, public):
    assert b'<a href="/data/">' in public("/").content


# --- parts, for a download that broke off ---------------------------------------------------------------


def part(as_public, asked: str, name: str = "dara.sqlite", **headers: str):
    with as_public() as client:
        response = client.get(
            f"/data/{name}", headers={"range": asked, **{key.replace("_", "-"): value for key, value in headers.items()}}
        )
        return response, read(response) if response.streaming else response.content


def test_a_download_that_broke_off_is_gone_on_with(built, as_public):
    size, whole = built.files["dara.sqlite"].bytes, built.path("dara.sqlite").read_bytes()
    etag = f'"{built.files["dara.sqlite"].sha256}"'
    for asked, start, stop in (
        ("bytes=100-", 100, size),
        ("bytes=0-0", 0, 1),
        (f"bytes={size - 1}-", size - 1, size),
        ("bytes=10-19", 10, 20),
        ("bytes=-7", size - 7, size),
        (f"bytes=-{size * 2}", 0, size),
        (f"Bytes=5-{10**17}", 5, size),
    ):
        response, content = part(as_public, asked)
        assert response.status_code == 206, asked
        assert content == whole[start:stop], asked
        assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
        assert int(response["Content-Length"]) == stop - start
        assert (response["ETag"], response["Accept-Ranges"], response["Content-Type"]) == (etag, "bytes", "application/vnd.sqlite3")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=--5", f"bytes={'9' * 5000}-"]
)
def test_what_is_no_single_part_is_answered_with_the_whole(asked, built, as_public):
    response, content = part(as_public, asked)
    assert (response.status_code, len(content)) == (200, built.files["dara.sqlite"].bytes)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=-0", "bytes=999999999999-"])
def test_a_part_that_is_not_there_is_416(asked, built, as_public):
    size = built.files["dara.sqlite"].bytes
    response, content = part(as_public, asked.format(size=size))
    assert (response.status_code, content) == (416, b"")
    assert response["Content-Range"] == f"bytes */{size}"
    assert "Content-Disposition" not in response


def test_a_part_of_another_file_is_nobody_given(built, as_public):
    """New downloads may have come since: curl and browsers send back the ETag, or the date, of what they have."""
    with as_public() as client:
        now = client.head("/data/dara.sqlite")
        read(now)
    for same in (now["ETag"], now["Last-Modified"]):
        assert part(as_public, "bytes=5-", if_range=same)[0].status_code == 206
    for other in ('"0"', f"W/{now['ETag']}", now["ETag"].strip('"'), "Thu, 01 Jan 2015 00:00:00 GMT", ""):
        response, content = part(as_public, "bytes=5-", if_range=other)
        assert (response.status_code, len(content)) == (200, built.files["dara.sqlite"].bytes), other
    assert part(as_public, "bytes=5-", if_match='"0"')[0].status_code == 412
    assert part(as_public, "bytes=5-", if_match=now["ETag"])[0].status_code == 206
    assert part(as_public, "bytes=5-", if_none_match=now["ETag"])[0].status_code == 304
    with as_public() as client:
        head = client.head("/data/dara.sqlite", headers={"range": "bytes=0-1"})
        assert (head.status_code, read(head)) == (200, b"")


def test_a_proxy_that_can_is_told_which_file_to_send(built, as_public, settings):
    settings.DARA_ACCEL = True
    with as_public() as client:
        response = client.get("/data/dara.sqlite", headers={"range": "bytes=5-"})
        again = client.get("/data/dara.sqlite", headers={"if-none-match": response["ETag"]})
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/-/downloads/{built.folder}/dara.sqlite"
    assert response["ETag"] == f'"{built.files["dara.sqlite"].sha256}"'
    assert response["Content-Disposition"] == 'attachment; filename="dara.sqlite"'
    assert response["Cache-Control"] == "no-cache"
    assert again.status_code == 304
    assert "X-Accel-Redirect" not in again
