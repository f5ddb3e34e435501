"""Lifting a withholding, on the page that deletes it: it shows what comes back with the words, and does it once that is confirmed."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from dara.admin.base import CuratedAdmin
from dara.admin.confirming import confirmed
from dara.archive.download_builds import start_build
from dara.curation import lifting, two_persons
from dara.models import Withholding


class LiftingAdmin(CuratedAdmin):
    """Makes Django's page that deletes a row the page that lifts a withholding."""

    @confirmed
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        with transaction.atomic():
            withholding = self.get_object(request, unquote(object_id))
            if not self.has_delete_permission(request, withholding):
                raise PermissionDenied
            if withholding is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]  # the stubs leave it out
            needs_another = two_persons.needs_another_person(withholding, lifting.PROPOSED, request.user)
            if request.method == "POST" and needs_another:
                return self._propose(request, withholding)
            if request.method == "POST":
                try:
                    return self._lift(request, withholding)
                except lifting.LiftingRefused as refusal:
                    messages.warning(request, str(refusal))
            return self._confirmation_page(request, withholding, needs_another)

    def _propose(self, request: HttpRequest, withholding: Withholding) -> HttpResponseRedirect:
        two_persons.propose(withholding, lifting.PROPOSED, request.user)
        messages.success(request, "Proposed: somebody else lifts it. It waits on the first page.")
        return HttpResponseRedirect(reverse("admin:dara_withholding_change", args=[withholding.pk]))

    def _lift(self, request: HttpRequest, withholding: Withholding) -> HttpResponseRedirect:
        name = str(withholding)
        lifted = lifting.lift(Withholding.objects.get(pk=withholding.pk), request.POST.getlist("shown"))
        self.log_deletions(request, [withholding])  # type: ignore[arg-type]  # it only iterates; the row is gone by now
        transaction.on_commit(start_build)
        back = [f"{each.kind.lower()} {each.key}" for each in lifted.records if not each.obstacle]
        messages.success(request, f"Lifted: {name}. Back in the archive: {', '.join(back) or 'nothing was withdrawn with it'}.")
        for each in lifted.records:
            if each.obstacle:
                messages.warning(request, f"{each.kind} {each.key} stays withdrawn. {each.obstacle}")
        if lifted.drafts:
            messages.info(request, f"Open again, as drafts that were closed with these words: {lifted.drafts}.")
        return HttpResponseRedirect(reverse("admin:dara_withholding_changelist"))

    def _confirmation_page(self, request: HttpRequest, withholding: Withholding, needs_another: bool) -> TemplateResponse:
        lifted = lifting.preview(withholding)
        context = self.admin_site.each_context(request) | {
            "title": "Lift this withholding?",
            "opts": self.opts,
            "object": withholding,
            "returning": [each for each in lifted.records if not each.obstacle],
            "staying": [each for each in lifted.records if each.obstacle],
            "drafts": lifted.drafts,
            "needs_another": needs_another,
            "proposed_by": two_persons.proposed_by(withholding, lifting.PROPOSED),
        }
        return TemplateResponse(request, "admin/dara/withholding/delete_confirmation.html", context)
