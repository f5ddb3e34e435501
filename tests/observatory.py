"""What MDN's HTTP Observatory would say of an answer."""

import re
from collections.abc import Mapping

SIX_MONTHS = 15_552_000  # seconds
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ENOUGH = 130


def score(headers: Mapping[str, str]) -> int:
    """The points of an answer over https by the scoring of @mdn/mdn-http-observatory 1.4 (src/grader/charts.js), as far as headers decide it.

    Not here: what costs points and depends on more than headers (scripts from elsewhere, no way from http to https), and the points for cookies."""
    policy = dict(each.partition(" ")[::2] for each in (headers.get("Content-Security-Policy") or "").split("; "))
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security") or "")
    points = 100
    points += 10 if policy.get("default-src") == "'none'" and policy.get("form-action") in ("'self'", "'none'") else -25
    points -= 20 if re.search(r"unsafe|https?:|data:|\*", str(policy)) else 0
    points += 5 if policy.get("frame-ancestors") == "'none'" else -20
    points += 5 if headers.get("Referrer-Policy") in PRIVATE else 0
    points += 10 if headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0
    points -= 0 if headers.get("X-Content-Type-Options") == "nosniff" else 5
    points -= 0 if age and int(age[1]) >= SIX_MONTHS else 20
    return points
