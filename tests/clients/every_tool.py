"""Calls every tool through the official Python SDK and reads each effect back over DefectDojo's REST API.

usage: every_tool.py SERVER DEFECTDOJO_URL MODE
"""

import asyncio
import base64
import json
import sys
import urllib.request

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

server, url, mode = sys.argv[1:4]
called = set()


def rest(path):
    request = urllib.request.Request(
        f"{url}api/v2/{path}", headers={"Authorization": "Token demo-admin-key"}
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def plain(value):
    return value["value"] if isinstance(value, dict) and "value" in value else value


def same(got, wanted, what):
    if got != wanted:
        raise SystemExit(f"{what}: got {got!r}, wanted {wanted!r}")


async def main():
    parameters = StdioServerParameters(
        command=server,
        args=["serve"],
        env={
            "DEFECTDOJO_URL": url,
            "DEFECTDOJO_API_KEY": "demo-admin-key",
            "ALLOW_INSECURE_HTTP": "true",
            "OPEN_ACCESS_MUTATION_RATE_LIMIT": "1000",
            "LOG_LEVEL": "ERROR",
        },
    )
    async with Client(stdio_client(parameters), mode=mode) as client:

        async def call(tool, **arguments):
            called.add(tool)
            result = await client.call_tool(tool, arguments)
            if result.is_error:
                raise SystemExit(f"{tool}: {result.content[0].text}")
            same(json.loads(result.content[0].text), result.structured_content, f"{tool} text")
            return result.structured_content

        names = {tool.name for tool in (await client.list_tools()).tools}

        same((await call("health_check"))["status"], "ok", "health")
        same((await call("server_info"))["caller"]["role"], "admin", "the role that server_info tells")
        products = await call("list_products", limit=100)
        same(products["pagination"]["count"], rest("products/?limit=1")["count"], "products")
        same((await call("get_product", product_id=1))["name"], rest("products/1/")["name"], "product")
        types = await call("list_product_types")
        product = await call(
            "create_product",
            name="Made by a client",
            description="A sample",
            prod_type_id=types["items"][0]["id"],
        )
        same(rest(f"products/{product['id']}/")["description"], "A sample", "new product")

        engagement = await call(
            "create_engagement",
            product_id=product["id"],
            name="First round",
            target_start="2026-01-01",
            target_end="2026-01-31",
        )
        same(rest(f"engagements/{engagement['id']}/")["name"], "First round", "new engagement")
        listed = await call("list_engagements", product_id=product["id"])
        same([row["id"] for row in listed["items"]], [engagement["id"]], "engagements")
        got = await call("get_engagement", engagement_id=engagement["id"])
        same(got["product_id"], product["id"], "engagement")

        test_types = await call("list_test_types", limit=5)
        test = await call(
            "create_test",
            engagement_id=engagement["id"],
            test_type_id=test_types["items"][0]["id"],
            target_start="2026-01-01",
            target_end="2026-01-02",
        )
        same(rest(f"tests/{test['id']}/")["engagement"], engagement["id"], "new test")
        same((await call("get_test", test_id=test["id"]))["engagement_id"], engagement["id"], "test")
        listed = await call("list_tests", engagement_id=engagement["id"])
        same(listed["pagination"]["count"], 1, "tests")
        users = await call("list_users", limit=100)
        same([row["id"] for row in users["items"]], [row["id"] for row in rest("users/?limit=100")["results"]], "users")

        finding = await call(
            "create_finding",
            test_id=test["id"],
            title="Open redirect on the login page",
            severity="medium",
            description="The target of `next` is not checked.",
        )
        at = f"findings/{finding['id']}/"
        same(rest(at)["severity"], "Medium", "new finding")
        listed = await call("list_findings", test_id=test["id"])
        same([row["id"] for row in listed["items"]], [finding["id"]], "findings")
        got = await call("get_finding", finding_id=finding["id"])
        same(plain(got["product_name"]), "Made by a client", "finding's product")
        await call("update_finding", finding_id=finding["id"], severity="High", verified=True)
        same((rest(at)["severity"], rest(at)["verified"]), ("High", True), "changed finding")
        await call("add_finding_note", finding_id=finding["id"], entry="Seen by a client")
        same(rest(at + "notes/")["notes"][0]["entry"], "Seen by a client", "note")
        notes = await call("list_finding_notes", finding_id=finding["id"])
        same(plain(notes["items"][0]["entry"]), "Seen by a client", "notes")
        await call("add_finding_tags", finding_id=finding["id"], tags=["one", "two"])
        same(sorted(rest(at)["tags"]), ["one", "two"], "tags")
        left = await call("remove_finding_tags", finding_id=finding["id"], tags=["one"])
        same((plain(left["tags"]), rest(at)["tags"]), (["two"], ["two"]), "tags left")
        await call("close_finding", finding_id=finding["id"], reason="false_positive", note="Not reachable")
        closed = rest(at)
        same((closed["active"], closed["false_p"], closed["verified"]), (False, True, False), "closed")
        await call("reopen_finding", finding_id=finding["id"], note="Reachable after all")
        opened = rest(at)
        same((opened["active"], opened["false_p"], opened["is_mitigated"]), (True, False, False), "reopened")

        def report(*titles):
            rows = [
                {"title": title, "severity": "High", "description": "From a report", "static_finding": True}
                for title in titles
            ]
            return base64.b64encode(json.dumps({"findings": rows}).encode()).decode()

        imported = await call(
            "import_scan",
            scan_type="generic findings import",
            file=report("Weak cipher", "Old library"),
            file_name="report.json",
            engagement_id=engagement["id"],
        )
        same(imported["statistics"]["after"]["total"]["total"], 2, "imported")
        same(rest(f"findings/?test={imported['test_id']}")["count"], 2, "imported findings")
        again = await call(
            "reimport_scan",
            scan_type="Generic Findings Import",
            file=report("Weak cipher", "New hole"),
            file_name="report.json",
            test_id=imported["test_id"],
        )
        delta = again["statistics"]["delta"]
        same(delta["created"]["total"]["total"], 1, "created by reimport")
        same(delta["closed"]["total"]["total"], 1, "closed by reimport")
        same(rest(f"findings/?test={imported['test_id']}&active=true")["count"], 2, "open after reimport")
        history = await call("list_test_imports", test_id=imported["test_id"])
        told = [(row["kind"], row["created"], row["closed"]) for row in history["items"]]
        same(told, [("reimport", 1, 1), ("import", 2, 0)], "history of imports")

    same(called, names, "tools called")
    print(f"{len(called)} tools called, every effect read back")


asyncio.run(main())
