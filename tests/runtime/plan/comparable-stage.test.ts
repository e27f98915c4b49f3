import { expect, test } from "vitest";
import { selectComparable } from "../../../runtime/plan/comparable-stage.ts";

function stage(image: string, name: string, timestampMs: number) {
  return { labels: { "builder.image": image, "builder.stage": name }, timestampMs };
}

const wanted = { image: "app", stage: "install" } as const;
const older = stage("app", "install", 1);
const newer = stage("app", "install", 2);
const others = [stage("app", "setup", 3), stage("web", "install", 4), { labels: {}, timestampMs: 5 }];

test("the newest stage of that name and image that suits is chosen", async () => {
  const stages = [older, newer, ...others];
  expect(await selectComparable(stages, wanted, async () => true)).toEqual({ best: newer, isUnrelated: false });
  expect(await selectComparable(stages, wanted, async (one) => one === older)).toEqual({
    best: older,
    isUnrelated: false,
  });
});

test("stages of other histories alone are told from none", async () => {
  expect(await selectComparable([older, ...others], wanted, async () => false)).toEqual({ isUnrelated: true });
  expect(await selectComparable(others, wanted, async () => true)).toEqual({ isUnrelated: false });
});
