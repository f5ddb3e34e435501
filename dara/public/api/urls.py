"""The addresses below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from dara.public.api.check import Check
from dara.public.api.views import LISTS, Root, Schema

app_name = "api"

router = SimpleRouter()
for name, view in LISTS.items():
    router.register(name, view, basename=name)

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("schema/", Schema.as_view(), name="schema"),
    path("check/", Check.as_view(), name="check"),
    *router.urls,
]
