"""A curator at the desk, as the tests drive one."""

from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.running_site import Site

# What a practised curator needs, by the keystroke-level model (Card, Moran and Newell 1980), in seconds: a key, pointing with a mouse, a
# thought before an act. The model is of acts; reading what is checked is counted beside it, at 238 words a minute (Brysbaert 2019).
KEY, POINT, THOUGHT, WORD = 0.28, 1.1, 1.35, 60 / 238


class Letter(NamedTuple):
    """The key of a document, as an upload and as the source that it becomes, and those of its drafts in the order of the text."""

    key: str
    drafts: list[str]


class Curator:
    """Somebody at the desk, the seconds that their acts take them, and those that they read for. What they have read they do not read again."""

    def __init__(self, page: Page, site: Site, letters: dict[str, Letter]) -> None:
        self.page, self.site, self.letters = page, site, letters
        self.seconds, self.reading, self.has_read = 0.0, 0.0, ""

    # --- where to go

    def go(self, path: str = "") -> Page:
        """Open a page of the admin: go("dara/draft/")."""
        self.page.goto(f"{self.site.admin}/admin/{path}")
        return self.page

    def open_draft(self, name: str, number: int = 0) -> Page:
        """Open the form of a draft of a letter."""
        return self.go(f"dara/draft/{self.letters[name].drafts[number]}/change/")

    def told(self, words: str) -> None:
        """Expect these words above the page."""
        expect(
            self.page.locator(".messagelist").or_(self.page.locator(".errornote, .errorlist.nonfield")).filter(has_text=words).first
        ).to_be_visible()

    # --- acts

    def press(self, keys: str) -> None:
        """Keys that lead to another page."""
        self.seconds += THOUGHT + KEY * len(keys.split("+"))
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)

    def click(self, button: str, role: str = "button") -> None:
        self.seconds += THOUGHT + POINT + KEY
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=button).first.click()

    def choose(self, label: str) -> None:
        """The first that there is to choose."""
        self.seconds += POINT + KEY * 4
        self.page.get_by_label(label, exact=True).select_option(index=1)

    def tick(self, label: str) -> None:
        self.seconds += POINT + KEY
        self.page.get_by_label(label, exact=True).check()

    def read(self, words: str) -> None:
        if words not in self.has_read:
            self.reading += len(words.split()) * WORD
            self.has_read += words

    def type(self, field: Locator, words: str) -> None:
        self.seconds += THOUGHT + POINT + KEY * (1 + len(words))
        field.click()
        self.page.keyboard.type(words)

    def choose_topic(self, name: str) -> None:
        """Look up a topic, and choose it with Enter; the focus stays there."""
        row = self.page.locator(".field-topic_list")
        self.type(row.locator(".select2-search__field"), name.split()[0])
        self.page.locator(".select2-results__option", has_text=name).wait_for()
        self.seconds += KEY
        self.page.keyboard.press("Enter")
        expect(row.locator(".select2-selection__choice")).to_contain_text(name)

    def upload(self, name: str, content: str) -> None:
        """Add one document, and go to its text and drafts."""
        self.go("dara/source/add/").locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/html", "buffer": content.encode()}
        )
        self.seconds += 4 * (THOUGHT + POINT + KEY)  # to the page, the browser's own window, the file in it, and back
        self.click("Bring in")
        self.click("Text and drafts", "link")

    # --- what is to be seen

    @property
    def kind(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text().removeprefix("Draft: ")


def sign_in(page: Page, name: str, password: str) -> None:
    """On the page that asks for it, with keys alone: the focus is on the name."""
    expect(page.get_by_label("Username:")).to_be_focused()  # the browser gives it the focus a moment after the page is there
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The archive")).to_be_visible()
