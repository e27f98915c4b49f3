import { expect, test } from "vitest";
import { rejectedTag, stagesAmong, stageTag } from "../../../../../runtime/storage/registry/stages/stage-tags.ts";

const repository = { registry: "registry.example.com", path: "team/app" };
const [a, b] = ["a".repeat(56), "b".repeat(56)];

test("stages are those tags that are a digest and a time, oldest first, without rejected ones", () => {
  const tags = [
    `${a}-1700000000002`,
    `${b}-1700000000001`,
    `${a}-1700000000001`,
    `${a}-1700000000001-rejected`,
    "latest",
    "managed-image-app",
    `meta-1_${a}_${b}-1700000000001`,
    `${a}-170000000000`,
  ];
  const stages = stagesAmong(tags, repository);
  // One that was rejected does not take another digest of the same time with it, as it does in werf (spec §7.1).
  expect(stages).toEqual([
    { digest: b, timestampMs: 1_700_000_000_001, reference: `registry.example.com/team/app:${b}-1700000000001` },
    { digest: a, timestampMs: 1_700_000_000_002, reference: `registry.example.com/team/app:${a}-1700000000002` },
  ]);
  expect(stages.map(stageTag)).toEqual([`${b}-1700000000001`, `${a}-1700000000002`]);
  expect(stages.map(rejectedTag)).toEqual([`${b}-1700000000001-rejected`, `${a}-1700000000002-rejected`]);
});
