"""The archive for assistants: an MCP server (Model Context Protocol), read only, without a key, for anyone.

    server    its address: what it takes, what it answers, and what it tells assistants first
    tools     what an assistant can ask; each a thin function over what pages and the API ask
    rows      pages of rows, and “nothing held”
    objects   what is in the results, as types of which JSON Schemas are made

It is stateless: each request is one JSON-RPC message, and has one JSON answer. Nothing of what is asked is kept or logged."""

from dara.public.mcp import tools  # noqa: F401 -- gives the server its tools
from dara.public.mcp.server import mcp

__all__ = ["mcp"]
