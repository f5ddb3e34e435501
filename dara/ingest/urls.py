"""Compare URLs: the site of a URL, and the URLs of the same page.

`courlan` is not used: it removes parameters such as `source` and `keyword`, which may say what a page is, and reorders the others."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKERS = (
    "utm_",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "ref_src",
)  # parameters that say where a visitor came from, not what the page is


def host(url: str) -> str:
    """The host of a URL without “www.”: “example.org”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def variants(url: str) -> list[str]:
    """The URLs that count as the same page, the given one first: with http or https, with or without “www.”, a final slash and trackers."""
    parts = urlsplit(url)
    name = host(url)
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = parts.path.rstrip("/")
    queries = dict.fromkeys((parts.query, _without_trackers(parts.query)))
    found = (
        urlunsplit((scheme, f"{www}{name}{port}", f"{path}{slash}", query, ""))
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
        for query in queries
    )
    return list(dict.fromkeys((url, *found)))


def _without_trackers(query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not name.startswith(_TRACKERS)]
    return urlencode(kept)
