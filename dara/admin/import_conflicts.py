"""The base of the importer's comparison, to look at; and where it found a conflict, both sides to choose from."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from dara.admin.base import ReadOnlyAdmin, link
from dara.admin.record_diff import side_by_side
from dara.archive.conflicts import NotSettled, keep_ours, row_of, take_the_files, values_in_files
from dara.models import ImportConflict, ImportedRecord
from dara.models.record_format import KINDS, values_of


@admin.register(ImportedRecord)
class ImportedRecordAdmin(ReadOnlyAdmin):
    list_display = ["key", "kind", "digest_in_hex"]
    list_filter = ["kind"]
    search_fields = ["key"]
    ordering = ["kind", "key"]
    fields = ["kind", "key", "digest_in_hex"]

    @admin.display(description="SHA-256")
    def digest_in_hex(self, obj) -> str:
        return bytes(obj.digest).hex()


@admin.register(ImportConflict)
class ImportConflictAdmin(ReadOnlyAdmin):
    """What an import brought and the archive did not take, beside what the archive has; one of the two is chosen."""

    list_display = ["key", "kind", "since"]
    list_filter = ["kind"]
    search_fields = ["key"]
    ordering = ["kind", "key"]
    fields = ["kind", "key", "since"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        conflict = self.get_object(request, unquote(object_id))
        if conflict is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, conflict):
            raise PermissionDenied
        kind, record = KINDS[conflict.kind], row_of(conflict)
        may_settle = request.user.has_perm(f"dara.change_{kind.model._meta.model_name}")
        if request.method == "POST":
            if not may_settle:
                raise PermissionDenied
            return self._settled(request, conflict)
        compared = side_by_side(kind, values_of(kind, record), values_in_files(conflict)) if record else []
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": "An import brought something else",
            "conflict": conflict,
            "record": record,
            "record_link": link(record),
            "compared": compared,
            "may_settle": may_settle,
        }
        return TemplateResponse(request, "admin/dara/importconflict/compare.html", context)

    def _settled(self, request, conflict) -> HttpResponseRedirect:
        name = str(conflict)
        try:
            if "take" in request.POST:
                take_the_files(conflict)
            else:
                keep_ours(conflict)
        except NotSettled as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        record = row_of(ImportConflict(kind=conflict.kind, key=conflict.key))
        done = (
            "says what the files say now."
            if "take" in request.POST
            else "stays as it is; the files' version is no conflict any more."
        )
        if record:
            self.log_change(request, record, f"Settled a conflict with an import: it {done}")
        messages.success(request, format_html("{} {}", link(record) or name, done))
        return HttpResponseRedirect(reverse("admin:dara_importconflict_changelist"))
