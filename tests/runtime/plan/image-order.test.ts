import { expect, test } from "vitest";
import { orderImages } from "../../../runtime/plan/image-order.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { imageNode } from "../../support/image-node.ts";

function image(name: string, base?: string, some: Partial<ImageNode> = {}): ImageNode {
  return imageNode({ name, ...(base === undefined ? {} : { base: { kind: "image", image: base } }), ...some });
}

function names(sets: readonly (readonly { readonly name: string }[])[]): readonly (readonly string[])[] {
  return sets.map((set) => set.map(({ name }) => name));
}

const graph = [image("tests", "base"), image("common"), image("jq"), image("base", "common"), image("app", "base")];

test("an image is in the set after the one that it starts from, in the order of definition", () => {
  expect(names(orderImages(graph, []))).toEqual([["common", "jq"], ["base"], ["tests", "app"]]);
});

test("a target brings what it needs and nothing else", () => {
  expect(names(orderImages(graph, ["app"]))).toEqual([["common"], ["base"], ["app"]]);
});

test("an image that is no result is built when something needs it, or by name", () => {
  const images = [
    image("base", undefined, { final: false }),
    image("unused", undefined, { final: false }),
    image("app", "base"),
  ];
  expect(names(orderImages(images, []))).toEqual([["base"], ["app"]]);
  expect(names(orderImages(images, ["unused"]))).toEqual([["unused"]]);
});

test("excluding everything leaves no set", () => {
  expect(orderImages(graph, ["!*"])).toEqual([]);
});

test("a cycle is named in full, wherever the search for it starts", () => {
  const images = [image("top", "a"), image("a", "b"), image("b", "c"), image("c", "a"), image("other")];
  expect(() => orderImages(images, ["other"])).toThrow(
    expect.objectContaining({ code: "GRAPH.CYCLE", message: "images start from one another: a -> b -> c -> a" }),
  );
  expect(() => orderImages([image("a", "a")], [])).toThrow(
    expect.objectContaining({ message: "images start from one another: a -> a" }),
  );
});

test("an image that starts from an unknown one is an error", () => {
  expect(() => orderImages([image("app", "bsae")], [])).toThrow(
    expect.objectContaining({ code: "GRAPH.UNKNOWN_IMAGE" }),
  );
});
