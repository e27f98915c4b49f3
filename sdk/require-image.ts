import type { BuilderValue } from "./builder-value.ts";
import type { Origin } from "./errors/origin.ts";
import { undefinedReference, wrongArgument } from "./errors.ts";
import type { AnyImageNode } from "./model/any-image-node.ts";

/** Checks a reference to another image of the build.ts. By shape and not by class: it may come from another copy of the SDK. */
export function requireImage(
  value: unknown,
  what: string,
  expected: string,
  origin: Origin | undefined,
): BuilderValue<AnyImageNode> {
  if (value === undefined) throw undefinedReference(what, origin);
  if (!hasNode(value) || !isImageKind(value.toNode().kind)) throw wrongArgument(what, expected, value, origin);
  return value;
}

function hasNode(value: unknown): value is BuilderValue<AnyImageNode> {
  return typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function";
}

function isImageKind(kind: string): boolean {
  return kind === "image" || kind === "dockerfile";
}
