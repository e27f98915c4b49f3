import { BuilderError } from "../../sdk/errors/builder-error.ts";
import { mostSimilar } from "../../sdk/errors/most-similar.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { imagesOf, type PipelineNode } from "../../sdk/model/pipeline-node.ts";

/** What is to be built, and what is to be run afterwards. */
export interface ChosenTargets {
  /** For the images; undefined: none is needed. */
  readonly images: readonly string[] | undefined;
  /** Names of pipelines and workflows, in the order asked for. */
  readonly pipelines: readonly string[];
}

/**
 * Tells pipelines and workflows, which are named in full, from patterns of images. Those that a pipeline's box or service is made of are built
 * with it. Error: `USAGE.UNKNOWN_TARGET`.
 */
export function chooseTargets(graph: BuildGraph, targets: readonly string[]): ChosenTargets {
  const runnable = [...graph.pipelines, ...graph.workflows].map(({ name }) => name);
  const pipelines = targets.filter((target) => runnable.includes(target));
  if (pipelines.length === 0) {
    requireImages(graph, targets, runnable);
    return { images: targets, pipelines };
  }
  const patterns = targets.filter((target) => !runnable.includes(target));
  for (const pattern of patterns) requireKnown(graph, pattern, runnable);
  const boxes = pipelines.flatMap((name) => pipelinesOf(graph, name)).flatMap(imagesOf);
  const images = [...new Set([...patterns, ...boxes])];
  return { images: images.length === 0 ? undefined : images, pipelines };
}

function requireImages(graph: BuildGraph, targets: readonly string[], runnable: readonly string[]): void {
  if (runnable.length === 0) return;
  if (targets.length === 0 && graph.images.length === 0) {
    throw new BuilderError({
      code: "USAGE.NO_TARGET",
      message: "There are pipelines and no images: say what is to run",
      next: runnable.map((name) => `builder run ${name}`),
    });
  }
  for (const target of targets) requireKnown(graph, target, runnable);
}

/** Patterns are for images alone; a name that is none of theirs may be a misspelt pipeline. */
function requireKnown({ images }: BuildGraph, target: string, runnable: readonly string[]): void {
  if (/^!|[*?]/.test(target) || images.some(({ name }) => name === target)) return;
  const names = [...images.map(({ name }) => name), ...runnable];
  const similar = mostSimilar(target, names);
  throw new BuilderError({
    code: "USAGE.UNKNOWN_TARGET",
    message: `No pipeline or image named ${target}`,
    next: [...(similar === undefined ? [] : [`did you mean ${similar}?`]), `there are: ${names.join(", ")}`],
  });
}

function pipelinesOf({ pipelines, workflows }: BuildGraph, name: string): readonly PipelineNode[] {
  const workflow = workflows.find((one) => one.name === name);
  const names = workflow === undefined ? [name] : workflow.runs.map(({ pipeline }) => pipeline);
  return pipelines.filter((pipeline) => names.includes(pipeline.name));
}
