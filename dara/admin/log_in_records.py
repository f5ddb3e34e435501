"""Who logged in, and who tried to. Superusers read it, and nobody changes it."""

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin

from dara.admin.base import ReadOnlyAdmin


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    list_display = ("username", "attempt_time", "logout_time", "ip_address")
    list_filter = ("attempt_time",)
    search_fields = ("username", "ip_address")
    fields = ("username", "attempt_time", "logout_time", "ip_address", "user_agent", "path_info")


@admin.register(AccessFailureLog)
class AccessFailureLogAdmin(ReadOnlyAdmin):
    list_display = ("username", "attempt_time", "locked_out", "ip_address")
    list_filter = ("attempt_time", "locked_out")
    search_fields = ("username", "ip_address")
    fields = ("username", "attempt_time", "locked_out", "ip_address", "user_agent", "path_info")
