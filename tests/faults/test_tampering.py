"""A superuser tampers with rows, history, rules and rights, and bytes change on the disk: verify_archive names each, whatever it was, and ends
in no traceback; then the archive is repaired from the last bag by the steps of docs/operations.md."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dara.archive.proving import differences
from dara.local import defaults, postgres

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(1800)]
COPY = "tampered"
PAGE = 8192

# What a curator has done since the seeds were imported, for the history to have something to rewrite.
CURATED = """
SELECT set_config('pghistory.context_metadata', '{"username": "ann"}', false);
UPDATE dara_statement SET summary = 'By hand.' WHERE key = 'y7axeaat';
INSERT INTO dara_topic (slug, name, position, description, translations) VALUES ('new', 'New', 99, '', '{}');
DELETE FROM dara_topic WHERE slug = 'new';
"""

# SQL by a superuser whose session is past all triggers, and a part of the sentence that names it. Those of one batch are done to one copy: none of
# them brings another's sentence about, or keeps it back. In the whole form each is done alone.
Batches = list[dict]
IN_THE_HISTORY: Batches = [
    {
        """UPDATE dara_statementevent SET pgh_context = '{"username": "bob"}' WHERE pgh_context ->> 'username' = 'ann'""": "of y7axeaat is not what was sealed as leaf",
        "UPDATE dara_sourceevent SET pgh_created_at = pgh_created_at - interval '1 year'": "The source event",
        "DELETE FROM dara_topicevent WHERE slug = 'new'": "is gone from the history; it is sealed as leaf",
        """INSERT INTO dara_topicevent SELECT (jsonb_populate_record(e, '{"pgh_id": -1}')).* FROM dara_topicevent AS e LIMIT 1""": "came into the history by hand",
    },
    {
        "UPDATE dara_statementevent SET pgh_role = 'mallory' WHERE pgh_obj_id = 'y7axeaat'": "of y7axeaat is not what was sealed as leaf",
        "UPDATE dara_sealhead SET root = sha256('forged')": "one of the leaves from 0 on is not what it was then",
    },
    {
        "UPDATE dara_statementevent SET summary = 'Never said.' WHERE pgh_label = 'insert' AND pgh_obj_id = 'y7axeaat'": "of y7axeaat is not what was sealed as leaf",
    },
    {
        "DELETE FROM dara_topicevent WHERE slug = 'new'; DELETE FROM dara_sealleaf WHERE event NOT IN (SELECT pgh_id FROM dara_topicevent) AND name = 'topic'": "UTC over 446 events is broken|The head that was kept is of",
    },
    {
        "UPDATE dara_statementevent SET pgh_role = 'mallory'; DELETE FROM dara_sealleaf; DELETE FROM dara_sealhead": "The head that was kept is of",
    },
]
IN_RIGHTS: Batches = [
    {
        "GRANT SELECT ON dara_original TO dara_public": "The public role dara_public has the privilege SELECT on dara_original.",
        "GRANT SELECT (body) ON dara_sourcetext TO PUBLIC": "The public role dara_public has the privilege SELECT on dara_sourcetext.",
        "GRANT CREATE ON SCHEMA public TO dara_public": "The public role dara_public can create tables",
        "GRANT pg_write_all_data TO dara_public": "The public role dara_public can act as another role",
        "CREATE ROLE mallory LOGIN; GRANT INSERT ON dara_statement TO mallory": "The role mallory has the privilege INSERT on dara_statement",
        "CREATE ROLE mordred LOGIN; ALTER TABLE dara_importconflict OWNER TO mordred": "dara_importconflict belongs to the role mordred",
    }
]
AFTERWARDS = ("REVOKE pg_write_all_data FROM dara_public", "DROP ROLE IF EXISTS mallory", "DROP ROLE IF EXISTS mordred")
IN_RULES: Batches = [
    {
        "ALTER TABLE dara_passage DISABLE TRIGGER USER": "The trigger dara_passage_is_in_the_text on dara_passage is not as",
        """DO $$ BEGIN EXECUTE format('CREATE OR REPLACE VIEW dara_corrected AS SELECT * FROM (%s) AS v WHERE v.record <> %L',
        rtrim(pg_get_viewdef('dara_corrected'), ';'), 'y7axeaat'); END $$""": "The view dara_corrected is not as",
        "CREATE OR REPLACE FUNCTION dara_masked(body text, starts integer[], ends integer[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1'": "The function dara_masked(body text, starts integer[], ends integer[]) is not as",
        "ALTER TABLE dara_electionresult DROP CONSTRAINT electionresult_percent_0_to_100; ALTER TABLE dara_electionresult ADD CONSTRAINT electionresult_percent_0_to_100 CHECK (percent > -1)": "The constraint electionresult_percent_0_to_100 on dara_electionresult is not as",
        "ALTER TABLE dara_statement ALTER COLUMN search DROP EXPRESSION": "The column search of dara_statement is not generated any more.",
        "ALTER TABLE dara_topic ENABLE ROW LEVEL SECURITY": "The row security of dara_topic is in the database",
        "CREATE TABLE hidden () INHERITS (dara_endorsement)": "The table hidden inherits from dara_endorsement",
    }
]
IN_ROWS: Batches = [
    {
        "UPDATE dara_original SET content = content || ' '": "the original's bytes do not have the checksum",
        "UPDATE dara_statement SET found_by = 'nobody' WHERE key = 'y7axeaat'": "Statement y7axeaat: search finds it by other names or words than it has.",
        "UPDATE dara_importedrecord SET digest = sha256('forged') WHERE key = 'y7axeaat'": "The bases of imported statements are not those that imports left",
        "UPDATE dara_electionresult SET votes = 35": "the number of votes 35 is not in its passage",
    },
    {
        "UPDATE dara_sourcetext SET body = replace(body, 'never lost', 'always lost')": "the text is not what “text v1” makes of the original",
    },
    {
        "UPDATE dara_publicparagraph SET body = replace(body, 'never', 'NEVER')": "as the public reads it is not its text",
    },
]


def of_table(table: str) -> str:
    return f"SELECT pg_relation_filepath('{table}')"


def of_toast(table: str) -> str:
    return f"SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE oid = '{table}'::regclass"


def overwritten(path: Path) -> None:
    """Noise over the end of the first page, where its first rows are."""
    with path.open("r+b") as file:
        file.seek(PAGE - 400)
        file.write(bytes(range(200)))


def headless(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 24)


def scribbled(path: Path) -> None:
    """Noise over what its rows say, and maybe over where one begins."""
    with path.open("r+b") as file:
        file.seek(PAGE // 2)
        file.write(bytes(range(250)) * 4)


def reworded(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"bail", b"bale"))


def emptied(path: Path) -> None:
    """Zeros, which PostgreSQL takes for a page that has not been used yet."""
    with path.open("r+b") as file:
        file.write(bytes(PAGE))


def cut(path: Path) -> None:
    os.truncate(path, 0)


ON_DISK: Batches = [
    {
        (of_table("dara_original"), overwritten): "The table dara_original cannot be read",
        (of_table("dara_statementevent"), cut): "is gone from the history; it is sealed as leaf",
    },
    {
        (of_toast("dara_sourcetext"), overwritten): "What the sources hold|Source ",
    },
    {
        (of_table("dara_paragraph"), emptied): "is not its text at|its paragraphs end at",
    },
]
WITHOUT_CHECKSUMS: Batches = [
    {
        (of_table("dara_original"), headless): "The table dara_original cannot be read",
        (of_table("dara_statement"), reworded): "is not in its passage",
    },
    {
        (of_toast("dara_sourcetext"), scribbled): "Source ",
    },
]


class Archive:
    """The drill's archive, and what is done to copies of it."""

    def __init__(self, folder: Path, cluster: postgres.Cluster):
        self.folder, self.cluster = folder, cluster
        self.superuser = psycopg.connect(cluster.url(role=postgres.SUPERUSER, database="postgres"), autocommit=True)

    def run(self, command: str, *arguments: str | Path, database: str = "dara") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "DARA_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.cluster.url(database=database),
            "DARA_SITE": "admin",
        }
        line = [sys.executable, "manage.py", command, *map(str, arguments)]
        return subprocess.run(line, cwd=defaults.CHECKOUT, env=environment, check=False, capture_output=True, text=True)

    def copy(self) -> psycopg.Connection:
        """A connection to a new copy of the archive, of a superuser past all triggers. None of its pages is in memory yet."""
        self.superuser.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
        self.superuser.execute(f"CREATE DATABASE {COPY} OWNER dara TEMPLATE dara STRATEGY FILE_COPY")
        url = self.cluster.url(role=postgres.SUPERUSER, database=COPY)
        tampering = psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica")
        for right in ("TEMPORARY", "CREATE"):
            tampering.execute(f"REVOKE {right} ON DATABASE {COPY} FROM PUBLIC")
        return tampering

    def said(self, head: Path) -> str:
        done = self.run("verify_archive", "--head", head, database=COPY)
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr if done.returncode == 1 else f"nothing, but {done.stdout}"


