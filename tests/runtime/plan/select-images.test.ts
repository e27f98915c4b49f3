import { describe, expect, test } from "vitest";
import { selectImages } from "../../../runtime/plan/select-images.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

interface Vectors {
  readonly images: Readonly<Record<string, readonly { readonly name: string; readonly final: boolean }[]>>;
  readonly cases: readonly {
    readonly name: string;
    readonly arguments: readonly string[];
    readonly images?: string;
    readonly onlyFinal?: boolean;
    readonly withoutImages?: boolean;
    readonly selected?: readonly string[];
    readonly error?: string;
  }[];
}

const vectors = readSharedVectors<Vectors>("werf/images-to-process.json");

describe.skipIf(vectors === undefined)("selects as werf does", () => {
  for (const known of vectors?.cases ?? []) {
    // builder has no option to go on without any image.
    if (known.withoutImages === true) continue;
    test(known.name, () => {
      const images = vectors?.images[known.images ?? "default"] ?? [];
      const select = () =>
        selectImages(images, known.arguments, { onlyFinal: known.onlyFinal ?? false }).map(({ name }) => name);
      if (known.error === undefined) expect(select().sort()).toEqual(known.selected);
      else expect(select).toThrow(known.error);
    });
  }
});

const images = [
  { name: "backend", final: true },
  { name: "db", final: false },
  { name: "group/app", final: true },
];

function select(...targets: readonly string[]): readonly string[] {
  return selectImages(images, targets).map(({ name }) => name);
}

test("without target, or with exclusions alone, all final images are selected", () => {
  expect(select()).toEqual(["backend", "group/app"]);
  expect(select("!back*")).toEqual(["group/app"]);
});

test("a name or glob also selects images that are no results, in the order of definition", () => {
  expect(select("db", "backend")).toEqual(["backend", "db"]);
  expect(select("d?")).toEqual(["db"]);
});

test("a star ends at a slash", () => {
  expect(select("*")).toEqual(["backend", "db"]);
  expect(select("group/*")).toEqual(["group/app"]);
});

test("an unknown target comes with the nearest name and all names", () => {
  expect(() => select("bakend")).toThrow(
    expect.objectContaining({
      code: "USAGE.UNKNOWN_TARGET",
      message: 'no image matches pattern "bakend"',
      next: ["did you mean backend?", "images: backend, db, group/app"],
    }),
  );
  expect(() => select("zzz")).toThrow(expect.objectContaining({ next: ["images: backend, db, group/app"] }));
});

test("a pattern that cannot be read is another error", () => {
  for (const target of ["", "!", "**", "[a]", "a&b", "a".repeat(101)]) {
    expect(() => select(target)).toThrow(expect.objectContaining({ code: "USAGE.INVALID_TARGET" }));
  }
});

test("characters of regular expressions stand for themselves", () => {
  expect(() => select("b.")).toThrow(expect.objectContaining({ code: "USAGE.UNKNOWN_TARGET" }));
  expect(selectImages([{ name: "a+b", final: true }], ["a+*"])).toHaveLength(1);
});
