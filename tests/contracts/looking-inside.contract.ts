import { afterAll, describe, expect, test } from "vitest";
import { emptyConfig } from "../../runtime/engine/empty-config.ts";
import type { Engine, ImageRun } from "../../runtime/engine/engine.ts";
import { packTar } from "../../runtime/util/archive.ts";
import { ensureBaseImage } from "../support/base-image.ts";
import { inContainer, runCommands, uniqueName } from "../support/engine.ts";
import { fakeTerminal, scriptedTerminal } from "../support/terminal.ts";

/** What every engine adapter does for people who want to look into containers and images. */
export function describeLookingInside(name: string, engine: Engine): void {
  describe(name, () => {
    const runId = uniqueName("inside");
    const signal = new AbortController().signal;
    const size = { columns: 97, rows: 41 };
    const base = (): Promise<string> => ensureBaseImage(engine);

    describe("a shell in a container", () => {
      test("sees the files as a script has left them, without a terminal reads commands, and hands on its exit code", async () => {
        const terminal = scriptedTerminal("cat /made", "echo $GREETING", "pwd", "echo oops >&2", "exit 7");
        const code = await inContainer(
          engine,
          await base(),
          async (container) => {
            await runCommands(container, ["echo by the script > /made"]);
            return container.openShell({ title: "t", env: { GREETING: "hello = $world" } }, terminal, signal);
          },
          { runId },
        );
        expect(code).toBe(7);
        expect(terminal.said()).toEqual({ output: "by the script\nhello = $world\n/\n", errors: "oops\n" });
      });

      test("needs nothing of the image, and what it does is in the files afterwards", async () => {
        const empty = await engine.images.import(packTar([]), {});
        try {
          const terminal = scriptedTerminal("ls /nowhere || echo made > /by-hand");
          const content = await inContainer(
            engine,
            empty,
            async (container) => {
              await container.openShell({ title: "t", env: {} }, terminal, signal);
              return (await container.readFile("/by-hand"))?.toString();
            },
            { runId },
          );
          expect(content).toBe("made\n");
        } finally {
          await engine.images.remove(empty);
        }
      });

      test("has the terminal to itself, with its size and a prompt, and gives it back", async () => {
        const terminal = fakeTerminal(size);
        const during: boolean[] = [];
        terminal.output.on("data", () => {
          if (during.length > 0 || !/# $/.test(terminal.said().output)) return;
          during.push(terminal.hasKeys());
          terminal.input.write("busybox stty size; exit 3\n");
        });
        const code = await inContainer(
          engine,
          await base(),
          (container) => container.openShell({ title: "app/install", env: {} }, terminal, signal),
          { runId },
        );
        expect(code).toBe(3);
        expect(terminal.said().output).toContain("[app/install] / # busybox stty size");
        expect(terminal.said().output).toContain("\r\n41 97\r\n");
        expect(during).toEqual([true]);
        expect(terminal.hasKeys()).toBe(false);
      });

      test("an input that has ended for one shell has ended for the next", async () => {
        const terminal = scriptedTerminal("true");
        const codes = await inContainer(
          engine,
          await base(),
          async (container) => [
            await container.openShell({ title: "t", env: {} }, terminal, signal),
            await container.openShell({ title: "t", env: {} }, terminal, signal),
          ],
          { runId },
        );
        expect(codes).toEqual([0, 0]);
      });

      test("ends with the signal, and the keys are given back", async () => {
        const terminal = fakeTerminal(size);
        const aborting = new AbortController();
        terminal.output.once("data", () => aborting.abort(new Error("enough")));
        await expect(
          inContainer(
            engine,
            await base(),
            (container) => container.openShell({ title: "t", env: {} }, terminal, aborting.signal),
            { runId },
          ),
        ).rejects.toThrow("enough");
        expect(terminal.hasKeys()).toBe(false);
      });
    });

    describe("a container that is kept", () => {
      const labels = { "builder.kept-by": uniqueName("kept") };
      const keptHere = async () =>
        (await engine.kept.list()).filter((one) => one.labels["builder.kept-by"] === labels["builder.kept-by"]);
      const keepOne = async (content: string): Promise<void> =>
        inContainer(
          engine,
          await base(),
          async (container) => {
            await runCommands(container, [`echo ${content} > /left`]);
            container.keep();
          },
          { runId, labels },
        );

      afterAll(async () => {
        for (const { id } of await keptHere()) await engine.kept.remove(id);
      });

      test("outlives its use and sweeps, takes the place of the one before it, and is looked into as an image", async () => {
        await keepOne("first");
        await keepOne("second");
        const [kept, ...others] = await keptHere();
        expect(others).toEqual([]);
        expect(kept?.imageId).toBe(await base());
        await engine.sweep((id) => id === runId);
        expect((await keptHere()).map(({ id }) => id)).toEqual([kept?.id]);
        const image = await engine.kept.commit(kept?.id ?? "", runId);
        try {
          const terminal = scriptedTerminal("cat /left");
          await inContainer(
            engine,
            image,
            (container) => container.openShell({ title: "t", env: {} }, terminal, signal),
            { runId },
          );
          expect(terminal.said().output).toBe("second\n");
        } finally {
          await engine.images.remove(image);
        }
        await engine.kept.remove(kept?.id ?? "");
        await engine.kept.remove(kept?.id ?? "");
        expect(await keptHere()).toEqual([]);
      });
    });

    describe("an image that is run", () => {
      const run = async (more: Partial<ImageRun>, terminal = scriptedTerminal()) => {
        const spec = { image: await base(), runId, title: "app", command: [], ...more };
        const code = await engine.runImage(spec, terminal, signal);
        return { code, ...terminal.said() };
      };

      test("gets the command and the input, and hands on its outputs and its exit code", async () => {
        const command = ["sh", "-c", "cat; echo oops >&2; exit 9"];
        expect(await run({ command }, scriptedTerminal("to be read"))).toEqual({
          code: 9,
          output: "to be read\n",
          errors: "oops\n",
        });
      });

      test("is run with its own entrypoint, user, directory and variables, and its CMD where no command is given", async () => {
        const config = {
          ...emptyConfig,
          entrypoint: ["sh", "-c", 'echo "$GREETING $(id -u) $(pwd) $0"'],
          cmd: ["from-cmd"],
          env: { PATH: "/bin", GREETING: "hi" },
          user: "node",
          workdir: "/home/node",
        };
        const image = await inContainer(engine, await base(), (container) => container.commit(config), { runId });
        try {
          expect(await run({ image })).toEqual({ code: 0, output: "hi 1000 /home/node from-cmd\n", errors: "" });
          expect((await run({ image, command: ["given"] })).output).toBe("hi 1000 /home/node given\n");
        } finally {
          await engine.images.remove(image);
        }
      });

      test("has a terminal where there is one", async () => {
        const terminal = fakeTerminal(size);
        const command = ["sh", "-c", "test -t 0 && echo a terminal"];
        expect(await run({ command }, terminal)).toMatchObject({ code: 0, output: "a terminal\r\n" });
        expect(terminal.hasKeys()).toBe(false);
      });

      test("what cannot be started is told, and a signal ends it", async () => {
        await expect(run({ command: ["no-such-program"] })).rejects.toMatchObject({
          code: "ENGINE.FAILED",
          why: expect.stringContaining("no-such-program"),
        });
        const aborting = new AbortController();
        const terminal = fakeTerminal();
        terminal.output.once("data", () => aborting.abort(new Error("enough")));
        const spec = { image: await base(), runId, title: "app", command: ["sh", "-c", "echo up; sleep 600"] };
        await expect(engine.runImage(spec, terminal, aborting.signal)).rejects.toThrow("enough");
      });
    });
  });
}
