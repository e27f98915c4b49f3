import { createDockerClient } from "../engine/docker/client.ts";
import { resolveEndpoint } from "../engine/docker/endpoint.ts";
import { ensureToolchainVolume } from "../engine/docker/toolchain-volume.ts";
import { findToolchain } from "../engine/toolchain/find-toolchain.ts";
import type { Environment } from "../util/cache-dir.ts";
import { installPackages, missingPackages } from "./install-packages.ts";
import { engineAnswers, startEngine } from "./start-engine.ts";

export interface SetUpOptions {
  /** Called before each step that takes time; never when nothing is missing. */
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
  /** @default process.env */
  readonly environment?: Environment;
}

/** Installs, starts and makes what building images needs and this machine lacks. Errors: `SETUP.*`, `TOOLCHAIN.*`. */
export async function setUpMachine({ onStep, signal, environment = process.env }: SetUpOptions): Promise<void> {
  const needs = { engine: !(await engineAnswers(environment, signal)), toolchain: !(await hasToolchain(environment)) };
  await installPackages(missingPackages(environment, needs), onStep, signal);
  await startEngine(environment, onStep, signal);
  if (needs.toolchain) onStep("making the toolchain");
  await ensureToolchainVolume(createDockerClient(resolveEndpoint(environment)), environment, "setup");
}

function hasToolchain(environment: Environment): Promise<boolean> {
  return findToolchain(environment).then(
    () => true,
    () => false,
  );
}
