"""Keys: opaque names, given once."""

import re
import secrets
import tomllib

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0, 1, i, l, o: a key is read out on the phone
KEYED = ("sources", "statements", "endorsements", "results", "facts")


def new_key() -> str:
    """A new key: 8 letters and digits, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def give_keys(toml: str) -> tuple[str, int]:
    """The same TOML with a `key` in each record that has none, and how many were given. All else stays as it is, comments too.

    Raises tomllib.TOMLDecodeError for a text that is not TOML."""
    tables = tomllib.loads(toml)
    nth = dict.fromkeys(KEYED, 0)
    lines, given = [], 0
    for line in toml.splitlines(keepends=True):
        lines.append(line)
        header = re.match(r"\[\[\s*(\w+)\s*\]\]", line)
        if header and header[1] in KEYED:
            record = tables[header[1]][nth[header[1]]]
            nth[header[1]] += 1
            if "key" not in record:
                lines.append(f'key = "{new_key()}"\n')
                given += 1
    return "".join(lines), given
