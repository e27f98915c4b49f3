import { expect, test } from "vitest";
import { formatStageReference, parseStageReference } from "../../../runtime/storage/stage-reference.ts";

const digest = "0123456789abcdef0123456789abcdef0123456789abcdef01234567";

test.each(["shop", "registry.example.com:5000/a/b"])("a stage of %s is written and read back", (name) => {
  const parsed = parseStageReference(`${name}:${digest}-1643030779123`);
  expect(parsed).toEqual({ name, digest, timestampMs: 1643030779123 });
  expect(parsed && formatStageReference(parsed)).toBe(`${name}:${digest}-1643030779123`);
});

test.each([
  `shop:${digest}`,
  `shop:${digest}-164303077912`,
  `shop:${digest}-16430307791234`,
  `shop:${digest}-1643030779123-rejected`,
  `shop:${digest.toUpperCase()}-1643030779123`,
  `shop:${digest.slice(1)}-1643030779123`,
  `:${digest}-1643030779123`,
  "shop:latest",
  "",
])("%s is no stage", (reference) => {
  expect(parseStageReference(reference)).toBe(undefined);
});
