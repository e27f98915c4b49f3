import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyConfig } from "../../../../runtime/engine/empty-config.ts";
import { sshAgentMount } from "../../../../runtime/engine/toolchain/ssh-agent-mount.ts";
import { ensureBaseImage } from "../../../support/base-image.ts";
import { inContainer, runCommands, testEngine } from "../../../support/engine.ts";

const local = { local: true };

test("there is no mount without an agent, with one that is gone, or on an engine elsewhere", () => {
  expect(sshAgentMount({}, local)).toBe(undefined);
  expect(sshAgentMount({ SSH_AUTH_SOCK: "/nowhere" }, local)).toBe(undefined);
  expect(sshAgentMount({ SSH_AUTH_SOCK: "/etc/passwd" }, { local: false })).toBe(undefined);
});

test("the agent's socket is there for commands and leaves nothing in the image", async () => {
  const folder = mkdtempSync(join(tmpdir(), "builder-agent-"));
  const socket = join(folder, "agent");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const engine = testEngine();
  const agent = sshAgentMount({ SSH_AUTH_SOCK: socket }, engine.capabilities);
  const image = await inContainer(
    engine,
    await ensureBaseImage(engine),
    async (container) => {
      const commands = ["[[ -S $SSH_AUTH_SOCK ]] && echo a socket at $SSH_AUTH_SOCK"];
      expect(await runCommands(container, commands, agent?.env)).toEqual({
        exitCode: 0,
        stdout: ["a socket at /.builder/run/ssh-auth-sock"],
        stderr: [],
      });
      return container.commit(emptyConfig);
    },
    { mounts: agent === undefined ? [] : [agent.mount] },
  );
  const left = await inContainer(engine, image, (container) =>
    runCommands(container, ["cd /; find . -xdev -name '*ssh*'"]),
  );
  expect(left.stdout).toEqual([]);
  await engine.images.remove(image);
  server.close();
  rmSync(folder, { recursive: true });
});
