"""The admin site, which asks for a second factor, and keeps what was typed into a form when the session ends meanwhile."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from dara.admin import second_factor, second_factor_pages
from dara.admin.confirming import ANSWERING, PREFIX, confirmed, page_with_kept_form
from dara.admin.dashboard import grouped, waiting
from dara.admin.fields import name_to_choose
from dara.admin.log_in import LogInForm
from dara.admin.passkeys import are_possible
from dara.archive import download_builds
from dara.curation.permissions import may_build

SESSION_ENDED = "What you typed is kept in this page. Sign in to save it."


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
        return [
            path("downloads/build/", self.admin_view(self.build_downloads), name="build_downloads"),
            path("logout/", self.logout, name="logout"),  # open to whoever has no second factor yet
            *(path(f"second-factor/{at}", self.own_page(view), name=name) for at, view, name in second_factor_pages.PAGES),
            *super().get_urls(),
        ]

    def has_permission(self, request):
        """Return whether the user may see the admin: whoever has shown a second factor, where that is asked for."""
        return super().has_permission(request) and (_is_verified(request.user) or not settings.DARA_SECOND_FACTOR)

    def may_set_up(self, request):
        """Return whether the user may add a second factor: whoever has shown the one that there is, or has none yet."""
        return super().has_permission(request) and (_is_verified(request.user) or not second_factor.is_enrolled(request.user))

    def own_page(self, view):
        """Wrap a page on which users look after their own second factor."""

        @never_cache
        def with_session(request):
            if not self.may_set_up(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return confirmed(lambda _, request: view(request))(self, request)

        return with_session

    def login(self, request, extra_context=None):
        """Lead whoever is logged in, and has no second factor where one is asked for, to the page that sets it up."""
        if request.method == "GET" and not self.has_permission(request) and self.may_set_up(request):
            return redirect("admin:second_factor")
        return super().login(request, {"passkeys": are_possible(request)} | (extra_context or {}))

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
        answering = ANSWERING in request.POST
        form = LogInForm(request, data=request.POST if answering else None, prefix=PREFIX)
        signed_in = answering and form.is_valid()
        if signed_in:
            login(request, form.get_user())
        context = {"title": "Send it again" if signed_in else "Your session has ended", "button": "Sign in", "signed_in": signed_in}
        return page_with_kept_form(
            request, form, why=SESSION_ENDED, must_set_up=signed_in and not self.has_permission(request), **context
        )


def _is_verified(user) -> bool:
    """Return whether the user has shown a second factor in this session. A user who has just logged in has no `is_verified` yet."""
    return getattr(user, "otp_device", None) is not None
