"""Numbers of the whole archive, each counted again in the plainest way."""

import pytest
from django.db.models import Q

from dara.models import Candidate, Source, Statement
from dara.public.held import dated_numbers


@pytest.mark.parametrize("archive_of", ["seeds", "example_archive"])
def test_dated_statements_and_sources_of_each_candidate(archive_of, db, request):
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
        assert numbers.dated_statements[candidate.pk] == statements.exclude(said_on=None).count()
        assert numbers.sources[candidate.pk] == of_candidate.count()
        assert numbers.dated_sources[candidate.pk] == of_candidate.exclude(published_on=None).count()
