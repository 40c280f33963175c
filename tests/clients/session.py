"""Lists, calls and errs through the official Python SDK, and says what came of it in one JSON line.

usage: session.py TRANSPORT TARGET ERA
  TRANSPORT  stdio, http or sse; TARGET is the server's binary or its address
  ERA        legacy, auto or a protocol revision
"""

import asyncio
import json
import os
import sys

import httpx2
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

transport, target, era = sys.argv[1:4]


def connection():
    headers = {"Authorization": f"Bearer {os.environ.get('MCP_TOKEN', '')}"}
    match transport:
        case "stdio":
            return stdio_client(
                StdioServerParameters(
                    command=target, args=["serve", "--demo"], env={"LOG_LEVEL": "ERROR"}
                )
            )
        case "sse":
            return sse_client(target, headers=headers)
        case _:
            return streamable_http_client(
                target, http_client=httpx2.AsyncClient(headers=headers, timeout=30)
            )


async def main():
    async with Client(connection(), mode=era) as client:
        tools = (await client.list_tools()).tools
        good = await client.call_tool("get_finding", {"finding_id": 1})
        refused = await client.call_tool("get_finding", {"finding_id": 0})
        try:
            await client.call_tool("get_nothing", {})
            unknown = "accepted"
        except MCPError as error:
            unknown = error.error.code
        report = {
            "server": client.server_info.name if client.server_info else None,
            "tools": len(tools),
            "finding": good.structured_content["id"],
            "refused": refused.is_error,
            "unknown": unknown,
        }
        print(json.dumps(report))


asyncio.run(main())
