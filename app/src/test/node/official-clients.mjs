// Lists the tools of a server with one of the official TypeScript clients, calls each of them once, and prints what came
// back as JSON.
//
// usage: node official-clients.mjs sdk|client|client-legacy CALLS.json COMMAND|ADDRESS [ARGUMENT]...
// CALLS.json: [{"name": "memory_claim", "arguments": {…}}, …]; "${chain}" in an argument is the last chain id that was seen.
import { readFileSync } from 'node:fs';

const [kind, callsFile, command, ...args] = process.argv.slice(2);
const info = { name: 'mnemo-client-tests', version: '1' };
// The machine may be busy; what hangs for good is ended from outside.
const patient = { timeout: 900_000 };
const overHttp = /^https?:/.test(command);

async function connect() {
  if (kind === 'sdk') {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const client = new Client(info);
    if (overHttp) {
      const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
      await client.connect(new StreamableHTTPClientTransport(new URL(command)), patient);
      return client;
    }
    await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' }), patient);
    return client;
  }
  const { Client } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const mode = kind === 'client' ? 'auto' : 'legacy';
  const client = new Client(info, { versionNegotiation: { mode } });
  if (overHttp) {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    await client.connect(new StreamableHTTPClientTransport(new URL(command)), patient);
    return client;
  }
  await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' }), patient);
  return client;
}

const client = await connect();
const listed = (await client.listTools(undefined, patient)).tools;
const calls = [];
let chain = 'ch_000000000000';
const known = new Set(listed.map((tool) => tool.name));
for (const call of JSON.parse(readFileSync(callsFile, 'utf8')).filter((one) => known.has(one.name))) {
  const given = JSON.parse(JSON.stringify(call.arguments).replaceAll('${chain}', chain));
  try {
    const asked = { name: call.name, arguments: given };
    const result = await (kind === 'sdk' ? client.callTool(asked, undefined, patient) : client.callTool(asked, patient));
    const text = result.content.map((block) => block.text).join('\n');
    chain = text.match(/ch_[0-9a-f]{12}/)?.[0] ?? chain;
    calls.push({ name: call.name, isError: result.isError === true, text, structured: result.structuredContent !== undefined });
  } catch (fault) {
    calls.push({ name: call.name, isError: true, text: `the client refused the answer: ${fault.message}`, structured: false });
  }
}
const version = client.getNegotiatedProtocolVersion?.() ?? '';
console.log(JSON.stringify({
  server: client.getServerVersion()?.name ?? '',
  version,
  hasInstructions: (client.getInstructions() ?? '').length > 0,
  tools: listed.map((tool) => ({ name: tool.name, title: tool.title, hasOutputSchema: tool.outputSchema !== undefined })),
  calls,
}));
await client.close();
