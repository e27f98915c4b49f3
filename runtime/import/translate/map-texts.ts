import type { BuildGraph } from "../../../sdk/model/build-graph.ts";

/** All texts of a graph, those of places left out. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (isOrigin(key, item) ? [] : [key, ...textsOf(item)]));
}

/** A graph with its texts changed, names of variables included. */
export function mapTexts(graph: BuildGraph, change: (text: string) => string): BuildGraph;
export function mapTexts(value: unknown, change: (text: string) => string): unknown;
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    change(key),
    isOrigin(key, item) ? item : mapTexts(item, change),
  ]);
  return Object.fromEntries(entries);
}

function isOrigin(key: string, item: unknown): boolean {
  return key === "origin" && typeof item === "object";
}
