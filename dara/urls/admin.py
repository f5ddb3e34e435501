"""The addresses of the curators' site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from dara.admin import passkeys
from dara.admin.metrics import metrics
from dara.public.pages.health import healthz, readyz

handler400 = "dara.admin.uploads.bad_request"
handler403 = "dara.admin.refusals.forbidden"
handler404 = "dara.admin.refusals.not_found"
handler500 = "dara.admin.refusals.server_error"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="root"),
    path("admin/passkeys/", include((passkeys.urlpatterns, "otp_webauthn"))),
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
