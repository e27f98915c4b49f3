import { statSync } from "node:fs";
import type { Environment } from "../../../util/cache-dir.ts";
import { noSshAgent } from "../../errors.ts";

/**
 * The sockets behind `--ssh`: `default` is the agent at SSH_AUTH_SOCK, `ID=PATH` any other, several with commas between
 * them. Errors: `ENGINE.SSH_AGENT`.
 */
export function resolveSshAgents(text: string, environment: Environment): ReadonlyMap<string, string> {
  return new Map(text.split(",").map((item) => resolveAgent(item.trim(), environment)));
}

function resolveAgent(item: string, environment: Environment): readonly [string, string] {
  const at = item.indexOf("=");
  const id = at < 0 ? item : item.slice(0, at);
  const path = at < 0 ? environment.SSH_AUTH_SOCK : item.slice(at + 1);
  if (!path) throw noSshAgent(id, "SSH_AUTH_SOCK is not set.");
  if (statSync(path, { throwIfNoEntry: false })?.isSocket() !== true) throw noSshAgent(id, `${path} is no socket.`);
  return [id || "default", path];
}
