import { afterEach, describe, expect, test } from "vitest";
import { emptyConfig } from "../../../../runtime/engine/empty-config.ts";
import { packTar, type TarEntry } from "../../../../runtime/util/archive.ts";
import { ensureBaseImage } from "../../../support/base-image.ts";
import { inContainer, runCommands } from "../../../support/engine.ts";
import { type PrivateEngine, startPrivateEngine } from "../../../support/private-engine.ts";

const started: PrivateEngine[] = [];

async function start(diskMegabytes: number): Promise<PrivateEngine> {
  const engine = await startPrivateEngine(diskMegabytes);
  started.push(engine);
  return engine;
}

afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
});

function bigFile(megabytes: number): TarEntry {
  const content = Buffer.alloc(megabytes * 1024 * 1024, 1);
  return { path: "big", type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content };
}

describe.skipIf(process.getuid?.() !== 0)("an engine that fails", () => {
  test("an engine that dies while a script runs rejects the run", async () => {
    const { engine, kill } = await start(100);
    const base = await ensureBaseImage(engine);
    const running = inContainer(engine, base, (container) =>
      container.run({ commands: ["echo up", "sleep 600"], env: {} }, () => kill(), new AbortController().signal),
    );
    await expect(running).rejects.toMatchObject({ code: "ENGINE.UNREACHABLE" });
  });

  test("an engine that dies while files are sent rejects the sending", async () => {
    const { engine, kill } = await start(100);
    const base = await ensureBaseImage(engine);
    async function* endless(): AsyncGenerator<TarEntry> {
      yield bigFile(1);
      kill();
      for (;;) yield bigFile(1);
    }
    const sending = inContainer(engine, base, (container) => container.putArchive(packTar(endless()), "/"));
    await expect(sending).rejects.toMatchObject({ code: "ENGINE.UNREACHABLE" });
  });

  test("a full disk is named, whatever was being done", async () => {
    const { engine } = await start(40);
    const base = await ensureBaseImage(engine);
    const sending = inContainer(engine, base, (container) => container.putArchive(packTar([bigFile(60)]), "/"));
    await expect(sending).rejects.toMatchObject({ code: "ENGINE.DISK_FULL" });
    const importing = engine.images.import(packTar([bigFile(60)]), {});
    await expect(importing).rejects.toMatchObject({ code: "ENGINE.DISK_FULL" });
    const committing = inContainer(engine, base, async (container) => {
      expect(await runCommands(container, ["dd if=/dev/zero of=/big bs=1M count=20"])).toMatchObject({ exitCode: 0 });
      return container.commit(emptyConfig);
    });
    await expect(committing).rejects.toMatchObject({ code: "ENGINE.DISK_FULL" });
  });

  test("commands that fill the disk fail with their own message", async () => {
    const { engine } = await start(40);
    const outcome = await inContainer(engine, await ensureBaseImage(engine), (container) =>
      runCommands(container, ["true", "dd if=/dev/zero of=/big bs=1M count=100"]),
    );
    expect(outcome).toMatchObject({ exitCode: 1, failedCommand: 1 });
    expect(outcome.stderr.join("\n")).toContain("No space left on device");
  });
});
