"""The Spanish catalogue holds every message of the code, translated and compiled."""

import subprocess
import sys

from dara.local import defaults

CHECK = [sys.executable, ".ci/messages", "--check"]


def test_every_message_is_translated_and_compiled():
    found = subprocess.run(CHECK, cwd=defaults.CHECKOUT, capture_output=True, text=True)
    assert (found.stdout, found.returncode) == ("", 0), found.stderr


def test_a_new_message_is_missed(tmp_path):
    """The check itself: a page with a message that the catalogue has not, and one that it has."""
    for name in (".ci/messages", "locale/es/LC_MESSAGES/django.po", "locale/es/LC_MESSAGES/django.mo"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((defaults.CHECKOUT / name).read_bytes())
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text('{% load i18n %}{% translate "Candidates" %} {% translate "Never said before" %}')
    found = subprocess.run(CHECK, cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 1
    assert "not in step with the code" in found.stdout
    assert "not translated: 'Never said before'" in found.stdout
    assert "Candidates" not in found.stdout
