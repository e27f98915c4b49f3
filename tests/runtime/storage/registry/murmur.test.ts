import { expect, test } from "vitest";
import { murmur } from "../../../../runtime/storage/registry/murmur.ts";

test("texts have the hashes that MurmurHash3 is published with", () => {
  const texts = ["", "test", "hello", "hello, world", "19 Jan 2038 at 3:14:07 AM"];
  expect(texts.map(murmur)).toEqual(["0", "ba6bd213", "248bfa47", "149bbb7f", "e31e8a70"]);
});
