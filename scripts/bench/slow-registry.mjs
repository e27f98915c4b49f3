// A real registry (Debian's docker-registry) behind a proxy that makes every request wait and counts it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

export async function startSlowRegistry() {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-registry-"));
  const port = await freePort();
  const config = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: "bench" },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const child = spawn("docker-registry", ["serve", join(folder, "config.json")], { stdio: "ignore" });
  const failed = new Promise((_, reject) =>
    child.once("error", () => reject(new Error("docker-registry is missing: apt-get install docker-registry"))),
  );
  await Promise.race([failed, listening(port)]);
  const state = { latencyMs: 0, requests: 0 };
  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing, port, state));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    /** Milliseconds that each request waits from now on. */
    delay(latencyMs) {
      state.latencyMs = latencyMs;
    },
    /** Requests since the last call. */
    takeRequests() {
      const { requests } = state;
      state.requests = 0;
      return requests;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      child.kill("SIGKILL");
      await new Promise((resolve) => ((child.exitCode ?? child.signalCode) ? resolve() : child.once("exit", resolve)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function forward(incoming, outgoing, port, state) {
  state.requests += 1;
  if (state.latencyMs > 0) await sleep(state.latencyMs);
  const { method, headers, url: path } = incoming;
  const sent = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    pipeline(answer, outgoing, () => {});
  });
  sent.on("error", () => outgoing.destroy());
  pipeline(incoming, sent, () => {});
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(port) {
  for (let tries = 0; tries < 500; tries += 1) {
    const answers = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (answers) return;
    await sleep(20);
  }
  throw new Error("docker-registry does not listen");
}
