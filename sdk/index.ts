export type { AnsibleModules } from "./ansible/modules.ts";
export type {
  AnsibleBlock,
  AnsibleSingleTask,
  AnsibleSingleTaskKeywords,
  AnsibleTask,
  AnsibleTaskKeywords,
} from "./ansible/task.ts";
export type { AnsibleTasks } from "./ansible.ts";
export { type Artifact, artifact } from "./artifact.ts";
export type { BoxImage, BoxOptions } from "./box.ts";
export type { BuilderValue } from "./builder-value.ts";
export type { BuiltInSteps } from "./built-in-steps.ts";
export type { CleanupOptions, KeepLimit, KeepPolicy } from "./cleanup.ts";
export type { RegistryCredentials } from "./credentials.ts";
export type { DependencyOptions } from "./dependency.ts";
export type { DockerOptions } from "./docker.ts";
export {
  type DockerfileDependency,
  type DockerfileImage,
  type DockerfileOptions,
  dockerfile,
} from "./dockerfile.ts";
export { env } from "./env.ts";
export {
  BuilderError,
  type BuilderErrorOptions,
  type Diagnostic,
  isBuilderError,
} from "./errors/builder-error.ts";
export { formatOrigin, type Origin } from "./errors/origin.ts";
export { type Files, files } from "./files.ts";
export type { GitFiles, GitOptions, OwnRepository, RemoteRepository } from "./git.ts";
export type { GiterminismOptions } from "./giterminism.ts";
export type { Duration, HealthcheckOptions } from "./healthcheck.ts";
export { type Image, image } from "./image.ts";
export type { SecretOptions } from "./image-secret.ts";
export type { HealthcheckSpecOptions, ImageSpecOptions } from "./image-spec.ts";
export type { ImportOptions } from "./import.ts";
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
export type { AnsibleModuleName } from "./model/ansible-modules.ts";
export type { AnsibleNode, AnsibleTaskNode } from "./model/ansible-node.ts";
export type { AnyImageNode } from "./model/any-image-node.ts";
export type { RootNode } from "./model/build-graph.ts";
export type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "./model/cleanup-node.ts";
export type { DependencyImport, DependencyNode, DependencyValue } from "./model/dependency-node.ts";
export type { CommandLine, DockerInstructionsNode } from "./model/docker-instructions-node.ts";
export type { BuildArgDependency, BuildArgImport, DockerfileNode } from "./model/dockerfile-node.ts";
export type { GitMappingNode } from "./model/git-mapping-node.ts";
export type { GiterminismNode } from "./model/giterminism-node.ts";
export type {
  BaseNode,
  CommandNode,
  ImageBaseNode,
  ImageNode,
  ReferenceBaseNode,
  ScratchBaseNode,
  ShellNode,
} from "./model/image-node.ts";
export type { HealthcheckSpec, ImageSpecNode } from "./model/image-spec-node.ts";
export type { ImportedImage, ImportedReference, ImportNode, ImportSource } from "./model/import-node.ts";
export type { InternalStepName } from "./model/internal-steps.ts";
export type { JsonValue } from "./model/json-value.ts";
export type { MountNode, MountType } from "./model/mount-node.ts";
export type { BoxNode, CredentialName, PipelineMode, PipelineNode, ServiceNode } from "./model/pipeline-node.ts";
export type { DigestProfileName, ProjectNode } from "./model/project-node.ts";
export type { RemoteGitNode } from "./model/remote-git-node.ts";
export type { FileSource, SecretNode, SecretSource, ValueSource, VariableSource } from "./model/secret-node.ts";
export type { StageSlot } from "./model/stage-slot.ts";
export type {
  ExternalStepNode,
  InternalStepNode,
  PropertyNode,
  ScriptStepNode,
  StepNode,
} from "./model/step-node.ts";
export type { SecretText, TextNode } from "./model/text-node.ts";
export type { SourceStageName, UserStageName } from "./model/user-stage-name.ts";
export type { WorkflowNode, WorkflowRunNode } from "./model/workflow-node.ts";
export type { MountOptions } from "./mount.ts";
export type { OneOrMany } from "./one-or-many.ts";
export { type Pipeline, type PipelineOptions, pipeline, type ServiceOptions, type Timeouts } from "./pipeline.ts";
export { type Project, type ProjectOptions, project } from "./project.ts";
export { type Secret, secret, type Text } from "./secret.ts";
export type { SecretSourceOptions } from "./secret-source.ts";
export type { StagePlace } from "./stage-place.ts";
export type { AnsibleImage, ShellImage, StagedImage } from "./staged-image.ts";
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
