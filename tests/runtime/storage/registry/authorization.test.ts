import { createServer, type IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Credentials } from "../../../../runtime/storage/registry/auth/credentials.ts";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";
import { always } from "./support/credentials.ts";
import { type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { listen } from "./support/listen.ts";
import { failureOf, newRepository, pushImage, randomBlob } from "./support/sample-image.ts";
import { startTokenServer, type TokenServer } from "./support/token-server.ts";

const { signal } = new AbortController();
const right = { kind: "password", username: "user", password: "pass:word with spaces" } as const;
const wrong = { ...right, password: "not-the-password" } as const;
const retries = { attempts: 3, baseDelayMs: 1 };

function clientWith(credentials: Credentials | undefined, options: { readonly challenges?: Map<string, string> } = {}) {
  return createRegistryClient({ credentials: always(credentials), retries, ...options });
}

describe("basic authentication", () => {
  let registry: TestRegistry;
  let proxy: FaultyProxy;

  beforeAll(async () => {
    registry = await startRegistry({ basic: right });
  });
  afterAll(() => registry?.stop());
  beforeEach(async () => {
    proxy = await startFaultyProxy(registry.host);
  });
  afterEach(() => proxy.stop());

  test("an image is pushed and read, and the registry refuses only the first request", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    const pushed = await pushImage(client, repository, ["one"]);
    expect(await client.manifests.get(repository, "one", signal)).toEqual(pushed);
    expect(await client.manifests.delete(repository, pushed.digest, signal)).toBe(true);
    const anonymous = proxy.seen.filter(({ headers }) => headers.authorization === undefined);
    expect(anonymous).toHaveLength(1);
    client.close();
  });

  test("who remembers the challenge is not refused at all", async () => {
    const repository = newRepository(proxy.host);
    const challenges = new Map<string, string>();
    for (const client of [clientWith(right, { challenges }), clientWith(right, { challenges })]) {
      await client.tags(repository, signal);
      client.close();
    }
    expect(proxy.lines()).toHaveLength(3);
    expect([...challenges]).toEqual([[proxy.host, 'Basic realm="tests"']]);
  });

  test("nobody is told to log in", async () => {
    const repository = newRepository(proxy.host);
    await expect(clientWith(undefined).tags(repository, signal)).rejects.toMatchObject({
      code: "REGISTRY.UNAUTHORIZED",
      message: `cannot list the tags of ${proxy.host}/${repository.path}: ${proxy.host} asks who you are`,
      why: expect.stringContaining("no credentials are stored for it"),
      next: [`docker login ${proxy.host}`],
    });
  });

  test("a wrong password is refused once and appears nowhere", async () => {
    const failure = await clientWith(wrong)
      .tags(newRepository(proxy.host), signal)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "REGISTRY.UNAUTHORIZED",
      why: expect.stringContaining("it does not accept the credentials"),
    });
    expect(proxy.seen).toHaveLength(2);
    expectFreeOf(failure, wrong.password, basic(wrong));
  });

  test("a registry that repeats the password does not bring it into the error", async () => {
    const body = JSON.stringify({ errors: [{ code: "DENIED", message: `no ${right.password}, no ${basic(right)}` }] });
    const client = clientWith(right);
    await client.tags(newRepository(proxy.host), signal);
    proxy.fail(/tags/, { kind: "answer", status: 403, body });
    const failure = await client.tags(newRepository(proxy.host), signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "REGISTRY.DENIED",
      why: expect.stringContaining("DENIED: no ***, no ***"),
    });
    expectFreeOf(failure, right.password, basic(right));
    client.close();
  });
});

