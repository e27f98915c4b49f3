import { expect, test } from "vitest";
import { parseStageChoice, toInspection } from "../../../runtime/cli/inspection-flags.ts";
import { splitCommand } from "../../../runtime/cli/split-command.ts";
import { fakeTerminal } from "../../support/terminal.ts";

test("a stage is named with its image, whose name may hold slashes, or in all images", () => {
  expect(parseStageChoice("app/install")).toEqual({ image: "app", stage: "install" });
  expect(parseStageChoice("web/app/beforeSetup")).toEqual({ image: "web/app", stage: "beforeSetup" });
  expect(parseStageChoice("setup")).toEqual({ stage: "setup" });
  expect(parseStageChoice("*/setup")).toEqual({ stage: "setup" });
  expect(() => parseStageChoice("app/instal")).toThrow('there is no stage "instal": did you mean install?');
  expect(() => parseStageChoice("app")).toThrow('there is no stage "app": they are dockerfile, from,');
});

test("nobody looks unless a flag asks for it; the state before a failure wins", () => {
  const terminal = fakeTerminal();
  const none = { introspectError: false, introspectBeforeError: false };
  expect(toInspection(none, () => terminal)).toBe(undefined);
  expect(toInspection({ ...none, introspectError: true }, () => terminal)).toEqual({
    onError: "after",
    stages: [],
    terminal,
  });
  const both = { introspectError: true, introspectBeforeError: true, introspectStage: [{ stage: "setup" as const }] };
  expect(toInspection(both, () => terminal)).toEqual({ onError: "before", stages: [{ stage: "setup" }], terminal });
});

test("what follows the first -- is another program's", () => {
  expect(splitCommand(["run", "app"])).toEqual({ args: ["run", "app"] });
  expect(splitCommand(["run", "--"])).toEqual({ args: ["run"], command: [] });
  expect(splitCommand(["run", "app", "--", "npm", "--", "-v"])).toEqual({
    args: ["run", "app"],
    command: ["npm", "--", "-v"],
  });
});
