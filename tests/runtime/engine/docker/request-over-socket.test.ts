import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { request } from "../../../../runtime/engine/docker/request.ts";
import { makeTemporaryFolder } from "../../../support/git-repo.ts";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Asks a server that answers so. */
async function ask(answer: RequestListener, signal?: AbortSignal, method = "POST"): ReturnType<typeof request> {
  const socketPath = join(makeTemporaryFolder(), "engine.sock");
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return request({ kind: "unix", socketPath }, method, "/some?a=1", signal);
}

test("method and path arrive, and status, headers and body come back", async () => {
  const answered = await ask(({ method, url }, response) => {
    response.writeHead(409, { "X-Some": "a: b" }).end(`${method} ${url}`);
  });
  expect(answered).toMatchObject({ status: 409, headers: { "x-some": "a: b" }, body: "POST /some?a=1" });
});

test("an answer in pieces is put together, also where a character is cut in two", async () => {
  const bytes = Buffer.from(`${"x".repeat(100_000)}\r\n0\r\n\r\nä`);
  const answered = await ask((_, response) => {
    response.write(bytes.subarray(0, -1));
    response.end(bytes.subarray(-1));
  });
  expect(answered.headers["transfer-encoding"]).toBe("chunked");
  expect(answered.body).toBe(bytes.toString());
});

test("an answer without a body has an empty one", async () => {
  expect(await ask((_, response) => response.writeHead(204).end())).toMatchObject({ status: 204, body: "" });
  const toHead = await ask((_, response) => response.writeHead(200, { "Content-Length": 9 }).end(), undefined, "HEAD");
  expect(toHead).toMatchObject({ headers: { "content-length": "9" }, body: "" });
});

test.each([
  ["nothing", () => {}],
  ["half of its head", (socket: NodeJS.WritableStream) => socket.write("HTTP/1.1 200 OK\r\nContent-")],
  [
    "half of what it promised",
    (socket: NodeJS.WritableStream) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]`),
  ],
  [
    "no last piece",
    (socket: NodeJS.WritableStream) => socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"),
  ],
])("a server that ends after %s is one that was lost", async (_, write) => {
  const asking = ask(({ socket }) => {
    write(socket);
    socket.end();
  });
  await expect(asking).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("a server that is not there is refused by the system", async () => {
  const socketPath = join(makeTemporaryFolder(), "none.sock");
  const asking = request({ kind: "unix", socketPath }, "GET", "/");
  await expect(asking).rejects.toMatchObject({ code: "ENOENT", syscall: "connect" });
});

test("whoever stops waiting gets the reason, before and while the server is at work", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  await expect(ask(() => controller.abort(reason), controller.signal)).rejects.toBe(reason);
  await expect(ask(() => {}, controller.signal)).rejects.toBe(reason);
});
