"""manage.py proxy_pages OUT"""

from pathlib import Path

from django.core.management.base import BaseCommand

from dara.public import proxy_pages


class Command(BaseCommand):
    help = "Write the pages that the proxy shows for what it refuses itself, and while a site does not answer, to the folder OUT (see deploy/nginx)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT")

    def handle(self, out: Path, **options):
        proxy_pages.write(out)
        self.stdout.write(f"The proxy's pages: {out}")
