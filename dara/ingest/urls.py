"""Addresses of the web, compared: when two are of one page, and whose site they are of."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_OF_CAMPAIGNS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref_src")  # say where a visitor came from, not what the page is


def host(url: str) -> str:
    """The site of an address, without “www.”: “example.org”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def variants(url: str) -> list[str]:
    """The addresses that are taken for that of the same page: with http or https, with or without “www.” and a slash at the end."""
    parts = urlsplit(url)
    name = host(url)
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = parts.path.rstrip("/")
    queries = dict.fromkeys((parts.query, _without_campaigns(parts.query)))
    found = (
        urlunsplit((scheme, f"{www}{name}{port}", f"{path}{slash}", query, ""))
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
        for query in queries
    )
    return list(dict.fromkeys((url, *found)))


def _without_campaigns(query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not name.startswith(_OF_CAMPAIGNS)]
    return urlencode(kept)
