"""The official clients ask the site as it is served. They hold results to the schemas of their tools; whether those are true, we do."""

import asyncio
import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from dara.local import defaults
from tests.public.mcp.questions import Question, add_withheld_words, faults, questions
from tests.public.mcp.test_server import NAMES
from tests.public.test_serving import fetch, processes

pytestmark = pytest.mark.django_db(transaction=True)

PACKAGES = {"@modelcontextprotocol/sdk": "1.32.2", "@modelcontextprotocol/client": "2.4.0"}


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the MCP server of a site with the test's archive."""
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in ("dbname", "host", "port")}
    url = psycopg.conninfo.make_conninfo(**parameters, user=defaults.public_role())
    with processes(url, 1) as (address,):
        fetch(f"{address}/readyz")
        yield f"{address}/mcp"


async def ask(address: str, asked: list[Question], mode: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The tools that there are, and the results of the questions. `mode`: of the protocol's revisions, "legacy" for those of 2025."""
    from mcp import Client  # takes seconds: for the processes that need it

    async with Client(address, mode=mode) as client:
        tools = (await client.list_tools()).tools
        results = [await client.call_tool(tool, arguments) for tool, arguments in asked]
    return [tool.name for tool in tools], [result.model_dump(by_alias=True, mode="json") for result in results]


def is_right(asked: list[Question], tools: list[str], results: list[dict[str, Any]]) -> bool:
    assert tools == NAMES
    assert len(results) == len(asked)
    wrong = [(question, fault) for question, result in zip(asked, results, strict=True) for fault in faults(question, result)]
    assert wrong == []
    assert {tool for tool, _ in asked} <= set(tools)
    return True


@pytest.mark.parametrize(
    ("mode", "number"),
    [
        ("auto", 10),
        pytest.param("auto", 200, marks=pytest.mark.long_form),
        pytest.param("legacy", 200, marks=pytest.mark.long_form),
    ],
)
def test_the_python_client_is_told_what_the_database_holds(mode, number, enlarged_archive):
    add_withheld_words(enlarged_archive)
    asked = questions(number)
    with served() as address:
        assert is_right(asked, *asyncio.run(ask(address, asked, mode)))


@pytest.fixture(scope="module")
def typescript(tmp_path_factory) -> Path:
    """A folder with the official TypeScript clients, and the script that asks by them."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("The TypeScript clients need Node.js and npm.")
    folder = tmp_path_factory.mktemp("typescript")
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = ["npm", "install", "--prefix", str(folder), "--no-save", "--no-package-lock", "--no-audit", "--no-fund", *wanted]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"The TypeScript clients cannot be installed: {installed.stderr[-500:]}")
    shutil.copy(Path(__file__).with_name("ask.mjs"), folder)
    return folder


@pytest.mark.long_form
@pytest.mark.timeout(600)
@pytest.mark.parametrize("library", PACKAGES)
def test_the_typescript_client_is_told_what_the_database_holds(library, typescript, enlarged_archive):
    add_withheld_words(enlarged_archive)
    asked = questions(200)
    with served() as address:
        command = ["node", str(typescript / "ask.mjs"), address, library]
        answered = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert answered.returncode == 0, answered.stderr
    assert is_right(asked, **json.loads(answered.stdout))
