export type { BuildGraph } from "../sdk/model/build-graph.ts";
export type { Builder, BuilderOptions } from "./builder.ts";
export { createBuilder } from "./compose.ts";
export type { LoadedFile } from "./load/loaded-file.ts";
export type { PipelineOptions } from "./pipeline/pipeline-request.ts";
export type {
  BuildEvent,
  EventListener,
  ImageResult,
  PipelineResult,
  RunReport,
  StageResult,
  StepPhase,
  StepResult,
} from "./report/events.ts";
