"""Who is at work: what the events of a request, or of a command, are told of it."""

from typing import Any

from pghistory.middleware import HistoryMiddleware


class Curator(HistoryMiddleware):
    """On the curators' site: the user, by number and by name (a number says nothing in a restored archive), and the address."""

    def get_context(self, request) -> dict[str, Any]:
        return super().get_context(request) | {"curator": request.user.get_username()}
