import type { BuilderOptions } from "./builder.ts";

/**
 * Puts an agent of builder's own, which holds the keys that are named, in the place of the user's: for commands of stages, for
 * Dockerfiles and for repositories elsewhere. It ends with the work.
 */
export async function withSshKeys<T>(
  options: BuilderOptions,
  signal: AbortSignal,
  use: (options: BuilderOptions) => Promise<T>,
): Promise<T> {
  const { sshKeys = [], environment } = options;
  if (sshKeys.length === 0) return use(options);
  const { startSshAgent } = await import("./engine/toolchain/own-ssh-agent.ts");
  const agent = await startSshAgent(sshKeys, signal);
  try {
    return await use({ ...options, environment: { ...environment, SSH_AUTH_SOCK: agent.socket } });
  } finally {
    await agent.close();
  }
}
