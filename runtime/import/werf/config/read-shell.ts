import type { CommandNode, ShellNode } from "../../../../sdk/model/image-node.ts";
import { type UserStageName, userStageNames } from "../../../../sdk/model/user-stage-name.ts";
import type { Section } from "./section.ts";

/** Keys of `shell` and `ansible`: the stages, and what forces them to run again. */
export const builderKeys = [
  ...userStageNames,
  "cacheVersion",
  ...userStageNames.map((stage) => `${stage}CacheVersion`),
] as const;

/** What a function makes of each of the user stages. */
export function byStage<T>(make: (stage: UserStageName) => T): Readonly<Record<UserStageName, T>> {
  return {
    beforeInstall: make("beforeInstall"),
    install: make("install"),
    beforeSetup: make("beforeSetup"),
    setup: make("setup"),
  };
}

/** The commands of `shell`; none when there is no such section. */
export function readCommands(shell: Section | undefined): ShellNode["commands"] {
  return byStage((stage) => (shell?.strings(stage) ?? []).map((command) => toCommand(command, shell)));
}

function toCommand(
  { text, start }: { readonly text: string; readonly start: number },
  shell: Section | undefined,
): CommandNode {
  const [origin] = shell?.reading.places.at(start) ?? [];
  return { text, ...(origin === undefined ? {} : { origin }) };
}

/** The cache versions of `shell` or `ansible`: any scalar, as it is written (spec §1.7). */
export function readCacheVersions(section: Section | undefined): Omit<ShellNode, "commands"> {
  const cacheVersion = section?.text("cacheVersion");
  const versions = userStageNames.flatMap((stage) => {
    const version = section?.text(`${stage}CacheVersion`);
    return version === undefined || version === "" ? [] : [[stage, version] as const];
  });
  return {
    ...(cacheVersion === undefined || cacheVersion === "" ? {} : { cacheVersion }),
    stageCacheVersions: Object.fromEntries(versions),
  };
}
