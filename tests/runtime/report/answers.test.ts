import { expect, test } from "vitest";
import { planAnswer } from "../../../runtime/report/plan-answer.ts";
import { runAnswer } from "../../../runtime/report/run-answer.ts";
import { createStyle } from "../../../runtime/report/style.ts";
import { recordedReport, unchangedReport } from "./recorded-run.ts";

const style = createStyle({ colour: false, unicode: true });
const order = {
  sets: [[{ name: "base", artifact: true }], [{ name: "app", artifact: false }]],
  parallelTasksLimit: 0,
};

test("run answers with a line for each final image", () => {
  expect(runAnswer(recordedReport)).toBe("app shop:bbb-2\n");
});

test("plan answers with the sets, and each stage with its reason", () => {
  expect(planAnswer(recordedReport, order, style)).toBe(`┌ Concurrent builds plan (no limit)
│ Set #0:
│ - 🛸 artifact base
│ Set #1:
│ - ⛵ image app
└ Concurrent builds plan (no limit)

🛸 artifact base
  from  reuse

⛵ image app
  from     reuse
  install  build  · package-lock.json changed

To build: 1 stage of 2 images; to reuse: 2.
`);
});

test("a plan with nothing to build says so", () => {
  expect(planAnswer(unchangedReport, undefined, style)).toBe(`🛸 artifact base
  from  reuse

Nothing to build: 1 image, 1 stage to reuse.
`);
});
