export { type Artifact, artifact } from "./artifact.ts";
export type { BuilderValue } from "./builder-value.ts";
export type { CleanupOptions, KeepLimit, KeepPolicy } from "./cleanup.ts";
export type { DockerOptions } from "./docker.ts";
export { env } from "./env.ts";
export {
  BuilderError,
  type BuilderErrorOptions,
  type Diagnostic,
  isBuilderError,
} from "./errors/builder-error.ts";
export { formatOrigin, type Origin } from "./errors/origin.ts";
export { type Files, files } from "./files.ts";
export type { GitOptions } from "./git.ts";
export type { Duration, HealthcheckOptions } from "./healthcheck.ts";
export { type Image, image } from "./image.ts";
export type { RootNode } from "./model/build-graph.ts";
export type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "./model/cleanup-node.ts";
export type { CommandLine, DockerInstructionsNode } from "./model/docker-instructions-node.ts";
export type { GitMappingNode } from "./model/git-mapping-node.ts";
export type {
  BaseNode,
  CommandNode,
  ImageBaseNode,
  ImageNode,
  ReferenceBaseNode,
  ScratchBaseNode,
  ShellNode,
} from "./model/image-node.ts";
export type { DigestProfileName, ProjectNode } from "./model/project-node.ts";
export type { SourceStageName, UserStageName } from "./model/user-stage-name.ts";
export type { OneOrMany } from "./one-or-many.ts";
export { type Project, type ProjectOptions, project } from "./project.ts";
export type { StagedImage } from "./staged-image.ts";
export type { UnbasedImage } from "./unbased-image.ts";
