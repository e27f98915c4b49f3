import { existsSync } from "node:fs";
import type { Environment } from "../../util/cache-dir.ts";
import type { ContainerSpec, EngineCapabilities } from "../engine.ts";
import { toolchainPaths } from "./toolchain.ts";

/** What gives the commands of a container the user's ssh agent. */
export interface SshAgentMount {
  readonly mount: NonNullable<ContainerSpec["mounts"]>[number];
  readonly env: { readonly SSH_AUTH_SOCK: string };
}

/** The agent at SSH_AUTH_SOCK, where there is one and the engine can mount the host's sockets. */
export function sshAgentMount(environment: Environment, capabilities: EngineCapabilities): SshAgentMount | undefined {
  const source = environment.SSH_AUTH_SOCK;
  if (!source || !capabilities.local || !existsSync(source)) return undefined;
  const target = `/.builder/${toolchainPaths.sshAuthSock}`;
  return { mount: { source, target, readOnly: false }, env: { SSH_AUTH_SOCK: target } };
}
