export { type Artifact, artifact } from "./artifact.ts";
export type { BoxImage, BoxOptions } from "./box.ts";
export type { BuilderValue } from "./builder-value.ts";
export type { BuiltInSteps } from "./built-in-steps.ts";
export type { CleanupOptions, KeepLimit, KeepPolicy } from "./cleanup.ts";
export type { RegistryCredentials } from "./credentials.ts";
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
export {
  type DockerBuildOptions,
  type DockerKillOptions,
  type DockerPushOptions,
  type DockerRunOptions,
  type DockerScratchPushOptions,
  type InternalStepOptions,
  internal,
  type ShellOptions,
  type StoreContainerOptions,
  type WatchOptions,
} from "./internal.ts";
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
export type { InternalStepName } from "./model/internal-steps.ts";
export type { BoxNode, CredentialName, PipelineMode, PipelineNode, ServiceNode } from "./model/pipeline-node.ts";
export type { DigestProfileName, ProjectNode } from "./model/project-node.ts";
export type {
  ExternalStepNode,
  InternalStepNode,
  PropertyNode,
  ScriptStepNode,
  StepNode,
} from "./model/step-node.ts";
export type { SecretNode, TextNode } from "./model/text-node.ts";
export type { SourceStageName, UserStageName } from "./model/user-stage-name.ts";
export type { WorkflowNode, WorkflowRunNode } from "./model/workflow-node.ts";
export type { OneOrMany } from "./one-or-many.ts";
export { type Pipeline, type PipelineOptions, pipeline, type ServiceOptions, type Timeouts } from "./pipeline.ts";
export { type Project, type ProjectOptions, project } from "./project.ts";
export { type Secret, secret, type Text } from "./secret.ts";
export type { StagedImage } from "./staged-image.ts";
export {
  type ExternalStepOptions,
  type ScriptOptions,
  type ShellStepOptions,
  type Step,
  type StepOptions,
  type StepProperties,
  script,
  step,
} from "./step.ts";
export type { UnbasedImage } from "./unbased-image.ts";
export { type Workflow, type WorkflowRunOptions, workflow } from "./workflow.ts";
