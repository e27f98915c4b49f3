import { expect, test } from "vitest";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { imageNode, instructionsNode, mappingNode, shellNode } from "../../support/image-node.ts";

function names(some: Partial<ImageNode>): readonly string[] {
  return stagesOf(imageNode(some), getProfile("builder")).map(({ name }) => name);
}

const full = {
  shell: shellNode({ beforeInstall: ["a"], install: ["b"], beforeSetup: ["c"], setup: ["d"] }),
  git: [mappingNode()],
  docker: instructionsNode(),
};

test("an image passes through its stages in werf's order", () => {
  expect(names(full)).toEqual([
    "from",
    "beforeInstall",
    "gitArchive",
    "install",
    "beforeSetup",
    "setup",
    "gitCache",
    "gitLatestPatch",
    "dockerInstructions",
  ]);
});

test("an image that only has a base has only that stage", () => {
  expect(names({})).toEqual(["from"]);
});

test("an artifact ends after setup", () => {
  expect(names({ ...full, artifact: true })).toEqual([
    "from",
    "beforeInstall",
    "gitArchive",
    "install",
    "beforeSetup",
    "setup",
  ]);
});

test("a cache version makes a stage without commands, an empty one does not", () => {
  expect(names({ shell: shellNode({}, { stageCacheVersions: { setup: "1" } }) })).toEqual(["from", "setup"]);
  expect(names({ shell: shellNode({}, { cacheVersion: "1" }) })).toEqual([
    "from",
    "beforeInstall",
    "install",
    "beforeSetup",
    "setup",
  ]);
  expect(names({ shell: shellNode({}, { cacheVersion: "", stageCacheVersions: { setup: "" } }) })).toEqual(["from"]);
});
