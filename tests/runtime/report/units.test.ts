import { expect, test } from "vitest";
import { durationText } from "../../../runtime/report/duration-text.ts";
import { sizeText } from "../../../runtime/report/size-text.ts";

test.each([
  [0, "0.0 s"],
  [1249, "1.2 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("%i ms are %s", (durationMs, expected) => {
  expect(durationText(durationMs)).toBe(expected);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [99_500, "100 kB"],
  [4_200_000, "4.2 MB"],
  [999_999_999, "1.0 GB"],
])("%i bytes are %s", (sizeBytes, expected) => {
  expect(sizeText(sizeBytes)).toBe(expected);
});
