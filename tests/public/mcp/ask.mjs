// Asks a server by one of the official TypeScript clients:  node ask.mjs URL PACKAGE < questions.json > results.json
// PACKAGE: @modelcontextprotocol/sdk (revisions of 2025) or @modelcontextprotocol/client (2026-07-28). Both hold results to the schemas of their tools.
import { text } from "node:stream/consumers";

const [url, library] = process.argv.slice(2);
const modules = library.endsWith("/sdk") ? [`${library}/client/index.js`, `${library}/client/streamableHttp.js`] : [library];
const { Client, StreamableHTTPClientTransport } = Object.assign({}, ...(await Promise.all(modules.map((each) => import(each)))));

const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode: "auto" } });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));
const { tools } = await client.listTools();
const results = [];
for (const [name, asked] of JSON.parse(await text(process.stdin))) {
  results.push(await client.callTool({ name, arguments: asked }));
}
await client.close();
console.log(JSON.stringify({ tools: tools.map((each) => each.name), results }));
