import { describe, expect, it } from "vitest";
import { fromPlain } from "../../../../runtime/import/werf/gotemplate/from-plain.ts";
import { createTemplateSet } from "../../../../runtime/import/werf/gotemplate/template.ts";
import { createRenderedPlaces } from "../../../../runtime/import/werf/rendered-places.ts";
import { formatOrigin } from "../../../../sdk/errors/origin.ts";

/** Where the first occurrence of a word in the rendered text comes from. */
function placesOf(word: string, template: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const set = createTemplateSet({ host: { env: (name) => name } });
  for (const [name, text] of Object.entries(others)) set.parse(name, text, `${name}.tmpl`);
  set.parse("t", template, "werf.yaml");
  const rendering = set.render("t", fromPlain({}));
  const at = rendering.text.indexOf(word);
  expect(at).toBeGreaterThanOrEqual(0);
  return createRenderedPlaces(rendering, "werf.yaml").at(at).map(formatOrigin);
}

describe("the places of rendered text", () => {
  it("of text are its own, behind actions and trimmed space", () => {
    expect(placesOf("word", "a\n{{- /* c */ -}}\n\n  é word")).toEqual(["werf.yaml:4:5"]);
  });

  it("of a value is the action", () => {
    expect(placesOf("ARD", 'a\nx: {{ env "WARD" }}')).toEqual(["werf.yaml:2:4"]);
  });

  it("of every iteration are those of the body", () => {
    expect(placesOf("2: word", "{{ range $i := list 1 2 }}\n{{ $i }}: word{{ end }}")).toEqual(["werf.yaml:2:1"]);
    expect(placesOf("word", "{{ range list 1 2 }}\nword{{ end }}")).toEqual(["werf.yaml:2:1"]);
  });

  it("in a template that is called are followed by the callers", () => {
    const others = { a: "\nword", b: '\n\n {{ template "a" }}' };
    expect(placesOf("word", 'x\n{{ template "b" }}', others)).toEqual(["a.tmpl:2:1", "b.tmpl:3:2", "werf.yaml:2:1"]);
  });

  it.each([
    '{{ include "a" . }}',
    '{{ include "a" . | indent 4 }}',
    '{{ include "a" . | nindent 2 }}',
    '{{ include "a" . | trim }}',
  ])("of %s are in the template that is included", (action) => {
    expect(placesOf("word", `x:\n${action}\n`, { a: "\nfirst:\n  k: word\n" })).toEqual([
      "a.tmpl:3:6",
      "werf.yaml:2:1",
    ]);
  });

  it("of a text that has changed on the way is the action", () => {
    expect(placesOf("WORD", '\n{{ include "a" . | upper }}', { a: "word" })).toEqual(["werf.yaml:2:1"]);
  });
});
