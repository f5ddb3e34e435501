"""Headers of security on every answer of both sites: pages, errors, static files and downloads.

Django's own middleware gives the rest of them (`SecurityMiddleware`, `XFrameOptionsMiddleware`). The proxy gives the same with what it answers
itself (deploy/nginx/headers.conf)."""

from csp.constants import HEADER as POLICY
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Others show none of our answers in a page of theirs; scripts may still read those of the public site (OpenToScripts). Frames and share images
# say otherwise themselves.
RESOURCE_POLICY = "same-origin"
# What browsers offer and no page uses. What they do not know, they complain of: so only what is in each of them.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)


class SecurityHeaders(CSPMiddleware):
    """Adds Content-Security-Policy, Cross-Origin-Resource-Policy and Permissions-Policy, unless the view has given its own.

    django-csp writes a policy in the order of a set, another in each process; here it has one order, so that a page is the same whoever made it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        if POLICY in response:
            response[POLICY] = "; ".join(sorted(response[POLICY].split("; ")))
        response.headers.setdefault("Cross-Origin-Resource-Policy", RESOURCE_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
