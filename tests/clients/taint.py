"""Reads a finding and closes another through the official Python SDK, as a client whose person gives one answer.

usage: taint.py TRANSPORT TARGET MODE ANSWER READ CLOSE

TRANSPORT is stdio (TARGET is the server, which gets this environment), http or sse (TARGET is the address). ANSWER is
accept, decline or cancel, or none for a client that cannot ask. Prints what was asked and what came of the call.
"""

import asyncio
import json
import os
import sys

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult

transport, target, mode, answer, read, close = sys.argv[1:7]
headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"} if "TOKEN" in os.environ else {}
asked = []


async def person(context, params):
    asked.append({"message": params.message, "schema": params.requested_schema})
    return ElicitResult(action=answer, content={} if answer == "accept" else None)


def connection():
    if transport == "stdio":
        parameters = StdioServerParameters(command=target, args=["serve"], env=dict(os.environ))
        return stdio_client(parameters)
    if transport == "sse":
        return sse_client(target, headers=headers)
    return streamable_http_client(target, http_client=httpx2.AsyncClient(headers=headers, timeout=30))


async def main():
    callback = None if answer == "none" else person
    async with Client(connection(), mode=mode, elicitation_callback=callback) as client:
        shown = await client.call_tool("get_finding", {"finding_id": int(read)})
        if shown.is_error:
            raise SystemExit(shown.content[0].text)
        result = await client.call_tool(
            "close_finding", {"finding_id": int(close), "reason": "false_positive"}
        )
    content = result.structured_content
    code = content["code"] if result.is_error else "closed"
    print(json.dumps({"asked": asked, "code": code, "text": result.content[0].text}))


asyncio.run(main())
