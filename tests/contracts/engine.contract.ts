import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { emptyConfig } from "../../runtime/engine/empty-config.ts";
import type { Container, Engine, ImageConfig } from "../../runtime/engine/engine.ts";
import { runNameOf } from "../../runtime/engine/run-name.ts";
import { packTar, type TarEntry } from "../../runtime/util/archive.ts";
import { ensureBaseImage } from "../support/base-image.ts";
import { inContainer, runCommands, uniqueName } from "../support/engine.ts";

/** What tests of an adapter can look at besides the port: leftovers and what other tools see. */
export interface EngineUnderTest {
  readonly engine: Engine;
  /** What a person sees who inspects a container or an image, as text. */
  inspect(idOrReference: string): Promise<string>;
  /** Containers and nameless images that a run left. */
  leftovers(runId: string): Promise<readonly string[]>;
}

const fullConfig: ImageConfig = {
  env: { PATH: "/bin:/opt/bin", GREETING: "hello = world", EMPTY: "" },
  labels: { a: "1", "b.c": 'with "quotes" and $dollars' },
  cmd: ["serve", "--port", "80"],
  entrypoint: ["/bin/sh", "-c"],
  workdir: "/srv",
  user: "node",
  volumes: ["/data"],
  exposedPorts: ["53/udp", "8080/tcp"],
  healthcheck: { test: ["CMD", "true"], intervalNs: 5_000_000_000, timeoutNs: 3_000_000_000, retries: 4 },
  stopSignal: "SIGINT",
  shell: ["/bin/sh", "-e"],
  onBuild: ["RUN true"],
};

function file(path: string, content: string | Buffer, mode = 0o644): TarEntry {
  return { path, type: "file", mode, uid: 0, gid: 0, modifiedUnix: 1_000_000_000, content: Buffer.from(content) };
}

