"""The local user of the admin, and the password that is kept for them."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from dara.local import supervisor


@pytest.mark.django_db
def test_the_kept_password_is_shown_once_and_kept_as_long_as_it_fits(settings, tmp_path: Path) -> None:
    settings.DARA_DATA_DIR = tmp_path
    ports, users = supervisor.Ports(1, 2), get_user_model().objects
    for first in (True, False):
        call_command("ensure_admin", verbosity=0)
        kept = (tmp_path / "admin-password").read_text().strip()
        assert users.get(username="admin").check_password(kept)
        said = supervisor.banner(tmp_path, ports, show_password=first)
        assert (f"password {kept}" in said) is first
        assert str(tmp_path / "admin-password") in said
    user = users.get(username="admin")
    user.set_password("a better one")
    user.save()
    call_command("ensure_admin", verbosity=0)
    assert not (tmp_path / "admin-password").exists()
    assert "user admin, with the password that you gave it" in supervisor.banner(tmp_path, ports, show_password=False)
    assert users.get(username="admin").check_password("a better one")


@pytest.mark.django_db
@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_a_user_who_may_no_longer_log_in_is_not_offered(settings, tmp_path: Path, lost: str) -> None:
    settings.DARA_DATA_DIR = tmp_path
    call_command("ensure_admin", verbosity=0)
    get_user_model().objects.filter(username="admin").update(**{lost: False})
    call_command("ensure_admin", verbosity=0)
    assert not (tmp_path / "admin-password").exists()
