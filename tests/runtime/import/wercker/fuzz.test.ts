import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import { importText } from "../../../support/imported-wercker.ts";

/** `BUILDER_FUZZ_RUNS=100000 npx vitest run tests/runtime/import/wercker/fuzz.test.ts` tries more of them. */
const runs = Number(process.env.BUILDER_FUZZ_RUNS ?? 300);
const seed = Number(process.env.BUILDER_FUZZ_SEED ?? 1);

const own = [
  "box:\n  id: a\n  tag: 1\n  env: {A: b}\n  ports: [80]\nservices:\n  - redis\n  - id: pg\n    name: db\nbuild:\n  steps:\n    - x\n    - script:\n        name: n\n        code: |\n          a\n          b\n    - flat:\n      a: b\n  after-steps: [y]\n  prod:\n    - z\n",
  "box: a\nworkflows:\n  - name: w\n    pipelines:\n      - name: build\n      - name: t\n        requires: [build]\nbuild: {steps: [x]}\nt: {steps: [x], docker: true}\ncommand-timeout: 10\n",
  "c: &c\n  - script: {code: x}\nd: &d {username: u}\nbox: {<<: *d, id: a}\nbuild:\n  steps: *c\n  services: []\n",
  "box: a\nbuild:\n  base-path: /app\n  steps:\n    - internal/docker-build: {image-name: i, build-args: A=1 B=2, q: yes}\n    - internal/docker-push: {repository: r/r, tag: 'a,b', labels: a=b, env: 'A=\"x y\"'}\n    - internal/watch: {code: c, reload: true}\n    - 'a/b \"file://./s\"': {p: 1.5}\n",
];
const corpus = join(import.meta.dirname, "../../../../../shared/corpus/wercker");
const shared = existsSync(corpus) ? readdirSync(corpus).map((name) => readFileSync(join(corpus, name), "utf8")) : [];
/** Small ones more often: what goes wrong hardly needs a long file. */
const texts = [...own, ...own, ...own, ...own, ...own, ...shared];

const pieces = [
  ..."[]{}:,-?&*!|>'\"%@`#~\t\n \\$=",
  ...["<<: *a", "&a ", "*a", "- ", ": ", "  ", "\n\n", "---\n", "...\n", "null", "true", "yes", "1.5", "0x1F", "1e999"],
  ...[
    ".nan",
    "!!str ",
    "!!binary ",
    "? ",
    "|+\n",
    ">-\n",
    "%YAML 1.1\n",
    "\u0000",
    "\u2028",
    "é",
    "😀",
    "\ufeff",
    "__proto__",
  ],
  ...[
    "constructor",
    "box",
    "steps",
    "services",
    "internal/docker-push",
    "script",
    "code",
    "- - - -",
    "[[[[",
    "{a: {a: ",
  ],
];

/** The same numbers for the same seed. */
function createRandom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
  let result = text;
  for (let changes = 1 + random(6); changes > 0; changes -= 1) {
    const at = random(result.length + 1);
    const lines = result.split("\n");
    const line = random(lines.length);
    switch (random(7)) {
      case 0:
        result = result.slice(0, at) + pick(pieces) + result.slice(at);
        break;
      case 1:
        result = result.slice(0, at) + result.slice(at + 1 + random(8));
        break;
      case 2:
        lines[line] = `${" ".repeat(random(8))}${lines[line]!.trimStart()}`;
        result = lines.join("\n");
        break;
      case 3:
        lines.splice(line, 1 + random(3));
        result = lines.join("\n");
        break;
      case 4:
        lines.splice(random(lines.length + 1), 0, lines[line]!);
        result = lines.join("\n");
        break;
      case 5: {
        const other = pick(texts).split("\n");
        lines.splice(line, 0, ...other.slice(random(other.length)).slice(0, 5));
        result = lines.join("\n");
        break;
      }
      default:
        result = result.slice(0, at) + pick(pieces).repeat(1 + random(20)) + result.slice(at);
    }
  }
  return result;
}

describe("any text", () => {
  it("is a graph, or an error with a place", { timeout: 60_000 + runs * 20 }, () => {
    const random = createRandom(seed);
    let graphs = 0;
    for (let run = 0; run < runs; run += 1) {
      const text = mutate(texts[run % texts.length]!, random);
      try {
        if (importText(text).graph.pipelines.length > 0) graphs += 1;
      } catch (error) {
        if (isBuilderError(error) && /^(?:WERCKER|GRAPH)\./.test(error.code) && error.where.length > 0) continue;
        throw new Error(`seed ${seed}, run ${run}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    // Otherwise only the errors would be tried.
    expect(graphs).toBeGreaterThan(runs / 20);
  });

  it.each([
    ["brackets that nobody closes", `a: ${"[".repeat(100_000)}`],
    ["lists in lists", `${"- ".repeat(50_000)}x`],
    ["maps in maps", "{a: ".repeat(50_000)],
    [
      "aliases of aliases",
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`).join("")}`,
    ],
    [
      "merges of merges",
      `a0: &a0 {k: x}\n${Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}\n`).join("")}`,
    ],
    [
      "the same thousand steps a thousand times",
      `box: a\ns: &s\n${"  - x\n".repeat(1000)}${Array.from({ length: 1000 }, (_, index) => `p${index}: {steps: *s}\n`).join("")}`,
    ],
    ["two megabytes", "#".repeat(2 << 20)],
  ])("does not take long when it is made of %s", (_what, text) => {
    try {
      expect(importText(text).graph.pipelines).not.toEqual([]);
    } catch (error) {
      if (!isBuilderError(error) || error.where.length === 0) throw error;
      expect(error.code).toMatch(/^WERCKER\./);
    }
  });
});
