"""What the admin site refuses before a page sees it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse

CANNOT_READ = "The database cannot read a value in this address. Correct or remove what stands behind the question mark."
CANNOT_STORE = "A value that was sent is none that the database can store. Nothing of it was saved. Go back, where what you typed still stands, and correct it."


class RefuseUnreadable:
    """Answers 400 to what no page of the admin can read: NUL in an address, and values that PostgreSQL does not take.

    The admin's lists take any lookup of a field from the address: `?key__regex=\\` is no regular expression, as only the database finds. What is
    kept of a form as it was sent, valid or not, may hold what no browser lets anybody type."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any("\0" in name + value for name, values in request.GET.lists() for value in values):
            raise BadRequest("The address has a character that no page can read (U+0000). Remove it.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, DataError):
            raise BadRequest(CANNOT_READ if request.method == "GET" else CANNOT_STORE) from exception
