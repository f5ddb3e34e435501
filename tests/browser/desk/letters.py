"""Documents that the desk's tests bring in: a letter each, so that no test stands in another one's way."""

LETTER = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The doors 🚪🚪 of the courthouse were closed again on Monday, and nobody who stood in line was told when they would be opened.</p>
<p>“Open them on Mondays, as you have promised us for years,” wrote {writer} of the Dock Street tenants in a letter to the county.</p>
{more}<p>The county answered that it would look into the matter, and that the hours of the courthouse were posted at its entrance.</p>
</article></body></html>"""

ANOTHER = "<p>“We read every letter that reaches us here,” said {} of the county.</p>\n"
ENDORSED = "The Calder Tenants Guild endorsed Yolanda Prentiss for district attorney on Monday."
SELECTED = (
    "The Juniper Renters Guild endorsed Yolanda Prentiss for district attorney on Monday."  # by nobody whom another test publishes
)


def letter(title: str, writer: str = "Amparo Quijote", more: str = "") -> str:
    return LETTER.format(title=title, writer=writer, more=more)


# By the words that their titles begin with. Who publishes a draft makes its speaker: each has speakers of its own.
LETTERS = {
    "Keys": letter("Keys alone 🚪", "Renata Oyelaran"),
    "Words": letter("Words selected by hand 🚪", more=f"<p>{SELECTED}</p>\n"),
    "Typed": letter("Typed with care", "Casimir Dunlavy"),
    "Twice": letter("Twice pressed", "Ottoline Brandt", ANOTHER.format("Bertrand Ito") + ANOTHER.format("Wanda Achterberg")),
    "Missing": letter("Missing yet", "Imre Castellane", f"<p>{ENDORSED}</p>\n"),
    "Counted": letter(
        "Counted for the first time",
        more="<p>Odile Marchetti led with 61% of the vote in precinct 12, the clerk said.</p>\n"
        "<p>Odile Marchetti led with 55% of the vote, the clerk said at night.</p>\n",
    ),
    "Many": letter("Many at once", more="".join(ANOTHER.format(f"{name} Halloran") for name in ("Ada", "Berta", "Cleo"))),
    "Wrong": letter("Wrong at first", "Delphine Okonkwo"),
    "Report": letter("Report of an upload"),
    "Removed": letter("Removed again"),
    "Both": letter("Both at once", "Piet Vandermolen"),
    "Decided": letter("Decided by another", "Solveig Aarnes"),
    "Merged": letter("Merged into one", "Ulla Brandvold", ANOTHER.format("Ulla Brandvold-Osei")),
    "Known": letter("Known after the merger", "Ulla Brandvold"),
    "Withheld": letter("Withheld and lifted", "Njoki Farquhar", ANOTHER.format("Tobias Lindgren")),
    "Second": letter("Second person asked for", "Marguerite Ossewa", ANOTHER.format("Hollis Drabek")),
}
