"""Whatever the archive holds, by whatever door it came, its backup brings back."""

import pytest
from django.db import connection

from dara.archive.exporting import export_package
from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.ingest.metadata_parsing import parse_url
from dara.models import Source
from dara.models.fields import validate_address
from tests.archive.round_trip import empty_the_archive, same

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = [
    "http://localserver/page",
    "https://exa_mple.org/x",
    "http://user:secret@example.org:8080/a?b=c#d",
    "http://[::1]/x",
    "http://[broken",
    "https://пример.испытание/ж",
    "http://example.org/\x01\x7f",
    "https://-/",
]
# What the database takes from plain SQL.
ODD = {
    "a topic without a name": "UPDATE dara_topic SET name = ''",
    "an entity without a name": "UPDATE dara_entity SET name = '' WHERE slug = 'ann-smith'",
    "a group without a name": "UPDATE dara_entity SET name = '' WHERE slug = 'everybody'",
    "a source without a title": "UPDATE dara_source SET title = ''",
    "a name of white space": "UPDATE dara_topic SET name = U&'\\2028\\0085 '",
    "control characters": "UPDATE dara_source SET title = U&'a\\0001\\001B[2J\\007F\\FEFF\\202Eb', note = E'a\\r\\nb\\rc'",
    "an inference of no field": """UPDATE dara_source SET inferred = '{"nonsense": "so"}'""",
    "a translation of nothing": """UPDATE dara_statement SET translations = '{"es": {"note": "Nada."}, "fr": {"x": "y"}}'""",
    "a language without translations": """UPDATE dara_statement SET translations = '{"es": {}}'""",
    "an early year": "UPDATE dara_source SET published_on = '0001-01-01'",
    "a late year": "UPDATE dara_source SET published_on = '9999-12-31'",
    "slugs of hyphens": "UPDATE dara_topic SET slug = '-_-'",
    "a quote with its marks": "UPDATE dara_statement SET pieces = ARRAY['“we can do better”'] WHERE key = 'stm44444'",
}
# In the short form, those that do not write over each other are in one archive.
SECOND = ["a name of white space", "control characters", "a language without translations", "a late year"]
TOGETHER = [[name for name in ODD if name not in SECOND], SECOND]


def comes_back(tmp_path) -> None:
    found = list(failures())  # verify_archive may know better; what it names comes back, too
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    assert list(failures()) == found
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")


def test_addresses_come_back(package, tmp_path):
    for number, _ in enumerate(ADDRESSES[1:]):
        name = f"documents/{number}.txt"
        package.documents[name] = f"Text {number}.".encode()
        package.records["sources"].append({"key": f"src{number:05}", "document": name, "sha256": "", "kind": "other", "title": "A"})
    import_package(package.write())
    for source, address in zip(Source.objects.order_by("key"), ADDRESSES, strict=True):
        Source.objects.filter(pk=source.pk).update(url=address)
    comes_back(tmp_path)


@pytest.mark.parametrize("address", ADDRESSES)
def test_forms_take_the_addresses_that_the_database_takes(address):
    validate_address(address)
    field = Source._meta.get_field("url").formfield(assume_scheme="https")
    assert field.clean(address) == address


@pytest.mark.parametrize("address", ["http://localserver/page", "https://exa_mple.org/x"])
def test_intake_takes_them_too(address):
    assert parse_url(address) == address


def test_a_package_written_by_hand_has_them_too(package):
    package["src22222"]["url"] = "http://localserver/page"
    import_package(package.write())
    assert Source.objects.get().url == "http://localserver/page"


@pytest.mark.parametrize("address", ["ftp://example.org/x", "javascript:alert(1)", "http://a b", "http://", "http://a\n"])
def test_what_is_no_address_is_refused_by_a_package(package, address):
    package["src22222"]["url"] = address
    with pytest.raises(ImportRefused, match="1 problem"):
        import_package(package.write())


@pytest.mark.parametrize(
    "names",
    [*TOGETHER, *(pytest.param([name], marks=pytest.mark.long_form) for name in ODD)],
    ids=lambda names: names[0] if len(names) == 1 else f"{names[0]} and others",
)
def test_what_sql_has_put_there_comes_back(package, tmp_path, names):
    import_package(package.write())
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(ODD[name])
    comes_back(tmp_path)


def test_people_who_write_files_are_still_told(package):
    package["src22222"]["inferred"] = {"nonsense": "so"}
    with pytest.raises(ImportRefused) as refused:
        import_package(package.write())
    assert "“inferred” names “nonsense”" in str(refused.value.problems[0])
