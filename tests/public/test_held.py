"""Numbers of the whole archive, each counted again in the plainest way."""

import pytest
from django.db.models import Q

from dara.models import CandidacyFact, Candidate, ElectionResult, Endorsement, Source, Statement
from dara.public.held import dated_numbers


@pytest.mark.parametrize("archive_of", ["seeds", "example_archive"])
def test_dated_rows_of_each_kind_and_candidate(archive_of, db, request):
    request.getfixturevalue(archive_of)
    numbers = dated_numbers()
    candidates = list(Candidate.objects.all())
    assert len(candidates) > 1
    for candidate in candidates:
        statements = Statement.objects.concerning(candidate)
        of_candidate = Source.objects.filter(
            Q(passages__statements__in=statements)
            | Q(passages__endorsements__candidate=candidate)
            | Q(passages__electionresults__candidate=candidate)
            | Q(passages__candidacyfacts__candidate=candidate)
        ).distinct()
        rows_by_kind = {
            "statements": (statements, "said_on"),
            "facts": (CandidacyFact.objects.filter(candidate=candidate), "occurred_on"),
            "stances": (Endorsement.objects.filter(candidate=candidate), "stated_on"),
            "counts": (ElectionResult.objects.filter(candidate=candidate), "as_of"),
            "sources": (of_candidate, "published_on"),
        }
        for kind, (rows, day) in rows_by_kind.items():
            assert numbers.total[kind, candidate.pk] == rows.count(), kind
            assert numbers.dated[kind, candidate.pk] == rows.exclude(**{day: None}).count(), kind
