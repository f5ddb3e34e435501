"""The baseline that drafting must beat: quotations of four words or more, with the capitalized name next to “said”."""

import re

NAME = r"(?:[A-ZÀ-Þ][\w’'-]+ ?){1,4}"
QUOTE = re.compile(r"“[^”]*”|\"[^\"]*\"")
SAID = re.compile(rf"\s*(?:(?:said|says) (?P<after>{NAME})|(?P<before>{NAME})(?:said|says))")


def draft(text: str) -> list[dict]:
    found = []
    for quote in QUOTE.finditer(text):
        if len(quote[0].split()) >= 4:
            said = SAID.match(text, quote.end())
            speaker = {"name": (said["after"] or said["before"]).strip()} if said else None
            passage = {"exact": quote[0], "start": quote.start(), "end": quote.end()}
            found.append({"kind": "quote", "passage": passage, "pieces": [quote[0][1:-1]], "speaker": speaker})
    return found
