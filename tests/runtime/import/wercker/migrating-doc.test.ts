import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { evaluateSource } from "../../../../runtime/import/evaluate-source.ts";
import { graphDifferences } from "../../../../runtime/import/graph-differences.ts";
import { importText, reportLines } from "../../../support/imported-wercker.ts";

const root = join(import.meta.dirname, "../../../..");
const text = readFileSync(join(root, "docs/migrating-from-wercker.md"), "utf8");

function block(language: string): string {
  const [, content] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(text) ?? [];
  if (content === undefined) throw new Error(`there is no ${language} in the document`);
  return content;
}

test("the wercker.yml and the build.ts of docs/migrating-from-wercker.md mean the same", async () => {
  const imported = importText(block("yaml"));
  const [graph] = await evaluateSource({
    source: `${block("ts")}\nimport { project } from "builder";\nexport default project("shop");\n`,
    hosts: [{ env: () => undefined, readFile: () => undefined, glob: () => [] }],
    sdkUrl: pathToFileURL(join(root, "sdk/index.ts")).href,
    signal: new AbortController().signal,
  });
  if (graph === undefined || graph instanceof Error)
    throw new Error("the build.ts cannot be evaluated", { cause: graph });
  expect(graphDifferences(imported.graph, graph)).toEqual([]);
  expect(reportLines(imported)).toEqual([]);
});
