import type { Environment } from "../../util/cache-dir.ts";
import { ansibleToolchainMissing } from "../errors.ts";
import { buildAnsibleToolchain } from "./build-ansible-toolchain.ts";
import { locateToolchain } from "./locate-toolchain.ts";
import type { Toolchain } from "./toolchain.ts";

/** Counted up when the recipe changes. */
const version = "4";

/**
 * Finds the toolchain of Ansible: the archive that BUILDER_ANSIBLE_TOOLCHAIN names, the one in the cache, or one made now of
 * Debian's packages, which takes about a minute. Errors: `TOOLCHAIN.ANSIBLE_MISSING`, `TOOLCHAIN.UNUSABLE`.
 */
export async function findAnsibleToolchain(
  environment: Environment,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<Toolchain> {
  const found = await locateToolchain({
    environment,
    variable: "BUILDER_ANSIBLE_TOOLCHAIN",
    version,
    cachePrefix: "ansible-",
    make: () => buildAnsibleToolchain({ version, architecture: process.arch }, environment, onStep, signal),
  });
  if (found !== undefined) return found;
  throw ansibleToolchainMissing();
}
