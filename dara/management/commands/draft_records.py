"""manage.py draft_records [SOURCE …] [--file PATH] [--format jsonl] [--asked]"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from dara import drafting
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox.process import Sandbox
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = (
        "Propose records from texts: quotations, posts, endorsements, counts, positions, each with its exact place. Those of sources go into "
        "their queues, for curators (of all sources when none is named). With --file no database is used: the drafts are printed, nothing is kept."
    )
    requires_system_checks = ()  # no database, no pages
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help="the key of a source, or of an upload that waits")
        parser.add_argument("--file", metavar="PATH", help="a document of any format that can be archived")
        parser.add_argument(
            "--asked", action="store_true", help="draft the long texts that curators have asked for (the desk starts this)"
        )
        parser.add_argument(
            "--format", choices=["text", "jsonl"], default="text", help="for people, or a JSON object a line (default: text)"
        )

    def handle(self, *, sources, file, asked, **options):
        if asked:
            from dara.curation import drafting_runs  # needs a database, and --file does not

            self.stdout.write(f"{drafting_runs.work():,} texts drafted")
            return
        if file and sources:
            raise CommandError("Name sources, or a file with --file: not both.")
        if not file:
            self.draft_sources(sources, options["format"])
            return
        proposals = proposals_of_file(Path(file))
        drafts = proposals.drafts
        line = _json_line if options["format"] == "jsonl" else _text_lines
        for draft in drafts:
            self.stdout.write(line(draft.values()))
        if options["format"] == "text":
            self.stdout.writelines(f"{each}\n" for each in proposals.unsure)
            self.stdout.write("1 draft." if len(drafts) == 1 else f"{len(drafts)} drafts.")

    def draft_sources(self, keys: list[str], format_: str) -> None:
        """Fill the queues of the sources with these keys, or of all sources. With the format “jsonl”, print the open drafts in them."""
        from dara.curation.draft_queue import enqueue_drafts, unsure_stances  # these modules need a database, and --file does not
        from dara.curation.uploads import source_or_upload
        from dara.models import Source

        found = {key: source_or_upload(key) for key in sorted(set(keys))}
        if unknown := [key for key, source in found.items() if source is None]:
            raise CommandError(f"There is no source {', '.join(unknown)}. A source's key stands in its address.")
        sources: Iterable[Any] = found.values() if keys else Source.objects.order_by("key")
        for source in sources:
            counts = enqueue_drafts(source)
            if format_ == "jsonl":
                for draft in source.drafts.open().in_order():
                    self.stdout.write(_json_line(draft.values | {"source": {"key": source.key}}))
            else:
                new, known, said = (counts[name] for name in ("new", "known", "recorded"))
                self.stdout.write(f"{source.key}: {new:,} new, {known:,} in the queue before, {said:,} said by records already")
                if counts["unsure"]:
                    self.stdout.writelines(f"    {each}\n" for each in unsure_stances(source))


def proposals_of_file(path: Path) -> drafting.Proposals:
    """What the rules find in the document in a file, dated by its collector's header. Raises CommandError if the file is not a document."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. --file takes the path of a text file.") from error
    try:
        with Sandbox() as sandbox:
            text = sandbox.extract(content, name=path.name)
    except TextError as error:
        raise CommandError(f"{path} is no text that can be drafted from: {error}") from error
    return drafting.propose(text.body, published_on=_published_on(text.header))


def _published_on(header: str) -> str | None:
    """The day in a collector's header such as “date 2020-11-06 https://…”, or None."""
    words = header.split()
    return words[1] if len(words) > 1 else None


def _json_line(values: dict) -> str:
    return json.dumps(values, ensure_ascii=False)


def _text_lines(values: dict) -> str:
    passage = values["passage"]
    place = f"{values['kind']} {passage['start']}–{passage['end']}"
    return f"{place} · {_who(values)}\n    {_words(values)}\n    ({values['rule']}, sureness {values['sureness']:.2f})\n"


def _who(values: dict) -> str:
    if values["kind"] == "endorsement":
        candidate = values["candidate"]["name"] if values["candidate"] else "nobody named"
        money = f" ({values['amount_as_stated']})" if values["amount_as_stated"] else ""
        return f"{values['endorser']['name']} {values['stance']} {candidate}{money}"
    if values["kind"] == "result":
        figures = [
            f"{values['percent']}%" if values["percent"] is not None else "",
            f"{values['votes']:,} votes" if values["votes"] is not None else "",
        ]
        return f"{values['candidate']['name']}: {', '.join(each for each in figures if each)} ({values['status']})"
    if values["kind"] == "fact":
        return f"{values['candidate']['name']}: {values['fact']} {values['outcome']}".rstrip()
    return values["speaker"]["name"] if values["speaker"] else "speaker not found"


def _words(values: dict) -> str:
    words = values.get("text") or values["passage"]["exact"]
    return " ".join(words.split())
