import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { createDockerEngine } from "../runtime/engine/docker/create-docker-engine.ts";
import { startEngine } from "../runtime/setup/start-engine.ts";
import { ensureBaseImage } from "./support/base-image.ts";

const root = resolve(import.meta.dirname, "..");

/** A real engine, the built package and the base image that tests start from. */
export default async function setUp(): Promise<void> {
  await startEngine(process.env, (step) => console.error(step), new AbortController().signal);
  buildPackage();
  await ensureBaseImage(createDockerEngine({ environment: process.env }));
}

/** The tests of the command line run what a user would run. */
function buildPackage(): void {
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0)
    console.error("dist/ could not be built: the tests of the command line will fail or test an old one");
}
