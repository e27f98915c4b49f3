import { expect, test } from "vitest";
import { repositoryId } from "../../../runtime/plan/repository-id.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

test("the name of a remote repository is the last two names of its url", () => {
  expect(
    [
      "git@example.com:team/app.git",
      "https://example.com/group/team/app",
      "ssh://git@example.com:2222/team/app.git/",
    ].map(repositoryId),
  ).toEqual(["team/app", "team/app", "team/app"]);
  expect(["app", "git@example.com:app.git"].map(repositoryId)).toEqual(["app", "git@example.com:app.git"]);
});

interface Vectors {
  readonly cases: readonly { readonly url: string; readonly id: string }[];
}

const vectors = readSharedVectors<Vectors>("werf/repository-id.json");

test.skipIf(vectors === undefined)("the name is werf's for every url of its tests", () => {
  const cases = vectors?.cases ?? [];
  expect(cases.length).toBeGreaterThan(5);
  expect(cases.map(({ url }) => repositoryId(url))).toEqual(cases.map(({ id }) => id));
});
