import { existsSync } from "node:fs";
import { hostBinaries } from "../engine/toolchain/build-toolchain.ts";
import type { Environment } from "../util/cache-dir.ts";
import { notRoot, unsupportedSystem } from "./errors.ts";
import { findProgram } from "./find-program.ts";
import { runCommand } from "./run-command.ts";

/** What is missing on this machine, as Debian's packages. */
export function missingPackages(
  environment: Environment,
  needs: { readonly engine: boolean; readonly toolchain: boolean },
): readonly string[] {
  const has = (program: string): boolean => findProgram(program, environment.PATH) !== undefined;
  return [
    ...(has("git") ? [] : ["git"]),
    ...(needs.engine && !has("dockerd") ? ["docker.io", "iptables", "ca-certificates", "xz-utils"] : []),
    ...(needs.toolchain && !existsSync(hostBinaries.bash) ? ["bash-static"] : []),
    ...(needs.toolchain && !existsSync(hostBinaries.busybox) ? ["busybox-static"] : []),
  ];
}

/** Installs packages with apt. Errors: `SETUP.NOT_ROOT`, `SETUP.UNSUPPORTED_SYSTEM`, `SETUP.COMMAND_FAILED`. */
export async function installPackages(
  packages: readonly string[],
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (packages.length === 0) return;
  if (!existsSync("/usr/bin/apt-get")) throw unsupportedSystem(packages);
  if (process.getuid?.() !== 0) throw notRoot(packages);
  onStep("apt-get update");
  await runCommand("apt-get", ["update", "--quiet"], signal);
  onStep(`apt-get install ${packages.join(" ")}`);
  await runCommand("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...packages], signal);
}