describe("token authentication", () => {
  const identity = { kind: "identity-token", token: "identity-token-of-the-user" } as const;
  let tokens: TokenServer;
  let registry: TestRegistry;
  let proxy: FaultyProxy;

  beforeAll(async () => {
    tokens = await startTokenServer({ ...right, identityToken: identity.token });
    registry = await startRegistry({ token: tokens.trust });
  });
  afterAll(async () => {
    await registry?.stop();
    await tokens?.stop();
  });
  beforeEach(async () => {
    proxy = await startFaultyProxy(registry.host);
    tokens.questions.length = 0;
    tokens.lifetimeSeconds = 300;
  });
  afterEach(() => proxy.stop());

  test.each([
    ["a password", right, "GET password"],
    ["an identity token", identity, "POST identity"],
  ] as const)("%s is exchanged for one token for each scope", async (_, credentials, asked) => {
    const repository = newRepository(proxy.host);
    const client = clientWith(credentials);
    const pushed = await pushImage(client, repository, ["one"]);
    expect(await client.manifests.get(repository, "one", signal)).toEqual(pushed);
    expect(await client.manifests.delete(repository, pushed.digest, signal)).toBe(true);
    client.close();
    const scope = `repository:${repository.path}`;
    expect(tokens.questions).toEqual([
      `${asked} ${scope}:pull`,
      `${asked} ${scope}:pull,push`,
      `${asked} ${scope}:delete`,
    ]);
  });

  test("many requests at once share one token", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    await Promise.all(Array.from({ length: 10 }, () => client.tags(repository, signal)));
    client.close();
    expect(tokens.questions).toHaveLength(1);
  });

  test("a mount asks for both repositories", async () => {
    const [from, to] = [newRepository(proxy.host, "from"), newRepository(proxy.host, "to")];
    const client = clientWith(right);
    const blob = randomBlob(1000);
    await client.blobs.push(from, blob, { signal });
    expect(await client.blobs.push(to, blob, { signal, mountFrom: from })).toBe("mounted");
    client.close();
    expect(tokens.questions.at(-1)).toBe(`GET password repository:${from.path}:pull repository:${to.path}:pull,push`);
  });

  test("a token is renewed before it expires, and when the registry does not believe it any more", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    tokens.lifetimeSeconds = 0.05;
    await client.tags(repository, signal);
    await new Promise((resolve) => setTimeout(resolve, 60));
    tokens.lifetimeSeconds = 300;
    await client.tags(repository, signal);
    expect(tokens.questions).toHaveLength(2);
    const challenge = `Bearer realm="${tokens.trust.realm}",service="registry",scope="repository:${repository.path}:pull",error="invalid_token"`;
    proxy.fail(/tags/, { kind: "answer", status: 401, headers: { "www-authenticate": challenge } });
    await client.tags(repository, signal);
    client.close();
    expect(tokens.questions).toHaveLength(3);
  });

  test("who remembers the challenge asks for a token and for the tags, and nothing else", async () => {
    const repository = newRepository(proxy.host);
    const challenges = new Map<string, string>();
    await clientWith(right, { challenges }).tags(repository, signal);
    proxy.seen.length = 0;
    tokens.questions.length = 0;
    await clientWith(right, { challenges }).tags(repository, signal);
    expect([...proxy.lines(), ...tokens.questions]).toEqual([
      `GET /v2/${repository.path}/tags/list`,
      `GET password repository:${repository.path}:pull`,
    ]);
  });

  test("a remembered challenge that is out of date does no harm", async () => {
    const repository = newRepository(proxy.host);
    const challenges = new Map([[proxy.host, 'Bearer realm="http://127.0.0.1:1/token"']]);
    expect(await clientWith(right, { challenges }).tags(repository, signal)).toEqual([]);
    expect(challenges.get(proxy.host)).toContain(tokens.trust.realm);
  });

  test.each([
    ["a wrong password", wrong, [wrong.password, basic(wrong)]],
    ["a wrong identity token", { kind: "identity-token", token: "stale-identity" }, ["stale-identity"]],
  ] as const)("%s is refused and appears nowhere, though the service repeats it", async (_, credentials, secrets) => {
    const failure = await clientWith(credentials)
      .tags(newRepository(proxy.host), signal)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "REGISTRY.UNAUTHORIZED", why: expect.stringContaining("wrong:") });
    expectFreeOf(failure, ...secrets);
  });

  test("a token that the registry refuses appears nowhere", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    const challenge = `Bearer realm="${tokens.trust.realm}",service="registry",scope="repository:${repository.path}:pull"`;
    const answer = { kind: "answer", status: 401, headers: { "www-authenticate": challenge } } as const;
    proxy.fail(/tags/, answer, answer);
    const failure = await client.tags(repository, signal).catch((error: unknown) => error);
    client.close();
    expect(failure).toMatchObject({ code: "REGISTRY.UNAUTHORIZED" });
    expectFreeOf(failure, right.password, basic(right), tokens.tokens.at(-1)!);
  });

  test("a token service over plain http on another machine gets nothing", async () => {
    const challenge = { "www-authenticate": 'Bearer realm="http://token.example.com/token",service="x"' };
    proxy.fail(/tags/, { kind: "answer", status: 401, headers: challenge });
    expect(await failureOf(clientWith(right).tags(newRepository(proxy.host), signal))).toBe("REGISTRY.INSECURE");
  });
});

