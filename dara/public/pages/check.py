"""The page that checks quotations. What is pasted is sent by POST, and is neither kept nor logged."""

import threading
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dara.models import Source
from dara.models.permalinks import address
from dara.public import check

MOST_IN_LINK = 300  # characters of a quotation that a link holds
AT_ONCE = 2  # texts that a process checks at the same time: each keeps Python busy
MAX_WAIT = 2  # seconds for a turn
ENCODED = 3 * check.MOST_BYTES + 4096  # bytes of a form with such a text

turns = threading.BoundedSemaphore(AT_ONCE)


class CheckForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("A quotation, or a text with quotations"),
        error_messages={"required": gettext_lazy("Paste a quotation, or a text with quotations in it.")},
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )
    speaker = forms.CharField(
        label=gettext_lazy("Said to be by (a name, if you have one)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if len(text.encode()) > check.MOST_BYTES:
            raise forms.ValidationError(_("The text is longer than 64 kB. Paste a part of it."))
        return text


class Check(TemplateView):
    template_name = "check/page.html"
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form; with `q`, the answer that a link leads to."""
        if "q" not in request.GET:
            return self.render_to_response({"form": CheckForm()})
        form = CheckForm(request.GET)
        if len(request.GET["q"]) > MOST_IN_LINK:
            form.add_error("q", _("A link holds up to %(most)s characters. Paste longer texts here.") % {"most": MOST_IN_LINK})
        return self._answer(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > ENCODED:
            form = CheckForm({})
            form.errors["q"] = form.error_class([_("The text is longer than 64 kB. Paste a part of it.")])
            return self._with_form(form, status=413)
        return self._answer(CheckForm(request.POST))

    def _answer(self, form: CheckForm) -> HttpResponse:
        if not form.is_valid():
            return self._with_form(form, status=400)
        if not turns.acquire(timeout=MAX_WAIT):
            response = self._with_form(form, status=503, is_busy=True)
            response["Retry-After"] = str(MAX_WAIT)
            return response
        try:
            checked = check.check_text(form.cleaned_data["q"], form.cleaned_data["speaker"])
        finally:
            turns.release()
        return self._with_form(form, checked=checked, sources_held=Source.objects.count(), link=_link(form.cleaned_data))

    def _with_form(self, form: CheckForm, status: int = 200, **context: Any) -> HttpResponse:
        response = self.render_to_response({"form": form, "is_answer": True, **context}, status=status)
        response["Cache-Control"] = "no-store"
        return response


def _link(cleaned: dict[str, str]) -> str:
    """Return the path of a link to the answer; "" for a text that is too long for one."""
    asked = {name: value for name, value in cleaned.items() if value}
    return f"{address('check')}?{urlencode(asked)}" if len(cleaned["q"]) <= MOST_IN_LINK else ""
