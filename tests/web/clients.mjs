// The clients that people really use, against a running server: @connectrpc/connect-node, @connectrpc/connect-web in
// Chromium, buf curl, curl. Started by clients_test.cc with
//   SANTONG_HTTP      http://127.0.0.1:port
//   SANTONG_DOCUMENT  the name of a published document, its title "关于示例的通知"
//   SANTONG_ADMIN     the admin's token
//   SANTONG_DESCRIPTORS  a FileDescriptorSet of the services with all that they import
//   SANTONG_PACKAGES  the folder with the node_modules of package.json
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const env = (name) => {
  assert.ok(process.env[name], `${name} is not set`);
  return process.env[name];
};
const base = env("SANTONG_HTTP");
const document = env("SANTONG_DOCUMENT");
const packages = env("SANTONG_PACKAGES");
const require = createRequire(join(packages, "package.json"));
const { createClient } = require("@connectrpc/connect");
const { createConnectTransport, createGrpcWebTransport } = require("@connectrpc/connect-node");
const { createFileRegistry, fromBinary } = require("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = require("@bufbuild/protobuf/wkt");

const descriptors = readFileSync(env("SANTONG_DESCRIPTORS"));
const title = "关于示例的通知";

// What every client must be able to do; runs here and in the browser.
async function useServices({ createClient, registry, transport, document, title, admin, check }) {
  const documents = createClient(registry.getService("santong.v1.DocumentService"), transport);
  const catalog = createClient(registry.getService("santong.v1.CatalogService"), transport);
  const admins = createClient(registry.getService("santong.v1.AdminService"), transport);

  const read = await documents.getDocument({ name: document });
  check(read.title === title, `title: ${read.title}`);

  let refused;
  await documents.getDocument({}).catch((error) => (refused = error));
  check(refused?.code === 3, `an empty name is invalid_argument: ${refused}`);
  const violations = refused.findDetails(registry.getMessage("google.rpc.BadRequest"));
  check(violations[0]?.fieldViolations[0]?.field === "name", "the details name the field");

  await admins.listTokens({ parent: "principals/admin" }).catch((error) => (refused = error));
  check(refused.code === 16, `without a token: ${refused}`);
  const headers = { authorization: `Bearer ${admin}` };
  const info = await admins.getServerInfo({}, { headers });
  check(info.version !== "", "who logs in is let in");

  let chunks = "";
  let count = 0n;
  for await (const message of catalog.exportCatalog({})) {
    chunks += new TextDecoder().decode(message.chunk);
    count = message.documents || count;
  }
  check(count >= 1n && chunks.includes(title), `export: ${count}`);

  // A stream without an end is left by the client.
  const leave = new AbortController();
  let seen = 0;
  try {
    for await (const message of catalog.watchCatalog({}, { signal: leave.signal })) {
      seen += message.events.length;
      if (seen > 0) leave.abort();
    }
  } catch (error) {
    check(error.code === 1, `left: ${error}`);
  }
  check(seen > 0, "the watcher sees events");

  // No more events come: the deadline ends it.
  refused = undefined;
  try {
    for await (const _ of catalog.watchCatalog({}, { timeoutMs: 300 }));
  } catch (error) {
    refused = error;
  }
  check(refused?.code === 4, `deadline: ${refused}`);
}

const options = { baseUrl: base, httpVersion: "1.1" };
const transports = {
  "connect JSON": createConnectTransport({ ...options, useBinaryFormat: false }),
  "connect JSON by GET": createConnectTransport({ ...options, useBinaryFormat: false, useHttpGet: true }),
  "connect binary": createConnectTransport({ ...options, useBinaryFormat: true, useHttpGet: true }),
  "connect packed": createConnectTransport({
    ...options,
    useBinaryFormat: true,
    compressMinBytes: 1,
    sendCompression: require("@connectrpc/connect-node").compressionGzip,
  }),
  "gRPC-Web binary": createGrpcWebTransport({ ...options, useBinaryFormat: true }),
  "gRPC-Web JSON": createGrpcWebTransport({ ...options, useBinaryFormat: false }),
};

async function inNode() {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
  for (const [name, transport] of Object.entries(transports)) {
    const check = (holds, what) => assert.ok(holds, `${name}: ${what}`);
    await useServices({ createClient, registry, transport, document, title, admin: env("SANTONG_ADMIN"), check });
    console.log(`connect-node, ${name}: ok`);
  }
}

async function inChromium() {
  const esbuild = require("esbuild");
  const { chromium } = require("playwright-core");
  const bundle = await esbuild.build({
    stdin: {
      contents: `
        export { createClient } from "@connectrpc/connect";
        export { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
        export { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
        export { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";`,
      resolveDir: packages,
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "clients",
    target: "es2020",
  });
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await (await browser.newContext({ bypassCSP: true })).newPage();
    await page.goto(`${base}/healthz`);
    await page.addScriptTag({ content: bundle.outputFiles[0].text });
    await page.addScriptTag({ content: `window.useServices = ${useServices}` });
    const kinds = [
      ["createConnectTransport", { useBinaryFormat: false, useHttpGet: true }],
      ["createConnectTransport", { useBinaryFormat: true }],
      ["createGrpcWebTransport", { useBinaryFormat: true }],
    ];
    for (const [make, more] of kinds) {
      await page.evaluate(
        async ({ make, more, bytes, ...given }) => {
          const { createClient, createFileRegistry, fromBinary, FileDescriptorSetSchema } = clients;
          const set = fromBinary(FileDescriptorSetSchema, Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
          const check = (holds, what) => {
            if (!holds) throw new Error(`${make} ${JSON.stringify(more)}: ${what}`);
          };
          const transport = clients[make]({ baseUrl: location.origin, ...more });
          await useServices({ createClient, registry: createFileRegistry(set), transport, check, ...given });
        },
        { make, more, bytes: descriptors.toString("base64"), document, title, admin: env("SANTONG_ADMIN") },
      );
      console.log(`Chromium, ${make} ${JSON.stringify(more)}: ok`);
    }
  } finally {
    await browser.close();
  }
}

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8" });

function byBuf() {
  const buf = join(packages, "node_modules", ".bin", "buf");
  for (const protocol of ["connect", "grpcweb"]) {
    const answer = run(buf, "curl", "--schema", "proto", "--protocol", protocol, "--data", JSON.stringify({ name: document }),
      `${base}/santong.v1.DocumentService/GetDocument`);
    assert.equal(JSON.parse(answer).title, title, `buf curl ${protocol}`);
    console.log(`buf curl, ${protocol}: ok`);
  }
}

function byCurl() {
  const url = `${base}/santong.v1.DocumentService/GetDocument`;
  const asked = JSON.stringify({ name: document });
  const posted = run("curl", "-sS", "--compressed", "--json", asked, url);
  assert.equal(JSON.parse(posted).title, title);
  const got = run("curl", "-sS", "-G", "--data-urlencode", `message=${asked}`, "-d", "encoding=json", url);
  assert.deepEqual(JSON.parse(got), JSON.parse(posted));
  assert.match(run("curl", "-sSI", `${base}/checkpoint`), /^HTTP\/1\.1 (200|404) /);
  console.log("curl: ok");
}

byCurl();
byBuf();
await inNode();
await inChromium();
