import { describe, expect, it } from "vitest";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import { importWerfFile } from "../../../support/import-werf-file.ts";
import { fixtureRepository, type WerfFixture, werfConfigs, werfFixtures } from "../../../support/werf-corpus.ts";

const fixtures = werfFixtures();
const isRefused = ({ expect: outcome, errorAt }: WerfFixture): boolean => outcome === "error" && errorAt === "plan";

describe.skipIf(fixtures.length === 0)("fixtures of werf", () => {
  const accepted = fixtures.filter((fixture) => !isRefused(fixture));
  const configs = accepted.flatMap((fixture) => werfConfigs(fixture).map((one) => ({ fixture, ...one })));

  it.each(configs)("$label is read into its images", async ({ fixture, state, config }) => {
    const repo = fixtureRepository(fixture, state);
    try {
      const { graph } = await importWerfFile(repo.path, config, fixture);
      const found = graph.images.map((image) => ({
        name: image.name,
        kind: image.kind === "dockerfile" ? "dockerfile" : image.artifact ? "artifact" : "stapel",
      }));
      const sorted = (images: typeof found) => images.sort((a, b) => (a.name < b.name ? -1 : 1));
      const expected = fixture.images.map(({ name, kind }) => ({ name: name ?? graph.project.name, kind }));
      expect(sorted(found)).toEqual(sorted(expected));
      expect(graph.project.digests).toBe("werf-1.2");
    } finally {
      repo.dispose();
    }
  });

  it.each(fixtures.filter(isRefused))("$name is refused at its line", async (fixture) => {
    const repo = fixtureRepository(fixture, ".");
    try {
      const error: unknown = await importWerfFile(repo.path).catch((reason: unknown) => reason);
      if (!isBuilderError(error)) throw error;
      expect(error.message).toContain(fixture.errorGist);
      expect(error.where[0]).toEqual({ file: "Dockerfile", line: 3, column: 1 });
    } finally {
      repo.dispose();
    }
  });
});
