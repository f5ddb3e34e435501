"""Keys: opaque names that are given once."""

import re
import secrets
import tomllib
from pathlib import Path

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0, 1, i, l and o: keys are read out on the phone
KINDS_WITH_KEYS = ("sources", "statements", "endorsements", "results", "facts", "withholdings")


def new_key() -> str:
    """Return a new key: 8 random letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def give_keys_in_file(path: Path) -> int:
    """Write a new key into each record of a TOML file that has none; return how many were given.

    Raises OSError, UnicodeDecodeError or tomllib.TOMLDecodeError for a file that cannot be read."""
    toml, given = give_keys(path.read_text(encoding="utf-8"))
    if given:
        path.write_text(toml, encoding="utf-8")
    return given


def give_keys(toml: str) -> tuple[str, int]:
    """Return the TOML with a `key` in each record that had none, and the number of new keys. Everything else is unchanged.

    Raises tomllib.TOMLDecodeError for a text that is not TOML."""
    tables = tomllib.loads(toml)
    nth = dict.fromkeys(KINDS_WITH_KEYS, 0)
    lines: list[str] = []
    given = 0
    for line in toml.splitlines(keepends=True):
        header = re.match(r"[ \t]*\[\[\s*(\w+)\s*\]\]", line)
        starts = header is not None and header[1] in KINDS_WITH_KEYS and _is_toml("".join(lines))
        lines.append(line)
        if header and starts:
            record = tables[header[1]][nth[header[1]]]
            nth[header[1]] += 1
            if "key" not in record:
                lines.append(f'key = "{new_key()}"\n')
                given += 1
    return "".join(lines), given


def _is_toml(text: str) -> bool:
    """Tell whether the text is complete TOML: a line inside a multi-line string only looks like a header."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
