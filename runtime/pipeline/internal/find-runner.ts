import type { InternalStepName } from "../../../sdk/model/internal-steps.ts";
import type { InternalStepRunner } from "./internal-step.ts";

/** Each is loaded when a pipeline has such a step. */
const runners: Readonly<Record<InternalStepName, () => Promise<InternalStepRunner>>> = {
  "docker-push": async () => (await import("./docker-push.ts")).dockerPush,
  "docker-scratch-push": async () => (await import("./docker-scratch-push.ts")).dockerScratchPush,
  "docker-build": async () => (await import("./docker-build.ts")).dockerBuild,
  "docker-run": async () => (await import("./docker-run.ts")).dockerRun,
  "docker-kill": async () => (await import("./docker-kill.ts")).dockerKill,
  "store-container": async () => (await import("./store-container.ts")).storeContainer,
  watch: async () => (await import("./watch.ts")).watch,
  shell: async () => (await import("./shell.ts")).shell,
};

/** What carries out a kind of internal step. */
export async function findRunner(step: InternalStepName): Promise<InternalStepRunner> {
  return runners[step]();
}
