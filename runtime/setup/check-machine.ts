import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import { createDockerClient } from "../engine/docker/client.ts";
import { formatEndpoint, resolveEndpoint } from "../engine/docker/endpoint.ts";
import { findToolchain } from "../engine/toolchain/find-toolchain.ts";
import type { Environment } from "../util/cache-dir.ts";

/** One thing that building images needs. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, or what is wrong with it. */
  readonly detail: string;
  /** The command that repairs it; absent when `ok`. */
  readonly fix?: string;
}

const oldestNode = { major: 20, minor: 19 } as const;

/** Looks at everything that building images needs; changes nothing except that it may cache the toolchain. */
export async function checkMachine(environment: Environment = process.env): Promise<readonly Finding[]> {
  return [checkNode(), ...(await Promise.all([checkGit(), checkEngine(environment), checkToolchain(environment)]))];
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  const needed = `${oldestNode.major}.${oldestNode.minor}`;
  if (ok) return { name: "Node.js", ok, detail: process.versions.node };
  return {
    name: "Node.js",
    ok,
    detail: `${process.versions.node}; ${needed} or newer is needed`,
    fix: "npm install --global n && n 20",
  };
}

async function checkGit(): Promise<Finding> {
  const name = "git";
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"]);
    return { name, ok: true, detail: stdout.trim().replace(/^git version /, "") };
  } catch {
    return { name, ok: false, detail: "not found", fix: "apt-get install --yes git" };
  }
}

async function checkEngine(environment: Environment): Promise<Finding> {
  const name = "container engine";
  try {
    const endpoint = resolveEndpoint(environment);
    const version = await createDockerClient(endpoint).call("asking for its version", (docker) => docker.version());
    return { name, ok: true, detail: `${version.Version} (API ${version.ApiVersion}) at ${formatEndpoint(endpoint)}` };
  } catch (error) {
    return { name, ok: false, detail: detailOf(error), fix: "builder setup" };
  }
}

async function checkToolchain(environment: Environment): Promise<Finding> {
  const name = "toolchain";
  try {
    return { name, ok: true, detail: (await findToolchain(environment)).origin };
  } catch (error) {
    return { name, ok: false, detail: detailOf(error), fix: "builder setup" };
  }
}

function detailOf(error: unknown): string {
  if (error instanceof Error && isBuilderError(error) && error.why !== undefined)
    return `${error.message} ${error.why}`;
  return error instanceof Error ? error.message : String(error);
}
