"""Users and groups: Django's own pages, which ask for the password again before anything is changed."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangosGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangosUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from dara.admin.confirming import confirmed

# django-otp's own pages show secrets, and give whoever may change them everybody's second factor.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])


class FoundByKey:
    def get_object(self, request, object_id, from_field=None):
        """Take an empty `_to_field` for none: Django would look for a field without a name."""
        return super().get_object(request, object_id, from_field or None)  # type: ignore[misc]  # mixed into a ModelAdmin, which has the method


@admin.register(Group)
class GroupAdmin(FoundByKey, DjangosGroupAdmin):
    changelist_view = confirmed(DjangosGroupAdmin.changelist_view)
    changeform_view = confirmed(DjangosGroupAdmin.changeform_view)
    delete_view = confirmed(DjangosGroupAdmin.delete_view)


@admin.register(User)
class UserAdmin(FoundByKey, DjangosUserAdmin):
    list_display = ("username", "is_staff", "is_superuser", "has_second_factor", "last_login")

    changelist_view = confirmed(DjangosUserAdmin.changelist_view)
    changeform_view = confirmed(DjangosUserAdmin.changeform_view)
    delete_view = confirmed(DjangosUserAdmin.delete_view)
    user_change_password = confirmed(DjangosUserAdmin.user_change_password)

    def get_queryset(self, request):
        of_user = {
            model: Exists(model.objects.filter(user=OuterRef("pk"), confirmed=True)) for model in (TOTPDevice, WebAuthnCredential)
        }
        return super().get_queryset(request).annotate(second_factor=of_user[TOTPDevice] | of_user[WebAuthnCredential])

    @admin.display(description="second factor", boolean=True, ordering="second_factor")
    def has_second_factor(self, obj) -> bool:
        return obj.second_factor
