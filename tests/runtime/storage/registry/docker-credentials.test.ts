import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDockerCredentials } from "../../../../runtime/storage/registry/auth/docker-credentials.ts";
import { failureOf } from "./support/sample-image.ts";

const { signal } = new AbortController();
const auth = Buffer.from("user:pass:word").toString("base64");
const password = { kind: "password", username: "user", password: "pass:word" };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "builder-docker-config-"));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function find(config: unknown, registry: string): Promise<unknown> {
  await writeFile(join(directory, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  const environment = { PATH: `${join(directory, "bin")}:${process.env.PATH}` };
  return await createDockerCredentials({ directory, environment }).find(registry, signal);
}

/** Installs a credential helper that is a shell script. */
async function installHelper(name: string, script: string): Promise<void> {
  await mkdir(join(directory, "bin"), { recursive: true });
  await writeFile(join(directory, "bin", `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

describe("what docker login wrote to config.json", () => {
  test.each([
    ["example.com:5000", "example.com:5000", { auth }],
    ["an address of the first version", "example.com", { auth }, "https://example.com/v1/"],
    ["an address of the second version", "example.com", { auth }, "http://example.com/v2/"],
    ["Docker Hub", "docker.io", { auth }, "https://index.docker.io/v1/"],
    ["Docker Hub by its short name", "docker.io", { auth }, "docker.io"],
    ["padding with zero bytes", "example.com", { auth: Buffer.from("user:pass:word\0\0").toString("base64") }],
    ["name and password apart", "example.com", { username: "user", password: "pass:word" }],
  ])("%s is found", async (_, registry, entry, key = registry) => {
    expect(await find({ auths: { "other.example.com": { auth: "eDp5" }, [key]: entry } }, registry)).toEqual(password);
  });

  test("tokens come before passwords", async () => {
    const auths = {
      "identity.example.com": { auth, identitytoken: "identity" },
      "bearer.example.com": { auth, registrytoken: "bearer" },
    };
    expect(await find({ auths }, "identity.example.com")).toEqual({ kind: "identity-token", token: "identity" });
    expect(await find({ auths }, "bearer.example.com")).toEqual({ kind: "bearer-token", token: "bearer" });
  });

  test("a registry without an entry, an empty entry and a missing file are nobody", async () => {
    const missing = createDockerCredentials({ directory: join(directory, "none"), environment: {} });
    expect(await missing.find("example.com", signal)).toBeUndefined();
    expect(await find({ auths: { "example.com": {} } }, "example.com")).toBeUndefined();
    expect(await find({ auths: { "example.com": { auth } } }, "example.com:5000")).toBeUndefined();
    expect(await find({}, "example.com")).toBeUndefined();
  });

  test.each([
    ["no JSON", `{"auths": {"example.com": {"auth": "${auth}"}}`],
    ["no object", `["${auth}"]`],
    [
      "an entry that is no name and password",
      { auths: { "example.com": { auth: Buffer.from("topsecret").toString("base64") } } },
    ],
  ])("%s is an error that quotes nothing of the file", async (_, config) => {
    const failure = await find(config, "example.com").catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "REGISTRY.DOCKER_CONFIG",
      message: `cannot read ${join(directory, "config.json")}`,
    });
    const text = inspect(failure, { depth: 20, showHidden: true });
    for (const secret of [auth, "topsecret", Buffer.from("topsecret").toString("base64")])
      expect(text).not.toContain(secret);
  });
});

describe("credential helpers", () => {
  const answer = (username: string, secret: string): string =>
    `cat > "$(dirname "$0")/asked"; echo "$@" > "$(dirname "$0")/arguments"; echo '${JSON.stringify({ Username: username, Secret: secret })}'`;

  test("the helper of a registry is asked on its stdin", async () => {
    await installHelper("one", answer("user", "pass:word"));
    const config = { credHelpers: { "example.com": "one" }, credsStore: "absent", auths: { "example.com": {} } };
    expect(await find(config, "example.com")).toEqual(password);
    expect(await readFile(join(directory, "bin/asked"), "utf8")).toBe("example.com\n");
    expect(await readFile(join(directory, "bin/arguments"), "utf8")).toBe("get\n");
  });

  test("the store is asked for all others, for Docker Hub by its address", async () => {
    await installHelper("store", answer("<token>", "identity"));
    const config = { credHelpers: { "other.example.com": "absent" }, credsStore: "store" };
    expect(await find(config, "docker.io")).toEqual({ kind: "identity-token", token: "identity" });
    expect(await readFile(join(directory, "bin/asked"), "utf8")).toBe("https://index.docker.io/v1/\n");
  });

  test("a helper that knows nothing leaves it to the file", async () => {
    await installHelper("store", "echo credentials not found in native keychain; exit 1");
    expect(await find({ credsStore: "store" }, "example.com")).toBeUndefined();
    expect(await find({ credsStore: "store", auths: { "example.com": { auth } } }, "example.com")).toEqual(password);
  });

  test.each([
    ["fails", "echo topsecret; echo topsecret >&2; exit 3", "it ended with exit code 3"],
    ["answers nonsense", "echo topsecret", "it did not answer with Username and Secret"],
    ["ends without reading", "exec 0<&-; exit 4", "it ended with exit code 4"],
  ])("a helper that %s is an error without its output", async (_, script, why) => {
    await installHelper("broken", script);
    const failure = await find({ credsStore: "broken" }, "example.com").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "REGISTRY.CREDENTIAL_HELPER", why });
    expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain("topsecret");
  });

  test("a helper that is not installed is named", async () => {
    await expect(find({ credsStore: "absent" }, "example.com")).rejects.toMatchObject({
      code: "REGISTRY.CREDENTIAL_HELPER",
      message: "cannot get the credentials of example.com from docker-credential-absent",
      why: "there is no such program on the PATH",
    });
  });

  test("a helper's name cannot lead to another program", async () => {
    expect(await failureOf(find({ credsStore: "/../../bin/sh" }, "example.com"))).toBe("REGISTRY.CREDENTIAL_HELPER");
  });

  test("a helper that hangs is killed when the run is interrupted", async () => {
    await installHelper("slow", `echo $$ > "$(dirname "$0")/pid"; exec sleep 600`);
    await writeFile(join(directory, "config.json"), JSON.stringify({ credsStore: "slow" }));
    const reason = new Error("interrupted");
    const controller = new AbortController();
    const environment = { PATH: `${join(directory, "bin")}:${process.env.PATH}` };
    const asked = createDockerCredentials({ directory, environment }).find("example.com", controller.signal);
    const pid = await pidIn(join(directory, "bin/pid"));
    controller.abort(reason);
    expect(await failureOf(asked)).toBe(reason);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

async function pidIn(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text.endsWith("\n")) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
