export type { BuildGraph } from "../sdk/model/build-graph.ts";
export type { Inspection, StageChoice } from "./build/inspection.ts";
export type {
  Builder,
  BuilderOptions,
  ExportedImage,
  ExportRequest,
  FailedStageChoice,
  TidyOptions,
} from "./builder.ts";
export { createBuilder } from "./compose.ts";
export type { OutputStream, Terminal, TerminalSize } from "./engine/engine.ts";
export type { EnvironmentRead, LoadedFile } from "./load/loaded-file.ts";
export type { PipelineOptions } from "./pipeline/pipeline-request.ts";
export type { Digest } from "./plan/digest.ts";
export type { InstructionStage, InstructionStageName, StageName } from "./plan/stage-name.ts";
export type { CleanupReport, CleanupResult } from "./report/cleanup-report.ts";
export type {
  BaseSource,
  BuildEvent,
  BuiltContainer,
  EventListener,
  ImageResult,
  NamedService,
  PipelinePlan,
  PipelineResult,
  PlannedContainer,
  PlannedImage,
  PlannedService,
  PlannedStep,
  PulledContainer,
  ReportedError,
  RunReport,
  StageResult,
  StepPhase,
  StepResult,
} from "./report/events.ts";
