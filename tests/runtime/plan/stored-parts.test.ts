import fc from "fast-check";
import { expect, test } from "vitest";
import { group, leaf, shownLeaf } from "../../../runtime/plan/part.ts";
import { decodeParts, encodeParts, toStoredPart } from "../../../runtime/plan/stored-parts.ts";

const parts = group("install", [
  group("commands", [
    leaf("command 1", "curl -H 'Authorization: hunter2' example.com"),
    shownLeaf("cache version", "1"),
  ]),
  leaf("", "KEY"),
]);

test("what was encoded is decoded, without the parts that have no name", () => {
  expect(decodeParts(encodeParts(parts))).toEqual(toStoredPart(parts));
  expect(toStoredPart(parts)).toEqual([
    "install",
    [
      [
        "commands",
        [
          ["command 1", "#a9c21b6035"],
          ["cache version", "=1"],
        ],
      ],
    ],
  ]);
});

test("values that may not be shown cannot be read from the text", () => {
  expect(encodeParts(parts)).not.toContain("hunter2");
});

test("a shown value that is too long is kept as a digest", () => {
  expect(encodeParts(shownLeaf("base image", "a".repeat(101)))).not.toContain("aaa");
  expect(encodeParts(shownLeaf("base image", "a".repeat(100)))).toContain("aaa");
});

test("the text never exceeds 6000 characters, and small groups keep their details", () => {
  const many = Array.from({ length: 3000 }, (_, index) => leaf(`command ${index + 1}`, `echo ${index}`));
  const large = group("install", [
    group("commands", many),
    group("stage dependencies", [leaf("files of / → /app", "x")]),
  ]);
  const text = encodeParts(large);
  expect(text.length).toBeLessThan(6000);
  expect(text).toContain("files of / → /app");
  expect(encodeParts(group("beforeInstall", many)).length).toBeLessThan(100);
});

test("anything else than such a text is no reason to fail", () => {
  for (const text of [undefined, "", "{", "null", "[]", '["a"]', '["a",1]', '["a",["b"]]', '[1,"b"]']) {
    expect(decodeParts(text)).toBeUndefined();
  }
  fc.assert(fc.property(fc.json(), (text) => void decodeParts(text)));
});
