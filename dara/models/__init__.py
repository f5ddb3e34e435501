"""The tables of the archive. `sources` and `records` are the evidence chain; `entities` and `elections` are what records speak of."""

from dara.models.concerned import Concerned
from dara.models.drafts import Draft
from dara.models.elections import Candidacy, CandidacyFact, Election, ElectionResult, Race
from dara.models.entities import Candidate, Entity
from dara.models.history import EVENTS, TRACKED, Corrected, Correction, Event
from dara.models.imports import BaseChange, ImportConflict, ImportedRecord
from dara.models.records import (
    Endorsement,
    Statement,
    StatementAbout,
    StatementTopic,
    Topic,
    Utterance,
)
from dara.models.redirects import Redirect
from dara.models.revision import PublicChange, Revision
from dara.models.seal import SealHead, SealLeaf
from dara.models.sources import Original, Paragraph, Passage, PublicParagraph, Source, SourceText
from dara.models.synonyms import SynonymGroup
from dara.models.tombstones import Tombstone
from dara.models.uploads import DraftingRun, PendingDocument, PendingParagraph, PendingUpload
from dara.models.withholding import Reply, Withholding

__all__ = [
    "EVENTS",
    "TRACKED",
    "BaseChange",
    "Candidacy",
    "CandidacyFact",
    "Candidate",
    "Concerned",
    "Corrected",
    "Correction",
    "Draft",
    "DraftingRun",
    "Election",
    "ElectionResult",
    "Endorsement",
    "Entity",
    "Event",
    "ImportConflict",
    "ImportedRecord",
    "Original",
    "Paragraph",
    "Passage",
    "PendingDocument",
    "PendingParagraph",
    "PendingUpload",
    "PublicChange",
    "PublicParagraph",
    "Race",
    "Redirect",
    "Reply",
    "Revision",
    "SealHead",
    "SealLeaf",
    "Source",
    "SourceText",
    "Statement",
    "StatementAbout",
    "StatementTopic",
    "SynonymGroup",
    "Tombstone",
    "Topic",
    "Utterance",
    "Withholding",
]
