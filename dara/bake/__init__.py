"""The public site as static files (`manage.py bake OUT`): relative links, compressed copies, a search that runs in the browser.

    baking      the whole of it: visit the pages, index the words, check, put the folder in its place
    visiting    which pages are rendered: those that may have changed, and what they link to that is new
    site        the public site, asked in this process with the public role, all pages of one moment
    addresses   from an address to the name of its file
    links       links of a page made relative
    rendering   one address: its files, what it links to, what it read
    parts       the parts of an export, of which only those are made again that have changed
    folder      files, their compressed copies and checksums; the new folder in the place of the former one
    workers     several processes that render
    ledger      what a bake remembers for the next: pages, their links, the queries they made, the rows of the database
    reads       what a page read, and which of it has changed since
    release     what pages depend on besides the database
    search      the index of words (Pagefind)

A page that is baked has `request.baked`; templates leave out what needs a server, and say so."""

Files = dict[str, str]  # SHA-256 in hexadecimal, by path


class BakeError(Exception):
    """The site cannot be baked. The message says why."""
