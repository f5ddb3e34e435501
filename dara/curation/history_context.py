"""Who is acting: the context that the history keeps with each change."""

from typing import Any

from pghistory.middleware import HistoryMiddleware


class CuratorMiddleware(HistoryMiddleware):
    """Adds the user and the address of each request on the admin site to the context of the changes that it makes.

    The user is named as well as numbered, because the number means nothing in a restored archive."""

    def get_context(self, request) -> dict[str, Any]:
        return super().get_context(request) | {"curator": request.user.get_username()}
