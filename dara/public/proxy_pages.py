"""The proxy's own pages, for what it refuses itself and while a site does not answer: files, in both languages, with the site's stylesheet.

deploy/nginx/pages.conf says which page is for which error."""

from pathlib import Path
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dara.public import stylesheet

ADDRESS = "/-/pages/"  # of the folder


class Page(NamedTuple):
    title: str | Promise
    text: str | Promise


PAGES = {
    400: Page(_("What was asked for cannot be read"), _("Please go back, or type the address again.")),
    404: Page(_("There is no such page"), _("The address may have been mistyped.")),
    413: Page(_("That is too large"), _("What was sent is larger than what is taken here. Please send less, or several parts.")),
    414: Page(_("This address is too long"), _("Please shorten what follows “?” in it.")),
    429: Page(
        _("Very much was asked for at once"),
        _(
            "More pages than can be made were asked for from the network that you read from, perhaps by somebody else. Please try again in a few seconds. "
            "Pages that many people read are always given."
        ),
    ),
    502: Page(
        _("The archive cannot be read just now"),
        _("Its server is not answering. Nothing is lost, and every address stays as it is. Please try again in a minute."),
    ),
}


def write(folder: Path) -> None:
    """Write the pages and their stylesheet into the folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for status, page in PAGES.items():
        html = render_to_string("errors/proxy.html", {"page": page, "stylesheet": f"{ADDRESS}{stylesheet.NAME}"})
        (folder / f"{status}.html").write_text(html, encoding="utf-8")
    (folder / stylesheet.NAME).write_text(stylesheet.joined(), encoding="utf-8")
