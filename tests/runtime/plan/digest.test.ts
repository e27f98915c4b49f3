import { expect, test } from "vitest";
import { isDigest, sha3_224hash, sha256hash, toDigest } from "../../../runtime/plan/digest.ts";
import { Bug } from "../../../sdk/errors/bug.ts";

test("no argument hashes like the empty string", () => {
  expect(sha256hash()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha3_224hash()).toBe("6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f5b5a6bc7");
});

test("arguments are joined with three colons and nothing is escaped", () => {
  expect(sha256hash("a", "b")).toBe(sha256hash("a:::b"));
  expect(sha256hash("a", "")).not.toBe(sha256hash("a"));
});

test("a digest has 56 hex digits", () => {
  expect(isDigest(sha3_224hash("a"))).toBe(true);
  expect(["", "a".repeat(55), "A".repeat(56), `${"a".repeat(56)}\n`].filter(isDigest)).toEqual([]);
  expect(() => toDigest("latest")).toThrow(Bug);
});
