import { createDockerClient } from "../engine/docker/client.ts";
import { resolveEndpoint } from "../engine/docker/endpoint.ts";
import { ensureToolchainVolume } from "../engine/docker/toolchain-volume.ts";
import { findAnsibleToolchain } from "../engine/toolchain/find-ansible-toolchain.ts";
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
  /** Also what stages of Ansible tasks need; it is made when the first one is built otherwise. @default false */
  readonly ansible?: boolean;
}

/** Installs, starts and makes what building images needs and this machine lacks. Errors: `SETUP.*`, `TOOLCHAIN.*`. */
export async function setUpMachine({
  onStep,
  signal,
  environment = process.env,
  ansible = false,
}: SetUpOptions): Promise<void> {
  const needs = { engine: !(await engineAnswers(environment, signal)), toolchain: !(await hasToolchain(environment)) };
  await installPackages(missingPackages(environment, needs), onStep, signal);
  await startEngine(environment, onStep, signal);
  if (needs.toolchain) onStep("making the toolchain");
  const client = createDockerClient(resolveEndpoint(environment));
  await ensureToolchainVolume(client, await findToolchain(environment), "setup");
  if (!ansible) return;
  await ensureToolchainVolume(client, await findAnsibleToolchain(environment, onStep, signal), "setup");
}

function hasToolchain(environment: Environment): Promise<boolean> {
  return findToolchain(environment).then(
    () => true,
    () => false,
  );
}
