"""Whether somebody said that: the quotations of a text, compared with what the public may read of the archive.

    for answer in check_text("“We will not stop,” Roe said.").answers:
        answer.words, answer.whose, answer.negation     # exact, the claimed speaker, none

    places        the paragraphs that may have the words, and the statements in them
    comparison    the words of a quotation beside those of a source
    speakers      whose words they are
    answers       the best of what was found for each quotation

Nothing is kept of what is asked. What is withheld is answered like what was never there: it is in no table that is read here."""

from dara.public.check.answers import MOST_BYTES, MOST_QUOTATIONS, Answer, Checked, Quotation, check_text, searched_quotation
from dara.public.check.comparison import Comparison, Negation, Words
from dara.public.check.speakers import Whose

__all__ = [
    "MOST_BYTES",
    "MOST_QUOTATIONS",
    "Answer",
    "Checked",
    "Comparison",
    "Negation",
    "Quotation",
    "Whose",
    "Words",
    "check_text",
    "searched_quotation",
]
