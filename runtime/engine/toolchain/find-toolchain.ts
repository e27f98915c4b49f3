import type { Environment } from "../../util/cache-dir.ts";
import { toolchainMissing } from "../errors.ts";
import { buildToolchain, hostBinaries } from "./build-toolchain.ts";
import { locateToolchain, toolchainDirectory } from "./locate-toolchain.ts";
import { type Toolchain, toolchainVersion } from "./toolchain.ts";

/**
 * Finds the toolchain of all containers, the shell: the archive that BUILDER_TOOLCHAIN names, the one in the cache, or one
 * made now of the host's static binaries and kept in the cache. Errors: `TOOLCHAIN.MISSING`, `TOOLCHAIN.UNUSABLE`.
 */
export async function findToolchain(environment: Environment): Promise<Toolchain> {
  const found = await locateToolchain({
    environment,
    variable: "BUILDER_TOOLCHAIN",
    version: toolchainVersion,
    cachePrefix: "",
    make: buildToolchain,
  });
  if (found !== undefined) return found;
  const directory = toolchainDirectory(environment);
  throw toolchainMissing(["BUILDER_TOOLCHAIN (not set)", directory, hostBinaries.bash, hostBinaries.busybox]);
}
