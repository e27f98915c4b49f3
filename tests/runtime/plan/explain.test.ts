import fc from "fast-check";
import { expect, test } from "vitest";
import { type Explained, explainStage } from "../../../runtime/plan/explain.ts";
import { group, leaf, type Part, shownLeaf } from "../../../runtime/plan/part.ts";
import type { StageName } from "../../../runtime/plan/stage-name.ts";
import { encodeParts } from "../../../runtime/plan/stored-parts.ts";

function explain(stage: StageName, before: Part | undefined, after: Part, some: Partial<Explained> = {}): string {
  const best =
    before === undefined ? {} : { best: { labels: { "builder.parts": encodeParts(before) }, timestampMs: 1 } };
  return explainStage({ stage, parts: after, isUnrelated: false, changedFiles: [], ...best, ...some });
}

function commands(...texts: readonly string[]): Part {
  return group("setup", [
    group(
      "commands",
      texts.map((text, index) => leaf(`command ${index + 1}`, text)),
    ),
  ]);
}

const from = (reference: string, version?: string) =>
  group("from", [
    ...(version === undefined ? [] : [shownLeaf("cache version", version)]),
    shownLeaf("base image", reference),
  ]);

const depending = (checksum: string) =>
  group("install", [group("stage dependencies", [leaf("files of / → /app", checksum)])]);

test("a stage without a predecessor is a first build", () => {
  expect(explain("setup", undefined, commands("a"))).toBe("first build");
});

test("stages of unrelated commits mean a new branch", () => {
  expect(explain("setup", undefined, commands("a"), { isUnrelated: true })).toBe(
    "new branch: the stage found belongs to an unrelated commit",
  );
});

test("commands are named by what happened to them", () => {
  expect(explain("setup", commands("a", "b", "c"), commands("a", "x", "c"))).toBe("command 2 changed");
  expect(explain("setup", commands("a", "b"), commands("a", "b", "c"))).toBe("command 3 added");
  expect(explain("setup", commands("a", "b"), commands("new", "a", "b"))).toBe("command 1 added");
  expect(explain("setup", commands("a", "b", "c"), commands("a", "b"))).toBe("command 3 removed");
  expect(explain("setup", commands("a", "b", "c"), commands("a", "c"))).toBe("command 2 removed");
  expect(explain("setup", commands("a", "a"), commands("a"))).toBe("command 2 removed");
});

test("values that may be shown are shown", () => {
  expect(explain("from", from("alpine", "a"), from("alpine", "b"))).toBe("cache version a → b");
  expect(explain("from", from("alpine:3"), from("alpine:4"))).toBe("base image alpine:3 → alpine:4");
  expect(explain("from", from("alpine"), from("alpine", "b"))).toBe("cache version set to b");
  expect(explain("from", from("alpine", "a"), from("alpine"))).toBe("cache version a removed");
});

test("another kind of base reads as one change", () => {
  const scratch = group("from", [shownLeaf("scratch", "scratch")]);
  const own = group("from", [leaf("base image of this project", "1".repeat(56))]);
  expect(explain("from", from("alpine"), scratch)).toBe("base image alpine → scratch");
  expect(explain("from", own, from("alpine"))).toBe("base image an image of this project → alpine");
  expect(explain("from", own, group("from", [leaf("base image of this project", "2".repeat(56))]))).toBe(
    "base image of this project changed",
  );
});

test("files that masks select are named, three of them", () => {
  const files = ["package-lock.json", "b", "c", "d", "e"];
  const reason = (count: number) =>
    explain("install", depending("1"), depending("2"), { changedFiles: files.slice(0, count) });
  expect(reason(0)).toBe("the files of / → /app that it depends on changed");
  expect(reason(1)).toBe("package-lock.json changed");
  expect(reason(3)).toBe("package-lock.json, b, c changed");
  expect(reason(5)).toBe("package-lock.json, b, c and 2 more changed");
});

test("a patch is told by its files, also the first one", () => {
  const patch = group("gitLatestPatch", [leaf("patch of / → /app", "x")]);
  expect(explain("gitLatestPatch", undefined, patch, { changedFiles: ["a"] })).toBe("1 file changed: a");
  expect(explain("gitLatestPatch", patch, patch, { changedFiles: ["a", "b", "c"] })).toBe("3 files changed: a, b, c");
});

test("a stage that is as before is rebuilt because of the one before it", () => {
  expect(explain("install", depending("1"), depending("1"), { rebuiltBefore: "beforeInstall" })).toBe(
    "beforeInstall was rebuilt",
  );
  expect(explain("install", depending("1"), depending("1"))).toBe(
    "the stage before it is another one than at its last build",
  );
});

test("docker instructions are named as in a Dockerfile", () => {
  const instructions = (env: Record<string, string>) =>
    group(
      "dockerInstructions",
      Object.entries(env).flatMap(([key, value]) => [leaf("", key), leaf(`ENV ${key}`, value)]),
    );
  const reason = (before: Record<string, string>, after: Record<string, string>) =>
    explain("dockerInstructions", instructions(before), instructions(after));
  expect(reason({ A: "1", B: "1" }, { A: "2", B: "1" })).toBe("ENV A changed");
  expect(reason({ A: "1" }, { A: "1", B: "1" })).toBe("ENV B added");
  expect(reason({ A: "1", B: "1", C: "1", D: "1" }, {})).toBe("ENV A removed, ENV B removed, ENV C removed and 1 more");
});

test("a group that was too large for the label is named as a whole", () => {
  const many = Array.from({ length: 1000 }, (_, index) => `echo ${index}`);
  expect(explain("setup", commands(...many), commands(...many, "new"))).toBe("commands changed");
  expect(explain("setup", commands(...many), commands(...many), { rebuiltBefore: "install" })).toBe(
    "install was rebuilt",
  );
});

test("a damaged label is said to be the reason why the change is not known", () => {
  const best = { labels: { "builder.parts": "{" }, timestampMs: 1 };
  expect(explainStage({ stage: "setup", parts: commands("a"), best, isUnrelated: false, changedFiles: [] })).toContain(
    "not known",
  );
});

test("whatever part changes is named", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const leaves = fc.uniqueArray(fc.tuple(name, fc.string()), { minLength: 1, maxLength: 8, selector: ([key]) => key });
  fc.assert(
    fc.property(leaves, leaves, fc.nat(), fc.string({ minLength: 1 }), (own, nested, at, suffix) => {
      const tree = (values: readonly (readonly [string, string])[]) =>
        group("setup", [
          ...own.map(([key, value]) => leaf(`own ${key}`, value)),
          group(
            "inner",
            values.map(([key, value]) => leaf(key, value)),
          ),
        ]);
      const index = at % nested.length;
      const changed = nested.map(([key, value], other): [string, string] => [
        key,
        other === index ? value + suffix : value,
      ]);
      expect(explain("setup", tree(nested), tree(changed))).toBe(`${nested[index]?.[0]} changed`);
      const removed = nested.filter((_, other) => other !== index);
      expect(explain("setup", tree(nested), tree(removed))).toBe(`${nested[index]?.[0]} removed`);
      expect(explain("setup", tree(removed), tree(nested))).toBe(`${nested[index]?.[0]} added`);
    }),
  );
});
