"""Whether what the archive writes for the public repeats words that it withholds from it."""

import re
from collections.abc import Iterable, Iterator

from django.db.models import F
from django.db.models.functions import Coalesce, Substr

from dara.models import Entity, PublicParagraph, Source, SourceText, Withholding

RUN = 5  # words in a row that are no coincidence
SHORTEST_ELSEWHERE = 3  # words; fewer of another source's are read elsewhere, too
WORD = re.compile(r"\w+")


def repeated(texts: Iterable[str], source: str | None, about: Withholding | None = None) -> str | None:
    """Return withheld words that one of the texts repeats; None if none does.

    Repeated are RUN words in a row, or all of them where fewer are withheld; and of the source itself, whose key is `source`, a name or number that
    cannot be read of it anywhere else. `about`: words that are to be withheld, not saved yet."""
    notes = [note for note in texts if note]
    if not notes:
        return None
    for of_source, words in _withheld(about):
        for note in notes:
            if found := _run(note, words, is_own=of_source == source):
                return found
            if of_source == source and (found := _name(note, words, of_source, about)):
                return found
    return None


def _withheld(about: Withholding | None) -> Iterator[tuple[str, str]]:
    """Yield the withheld words with the keys of their sources."""
    words = Substr("source__text__body", Coalesce(F("start"), 0) + 1, F("end") - F("start"))
    spans = Withholding.objects.filter(start__isnull=False).annotate(words=words)
    yield from spans.values_list("source", "words")
    yield from Withholding.objects.filter(start__isnull=True).values_list("source", "source__text__body")
    if about:
        body = SourceText.objects.filter(source=about.source_id).values_list("body", flat=True).first() or ""
        yield about.source_id, body[about.start : about.end]


def _run(note: str, words: str, *, is_own: bool) -> str | None:
    written, withheld = (WORD.findall(each.casefold()) for each in (note, words))
    length = min(RUN, len(withheld))
    if not length or (not is_own and length < SHORTEST_ELSEWHERE):
        return None
    text = f" {' '.join(withheld)} "
    runs = (" ".join(written[start : start + length]) for start in range(len(written) - length + 1))
    return next((run for run in runs if f" {run} " in text), None)


def _name(note: str, words: str, source: str, about: Withholding | None) -> str | None:
    """Return a name or number of the withheld words in the note that nothing that the public reads has."""
    names = {each for each in WORD.findall(words) if each[0].isupper() or each[0].isdigit()} & set(WORD.findall(note))
    if not names:
        return None
    names -= set(WORD.findall(Source.objects.filter(pk=source).values_list("title", flat=True).first() or ""))
    readable = PublicParagraph.objects.filter(source=source).order_by("number").values_list("body", flat=True)
    if about is None:
        names -= {each for body in readable for each in WORD.findall(body)}
    return next((each for each in sorted(names) if not _is_a_name_held(each)), None)


def _is_a_name_held(word: str) -> bool:
    held = Entity.objects.filter(private=False, name__contains=word).values_list("name", flat=True)
    return any(word in WORD.findall(name) for name in held)
