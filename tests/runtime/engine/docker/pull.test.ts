import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDockerEngine } from "../../../../runtime/engine/docker/create-docker-engine.ts";
import type { TransferProgress } from "../../../../runtime/engine/engine.ts";
import { createDockerCredentials } from "../../../../runtime/storage/registry/auth/docker-credentials.ts";
import { packTar } from "../../../../runtime/util/archive.ts";
import { testEngine } from "../../../support/engine.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";

const engine = testEngine();
const never = new AbortController().signal;
let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry.stop());

/** Pushes an image of one random file, and removes it from the engine; returns its reference. */
async function push(name: string, host = registry.host): Promise<string> {
  const reference = `${host}/${name}:1`;
  const content = Buffer.from(Array.from({ length: 200_000 }, () => Math.floor(Math.random() * 256)));
  const file = { path: "f", type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content } as const;
  await engine.images.tag(await engine.images.import(packTar([file]), { pushed: name }), reference);
  execFileSync("docker", ["push", "--quiet", reference], { stdio: "ignore" });
  await engine.images.remove(reference);
  return reference;
}

describe("pulling", () => {
  test("an image comes with its config, and progress counts the bytes of all layers", async () => {
    const reference = await push("pulled");
    const progress: TransferProgress[] = [];
    const pulled = await engine.images.pull(reference, (each) => progress.push(each), never);
    expect(pulled.config.labels).toEqual({ pushed: "pulled" });
    const last = progress.at(-1);
    expect(last?.reference).toBe(reference);
    expect(last?.currentBytes).toBe(last?.totalBytes);
    expect(last?.totalBytes).toBeGreaterThan(100_000);
    await engine.images.remove(reference);
  });

  test("an image that the registry does not have is named, with what the registry said", async () => {
    await expect(engine.images.pull(`${registry.host}/no/such:1`, () => {}, never)).rejects.toMatchObject({
      code: "ENGINE.IMAGE_NOT_FOUND",
      message: expect.stringContaining(`${registry.host}/no/such:1`),
      why: expect.stringContaining("not found"),
    });
  });

  test("a name without a tag means latest alone", async () => {
    await push("untagged");
    await expect(engine.images.pull(`${registry.host}/untagged`, () => {}, never)).rejects.toMatchObject({
      code: "ENGINE.IMAGE_NOT_FOUND",
      why: expect.stringContaining("latest"),
    });
  });

  test("a registry that does not answer is no missing image", async () => {
    await expect(engine.images.pull("127.0.0.1:9/any:1", () => {}, never)).rejects.toMatchObject({
      code: "ENGINE.PULL_FAILED",
    });
  });

  test("a malformed reference is an image that cannot be found", async () => {
    await expect(engine.images.pull("Not A Reference", () => {}, never)).rejects.toMatchObject({
      code: "ENGINE.IMAGE_NOT_FOUND",
    });
  });

  test("an aborted pull rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const pulling = engine.images.pull(`${registry.host}/no/such:1`, () => {}, controller.signal);
    controller.abort(new Error("Ctrl-C"));
    await expect(pulling).rejects.toThrow("Ctrl-C");
  });

  test("what docker login stored is used", async () => {
    const guarded = await startRegistry({ basic: { username: "me", password: "pass:word" } });
    const folder = mkdtempSync(join(tmpdir(), "builder-docker-config-"));
    try {
      const auth = Buffer.from("me:pass:word").toString("base64");
      writeFileSync(join(folder, "config.json"), JSON.stringify({ auths: { [guarded.host]: { auth } } }));
      const pull = (directory: string) =>
        createDockerEngine({
          environment: process.env,
          credentials: createDockerCredentials({ directory, environment: process.env }),
        }).images.pull(`${guarded.host}/x:1`, () => {}, never);
      // With the password the registry says that the image is unknown; without, that nobody may ask.
      await expect(pull(folder)).rejects.toMatchObject({
        why: expect.stringContaining("not found"),
      });
      await expect(pull("/nowhere")).rejects.toMatchObject({ why: expect.stringContaining("auth") });
    } finally {
      rmSync(folder, { recursive: true });
      await guarded.stop();
    }
  });
});
