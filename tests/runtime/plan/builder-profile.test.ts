import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { builderProfile } from "../../../runtime/plan/builder-profile.ts";
import { sha3_224hash } from "../../../runtime/plan/digest.ts";
import { group, leaf, type Part } from "../../../runtime/plan/part.ts";
import { mappingNode } from "../../support/image-node.ts";

const previous = { digest: sha3_224hash("previous"), handsOn: "" };

/** Few characters, and those that could pass for separators, so that collisions would be found. */
const text = fc
  .array(fc.constantFrom("a", ":::", '"', ",", "[", "]", "\\", "\n", " "), { maxLength: 3 })
  .map((all) => all.join(""));

const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(text, text).map(([name, value]) => leaf(name, value)),
    fc.tuple(text, fc.array(tie("part"), { maxLength: 3 })).map(([name, parts]) => group(name, parts)),
  ),
}));

test("no two different trees of parts share a digest", () => {
  fc.assert(
    fc.property(part, part, (one, other) => {
      const digests = [one, other].map((tree) => builderProfile.stageDigest("setup", tree, previous, "linux/amd64"));
      expect(digests[0] === digests[1]).toBe(isDeepStrictEqual(one, other));
    }),
    { numRuns: 2000 },
  );
});

test("text that moves from one part to its neighbour changes the digest", () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.array(text, { minLength: 1, maxLength: 4 }),
      (one, other) => {
        const joined = one.join("");
        fc.pre(joined !== "" && !isDeepStrictEqual(one, other));
        const resplit = [joined.slice(0, other.length % joined.length), joined.slice(other.length % joined.length)];
        const digestOf = (values: readonly string[]) =>
          builderProfile.stageDigest(
            "setup",
            group(
              "g",
              values.map((value) => leaf("v", value)),
            ),
            previous,
            "linux/amd64",
          );
        expect(digestOf(one) === digestOf(resplit)).toBe(isDeepStrictEqual(one, resplit));
      },
    ),
    { numRuns: 1000 },
  );
});

test("stage, platform and what comes before count", () => {
  const parts = group("from", []);
  const digests = [
    builderProfile.stageDigest("from", parts, undefined, "linux/amd64"),
    builderProfile.stageDigest("from", parts, undefined, "linux/arm64"),
    builderProfile.stageDigest("from", parts, previous, "linux/amd64"),
    builderProfile.stageDigest("from", parts, { ...previous, handsOn: "x" }, "linux/amd64"),
    builderProfile.stageDigest("setup", parts, undefined, "linux/amd64"),
    builderProfile.contentDigest("setup", previous, "linux/amd64"),
    builderProfile.contentDigest("setup", previous, "linux/arm64"),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test("the format stays what it is", () => {
  expect(
    builderProfile.stageDigest("from", group("from", [leaf("base image", "alpine")]), undefined, "linux/amd64"),
  ).toBe("440be8433348888f395c39aa39b8497247d02de19c1a1fb4f1ddce10");
});

test("names and modes of files count, and no file gives no checksum", () => {
  const entry = { path: "a", mode: "100644", id: "1".repeat(40) };
  const variants = [entry, { ...entry, path: "b" }, { ...entry, mode: "100755" }, { ...entry, id: "2".repeat(40) }];
  expect(new Set(variants.map((variant) => builderProfile.entriesChecksum([variant]))).size).toBe(4);
  expect(builderProfile.entriesChecksum([])).toBe("");
});

test("the order of commits does not count", () => {
  expect(builderProfile.handsOn("setup", ["b", "a"])).toBe(builderProfile.handsOn("setup", ["a", "b"]));
  expect(builderProfile.handsOn("from", ["a"])).toBe("");
});

test("every member of a mapping but its stage dependencies names it", () => {
  const mapping = mappingNode();
  const variants = [
    mapping,
    mappingNode({ add: "/a" }),
    mappingNode({ to: "/b" }),
    mappingNode({ owner: "0" }),
    mappingNode({ owner: "" }),
    mappingNode({ group: "0" }),
    mappingNode({ includePaths: ["a", "bc"] }),
    mappingNode({ includePaths: ["ab", "c"] }),
    mappingNode({ excludePaths: ["ab", "c"] }),
  ];
  expect(new Set(variants.map(builderProfile.mappingId)).size).toBe(variants.length);
  const depending = mappingNode({ stageDependencies: { install: ["x"], beforeSetup: [], setup: [] } });
  expect(builderProfile.mappingId(depending)).toBe(builderProfile.mappingId(mapping));
});

test("an absent, an empty and a listed command differ", () => {
  const texts = [undefined, "", [], [""], '[""]'].map((command) => builderProfile.commandText(command));
  expect(new Set(texts).size).toBe(texts.length);
});
