import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import type { GraphNode } from "../../../sdk/model/visit.ts";
import type { ImportedFile } from "../imported-file.ts";
import type { GoString } from "../werf/gotemplate/go-string.ts";
import type { YamlNode, YamlSpan } from "../yaml-tree.ts";
import { createMadeBy, type PartsCall } from "./parts-call.ts";

/** What of a graph the calls made: each one image, or one section of one. */
export interface MadeParts {
  readonly images: ReadonlyMap<string, PartsCall>;
  readonly sections: ReadonlyMap<GraphNode, PartsCall>;
  /** Templates one of whose calls made something else. */
  readonly others: ReadonlySet<GoString>;
}

/** Finds by the places of the rendered text what each call made. */
export function findMadeParts({ graph, template }: ImportedFile, calls: readonly PartsCall[]): MadeParts {
  const images = new Map<string, PartsCall>();
  const sections = new Map<GraphNode, PartsCall>();
  const others = new Set<GoString>();
  if (template === undefined || calls.length === 0) return { images, sections, others };
  const roots = template.documents.flatMap(({ root }) => root ?? []);
  const parts = roots.flatMap((root) => partsOf(root, graph.images));
  const scalars = roots.flatMap((root) => [...scalarsIn(root)]);
  const isMadeBy = createMadeBy(template);
  for (const call of calls) {
    const isInside = isMadeBy(call);
    const [made, ...more] = outermost(parts.filter(({ start, end }) => isInside(start) && isInside(end)));
    const isAll = made !== undefined && scalars.every((at) => isWithin({ start: at, end: at }, made) || !isInside(at));
    if (more.length > 0 || !isAll) others.add(call.template);
    else if (made.kind === "image") images.set(made.name, call);
    else sections.set(made.node, call);
  }
  return { images, sections, others };
}

/** A part of the rendered text that says one thing of the graph. */
type Part = YamlSpan &
  ({ readonly kind: "image"; readonly name: string } | { readonly kind: "section"; readonly node: GraphNode });

/** An image that a document defines, and what of it has a section of its own. */
function partsOf(root: YamlNode, images: readonly AnyImageNode[]): readonly Part[] {
  const value = (key: string): YamlNode | undefined =>
    root.kind === "map" ? root.entries.find((entry) => entry.key.text === key)?.value : undefined;
  const named = value("image") ?? value("artifact");
  const image = images.find(({ name }) => named?.kind === "scalar" && named.text === name);
  if (image === undefined) return [];
  const whole: Part = { kind: "image", name: image.name, ...spanOf(root) };
  if (image.kind !== "image") return [whole];
  const items = (key: string, nodes: readonly GraphNode[]): readonly Part[] => {
    const list = value(key);
    if (list?.kind !== "list" || list.items.length !== nodes.length) return [];
    return nodes.flatMap((node, index) => sectionPart(node, list.items[index]));
  };
  const wholeSection = (key: string, node: GraphNode): readonly Part[] => {
    const entry = root.kind === "map" ? root.entries.find((one) => one.key.text === key) : undefined;
    if (entry === undefined) return [];
    // A template makes all of it, or what stands below its key.
    const [below] = sectionPart(node, entry.value);
    return below === undefined ? [] : [below, { ...below, start: entry.key.start }];
  };
  return [
    whole,
    // Mappings of other repositories come after those of this one, whatever the order of the file.
    ...(image.git.some(({ remote }) => remote !== undefined) ? [] : items("git", image.git)),
    ...items("import", image.imports),
    ...items("mount", image.mounts),
    ...items("secrets", image.secrets),
    ...(image.docker === undefined ? [] : wholeSection("docker", image.docker)),
  ];
}

function sectionPart(node: GraphNode, value: YamlNode | undefined): readonly Part[] {
  return value === undefined ? [] : [{ kind: "section", node, ...spanOf(value) }];
}

/** Up to the beginning of what it says last: where a block ends is a matter of the lines that follow it. */
function spanOf(node: YamlNode): YamlSpan {
  return { start: node.start, end: lastIn(node).start };
}

function lastIn(node: YamlNode): YamlNode {
  const last = node.kind === "list" ? node.items.at(-1) : node.kind === "map" ? node.entries.at(-1)?.value : undefined;
  return last === undefined ? node : lastIn(last);
}

function isWithin(inner: YamlSpan, outer: YamlSpan): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function outermost(parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => !parts.some((other) => other !== part && isWithin(part, other)));
}

/** The beginnings of all that is said, keys included. */
function* scalarsIn(node: YamlNode): Generator<number> {
  if (node.kind === "scalar") yield node.start;
  else if (node.kind === "list") for (const item of node.items) yield* scalarsIn(item);
  else for (const { key, value } of node.entries) yield* [key.start, ...scalarsIn(value)];
}
