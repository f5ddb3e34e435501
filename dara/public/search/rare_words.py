"""Which words of a quotation tell most: whoever has most of its words has some of the rare ones.

Nearly every text has one of the common words of a quotation. A search for any of them would rank the whole archive, and take seconds."""

from django.db import connection

FEW_WORDS = 8  # a search of no more words is none for a quotation
MAX_RARE = 8  # words that are enough to find it by
MAX_ROWS = 500  # statements, and as many paragraphs, that have a rare word


def rare_words(words: list[str]) -> list[str]:
    """Return the rare ones of many words, the longest first; none where the words are few, or all are common. Asks the database at most once."""
    if len(words) <= FEW_WORDS:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.dara_rare_words(%s::text[], %s, %s)", [words, MAX_RARE, MAX_ROWS])
        return [word for (word,) in cursor.fetchall()]
