"""An assistant's way to the archive, in this process: messages as the protocol has them, and results held to the schemas of their tools."""

import contextlib
import json
from collections.abc import Iterator

import pytest

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol"


class Assistant:
    """Sends messages of the revision 2026-07-28."""

    def __init__(self, client):
        self.client = client

    def send(self, method: str, **params):
        """The answer to one message, as Django has it."""
        meta = {f"{PREFIX}/protocolVersion": VERSION, f"{PREFIX}/clientCapabilities": {}}
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
        headers = {"mcp-protocol-version": VERSION, "mcp-method": method, "accept": "application/json, text/event-stream"}
        if "name" in params:
            headers["mcp-name"] = params["name"]
        return self.client.post("/mcp", json.dumps(body, ensure_ascii=False), content_type="application/json", headers=headers)

    def tools(self) -> dict:
        return {tool["name"]: tool for tool in self.send("tools/list").json()["result"]["tools"]}

    def result(self, tool: str, **arguments) -> dict:
        response = self.send("tools/call", name=tool, arguments=arguments)
        assert response.status_code == 200, response.content
        return response.json()["result"]

    def call(self, tool: str, **arguments) -> dict:
        """What a tool returns, which its schema describes, as text and as an object alike."""
        from jsonschema import Draft202012Validator  # takes seconds: for the processes that need it

        result = self.result(tool, **arguments)
        assert not result["isError"], result["content"]
        Draft202012Validator(self.tools()[tool]["outputSchema"]).validate(result["structuredContent"])
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        return result["structuredContent"]

    def error(self, tool: str, **arguments) -> str:
        """What a tool says that is wrong, to the assistant."""
        result = self.result(tool, **arguments)
        assert result["isError"], result
        return result["content"][0]["text"]


@pytest.fixture
def connected(as_public):
    """An assistant, with the public's role, for as long as the context is open."""

    @contextlib.contextmanager
    def opened() -> Iterator[Assistant]:
        with as_public() as client:
            yield Assistant(client)

    return opened


@pytest.fixture
def assistant(connected) -> Iterator[Assistant]:
    """An assistant with the public's role, in a test that makes all rows before."""
    with connected() as found:
        yield found
