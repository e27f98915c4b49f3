import type { RootNode } from "./model/build-graph.ts";

/** What build.ts is made of: a value that describes something and can do nothing. */
export interface BuilderValue<Node extends RootNode = RootNode> {
  /** The description as plain frozen data. */
  toNode(): Node;
  /** The values that this one refers to: an image's base, for example. */
  references(): readonly BuilderValue[];
}
