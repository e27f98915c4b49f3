import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isBuilderError } from "../../../../../sdk/errors/builder-error.ts";
import { renderCase, type TemplateCase } from "./render-case.ts";

const OWN = join(import.meta.dirname, "fixtures/go-results.json");
const SHARED = join(import.meta.dirname, "../../../../../../shared/vectors/gotemplate/cases.json");

const read = (path: string): readonly TemplateCase[] => JSON.parse(readFileSync(path, "utf8"));

/** What a case came to: its text, or where its error happened. */
function outcomeOf(testCase: TemplateCase) {
  try {
    return { out: renderCase(testCase).toString() };
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    // The place that Go names is that of the outermost template.
    const place = error.where.at(-1);
    return { code: error.code.split(".")[0], file: place?.file, line: place?.line, column: place?.column };
  }
}

/** Go counts columns from 0, and gives none where a template cannot be parsed. */
function expectedOf({ out, err = "" }: TemplateCase) {
  if (out !== undefined) return { out };
  const [, file, line, column] = /^template: ([^:]+):(\d+)(?::(\d+))?:/.exec(err) ?? [];
  const place = { code: "TEMPLATE", file, line: Number(line) };
  return { ...place, column: column === undefined ? expect.any(Number) : Number(column) + 1 };
}

describe("the results of real Go that come with these tests", () => {
  it.each(read(OWN))("$name is what Go makes of it", (testCase) => {
    expect(outcomeOf(testCase)).toEqual(expectedOf(testCase));
  });
});

describe.skipIf(!existsSync(SHARED))("the shared results of real Go", () => {
  const cases = existsSync(SHARED) ? read(SHARED) : [];
  // Go lets templates call each other a hundred times as often, and names another place of the same action.
  const ours = cases.filter(({ name }) => name !== "templates/endless-recursion");

  it.each(ours)("$name is what Go makes of it", (testCase) => {
    expect(outcomeOf(testCase)).toEqual(expectedOf(testCase));
  });

  it("holds all the cases", () => {
    expect(cases.length).toBeGreaterThan(300);
  });
});