@contextlib.contextmanager
def opened(folder: Path, cluster: postgres.Cluster) -> Iterator[Archive]:
    archive = Archive(folder, cluster)
    with contextlib.closing(archive.superuser):
        yield archive


def tamper(archive: Archive, tamperings: dict) -> None:
    """Do them to a new copy."""
    files = []
    with archive.copy() as superuser:
        for tampering in tamperings:
            if isinstance(tampering, str):
                superuser.execute(tampering)
            else:
                where, damage = tampering
                files.append((superuser.execute(where).fetchone()[0], damage))
        superuser.execute("CHECKPOINT")
    for path, damage in files:
        damage(archive.cluster.data / path)


def not_named(archive: Archive, batches: Batches, head: Path) -> Iterator[object]:
    """Do each batch to a copy; yield the tamperings that are not named."""
    for tamperings in batches:
        tamper(archive, tamperings)
        said = archive.said(head)
        for tampering, sentence in tamperings.items():
            if not any(part in said for part in sentence.split("|")):
                print(f"not named: {tampering}: {said}")
                yield tampering
        archive.superuser.execute(f"DROP DATABASE {COPY} WITH (FORCE)")
        for undo in AFTERWARDS:
            archive.superuser.execute(undo)


@pytest.fixture
def bag(folder, tmp_path_factory) -> Path:
    """The last backup of an archive in which a curator has worked, kept elsewhere."""
    kept = tmp_path_factory.mktemp("elsewhere") / "bag"
    with postgres.running(folder) as cluster, opened(folder, cluster) as archive:
        with psycopg.connect(cluster.url()) as curator:
            curator.execute(CURATED)
        assert archive.run("export_archive", kept).returncode == 0
        assert archive.run("verify_archive", "--head", kept / "data" / "head.txt").returncode == 0
    return kept


