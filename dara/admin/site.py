"""The admin site, which keeps what was typed into a form when the session ends meanwhile."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from dara.admin.dashboard import grouped, waiting
from dara.admin.fields import name_to_choose
from dara.admin.log_in import LogInForm
from dara.archive import download_builds
from dara.curation.permissions import may_build

SIGN_IN_FIELDS = ("csrfmiddlewaretoken", "username", "password", "_signing_in")


class Choices(AutocompleteJsonView):
    """What a choice offers while somebody types, each by a name that tells it apart."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"text": name_to_choose(obj)}


class CurationSite(AdminSite):
    site_header = "dara — curation"
    site_title = "dara — curation"
    index_title = "The archive"
    site_url = settings.DARA_BASE_URL  # “View site” leads to the public site

    index_template = "admin/dashboard.html"
    login_form = LogInForm

    def index(self, request, extra_context=None):
        shown = {"waiting": waiting(request.user), "downloads": download_builds.state(), "may_build": may_build(request.user)}
        return super().index(request, shown | (extra_context or {}))

    def get_urls(self):
        return [path("downloads/build/", self.admin_view(self.build_downloads), name="build_downloads"), *super().get_urls()]

    def build_downloads(self, request):
        """Start making the downloads of the public site, as the hourly command does."""
        if not may_build(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        transaction.on_commit(download_builds.start_build)
        messages.success(request, "The downloads are being made. This page says how it went.")
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        return grouped(super().get_app_list(request, app_label))

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def admin_view(self, view, cacheable=False):
        """Wrap a view as Django does. A form that is sent without a session is kept (see `sign_in_again`) instead of redirecting to the login page."""
        inner = super().admin_view(view, cacheable)

        def with_session(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request) and not request.FILES:
                return self.sign_in_again(request)
            return inner(request, *args, **kwargs)

        return with_session

    @method_decorator([never_cache, csrf_protect])
    def sign_in_again(self, request):
        """Ask for name and password on a page that keeps the submitted form; once signed in, let the user send it again.

        The second page has the token of the new session. It is sent by a click, so that the user sees that something is being saved."""
        signing_in = "_signing_in" in request.POST
        form = LogInForm(request, data=request.POST if signing_in else None)
        signed_in = signing_in and form.is_valid()
        if signed_in:
            login(request, form.get_user())
        context = {
            **self.each_context(request),
            "title": "Send it again" if signed_in else "Your session has ended",
            "form": form,
            "submitted": [(name, value) for name, values in request.POST.lists() if name not in SIGN_IN_FIELDS for value in values],
            "signed_in": signed_in,
            "path": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/sign_in_again.html", context)
