"""Parameters that other sites and mail programs append to an address to follow its readers: utm_source, fbclid and the like.

A page that refuses or names unknown parameters does not mean these: whoever follows such a link did not write them. They are not read."""

from collections.abc import Iterable

PREFIXES = ("utm_", "mtm_", "pk_", "_ga", "_gl")
NAMES = frozenset(
    {
        *("fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "ttclid", "yclid", "li_fat_id", "igsh", "igshid"),
        *("mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "s_cid", "srsltid"),
    }
)


def without_tracking(names: Iterable[str]) -> list[str]:
    """Return the names of parameters that are not such, in their order."""
    return [name for name in names if name not in NAMES and not name.startswith(PREFIXES)]
