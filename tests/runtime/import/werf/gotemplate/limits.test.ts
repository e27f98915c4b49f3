import { describe, expect, it } from "vitest";
import { fromPlain } from "../../../../../runtime/import/werf/gotemplate/from-plain.ts";
import type { TemplateLimits } from "../../../../../runtime/import/werf/gotemplate/meter.ts";
import { createTemplateSet } from "../../../../../runtime/import/werf/gotemplate/template.ts";
import { isBuilderError } from "../../../../../sdk/errors/builder-error.ts";

/** The code of the error and the limit that its message tells of. */
function stopOf(template: string, limits: Partial<TemplateLimits> = {}) {
  // The clock stays out of it, unless it is what is tested.
  const set = createTemplateSet({ limits: { timeMs: 60_000, ...limits } });
  try {
    set.parse("t", template);
    return set.execute("t", fromPlain({})).toString();
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    const limit = LIMITS.find(([, words]) => error.message.includes(words))?.[0];
    return { code: error.code, limit, isPlaced: error.where.length > 0 };
  }
}

const LIMITS = [
  ["templateBytes", "its text"],
  ["steps", "steps"],
  ["depth", "deep"],
  ["outputBytes", "bytes of text"],
  ["memoryBytes", "values it makes"],
  ["timeMs", "longer than"],
] as const;

const stopped = (limit: string) => ({ code: "TEMPLATE.LIMIT", limit, isPlaced: true });

describe("what has no end", () => {
  it.each([
    ["nested loops", "{{ range until 1000 }}{{ range until 1000 }}{{ end }}{{ end }}", "steps"],
    ["a range over a huge number", "{{ range 1000000000000 }}{{ end }}", "steps"],
    [
      "a value with two copies of itself, again and again",
      "{{ $s := list 1 }}{{ range until 60 }}{{ $s = list $s $s }}{{ end }}{{ toJson $s }}",
      "steps",
    ],
    ["a template that calls itself", '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}', "depth"],
    [
      "a template that includes itself",
      '{{ define "r" }}{{ if true }}{{ include "r" . }}{{ end }}{{ end }}{{ include "r" . }}',
      "depth",
    ],
    ["a text that is a template of itself", '{{ $d := dict "t" "{{ tpl .t . }}" }}{{ tpl $d.t $d }}', "depth"],
    ["a dictionary that contains itself", '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}', "depth"],
  ])("%s is stopped", (_name, template, limit) => {
    expect(stopOf(template, { steps: 200_000 })).toEqual(stopped(limit));
  });
});

describe("what is nested 10,000 deep", () => {
  it.each([
    ["parentheses", `{{ ${"(".repeat(10_000)}1${")".repeat(10_000)} }}`],
    ["conditions", `${"{{ if true }}".repeat(10_000)}${"{{ end }}".repeat(10_000)}`],
    ["else if", `{{ if true }}${"{{ else if true }}".repeat(10_000)}{{ end }}`],
    ["JSON", `{{ fromJson (print (repeat 100000 "[") (repeat 100000 "]")) }}`],
    ["lists", `{{ $l := list }}{{ range until 20000 }}{{ $l = list $l }}{{ end }}{{ $l }}`],
  ])("%s are stopped", (_name, template) => {
    expect(stopOf(template)).toEqual(stopped("depth"));
  });
});

describe("what makes a gigabyte", () => {
  it.each([
    ["one text", '{{ repeat 1000000000 "x" }}', "memoryBytes"],
    [
      "a text that doubles",
      '{{ $s := "x" }}{{ range until 26 }}{{ $s = print $s $s }}{{ end }}{{ range until 9 }}{{ $x := print $s $s }}{{ end }}',
      "memoryBytes",
    ],
    [
      "the same text many times",
      '{{ $s := repeat 1000000 "x" }}{{ range until 1000 }}{{ $s }}{{ end }}',
      "outputBytes",
    ],
    ["a list of numbers", "{{ until 100000000 }}", "memoryBytes"],
    ["a sequence", "{{ seq 1 1 1000000000 }}", "memoryBytes"],
    ["indentation", '{{ indent 100000 (repeat 100000 "\\n") }}', "memoryBytes"],
    ["replacement", '{{ replace "x" (repeat 10000 "y") (repeat 1000000 "x") }}', "memoryBytes"],
    ["pieces of a text", '{{ splitList "" (repeat 50000000 "x") | len }}', "memoryBytes"],
    ["quoting", '{{ toJson (repeat 100000000 "<") | len }}', "memoryBytes"],
  ])("%s is stopped", (_name, template, limit) => {
    expect(stopOf(template, { steps: 1e9 })).toEqual(stopped(limit));
  });
});

describe("limits", () => {
  it("keep out texts that are too long to be a configuration", () => {
    expect(stopOf("x".repeat(5_000_000))).toEqual(stopped("templateBytes"));
  });

  it("end work that takes long although it has few steps", () => {
    const template = '{{ regexReplaceAll "(x*y)?" (repeat 20000 "x") "-" | len }}';
    expect(stopOf(template, { timeMs: 50 })).toEqual(stopped("timeMs"));
  });

  it("can be raised and lowered", () => {
    const template = "{{ range until 1000 }}.{{ end }}";
    expect([stopOf(template), stopOf(template, { outputBytes: 999 })]).toEqual([
      ".".repeat(1000),
      stopped("outputBytes"),
    ]);
  });

  it("count each execution on its own", () => {
    const set = createTemplateSet({ limits: { steps: 100 } });
    set.parse("t", "{{ range until 20 }}.{{ end }}");
    expect([1, 2, 3].map(() => set.execute("t", fromPlain({})).length)).toEqual([20, 20, 20]);
  });
});
