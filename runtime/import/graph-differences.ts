import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { canonicalJson } from "../../sdk/model/canonical-json.ts";

/** One place where two graphs say different things. */
export interface GraphDifference {
  /** Such as `images.app.docker.env.VERSION`. */
  readonly path: string;
  /** As JSON; `nothing` where there is nothing. */
  readonly expected: string;
  readonly actual: string;
}

/**
 * Where two graphs differ in what they say; none: they mean the same. Where something is written is no part of that, nor is the
 * order of the images: what an image needs is built before it in any case.
 */
export function graphDifferences(expected: BuildGraph, actual: BuildGraph): readonly GraphDifference[] {
  return [...differences("", comparable(expected), comparable(actual))];
}

function comparable({ images, ...graph }: BuildGraph): unknown {
  return withoutOrigins({
    ...graph,
    images: Object.fromEntries(images.map((image) => [image.name, withoutOff(image)])),
  });
}

/** A switch that is off is the same as none. */
function withoutOff(image: AnyImageNode): AnyImageNode {
  if (image.kind === "dockerfile") return image;
  const { fromLatest, disableGitAfterPatch, ...node } = image;
  return { ...node, ...(fromLatest ? { fromLatest } : {}), ...(disableGitAfterPatch ? { disableGitAfterPatch } : {}) };
}

function withoutOrigins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (!isRecord(value)) return value;
  // A variable or label may be called `origin`, too; it is a string. What is undefined is not there.
  const entries = Object.entries(value).filter(
    ([key, item]) => item !== undefined && (key !== "origin" || typeof item === "string"),
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutOrigins(item)]));
}

function* differences(path: string, expected: unknown, actual: unknown): Generator<GraphDifference> {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
      yield* differences(`${path}[${index}]`, expected[index], actual[index]);
    }
  } else if (isRecord(expected) && isRecord(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      yield* differences(path === "" ? key : `${path}.${key}`, expected[key], actual[key]);
    }
  } else if (canonicalJson(expected) !== canonicalJson(actual)) {
    yield { path, expected: show(expected), actual: show(actual) };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : canonicalJson(value);
}
