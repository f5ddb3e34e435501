"""What the archive holds, in the order in which evidence flows: sources, people, elections, records."""

from dara.models.elections import Candidacy, CandidacyFact, Election, ElectionResult, Race
from dara.models.history import EVENTS, TRACKED, Corrected, Correction, Event
from dara.models.imports import ImportedRecord
from dara.models.people import Candidate, Entity
from dara.models.records import (
    Endorsement,
    Statement,
    StatementAbout,
    StatementTopic,
    Tombstone,
    Topic,
    Utterance,
)
from dara.models.sources import Original, Paragraph, Passage, PublicParagraph, Source, SourceText

__all__ = [
    "EVENTS",
    "TRACKED",
    "Candidacy",
    "CandidacyFact",
    "Candidate",
    "Corrected",
    "Correction",
    "Election",
    "ElectionResult",
    "Endorsement",
    "Entity",
    "Event",
    "ImportedRecord",
    "Original",
    "Paragraph",
    "Passage",
    "PublicParagraph",
    "Race",
    "Source",
    "SourceText",
    "Statement",
    "StatementAbout",
    "StatementTopic",
    "Tombstone",
    "Topic",
    "Utterance",
]
