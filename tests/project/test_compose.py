"""docker-compose.yml gives no service more than it needs, and no secret by its environment."""

import pytest
import yaml

from dara.local import defaults
from dara.local.secret_files import NAMES

COMPOSE = yaml.safe_load((defaults.CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_few_rights_and_limits(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"cpus", "mem_limit", "pids_limit"} <= service.keys()
    assert all("size=" in each for each in service["tmpfs"])
    assert "healthcheck" in service or service["restart"] == "no"


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_stand_in_files(name):
    service = SERVICES[name]
    environment = service.get("environment", {})
    assert environment.keys().isdisjoint({*NAMES, "POSTGRES_PASSWORD", "DARA_OWNER_PASSWORD"} - {"DATABASE_URL"})
    assert ":" not in environment.get("DATABASE_URL", "").partition("://")[2], "an address without a password"
    files = {value.removeprefix("/run/secrets/") for key, value in environment.items() if key.endswith("_FILE")}
    assert files == set(service.get("secrets", []))
    assert files <= COMPOSE["secrets"].keys()


def test_the_public_site_has_no_secret_of_the_admin_s():
    assert SERVICES["public"]["secrets"] == ["public-password"]


def test_only_the_proxy_is_reached_from_outside_and_the_admin_from_this_machine():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    *public, admin = SERVICES["proxy"]["ports"]
    assert public == ["80:8080", "443:8443"]
    assert admin == "${DARA_ADMIN_ADDRESS:-127.0.0.1}:8443:8444"
