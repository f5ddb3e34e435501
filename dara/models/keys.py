"""Keys: opaque names, given once."""

import re
import secrets
import tomllib

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0, 1, i, l, o: a key is read out on the phone
KEYED = ("sources", "statements", "endorsements", "results", "facts", "withholdings")


def new_key() -> str:
    """A new key: 8 letters and digits, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def give_keys(toml: str) -> tuple[str, int]:
    """The same TOML with a `key` in each record that has none, and how many were given. All else stays as it is, comments too.

    Raises tomllib.TOMLDecodeError for a text that is not TOML."""
    tables = tomllib.loads(toml)
    nth = dict.fromkeys(KEYED, 0)
    lines: list[str] = []
    given = 0
    for line in toml.splitlines(keepends=True):
        header = re.match(r"[ \t]*\[\[\s*(\w+)\s*\]\]", line)
        starts = header is not None and header[1] in KEYED and _is_toml("".join(lines))
        lines.append(line)
        if header and starts:
            record = tables[header[1]][nth[header[1]]]
            nth[header[1]] += 1
            if "key" not in record:
                lines.append(f'key = "{new_key()}"\n')
                given += 1
    return "".join(lines), given


def _is_toml(text: str) -> bool:
    """Whether the text is whole so far: what looks like a header inside of a text of several lines is none."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
