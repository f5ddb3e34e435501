"""The OpenAPI document, read by others: it is sound, and the API does as it says (schemathesis)."""

import time
from concurrent.futures import ThreadPoolExecutor

import hypothesis
import pytest
import schemathesis
from drf_spectacular.drainage import GENERATOR_STATS
from schemathesis.checks import positive_data_acceptance

from dara.models.record_format import KINDS
from dara.public.api import schema
from dara.public.api.schema import document
from dara.public.api.views import LISTS, RowsByKey

A_MODE = 8  # requests of each operation that keep to the document, and as many that do not


def test_it_is_sound(db, ask):
    from drf_spectacular.validation import validate_schema  # brings jsonschema, which takes seconds: for the processes that need it

    described = ask("/api/v1/schema/")
    validate_schema(described)  # by the OpenAPI Initiative's JSON schema of OpenAPI 3.0
    schemathesis.openapi.from_dict(described).validate()
    assert described["openapi"].startswith("3.0")
    assert "private: true" in described["info"]["description"]


def test_nothing_about_it_is_guessed(db):
    """drf-spectacular prints a warning where it has to."""
    schema._document.cache_clear()
    GENERATOR_STATS.reset()
    document()
    assert not GENERATOR_STATS


def test_every_list_and_each_thing_is_in_it(db):
    operations = document()["paths"]
    for name, view in LISTS.items():
        assert f"/api/v1/{name}/" in operations
        one = f"/api/v1/{name}/{{{view.lookup_field}}}/"
        assert (one in operations) == hasattr(view, "retrieve")
        assert not hasattr(view, "retrieve") or ("410" in operations[one]["get"]["responses"]) == issubclass(view, RowsByKey)


def test_what_is_private_is_no_list():
    assert not {kind.name for kind in KINDS.values() if kind.private} & LISTS.keys()


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.private], ids=lambda kind: kind.name)
def test_no_field_of_the_archive_is_missing(kind):
    """What record files say of a thing, the API says under the same names."""
    fields = set(LISTS[kind.name].serializer_class().fields)
    assert kind.names <= fields
    assert not kind.has_passage or {"passage", "source", "permalink"} <= fields


def test_translations_are_described(db):
    described = document()["components"]["schemas"]["Topic"]["properties"]["translations"]
    assert described["additionalProperties"]["additionalProperties"] == {"type": "string"}
    assert described["additionalProperties"]["properties"]["inferred"]["additionalProperties"] == {"type": "string"}


def test_the_api_does_as_it_says(archive, application, long):
    """Requests made up from the document. One check is left out: a slug that names nothing is well-formed, and refused."""
    with application() as app:
        for result in schemathesis.openapi.from_wsgi("/api/v1/schema/", app).get_all_operations():
            for mode in schemathesis.GenerationMode:
                _try(result.ok(), mode, A_MODE if long else A_MODE // 6)


def _try(operation, mode, number):
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(max_examples=number, suppress_health_check=list(hypothesis.HealthCheck))
    def answers(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    answers()


def test_everything_held_is_as_described(archive, application):
    """Each list, each thing in it at its own address, and a withdrawn one."""
    with application() as app:
        operations = {
            each.ok().path: each.ok() for each in schemathesis.openapi.from_wsgi("/api/v1/schema/", app).get_all_operations()
        }
        for name, view in LISTS.items():
            response = operations[f"/api/v1/{name}/"].Case(query={"page_size": 500}).call_and_validate()
            rows = response.json()["results"]
            assert rows or name == "utterances", name
            for row in rows if hasattr(view, "retrieve") else ():
                one = operations[f"/api/v1/{name}/{{{view.lookup_field}}}/"]
                alone = one.Case(path_parameters={view.lookup_field: row[view.lookup_field]}).call_and_validate()
                assert alone.json() == row
        withdrawn = operations["/api/v1/statements/{key}/"].Case(path_parameters={"key": archive.withdrawn.key})
        assert withdrawn.call_and_validate().status_code == 410


def test_two_first_requests_make_one_document(monkeypatch):
    """The library's generator works on the views' classes: two at a time, and one of them fails."""
    at_work, most = [], []

    class Slow:
        def __init__(self, urlconf):
            pass

        def get_schema(self, public):
            at_work.append(1)
            most.append(len(at_work))
            time.sleep(0.05)
            at_work.pop()
            return {"info": {}}

    monkeypatch.setattr(schema, "SchemaGenerator", Slow)
    schema._document.cache_clear()
    try:
        with ThreadPoolExecutor(4) as threads:
            made = [each.result() for each in [threads.submit(schema.document) for _ in range(4)]]
    finally:
        schema._document.cache_clear()
    assert most == [1]
    assert all(each is made[0] for each in made)
