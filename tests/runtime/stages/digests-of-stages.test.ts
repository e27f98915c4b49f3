import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha3_224hash } from "../../../runtime/plan/digest.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { imageNode, instructionsNode, shellNode } from "../../support/image-node.ts";
import { stageContext } from "../../support/stage-context.ts";

/** The digests of all stages of an image that needs no repository. */
async function digestsOf(some: Partial<ImageNode>): Promise<readonly string[]> {
  const context = stageContext({ image: imageNode(some), baseContentDigest: sha3_224hash("base") });
  const digests: string[] = [];
  for (const stage of stagesOf(context.image, context.profile)) {
    digests.push(context.profile.stageDigest(stage.name, await stage.parts(context), undefined, "linux/amd64"));
  }
  return digests;
}

const word = fc.constantFrom("a", "b", "ab", ":::", "", '"', "[]", "cache version");
const version = fc.option(fc.constantFrom("1", "2", ":::"), { nil: undefined });

const shell = fc.record(
  {
    commands: fc.array(word, { maxLength: 3 }),
    cacheVersion: version,
    own: version,
  },
  { noNullPrototype: true },
);

test("no two different user stages share a digest", async () => {
  await fc.assert(
    fc.asyncProperty(shell, shell, async (one, other) => {
      const [first, second] = await Promise.all(
        [one, other].map(({ commands, cacheVersion, own }) =>
          digestsOf({
            shell: shellNode({ install: ["x", ...commands] }, { cacheVersion, stageCacheVersions: { install: own } }),
          }),
        ),
      );
      expect(isDeepStrictEqual(first, second)).toBe(isDeepStrictEqual(one, other));
    }),
    { numRuns: 1000 },
  );
});

const pairs = fc.dictionary(fc.constantFrom("a", "b", "a=b"), word, { maxKeys: 2, noNullPrototype: true });
const command = fc.option(fc.oneof(word, fc.array(word, { maxLength: 2 })), { nil: undefined });

const instructions = fc.record(
  {
    volume: fc.array(word, { maxLength: 2 }),
    expose: fc.array(word, { maxLength: 2 }),
    env: pairs,
    label: pairs,
    // Both given: one alone empties the other, which is then the same as an empty list.
    cmd: command.filter((value) => value !== undefined),
    entrypoint: command.filter((value) => value !== undefined),
    workdir: fc.constantFrom("/a", "/b"),
    user: fc.constantFrom("a", "b"),
  },
  { noNullPrototype: true },
);

test("no two different docker instructions share a digest", async () => {
  await fc.assert(
    fc.asyncProperty(instructions, instructions, async (one, other) => {
      const [first, second] = await Promise.all(
        [one, other].map((some) => digestsOf({ docker: instructionsNode(some) })),
      );
      expect(isDeepStrictEqual(first, second)).toBe(isDeepStrictEqual(one, other));
    }),
    { numRuns: 1000 },
  );
});

test("no two kinds of base share a digest", async () => {
  const content = sha3_224hash("base");
  const bases: readonly Partial<ImageNode>[] = [
    { base: { kind: "scratch" } },
    { base: { kind: "reference", reference: "scratch" } },
    { base: { kind: "reference", reference: content } },
    { base: { kind: "image", image: "base" } },
    { base: { kind: "scratch" }, fromCacheVersion: "scratch" },
  ];
  const digests = await Promise.all(bases.map(digestsOf));
  expect(new Set(digests.flat()).size).toBe(bases.length);
});

test("the name of the image and places in build.ts do not count", async () => {
  const origin = { file: "build.ts", line: 1, column: 1 };
  const some = { shell: shellNode({ install: ["a"] }) };
  const moved = { ...some, name: "other", origin, base: { kind: "reference", reference: "alpine", origin } } as const;
  expect(await digestsOf(moved)).toEqual(await digestsOf(some));
});
