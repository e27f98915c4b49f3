import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { runProcess } from "../../util/process.ts";
import { sshAgentFailed } from "../errors.ts";

/** An ssh agent of builder's own, which holds the keys that were named and no others. */
export interface OwnSshAgent {
  readonly socket: string;
  /** Ends the agent and forgets the keys. */
  close(): Promise<void>;
}

/** How long an agent may take to open its socket. */
const patienceMs = 5000;

/** Starts an agent with these keys. Errors: `ENGINE.SSH_AGENT`, for keys with a passphrase, too, since nobody is asked for it. */
export async function startSshAgent(keys: readonly string[], signal: AbortSignal): Promise<OwnSshAgent> {
  const folder = await mkdtemp(join(tmpdir(), "builder-ssh-"));
  const socket = join(folder, "agent");
  const ending = new AbortController();
  const ended = runProcess("ssh-agent", ["-D", "-a", socket], { signal: ending.signal }).then(
    ({ stderr }) => stderr.trim() || "it ended at once",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const close = async (): Promise<void> => {
    ending.abort();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const waiting = waitFor(socket, AbortSignal.any([signal, ending.signal]));
    const failure = await Promise.race([waiting.then(() => undefined), ended]);
    if (failure !== undefined) throw sshAgentFailed("ssh-agent does not start", failure);
    for (const key of keys) await addKey(key, socket, signal);
    return { socket, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function waitFor(socket: string, signal: AbortSignal): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!existsSync(socket)) {
    if (Date.now() > until)
      throw sshAgentFailed("ssh-agent does not start", `it has no socket after ${patienceMs / 1000} s`);
    await delay(20, undefined, { signal });
  }
}

async function addKey(key: string, socket: string, signal: AbortSignal): Promise<void> {
  // Without a terminal and a helper, ssh-add refuses a key with a passphrase instead of waiting for one.
  const env = { SSH_AUTH_SOCK: socket, SSH_ASKPASS: "", SSH_ASKPASS_REQUIRE: "never", DISPLAY: "" };
  const { exitCode, stderr } = await runProcess("ssh-add", ["-q", key], { env, signal });
  if (exitCode !== 0) throw sshAgentFailed(`the key ${key} cannot be used`, stderr.trim());
}
