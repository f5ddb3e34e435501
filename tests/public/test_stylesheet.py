"""The stylesheet is written in parts and served as one file."""

from io import StringIO

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.contrib.staticfiles.views import serve
from django.core.management import call_command

from dara.public.stylesheet import PARTS


@pytest.fixture
def parts(settings, tmp_path):
    """The text of each part, in order; what is made of them is written to a folder of the test's own."""
    settings.DARA_DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    return [(settings.BASE_DIR / "static/css" / f"{part}.css").read_text() for part in PARTS]


def test_every_part_is_in_it(settings):
    assert sorted(path.stem for path in (settings.BASE_DIR / "static/css").iterdir()) == sorted(PARTS)


def test_collectstatic_joins_the_parts_in_order(settings, parts, tmp_path):
    backend = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    call_command("collectstatic", "--noinput", stdout=StringIO())
    served = staticfiles_storage.url("dara.css").removeprefix("/static/")
    assert served != "dara.css"  # its name holds a digest
    assert (tmp_path / "static" / served).read_text() == "\n".join(parts)
    assert not (tmp_path / "static/css").exists()  # the parts are not served


def test_runserver_serves_the_same(rf, parts):
    response = serve(rf.get("/static/dara.css"), "dara.css", insecure=True)
    served = b"".join(response.streaming_content).decode()
    response.file_to_stream.close()  # closing the response itself would touch the connection to the database
    assert served == "\n".join(parts)
