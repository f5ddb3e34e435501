"""The admin of the groups of synonyms."""

from django.contrib import admin

from dara.admin.base import CuratedAdmin
from dara.models import SynonymGroup


@admin.register(SynonymGroup)
class SynonymGroupAdmin(CuratedAdmin):
    list_display = ["slug", "in_english", "in_spanish"]
    search_fields = ["slug", "english", "spanish"]
    ordering = ["slug"]
    permanent_fields = ("slug",)
    fields = ["slug", "english", "spanish"]

    @admin.display(description="English")
    def in_english(self, obj) -> str:
        return ", ".join(obj.english)

    @admin.display(description="Spanish")
    def in_spanish(self, obj) -> str:
        return ", ".join(obj.spanish)
