"""manage.py draft_records [SOURCE …] [--file PATH] [--format jsonl]"""

import json
from pathlib import Path

from django.core.management.base import CommandError

from dara import drafting
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox.process import apart
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = (
        "Propose records from texts: quotations, posts, endorsements, counts, positions, each with its exact place. Those of sources go into "
        "their queues, for curators (of all sources when none is named). With --file no database is used: the drafts are printed, nothing is kept."
    )
    requires_system_checks = ()  # no database, no pages
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help="the key of a source")
        parser.add_argument("--file", metavar="PATH", help="a document of any format that can be archived")
        parser.add_argument(
            "--format", choices=["text", "jsonl"], default="text", help="for people, or a JSON object a line (default: text)"
        )

    def handle(self, *, sources, file, **options):
        if file and sources:
            raise CommandError("Name sources, or a file with --file: not both.")
        if not file:
            self.draft_sources(sources, options["format"])
            return
        drafts = drafts_of_file(Path(file))
        line = _json_line if options["format"] == "jsonl" else _readable
        for draft in drafts:
            self.stdout.write(line(draft.values()))
        if options["format"] == "text":
            self.stdout.write("1 draft." if len(drafts) == 1 else f"{len(drafts)} drafts.")

    def draft_sources(self, keys: list[str], how: str) -> None:
        """Fill the queues of the sources with these keys; with “jsonl”, print what is in them."""
        from dara.curation.draft_queue import draft_source  # the database's models, which --file does without
        from dara.models import Source

        held = Source.objects.filter(key__in=keys) if keys else Source.objects.all()
        if unknown := sorted(set(keys) - set(held.values_list("key", flat=True))):
            raise CommandError(f"There is no source {', '.join(unknown)}. A source's key stands in its address.")
        for source in held.order_by("key"):
            counts = draft_source(source)
            if how == "jsonl":
                for draft in source.drafts.open().in_order():
                    self.stdout.write(_json_line(draft.values | {"source": {"key": source.key}}))
            else:
                new, known, said = (counts[name] for name in ("new", "known", "held"))
                self.stdout.write(f"{source.key}: {new:,} new, {known:,} in the queue before, {said:,} said by records already")


def drafts_of_file(path: Path) -> list[drafting.Draft]:
    """The drafts of a document's file; a collector's header dates it. Raises CommandError, in words for people."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. --file takes the path of a text file.") from error
    try:
        with apart() as extraction:
            read = extraction.extract(content, name=path.name)
    except TextError as error:
        raise CommandError(f"{path} is no text that can be drafted from: {error}") from error
    return drafting.draft(read.body, published_on=_published_on(read.header))


def _published_on(header: str) -> str | None:
    """The day in a collector's header, “date 2020-11-06 https://…”."""
    words = header.split()
    return words[1] if len(words) > 1 else None


def _json_line(form: dict) -> str:
    return json.dumps(form, ensure_ascii=False)


def _readable(form: dict) -> str:
    passage = form["passage"]
    place = f"{form['kind']} {passage['start']}–{passage['end']}"
    return f"{place} · {_who(form)}\n    {_words(form)}\n    ({form['rule']}, sureness {form['sureness']:.2f})\n"


def _who(form: dict) -> str:
    if form["kind"] == "endorsement":
        candidate = form["candidate"]["name"] if form["candidate"] else "nobody named"
        money = f" ({form['amount_as_stated']})" if form["amount_as_stated"] else ""
        return f"{form['endorser']['name']} {form['stance']} {candidate}{money}"
    if form["kind"] == "result":
        figures = [
            f"{form['percent']}%" if form["percent"] is not None else "",
            f"{form['votes']:,} votes" if form["votes"] is not None else "",
        ]
        return f"{form['candidate']['name']}: {', '.join(each for each in figures if each)} ({form['status']})"
    return form["speaker"]["name"] if form["speaker"] else "speaker not found"


def _words(form: dict) -> str:
    words = form.get("text") or form["passage"]["exact"]
    return " ".join(words.split())
