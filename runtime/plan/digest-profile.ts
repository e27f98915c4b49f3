import type { DigestProfileName } from "../../sdk/model/project-node.ts";
import { builderProfile } from "./builder-profile.ts";
import type { DigestProfile } from "./profile.ts";
import { werfProfile } from "./werf-profile.ts";

const profiles = {
  builder: builderProfile,
  "werf-1.2": werfProfile,
} as const satisfies Record<DigestProfileName, DigestProfile>;

/** The digest profile that a project asks for. */
export function getProfile(name: DigestProfileName): DigestProfile {
  return profiles[name];
}
