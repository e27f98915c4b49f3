export type { BuildGraph } from "../sdk/model/build-graph.ts";
export type { Builder, BuilderOptions } from "./builder.ts";
export { createBuilder } from "./compose.ts";
export type { LoadedFile } from "./load/loaded-file.ts";
export type { BuildEvent, EventListener, ImageResult, RunReport, StageResult } from "./report/events.ts";
