import type { DockerInstructionsNode } from "../../sdk/model/docker-instructions-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImageNode, ShellNode } from "../../sdk/model/image-node.ts";
import type { UserStageName } from "../../sdk/model/user-stage-name.ts";

/** An image that starts from alpine and does nothing else. */
export function imageNode(some: Partial<ImageNode> = {}): ImageNode {
  return {
    kind: "image",
    name: "app",
    artifact: false,
    final: true,
    base: { kind: "reference", reference: "alpine" },
    shell: shellNode({}),
    git: [],
    imports: [],
    dependencies: [],
    mounts: [],
    secrets: [],
    ...some,
  };
}

export function shellNode(
  commands: Partial<Record<UserStageName, readonly string[]>>,
  versions: Omit<ShellNode, "commands" | "stageCacheVersions"> & Partial<ShellNode> = {},
): ShellNode {
  const nodes = (name: UserStageName) => (commands[name] ?? []).map((text) => ({ text }));
  return {
    stageCacheVersions: {},
    ...versions,
    commands: {
      beforeInstall: nodes("beforeInstall"),
      install: nodes("install"),
      beforeSetup: nodes("beforeSetup"),
      setup: nodes("setup"),
    },
  };
}

export function mappingNode(some: Partial<GitMappingNode> = {}): GitMappingNode {
  return {
    kind: "git-mapping",
    add: "/",
    to: "/app",
    includePaths: [],
    excludePaths: [],
    ...some,
    stageDependencies: { install: [], beforeSetup: [], setup: [], ...some.stageDependencies },
  };
}

export function instructionsNode(some: Partial<DockerInstructionsNode> = {}): DockerInstructionsNode {
  return { kind: "docker-instructions", volume: [], expose: [], env: {}, label: {}, ...some };
}
