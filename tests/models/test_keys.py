"""Keys are given once, and nothing else in the file changes."""

import re
import tomllib

import pytest
from django.core.management import CommandError, call_command

from dara.models.keys import give_keys, new_key

TOML = """# A comment: “kept”
[[sources]]
title = "A"

[[statements]]  # another
passage = "one"

[[statements]]
key = "abcd2345"
passage = '''
two'''

[[groups]]
slug = "g"
"""


def test_each_record_without_a_key_gets_one_and_the_rest_stays():
    toml, given = give_keys(TOML)
    assert given == 2
    tables = tomllib.loads(toml)
    assert re.fullmatch("[0-9a-z]{8}", tables["sources"][0]["key"])
    assert tables["statements"][0]["key"] != "abcd2345" == tables["statements"][1]["key"]
    assert "key" not in tables["groups"][0]
    assert re.sub(r'key = "(?!abcd2345).*\n', "", toml) == TOML
    assert give_keys(toml) == (toml, 0)


def test_headers_in_a_text_and_indented_ones_are_told_apart():
    toml = '[[statements]]\nnote = """\n[[statements]]\n"""\n\n  [[statements]]\n  note = "b"\n'
    given_toml, given = give_keys(toml)
    tables = tomllib.loads(given_toml)["statements"]
    assert given == 2
    assert [table["note"] for table in tables] == ["[[statements]]\n", "b"]
    assert len({table["key"] for table in tables}) == 2


def test_keys_are_opaque_and_different():
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(re.fullmatch("[2-9a-hjkmnp-z]{8}", key) for key in keys)


def test_the_command_writes_the_file(tmp_path, capsys):
    path = tmp_path / "a.toml"
    path.write_text(TOML)
    call_command("give_keys", path)
    assert capsys.readouterr().out == f"{path}: 2 keys given\n"
    assert len(tomllib.loads(path.read_text())["sources"][0]["key"]) == 8


def test_a_file_that_is_not_toml_is_named_and_left_alone(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("[[sources]\n")
    with pytest.raises(CommandError, match=r"a\.toml: "):
        call_command("give_keys", path)
    assert path.read_text() == "[[sources]\n"
