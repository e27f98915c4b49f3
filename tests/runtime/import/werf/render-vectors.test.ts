import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { toText } from "../../../../runtime/import/werf/gotemplate/go-string.ts";
import { werfSource } from "../../../support/import-source.ts";
import { fixtureFiles, werfFixtures } from "../../../support/werf-corpus.ts";

interface RenderCase {
  readonly fixture: string;
  readonly state?: string;
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What Go's text/template made of it. */
  readonly rendered: string;
}

const vectors = fileURLToPath(new URL("../../../../../shared/vectors/werf/render.json", import.meta.url));

function renderCases(): readonly RenderCase[] {
  if (!existsSync(vectors)) return [];
  const { cases }: { readonly cases: readonly RenderCase[] } = JSON.parse(readFileSync(vectors, "utf8"));
  return cases;
}

const cases = renderCases();

describe.skipIf(cases.length === 0)("a werf.yaml", () => {
  test.each(cases)(
    "of $fixture $state is rendered as Go renders it",
    async ({ fixture, state = ".", rendered, ...how }) => {
      const found = werfFixtures().find(({ name }) => name === fixture);
      if (found === undefined) throw new Error(`no fixture ${fixture}`);
      const { template } = await werfSource(fixtureFiles(found, state), how).read({});
      expect(template && toText(template.rendering.text)).toBe(rendered);
    },
  );
});
