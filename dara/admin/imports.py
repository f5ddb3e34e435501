"""The base of the importer's comparison, to look at."""

from django.contrib import admin

from dara.admin.desk import ReadOnlyAdmin
from dara.models import ImportedRecord


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