/** What every engine adapter does. */
export function describeEngine(name: string, open: () => EngineUnderTest): void {
  describe(name, () => {
    const { engine, inspect, leftovers } = open();
    const runId = uniqueName("contract");
    const made = new Set<string>();
    const base = (): Promise<string> => ensureBaseImage(engine);
    const keep = (id: string): string => {
      made.add(id);
      return id;
    };
    const scratch = async (): Promise<string> =>
      keep(await engine.images.import(packTar([]), { "builder.scratch": uniqueName("s") }));
    const run = async (commands: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      inContainer(engine, await base(), (container) => runCommands(container, commands, env), { runId });

    afterAll(async () => {
      for (const id of [...made].reverse()) await engine.images.remove(id);
      expect(await leftovers(runId)).toEqual([]);
    });

    describe("images", () => {
      test("an image is imported from an empty archive, with labels, and listed by them", async () => {
        const label = uniqueName("label");
        const labels = { [label]: 'a "quoted" $value with \\ and spaces', second: "2" };
        const id = keep(await engine.images.import(packTar([]), labels));
        const [listed, ...more] = await engine.images.list({ label });
        expect(more).toEqual([]);
        expect({ id: listed?.id, references: listed?.references, labels: listed?.labels }).toEqual({
          id,
          references: [],
          labels,
        });
        expect((await engine.images.inspect(id))?.config).toEqual({ ...emptyConfig, labels });
      });

      test("a reference is given to an image and removed, and removing it again is no error", async () => {
        const reference = `${uniqueName("contract")}:1`;
        const label = uniqueName("label");
        const id = await engine.images.import(packTar([]), { [label]: "x" });
        await engine.images.tag(id, reference);
        expect((await engine.images.list({ label })).map((image) => image.references)).toEqual([[reference]]);
        expect((await engine.images.inspect(reference))?.id).toBe(id);
        await engine.images.remove(reference);
        await engine.images.remove(reference);
        expect(await engine.images.inspect(reference)).toBe(undefined);
        expect(await engine.images.list({ label })).toEqual([]);
      });

      test("a name that an image had for a run is swept when the run is dead, and an image that has no other name with it", async () => {
        const dead = uniqueName("dead");
        const [saved, unsaved] = [await scratch(), await scratch()];
        const reference = `${uniqueName("builder-test-saved")}:1`;
        await engine.images.tag(saved, reference);
        for (const image of [saved, unsaved]) await engine.images.tag(image, runNameOf(image, dead));
        await engine.images.tag(saved, runNameOf(saved, runId));
        const swept = await engine.sweep((id) => id === dead);
        expect([...swept].sort()).toEqual(
          [saved, unsaved].map((image) => `image name ${runNameOf(image, dead)}`).sort(),
        );
        expect((await engine.images.inspect(runNameOf(saved, runId)))?.id).toBe(saved);
        expect(await engine.images.inspect(unsaved)).toBe(undefined);
        await engine.images.remove(runNameOf(saved, runId));
        await engine.images.remove(reference);
      });

      test("ONBUILD of an image is told, and that there is no image", async () => {
        const image = await scratch();
        expect(await engine.images.triggers(image)).toEqual([]);
        const triggering = keep(await engine.images.reconfigure(image, { ...emptyConfig, onBuild: ["RUN true"] }));
        expect(await engine.images.triggers(triggering)).toEqual(["RUN true"]);
        expect(await engine.images.triggers("localhost:1/no/such:image")).toBe(undefined);
      });

      test("what the engine does not have is inspected as undefined", async () => {
        expect(await engine.images.inspect("builder-test/never-made:1")).toBe(undefined);
      });
    });

    describe("files", () => {
      test("an archive is unpacked with modes, owners, links and times, in an image that is empty", async () => {
        const entries: TarEntry[] = [
          { path: "app", type: "directory", mode: 0o750, uid: 1000, gid: 1000, modifiedUnix: 0 },
          file("app/run.sh", "#!/bin/sh\n", 0o755),
          { path: "app/link", type: "symlink", mode: 0o777, uid: 0, gid: 0, modifiedUnix: 0, target: "run.sh" },
          { path: "app/up", type: "symlink", mode: 0o777, uid: 0, gid: 0, modifiedUnix: 0, target: "/app/link" },
        ];
        await inContainer(
          engine,
          await scratch(),
          async (container) => {
            await container.putArchive(packTar(entries), "/");
            expect(await container.stat("/app")).toEqual({ type: "directory", mode: 0o750 });
            expect(await container.stat("/app/run.sh")).toEqual({ type: "file", mode: 0o755 });
            expect(await container.stat("/app/link")).toEqual({
              type: "symlink",
              mode: 0o777,
              leadsTo: "/app/run.sh",
            });
            expect(await container.stat("/app/none")).toBe(undefined);
            expect((await container.readFile("/app/up"))?.toString()).toBe("#!/bin/sh\n");
            expect(await container.readFile("/app")).toBe(undefined);
            expect(await container.readFile("/none/at/all")).toBe(undefined);
            const seen = await runCommands(container, ["busybox stat -c '%n %a %u:%g %Y' /app /app/run.sh"]);
            expect(seen.stdout).toEqual(["/app 750 1000:1000 0", "/app/run.sh 755 0:0 1000000000"]);
          },
          { runId },
        );
      });

      test("a directory that exists keeps its entries", async () => {
        await inContainer(
          engine,
          await scratch(),
          async (container) => {
            const directory: TarEntry = { path: "d", type: "directory", mode: 0o755, uid: 0, gid: 0, modifiedUnix: 0 };
            await container.putArchive(packTar([directory, file("d/one", "1")]), "/");
            await container.putArchive(packTar([directory, file("d/two", "2")]), "/");
            expect((await container.readFile("/d/one"))?.toString()).toBe("1");
            expect((await container.readFile("/d/two"))?.toString()).toBe("2");
          },
          { runId },
        );
      });

      test("binary content and long names arrive byte for byte", async () => {
        const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256));
        const path = `${"deep/".repeat(30)}${"n".repeat(120)} ü ✓`;
        await inContainer(
          engine,
          await scratch(),
          async (container) => {
            await container.putArchive(packTar([file(path, content)]), "/");
            expect((await container.readFile(`/${path}`))?.equals(content)).toBe(true);
          },
          { runId },
        );
      });

      test("an archive that is self-contained becomes part of the image, and is seen before that as well", async () => {
        const directory = { ...file("own", ""), type: "directory", mode: 0o750, uid: 1000 } as const;
        const entries = [directory, file("own/run.sh", "#!/bin/sh\n", 0o755)];
        const put = async (look: boolean): Promise<string> =>
          inContainer(
            engine,
            await base(),
            async (container) => {
              await container.putArchive(packTar(entries), "/", { isSelfContained: true });
              if (look) {
                expect(await container.stat("/own")).toEqual({ type: "directory", mode: 0o750 });
                await container.putArchive(packTar([file("own/second", "2")]), "/");
              }
              return keep(await container.commit({ ...fullConfig, user: "" }));
            },
            { runId },
          );
        const listed = ["/own 750 1000:0 1000000000", "/own/run.sh 755 0:0 1000000000"];
        const shown = async (image: string): Promise<readonly string[]> => {
          expect((await engine.images.inspect(image))?.config).toMatchObject({ cmd: fullConfig.cmd, workdir: "/srv" });
          const command = "busybox stat -c '%n %a %u:%g %Y' $(busybox find /own | busybox sort)";
          return (await inContainer(engine, image, (container) => runCommands(container, [command]), { runId })).stdout;
        };
        expect(await shown(await put(false))).toEqual(listed);
        const looked = await shown(await put(true));
        expect(looked.map((line) => line.split(" ")[0])).toEqual(["/own", "/own/run.sh", "/own/second"]);
      });

      test("an archive that fails in the middle rejects with its own error", async () => {
        async function* broken(): AsyncGenerator<TarEntry> {
          yield file("one", "1".repeat(1_000_000));
          throw new Error("the repository is gone");
        }
        const image = await scratch();
        await expect(
          inContainer(engine, image, (container) => container.putArchive(packTar(broken()), "/"), { runId }),
        ).rejects.toThrow("the repository is gone");
      });

      test("a stream that is closed before its end rejects", async () => {
        const image = await scratch();
        const stalled = new Readable({ read() {} });
        setTimeout(() => stalled.destroy(), 100);
        await expect(
          inContainer(engine, image, (container) => container.putArchive(stalled, "/"), { runId }),
        ).rejects.toThrow();
      });

      test("an archive for a directory that does not exist is an engine error", async () => {
        const image = await scratch();
        await expect(
          inContainer(engine, image, (container) => container.putArchive(packTar([file("x", "")]), "/none"), { runId }),
        ).rejects.toMatchObject({ code: "ENGINE.FAILED" });
      });
    });

    describe("scripts", () => {
      test("commands run as root in / with a UTF-8 locale, and the state lives on from one to the next", async () => {
        const outcome = await run([
          "cd /tmp",
          "name=value; f() { echo f $1; }",
          "pwd; echo $name; f 1",
          "id -u; id -g; echo $LANG $LC_ALL",
        ]);
        expect(outcome).toEqual({
          exitCode: 0,
          stdout: ["/tmp", "value", "f 1", "0", "0", "C.UTF-8 C.UTF-8"],
          stderr: [],
        });
        expect((await run(["pwd"])).stdout).toEqual(["/"]);
      });

      test("an image without any file runs bash and busybox's commands", async () => {
        const outcome = await inContainer(
          engine,
          await scratch(),
          (container) =>
            runCommands(container, ["mkdir -p /a/b", "echo 'grüß' > /a/b/c; cat /a/b/c", `s=äöü; echo \${#s}`]),
          { runId },
        );
        expect(outcome).toEqual({ exitCode: 0, stdout: ["grüß", "3"], stderr: [] });
      });

      test("an image with a shell of its own gets no other commands", async () => {
        expect(await run(["echo $PATH; type -P vi || echo none"])).toMatchObject({
          stdout: [expect.not.stringContaining(".builder"), "none"],
        });
      });

      test("stdin is empty", async () => {
        expect((await run(["cat; read line || echo nothing to read"])).stdout).toEqual(["nothing to read"]);
      });

      test("variables reach the commands as they are", async () => {
        const env = { QUOTES: `'"$HOME \`x\` \\n`, LINES_: "one\ntwo\r\n", EMPTY: "" };
        const outcome = await run([`printf "[%s]" "$QUOTES" "$LINES_" "\${EMPTY-unset}"`, "env | grep ^QUOTES="], env);
        expect(outcome.stdout.join("\n")).toBe(`['"$HOME \`x\` \\n][one\ntwo\n][]QUOTES=${env.QUOTES}`);
      });

      test("given variables win over the locale", async () => {
        expect((await run(["echo $LANG"], { LANG: "C" })).stdout).toEqual(["C"]);
      });

      test.each<readonly [string, readonly string[], { exitCode: number; failedCommand?: number }]>([
        ["a plain command", ["true", "false", "echo not reached"], { exitCode: 1, failedCommand: 1 }],
        ["a command that does not exist", ["true", "true", "no-such-command"], { exitCode: 127, failedCommand: 2 }],
        ["a function, at the call", ["f() {\n  true\n  false\n}", "true", "f"], { exitCode: 1, failedCommand: 2 }],
        ["a function of a function", ["g() { false; }", "f() { g; }", "true", "f"], { exitCode: 1, failedCommand: 3 }],
        ["exit with a number", ["true", "exit 7", "true"], { exitCode: 7, failedCommand: 1 }],
        ["exit without a number", ["true", "false || exit"], { exitCode: 1, failedCommand: 1 }],
        ["exit in a function", ["f() { exit 5; }", "true", "f"], { exitCode: 5, failedCommand: 2 }],
        ["a subshell", ["true", "(true; exit 9)"], { exitCode: 9, failedCommand: 1 }],
        ["a pipeline's last command", ["false | true", "true | false"], { exitCode: 1, failedCommand: 1 }],
        ["a command of several lines", ["true", "true\ntrue\nfalse\ntrue", "true"], { exitCode: 1, failedCommand: 1 }],
        ["after a here-document", ["cat <<END > /dev/null\na\nb\nEND", "false"], { exitCode: 1, failedCommand: 1 }],
        ["an unset variable", ["set -u", "true", "echo $none"], { exitCode: 1, failedCommand: 2 }],
        ["a required variable", ["true", `echo \${none:?is needed}`], { exitCode: 1, failedCommand: 1 }],
        ["a command substitution", ["true", "x=$(false)"], { exitCode: 1, failedCommand: 1 }],
        ["a command spread over items", ["if true; then", "true", "false", "fi"], { exitCode: 1, failedCommand: 2 }],
        ["a loop", ["true", "for i in 1 2; do\n[ $i = 1 ]\ndone"], { exitCode: 1, failedCommand: 1 }],
        ["a syntax error", ["true", "if then", "true"], { exitCode: 2, failedCommand: 1 }],
        ["a sourced file", ["echo 'true\nfalse' > /tmp/s", "true", ". /tmp/s"], { exitCode: 1, failedCommand: 2 }],
        ["the last command without set -e", ["set +e", "true", "false"], { exitCode: 1, failedCommand: 2 }],
        ["a trap of the user's own, unknown", ["trap 'true' EXIT", "false"], { exitCode: 1 }],
        ["a shell that is replaced, unknown", ["exec false"], { exitCode: 1 }],
      ])("the failed command is named: %s", async (_name, commands, expected) => {
        const { stdout, stderr, ...outcome } = await run(commands);
        expect(outcome).toEqual(expected);
        expect([...stdout, ...stderr].join("\n")).not.toMatch(/builder-[0-9a-f]{20}/);
      });

      test.each<readonly [string, readonly string[]]>([
        ["a condition", ["if false; then true; fi", "false || true", "! true", "while false; do :; done"]],
        ["a pipeline's first command", ["false | true"]],
        ["the last test of a list", ["false && true", "true"]],
      ])("what does not end a script under set -e: %s", async (_name, commands) => {
        expect(await run(commands)).toEqual({ exitCode: 0, stdout: [], stderr: [] });
      });

      test("a syntax error is reported with its line", async () => {
        const { stderr } = await run(["echo one", "echo 'two"]);
        expect(stderr.join("\n")).toMatch(/line 2: .*matching/);
      });

      test("a script of more than 64 KiB runs whole", async () => {
        const commands = Array.from({ length: 3000 }, (_, index) => `n=${index} # ${"x".repeat(60)}`);
        expect((await run([...commands, "echo $n"])).stdout).toEqual(["2999"]);
      });

      test("10 MB of output arrive complete and in order", async () => {
        const { stdout, exitCode } = await run(["seq 1 1300000"]);
        expect([exitCode, stdout.length, stdout[0], stdout[1_299_999]]).toEqual([0, 1_300_000, "1", "1300000"]);
        expect(stdout.findIndex((line, index) => line !== String(index + 1))).toBe(-1);
      });

      test("lines are whole: split characters, a last line without newline, progress, both streams", async () => {
        const outcome = await run([
          `printf '\\303'; sleep 0.2; printf '\\274\\n'`,
          `printf '10%%\\r50%%\\r100%%\\n'; printf 'dos\\r\\n'`,
          "echo to stderr >&2; printf '\\n'; printf 'no newline'",
        ]);
        expect(outcome).toEqual({ exitCode: 0, stdout: ["ü", "100%", "dos", "", "no newline"], stderr: ["to stderr"] });
      });

      test("a container runs a second script with what the first has left", async () => {
        await inContainer(
          engine,
          await base(),
          async (container) => {
            expect(await runCommands(container, ["echo 1 > /tmp/n"])).toMatchObject({ exitCode: 0 });
            expect(await runCommands(container, ["cat /tmp/n"])).toEqual({ exitCode: 0, stdout: ["1"], stderr: [] });
          },
          { runId },
        );
      });

      test("the environment is visible neither in the container's config nor in the image", async () => {
        const secret = uniqueName("very-secret");
        const own = uniqueName("environment");
        await inContainer(
          engine,
          await base(),
          async (container) => {
            const outcome = await runCommands(container, [`echo \${#SECRET}`], { SECRET: secret });
            expect(outcome.stdout).toEqual([String(secret.length)]);
            const [id = ""] = await leftovers(own);
            expect(await inspect(id)).toContain(own);
            expect(await inspect(id)).not.toContain(secret);
            const image = keep(await container.commit(emptyConfig));
            expect(await inspect(image)).not.toContain(secret);
          },
          { runId: own },
        );
      });

      test("an abort ends the script at once with the signal's reason and leaves nothing", async () => {
        const own = uniqueName("abort");
        const controller = new AbortController();
        const image = await base();
        const running = engine.withContainer(
          { image, runId: own, title: "abort" },
          (container) =>
            container.run(
              { commands: ["echo started; sleep 600"], env: {} },
              () => controller.abort(new Error("Ctrl-C")),
              controller.signal,
            ),
          controller.signal,
        );
        await expect(running).rejects.toThrow("Ctrl-C");
        expect(await leftovers(own)).toEqual([]);
      });

      test("a listener that throws ends the script with its error", async () => {
        const own = uniqueName("throws");
        const image = await base();
        const running = inContainer(
          engine,
          image,
          (container) =>
            container.run(
              { commands: ["echo x; sleep 600"], env: {} },
              () => {
                throw new Error("listener");
              },
              new AbortController().signal,
            ),
          { runId: own },
        );
        await expect(running).rejects.toThrow("listener");
        expect(await leftovers(own)).toEqual([]);
      });
    });

    describe("commit", () => {
      const commit = async (image: string, config: ImageConfig): Promise<ImageConfig | undefined> => {
        const id = keep(await inContainer(engine, image, (container) => container.commit(config), { runId }));
        const inspected = await engine.images.inspect(id);
        return (
          inspected && {
            ...inspected.config,
            volumes: [...inspected.config.volumes].sort(),
            exposedPorts: [...inspected.config.exposedPorts].sort(),
          }
        );
      };
      /** The run's own label is the one thing that may be there besides. */
      const withoutRun = (config: ImageConfig | undefined) => {
        const { "builder.run": _run, ...labels } = config?.labels ?? {};
        return { ...config, labels };
      };

      test("every field of a config is kept", async () => {
        expect(withoutRun(await commit(await base(), fullConfig))).toEqual(fullConfig);
      });

      test("nothing of the image before stays when the config is empty", async () => {
        const parent = keep(
          await inContainer(engine, await base(), (container) => container.commit(fullConfig), { runId }),
        );
        expect(withoutRun(await commit(parent, emptyConfig))).toEqual(emptyConfig);
      });

      test.each(Object.keys(fullConfig))("one field alone is reset: %s", async (field) => {
        const parent = keep(
          await inContainer(engine, await base(), (container) => container.commit(fullConfig), { runId }),
        );
        const { [field]: _removed, ...rest } = Object.fromEntries(Object.entries(fullConfig));
        const wanted: ImageConfig = { ...emptyConfig, ...rest };
        expect(withoutRun(await commit(parent, wanted))).toEqual(wanted);
      });

      test("a label that the config gives wins over the run's own", async () => {
        const config = await commit(await base(), { ...emptyConfig, labels: { "builder.run": "mine" } });
        expect(config?.labels).toEqual({ "builder.run": "mine" });
      });

      test("files that were put and files that commands made are in the image, and nothing else but the mount point", async () => {
        const parent = await scratch();
        const id = await inContainer(
          engine,
          parent,
          async (container) => {
            await container.putArchive(packTar([file("put", "1")]), "/");
            await runCommands(container, ["echo 2 > /made"]);
            return keep(await container.commit(emptyConfig));
          },
          { runId },
        );
        await inContainer(
          engine,
          id,
          async (container) => {
            expect((await container.readFile("/put"))?.toString()).toBe("1");
            expect((await container.readFile("/made"))?.toString()).toBe("2\n");
            const { stdout } = await runCommands(container, ["cd /; for f in .[a-z]* *; do echo $f; done"]);
            expect(stdout.filter((name) => !["dev", "etc", "proc", "sys"].includes(name)).sort()).toEqual([
              ".builder",
              ".dockerenv",
              "made",
              "put",
            ]);
          },
          { runId },
        );
      });

      test("the user and the entry point of the image do not keep commands from running as root", async () => {
        const parent = keep(
          await inContainer(engine, await base(), (container) => container.commit(fullConfig), { runId }),
        );
        const outcome = await inContainer(
          engine,
          parent,
          (container) => runCommands(container, ["id -u; pwd; echo $GREETING"]),
          { runId },
        );
        expect(outcome.stdout).toEqual(["0", "/", "hello = world"]);
      });
    });

    describe("containers", () => {
      test("files of their own and a new config become an image", async () => {
        const own = uniqueName("no-container");
        const parent = await base();
        const image = await engine.withContainer(
          { image: parent, runId: own, title: "layer" },
          async (container) => {
            const entries: TarEntry[] = [
              { path: "own", type: "directory", mode: 0o755, uid: 0, gid: 0, modifiedUnix: 1_000_000_000 },
              file("own/file", "1"),
            ];
            await container.putArchive(packTar(entries), "/", { isSelfContained: true });
            return keep(await container.commit(fullConfig));
          },
          new AbortController().signal,
        );
        const configured = await engine.withContainer(
          { image, runId: own, title: "config" },
          async (container) => keep(await container.commit({ ...emptyConfig, env: { ONLY: "this" } })),
          new AbortController().signal,
        );
        expect((await engine.images.inspect(image))?.config.cmd).toEqual(fullConfig.cmd);
        expect((await engine.images.inspect(configured))?.config).toMatchObject({ cmd: [], env: { ONLY: "this" } });
        const read = (container: Container) => container.readFile("/own/file");
        expect((await inContainer(engine, configured, read, { runId }))?.toString()).toBe("1");
      });

      test("a container is removed whatever happens in it", async () => {
        const own = uniqueName("removed");
        const image = await base();
        await expect(
          inContainer(engine, image, () => Promise.reject(new Error("inside")), { runId: own }),
        ).rejects.toThrow("inside");
        expect(await leftovers(own)).toEqual([]);
      });

      test("an aborted signal creates nothing", async () => {
        const image = await base();
        const aborted = AbortSignal.abort(new Error("too late"));
        await expect(
          engine.withContainer({ image, runId, title: "never" }, () => Promise.resolve("used"), aborted),
        ).rejects.toThrow("too late");
      });

      test("an image that the engine does not have is named", async () => {
        await expect(
          inContainer(engine, `sha256:${"0".repeat(64)}`, (container) => container.stat("/"), { runId }),
        ).rejects.toMatchObject({
          code: "ENGINE.IMAGE_NOT_FOUND",
        });
      });

      test("directories of the host are mounted as asked", async () => {
        const outcome = await inContainer(
          engine,
          await base(),
          (container) =>
            runCommands(container, ["cat /host/passwd | head -n 1 | wc -l; touch /host/x || echo read-only"]),
          { runId, mounts: [{ source: "/etc", target: "/host", readOnly: true }] },
        );
        expect(outcome.stdout).toEqual(["1", "read-only"]);
      });

      test("a sweep removes what dead runs left and nothing of the living", async () => {
        const dead = uniqueName("dead");
        const alive = uniqueName("alive");
        const image = await base();
        await inContainer(engine, image, (container) => container.commit(emptyConfig), { runId: dead });
        const kept = keep(
          await inContainer(engine, image, (container) => container.commit(emptyConfig), { runId: alive }),
        );
        await inContainer(
          engine,
          image,
          async (container) => {
            const swept = await engine.sweep((id) => id === dead);
            expect(swept).toEqual([expect.stringMatching(/^image sha256:/)]);
            expect(await container.stat("/bin")).toEqual({ type: "directory", mode: 0o755 });
          },
          { runId: alive },
        );
        expect((await engine.images.inspect(kept))?.id).toBe(kept);
        await inContainer(
          engine,
          image,
          async (container) => {
            expect(await container.stat("/bin")).toMatchObject({ type: "directory" });
            expect(await engine.sweep((id) => id === dead)).toEqual([expect.stringContaining("test")]);
            expect(await container.stat("/bin").catch(() => undefined)).toBe(undefined);
          },
          { runId: dead },
        );
      });
    });

    test("a tar stream made by packTar has whole blocks", async () => {
      expect((await buffer(packTar([file("x", "1")]))).length % 512).toBe(0);
    });
  });
}