describe("redirects", () => {
  let registry: TestRegistry;
  let proxy: FaultyProxy;
  let seen: IncomingMessage["headers"][];
  let stop: () => Promise<void>;
  let elsewhere: string;
  let answer: { status: number; headers?: Record<string, string>; body?: Buffer };

  beforeAll(async () => {
    registry = await startRegistry({ basic: right });
  });
  afterAll(() => registry?.stop());
  beforeEach(async () => {
    proxy = await startFaultyProxy(registry.host);
    seen = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    ({ host: elsewhere, stop } = await listen(server));
  });
  afterEach(async () => {
    await proxy.stop();
    await stop();
  });

  test("another host gets the request without credentials, and its bytes are checked", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    const blob = randomBlob(1000);
    await client.blobs.push(repository, blob, { signal });
    for (const [body, expected] of [
      [blob.bytes, blob.bytes],
      [Buffer.alloc(1000), "REGISTRY.DIGEST_MISMATCH"],
    ] as const) {
      answer = { status: 200, body };
      proxy.fail(/^GET .*blobs/, { kind: "answer", status: 307, headers: { location: `http://${elsewhere}/x?sig=1` } });
      const read = client.blobs.read(repository, blob, { signal }).toArray();
      expect(typeof expected === "string" ? await failureOf(read) : Buffer.concat(await read)).toEqual(expected);
    }
    client.close();
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });

  test("another host that asks for credentials gets none", async () => {
    const client = clientWith(right);
    await client.tags(newRepository(proxy.host), signal);
    answer = { status: 401, headers: { "www-authenticate": "Basic realm=give-me" } };
    proxy.fail(/tags/, { kind: "answer", status: 307, headers: { location: `http://${elsewhere}/` } });
    expect(await failureOf(client.tags(newRepository(proxy.host), signal))).toBe("REGISTRY.UNAUTHORIZED");
    client.close();
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test("an upload that leads to another host goes there without credentials", async () => {
    const client = clientWith(right);
    const blob = randomBlob(1000);
    answer = { status: 201 };
    proxy.fail(/^POST/, { kind: "answer", status: 202, headers: { location: `http://${elsewhere}/upload` } });
    expect(await client.blobs.push(newRepository(proxy.host), blob, { signal })).toBe("uploaded");
    client.close();
    expect(seen.map(({ authorization, "content-length": length }) => [authorization, length])).toEqual([
      [undefined, "1000"],
    ]);
  });

  test("the same host keeps the credentials", async () => {
    const repository = newRepository(proxy.host);
    const client = clientWith(right);
    const { digest } = await pushImage(client, repository, ["one"]);
    const location = `/v2/${repository.path}/manifests/${digest}`;
    proxy.fail(/^GET .*one/, { kind: "answer", status: 301, headers: { location } });
    expect((await client.manifests.get(repository, "one", signal))?.digest).toBe(digest);
    client.close();
  });

  test.each([
    ["in a circle", () => `http://${elsewhere}/`, "REGISTRY.PROTOCOL"],
    ["to no http address", () => "file:///etc/passwd", "REGISTRY.PROTOCOL"],
    ["to another machine over plain http", () => "http://blobs.example.com/", "REGISTRY.INSECURE"],
  ])("a redirect %s is refused", async (_, location, code) => {
    answer = { status: 302, headers: { location: location() } };
    proxy.fail(/tags/, { kind: "answer", status: 302, headers: { location: location() } });
    expect(await failureOf(clientWith(right).tags(newRepository(proxy.host), signal))).toBe(code);
  });
});

function basic({ username, password }: { readonly username: string; readonly password: string }): string {
  return Buffer.from(`${username}:${password}`).toString("base64");
}

/** Nothing that could be printed of an error, its causes and hidden members included, holds a secret. */
function expectFreeOf(failure: unknown, ...secrets: readonly string[]): void {
  const text = inspect(failure, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });
  for (const secret of secrets) expect(text).not.toContain(secret);
}
