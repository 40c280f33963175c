// Lists, calls and errs through an official TypeScript SDK, and says what came of it in one JSON line.
//
// usage: session.mjs FOLDER SDK TRANSPORT TARGET ERA
//   FOLDER     where node_modules stands
//   SDK        sdk (1.x) or client (2.x)
//   TRANSPORT  stdio, http or sse; TARGET is the server's binary or its address
//   ERA        legacy, auto or a protocol revision; the 1.x SDK knows legacy alone

import { createRequire } from "node:module";

const [folder, sdk, transport, target, era] = process.argv.slice(2);
const load = createRequire(`${folder}/`);

function parts() {
  if (sdk === "client") {
    return {
      ...load("@modelcontextprotocol/client"),
      ...load("@modelcontextprotocol/client/stdio"),
    };
  }
  // Old-style requests of this package resolve to CommonJS.
  const from = (file) => load(`@modelcontextprotocol/sdk/client/${file}.js`);
  return { ...from("index"), ...from("stdio"), ...from("sse"), ...from("streamableHttp") };
}

const { Client, StdioClientTransport, SSEClientTransport, StreamableHTTPClientTransport } = parts();

function connection() {
  const headers = { Authorization: `Bearer ${process.env.MCP_TOKEN}` };
  switch (transport) {
    case "stdio":
      return new StdioClientTransport({ command: target, args: ["serve", "--demo"], stderr: "ignore" });
    case "sse":
      return new SSEClientTransport(new URL(target), {
        requestInit: { headers },
        eventSourceInit: { fetch: (url, init) => fetch(url, { ...init, headers: { ...headers, Accept: "text/event-stream" } }) },
      });
    default:
      return new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } });
  }
}

const mode = era === "legacy" || era === "auto" ? era : { pin: era };
const options = sdk === "client" ? { versionNegotiation: { mode } } : {};
const client = new Client({ name: "session", version: "1" }, options);
await client.connect(connection());
const { tools } = await client.listTools();
const good = await client.callTool({ name: "get_finding", arguments: { finding_id: 1 } });
const refused = await client.callTool({ name: "get_finding", arguments: { finding_id: 0 } });
let unknown = "accepted";
try {
  await client.callTool({ name: "get_nothing", arguments: {} });
} catch (error) {
  unknown = error.code;
}
const report = {
  server: client.getServerVersion()?.name,
  tools: tools.length,
  finding: good.structuredContent.id,
  refused: refused.isError,
  unknown,
};
console.log(JSON.stringify(report));
await client.close();
