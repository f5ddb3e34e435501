"""The Markdown of a page, at the page's address with “.md” in the place of the last “/”; and /llms.txt, which leads to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from dara.models import Candidate, Source, Tombstone, Topic
from dara.public.held import count
from dara.public.markdown import pages, records
from dara.public.markdown.overview import overview
from dara.public.markdown.writing import sentence, text
from dara.public.pages.candidates import CandidatePage
from dara.public.pages.citations import MARKDOWN
from dara.public.pages.elections import ResultPage
from dara.public.pages.endorsements import EndorsementPage
from dara.public.pages.lists import PAGE_SIZE
from dara.public.pages.sources import SourcePage
from dara.public.pages.statements import StatementPage
from dara.public.pages.topics import TopicPage
from dara.public.presentation.dates import date_time
from dara.public.presentation.inference import filled
from dara.public.presentation.languages import archive_words


class Twin(View):
    """Answers with the context of a page as Markdown. Search engines index the page, not its twin."""

    write: Callable[[dict[str, Any]], str]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return _answer(type(self).write(context | {"request_path": self.request.path}))

    def withdrawn(self, tombstone: Tombstone) -> HttpResponse:
        day, ground = date_time(tombstone.withdrawn_on.isoformat()), tombstone.get_ground_display().lower()
        said = filled(_("This record was withdrawn on %(day)s. Ground: %(ground)s."), day=day, ground=ground)
        note = f"**{_('The archive’s note:')}** {sentence(archive_words(tombstone, 'note'))}" if tombstone.note else ""
        return _answer(text([f"# {_('Withdrawn')}", sentence(said), note]), status=410)


def _answer(written: str, status: int = 200) -> HttpResponse:
    return HttpResponse(written, status=status, content_type=f"{MARKDOWN}; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


class StatementTwin(Twin, StatementPage):
    write = staticmethod(records.statement)


class EndorsementTwin(Twin, EndorsementPage):
    write = staticmethod(records.endorsement)


class ResultTwin(Twin, ResultPage):
    write = staticmethod(records.result)


class SourceTwin(Twin, SourcePage):
    write = staticmethod(pages.source)


class CandidateTwin(Twin, CandidatePage):
    write = staticmethod(pages.candidate)


class TopicTwin(Twin, TopicPage):
    write = staticmethod(pages.topic)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Answer what a language model should know of the archive, and where to read (https://llmstxt.org)."""
    context = {
        "candidates": Candidate.objects.by_name()[:PAGE_SIZE],
        "topics": Topic.objects.listed().order_by("position", "slug")[:PAGE_SIZE],
        "sources_held": count(Source.objects.all()),
        "baked": hasattr(request, "baked"),
    }
    return HttpResponse(overview(context), content_type="text/plain; charset=utf-8")
