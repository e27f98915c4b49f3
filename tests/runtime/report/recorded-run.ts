import type { BuildEvent, ImageResult, RunReport, StageResult } from "../../../runtime/report/events.ts";
import { digestOf } from "./digest-of.ts";

const reusedStage: StageResult = {
  name: "from",
  digest: digestOf("a"),
  action: "reuse",
  reason: "",
  reference: "shop:aaa-1",
  durationMs: 0,
};

const builtStage: StageResult = {
  name: "install",
  digest: digestOf("b"),
  action: "build",
  reason: "package-lock.json changed",
  reference: "shop:bbb-2",
  durationMs: 1234,
};

const base: ImageResult = {
  name: "base",
  final: false,
  artifact: true,
  kind: "image",
  platform: "linux/amd64",
  action: "reuse",
  digest: digestOf("a"),
  reference: "shop:aaa-1",
  durationMs: 2,
  stages: [reusedStage],
};

const app: ImageResult = {
  name: "app",
  final: true,
  artifact: false,
  kind: "image",
  platform: "linux/amd64",
  action: "build",
  digest: digestOf("b"),
  reference: "shop:bbb-2",
  durationMs: 1300,
  stages: [reusedStage, builtStage],
};

/** A run in which one stage of one of two images was built. */
export const recordedEvents: readonly BuildEvent[] = [
  {
    kind: "planned",
    sets: [[{ name: "base", artifact: true }], [{ name: "app", artifact: false }]],
    parallelTasksLimit: 5,
  },
  { kind: "note", text: "removed what an earlier run left behind: container 1f3a" },
  { kind: "image-started", image: "base" },
  { kind: "pull", image: "base", reference: "debian:12", currentBytes: 0, totalBytes: 0 },
  { kind: "pull", image: "base", reference: "debian:12", currentBytes: 1_000_000, totalBytes: 30_000_000 },
  { kind: "pull", image: "base", reference: "debian:12", currentBytes: 15_000_000, totalBytes: 30_000_000 },
  { kind: "stage-reused", image: "base", stage: reusedStage },
  { kind: "image-finished", image: "base", result: base },
  { kind: "image-started", image: "app" },
  { kind: "stage-reused", image: "app", stage: reusedStage },
  {
    kind: "stage-started",
    image: "app",
    stage: "install",
    digest: digestOf("b"),
    reason: "package-lock.json changed",
  },
  { kind: "stage-output", image: "app", stage: "install", stream: "stdout", line: "added 3 packages" },
  { kind: "stage-output", image: "app", stage: "install", stream: "stderr", line: "\u001B[2Jdone \u001B[31mred" },
  { kind: "stage-built", image: "app", stage: builtStage },
  { kind: "image-finished", image: "app", result: app },
];

export const recordedReport: RunReport = {
  schemaVersion: 1,
  command: "run",
  project: "shop",
  ok: true,
  images: [base, app],
  durationMs: 1500,
};

export const failedReport: RunReport = {
  schemaVersion: 1,
  command: "run",
  project: "shop",
  ok: false,
  images: [base],
  durationMs: 1500,
  error: {
    code: "BUILD.COMMAND_FAILED",
    message: 'image "app", stage install: command 1 of 1 ended with exit code 1',
    why: "npm ci\n  npm ERR! missing: left-pad\u001B[2J",
    next: ["run npm install, and commit package-lock.json"],
    where: [{ file: "build.ts", line: 12, column: 4 }],
    image: "app",
    stage: "install",
  },
};

export const unchangedReport: RunReport = { ...recordedReport, images: [base], durationMs: 80 };
