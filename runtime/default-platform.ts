import type { Environment } from "./util/cache-dir.ts";

/** What images are built for that name no platform: what Docker's own variable says, or else what this machine is. */
export function defaultPlatform(environment: Environment): string {
  return environment.DOCKER_DEFAULT_PLATFORM || `linux/${architectures[process.arch] ?? process.arch}`;
}

/** Node's names, where they are not those of images. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", arm: "arm/v7" };
