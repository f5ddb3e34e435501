"""A document → rows: its original and its text, beside its source. The database cuts the paragraphs and checks the checksum."""

from dara.ingest.documents import Document
from dara.ingest.text import Text
from dara.models import Original, Source, SourceText


def store_document(source: Source, document: Document, text: Text) -> None:
    """Store a new `source` (not saved yet) with its original and its canonical text.

    Raises django.db.IntegrityError when the key is taken, or the bytes are not those whose checksum the source declares."""
    source.collector_header = text.header
    source.extractor = text.extractor
    source.save(force_insert=True)
    Original.objects.create(source=source, content=document.content)
    SourceText.objects.create(
        source=source, extractor=text.extractor, made_with=text.made_with, remarks=list(text.remarks), body=text.body
    )
