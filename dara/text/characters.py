"""Characters that a format cannot contain."""

import re

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


def in_xml(text: str) -> str:
    """Return text with U+FFFD for each character that XML cannot contain. A source's words may have some, for example a form feed."""
    return NOT_XML.sub("\ufffd", text)