def test_on_a_disk_without_checksums(folder, bag):
    cluster = postgres.locate(folder)
    program = [*cluster.runner.prefix, cluster.binaries.program("pg_checksums"), "--disable", "-D", str(cluster.data)]
    subprocess.run(program, check=True, capture_output=True)
    with postgres.running(folder) as cluster, opened(folder, cluster) as archive:
        assert archive.superuser.execute("SHOW data_checksums").fetchone() == ("off",)
        assert list(not_named(archive, WITHOUT_CHECKSUMS, bag / "data" / "head.txt")) == []
    print(f"without checksums {sum(map(len, WITHOUT_CHECKSUMS))} on the disk are named")


def test_each_is_named_and_the_archive_repaired(folder, bag, tmp_path_factory, times):
    batches = IN_THE_HISTORY + IN_RIGHTS + IN_RULES + IN_ROWS + ON_DISK
    each_alone = [{tampering: sentence} for batch in batches for tampering, sentence in batch.items()]
    with postgres.running(folder) as cluster, opened(folder, cluster) as archive:
        began = time.monotonic()
        missed = list(not_named(archive, times(batches, each_alone), bag / "data" / "head.txt"))
    print(f"{len(each_alone) - len(missed)} of {len(each_alone)} are named, in {time.monotonic() - began:.0f} s")
    assert missed == []
    repair(tmp_path_factory.mktemp("new"), bag)


def repair(folder: Path, bag: Path) -> None:
    """The steps of docs/operations.md, on a new cluster: who was superuser of the old one may have changed more than the archive."""
    began = time.monotonic()
    with postgres.running(folder) as cluster, opened(folder, cluster) as archive:
        for command, *arguments in (
            ("migrate",),
            ("public_role",),
            ("import_archive", "--strict", bag),
            ("verify_archive", "--head", bag / "data" / "head.txt"),
            ("export_archive", folder / "again"),
        ):
            done = archive.run(command, *arguments)
            assert done.returncode == 0, done.stderr
    assert list(differences(bag, folder / "again")) == []
    print(f"repaired from the bag in {time.monotonic() - began:.0f} s")
