import type { SecretFile, ShellSession, Terminal } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { execInTerminal } from "./exec-in-terminal.ts";
import { holdContainer } from "./hold-container.ts";
import { toolchainPath } from "./script-text.ts";

/**
 * Starts the container and opens a shell beside its own process, which waits: only there the engine gives a terminal to a container
 * that was created without one. The container is stopped afterwards.
 */
export async function openShell(
  client: DockerClient,
  containerId: string,
  secrets: readonly SecretFile[],
  shell: ShellSession,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const release = await holdContainer(client, containerId, secrets);
  try {
    const program = {
      User: "0:0",
      WorkingDir: "/",
      Env: Object.entries(environmentOf(shell)).map(([name, value]) => `${name}=${value}`),
      Cmd: [`${toolchainPath}/bin/bash`, "-c", startShell],
    };
    return await execInTerminal(client, containerId, program, terminal, signal);
  } finally {
    release();
    await client.find("stopping a container", (docker) => docker.getContainer(containerId).kill()).catch(() => {});
  }
}

/**
 * Where the image has no shell of its own, busybox's commands are found last in PATH, as in a script. The prompt has another name
 * on its way, as a shell that nobody types into forgets its own.
 */
const startShell = [
  `[[ -e /bin/sh ]] || export PATH="$PATH:${toolchainPath}/bin"`,
  'export PS1="$builder_prompt"; unset builder_prompt',
  `exec ${toolchainPath}/bin/bash --norc --noprofile`,
].join("; ");

function environmentOf({ env, title }: ShellSession): Readonly<Record<string, string>> {
  return { TERM: "xterm-256color", HOME: "/root", HISTFILE: "", ...env, builder_prompt: `[${title}] \\w # ` };
}
