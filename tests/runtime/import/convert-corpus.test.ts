import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Conversion, convertFile } from "../../../runtime/import/convert-file.ts";
import { sdkEntry } from "../../../runtime/sdk-entry.ts";
import { formatErrors, typeErrors } from "../../support/check-sources.ts";
import { wercker, werfSource } from "../../support/import-source.ts";
import { fixtureFiles, type WerfFixture, werfConfigs, werfFixtures } from "../../support/werf-corpus.ts";

const convert = (source: Parameters<typeof convertFile>[0]): Promise<Conversion> =>
  convertFile(source, { isVerified: true, sdkUrl: sdkEntry(), signal: new AbortController().signal });

/** Comments inside of a call are kept on lines of their own; Biome joins the lines around them. */
const hasInnerComments = (source: string): boolean => /^\s+\/\//m.test(source);

function expectGoodSources(sources: ReadonlyMap<string, string>): void {
  expect(typeErrors(sources)).toEqual([]);
  expect(formatErrors(new Map([...sources].filter(([, source]) => !hasInnerComments(source))))).toBe("");
}

const fixtures = werfFixtures();
const isRefused = ({ expect: outcome, errorAt }: WerfFixture): boolean => outcome === "error" && errorAt === "plan";

describe.skipIf(fixtures.length === 0)("fixtures of werf", () => {
  it("become a build.ts that means the same, is formatted and without type errors", async () => {
    const sources = new Map<string, string>();
    for (const fixture of fixtures.filter((candidate) => !isRefused(candidate))) {
      for (const { label, state, config } of werfConfigs(fixture)) {
        const { source, environmentCount } = await convert(
          werfSource(fixtureFiles(fixture, state), {
            config,
            ...fixture,
            looseGiterminism: fixture.looseGiterminism ?? false,
          }),
        );
        expect(environmentCount, label).toBeGreaterThan(0);
        sources.set(label.replaceAll("/", "-"), source);
      }
    }
    expect(sources.size).toBeGreaterThan(70);
    expectGoodSources(sources);
  }, 300_000);
});

const werckerFolder = fileURLToPath(new URL("../../../../shared/corpus/wercker", import.meta.url));
const ownProjects = join(import.meta.dirname, "../../e2e/wercker/projects");

/** wercker.yml files by a name: those that came with the project, and those that others have published. */
function werckerFiles(): ReadonlyMap<string, string> {
  const own = readdirSync(ownProjects).map((name) => join(ownProjects, name, "wercker.yml"));
  const published = existsSync(werckerFolder)
    ? readdirSync(werckerFolder).map((name) => join(werckerFolder, name))
    : [];
  const named = [...own.map((path) => [relative(ownProjects, path), path]), ...published.map((path) => [path, path])];
  return new Map(
    named.map(([name = "", path = ""]) => [
      name.replace(/^.*\/corpus\//, "").replaceAll("/", "-"),
      readFileSync(path, "utf8"),
    ]),
  );
}

describe("files of wercker", () => {
  it("become a build.ts that means the same, is formatted and without type errors", async () => {
    const sources = new Map<string, string>();
    for (const [name, text] of werckerFiles()) {
      const { source, environmentCount } = await convert(wercker(text));
      expect(environmentCount, name).toBe(1);
      sources.set(name, source);
    }
    expect(sources.size).toBeGreaterThanOrEqual(10);
    expectGoodSources(sources);
  }, 120_000);
});
