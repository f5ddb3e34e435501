"""Names of authors, as CSL has them (https://docs.citationstyles.org/en/stable/specification.html#names), and as others write them.

A name in parts has `family` and `given`, and where it has them a `non-dropping-particle` (“de la”) and a `suffix` (“Jr.”). Who is not known to be a
person, and who is inferred, has only a `literal`."""

from dara.models import Entity, Source
from dara.public.citation.words import bracketed
from dara.text.personal_names import Parts, authors_of, parts_of

Name = dict[str, str]


def of_entity(entity: Entity, inferred: bool) -> Name:
    """Return the name in parts if the sort name has all that the name is made of; as it is, in brackets, where it is inferred."""
    parts = parts_of(entity.sort_name) if entity.kind == Entity.Kind.PERSON and not inferred else None
    if parts and entity.name.replace(",", "") == _in_order(parts):
        return _in_parts(parts)
    return {"literal": bracketed(entity.name, inferred)}


def of_byline(source: Source) -> list[Name]:
    """Return the names of all authors that a source states."""
    if "author" in source.inferred:
        return [{"literal": bracketed(source.author, True)}]
    return [_in_parts(parts) if parts else {"literal": name} for name, parts in authors_of(source.author) if name]


def family_first(name: Name) -> str:
    """Return “de la Vega, Ana María, Jr.”, as RIS and reference lists have it."""
    return ", ".join(filter(None, (family_of(name), name["given"], name.get("suffix")))) if "family" in name else name["literal"]


def given_first(name: Name) -> str:
    """Return “Ana María de la Vega Jr.”"""
    return " ".join(filter(None, (name["given"], family_of(name), name.get("suffix")))) if "family" in name else name["literal"]


def family_of(name: Name) -> str:
    """Return the family name with its particle: “de la Vega”."""
    return f"{name.get('non-dropping-particle', '')} {name['family']}".strip()


def _in_parts(parts: Parts) -> Name:
    named = {"family": parts.family, "given": parts.given, "non-dropping-particle": parts.particle, "suffix": parts.suffix}
    return {part: value for part, value in named.items() if value}


def _in_order(parts: Parts) -> str:
    return " ".join(filter(None, (parts.given, parts.particle, parts.family, parts.suffix)))
