"""Names of people."""

from nameparser import HumanName


def sort_name(name: str) -> str:
    """The name as it is sorted, the family name first: “Ana María de la Vega Jr.” gives “de la Vega, Ana María, Jr.”.

    A name without a family name, or with nothing else, stays as it is."""
    words = " ".join(name.split())
    parsed = HumanName(words)
    if not parsed.last:
        return name
    given = words.rpartition(parsed.last)[0].strip(" ,") or f"{parsed.title} {parsed.first} {parsed.middle}".strip()
    return ", ".join(filter(None, (parsed.last, given, parsed.suffix))) if given else name
