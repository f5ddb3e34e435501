"""A folder of documents → sources, and drafts of records about them for the curators."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dara.curation.draft_queue import enqueue_drafts_of_new_source
from dara.curation.uploads import publish
from dara.ingest import folder as files
from dara.ingest.documents import DocumentError
from dara.ingest.sandbox.process import Sandbox
from dara.ingest.store import IngestedDocument, Outcome, ingest_file


@dataclass(frozen=True)
class NewDrafts:
    """The number of drafts that were put into the queue of the source that was created last."""

    number: int


def import_folder(folder: Path) -> Iterator[IngestedDocument | NewDrafts]:
    """Import the documents in a folder, each in a transaction of its own; yield what became of each as soon as it is known."""
    with Sandbox() as sandbox:
        for arrival in _arrivals(folder, sandbox):
            yield arrival
            if arrival.source and arrival.outcome is Outcome.CREATED and (number := enqueue_drafts_of_new_source(arrival.source)):
                yield NewDrafts(number)


def _arrivals(folder: Path, sandbox: Sandbox) -> Iterator[IngestedDocument]:
    for entry in files.items(folder):
        try:
            content = files.read(entry)
        except DocumentError as error:
            yield IngestedDocument(entry.name, Outcome.REFUSED, why=str(error))
        else:
            yield from map(_published, ingest_file(entry.name, content, sandbox))


def _published(arrival: IngestedDocument) -> IngestedDocument:
    """The same where an upload waited that is this document: it is published, and a source now."""
    if arrival.upload is None:
        return arrival
    source = publish(arrival.upload)
    return IngestedDocument(arrival.name, Outcome.CREATED, source, remarks=("", "It was uploaded at the desk, and waited there."))
