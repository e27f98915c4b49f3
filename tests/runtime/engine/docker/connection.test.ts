import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { expect, test } from "vitest";
import { createDockerEngine } from "../../../../runtime/engine/docker/create-docker-engine.ts";
import { formatEndpoint, resolveEndpoint } from "../../../../runtime/engine/docker/endpoint.ts";
import { ensureBaseImage } from "../../../support/base-image.ts";
import { inContainer, runCommands } from "../../../support/engine.ts";

test.each([
  [undefined, "unix:///var/run/docker.sock"],
  ["unix:///run/other.sock", "unix:///run/other.sock"],
  ["tcp://10.0.0.1:2375", "tcp://10.0.0.1:2375"],
  ["tcp://engine", "tcp://engine:2375"],
])("DOCKER_HOST %s means %s", (host, expected) => {
  expect(formatEndpoint(resolveEndpoint({ DOCKER_HOST: host }))).toBe(expected);
});

test.each(["ssh://host", "nonsense", "tcp://"])("DOCKER_HOST %s is refused by name", (host) => {
  expect(() => createDockerEngine({ environment: { DOCKER_HOST: host } })).toThrow(
    expect.objectContaining({ code: "ENGINE.ADDRESS", message: expect.stringContaining(host) }),
  );
});

test.each(["unix:///nowhere/docker.sock", "tcp://127.0.0.1:9"])("no engine at %s is unreachable", async (host) => {
  const { images } = createDockerEngine({ environment: { DOCKER_HOST: host } });
  const unreachable = { code: "ENGINE.UNREACHABLE", message: expect.stringContaining(host) };
  await expect(images.list({ label: "x" })).rejects.toMatchObject(unreachable);
  await expect(images.inspect("x")).rejects.toMatchObject(unreachable);
});

test("an engine that is too old is refused", async () => {
  const server = createServer((_request, response) => response.setHeader("Api-Version", "1.40").end("OK"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { images } = createDockerEngine({ environment: { DOCKER_HOST: `tcp://127.0.0.1:${port}` } });
  await expect(images.inspect("x")).rejects.toMatchObject({
    code: "ENGINE.TOO_OLD",
    message: expect.stringContaining("1.40"),
  });
  server.close();
});

// The relay, as many do, closes both ways when one side closes one.
test("an engine is used over tcp as over its socket", async () => {
  const relay = createTcpServer((client) => {
    const socket = connect("/var/run/docker.sock");
    client.pipe(socket).pipe(client);
    for (const end of [client, socket]) end.on("error", () => end.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const { port } = relay.address() as AddressInfo;
  const engine = createDockerEngine({ environment: { ...process.env, DOCKER_HOST: `tcp://127.0.0.1:${port}` } });
  expect(engine.capabilities).toEqual({ local: false });
  const image = await ensureBaseImage(engine);
  expect(await inContainer(engine, image, (container) => runCommands(container, ["cat; echo over tcp"]))).toEqual({
    exitCode: 0,
    stdout: ["over tcp"],
    stderr: [],
  });
  relay.close();
});
