import { describe, expect, it } from "vitest";
import { fromPlain } from "../../../../../runtime/import/werf/gotemplate/from-plain.ts";
import { toText } from "../../../../../runtime/import/werf/gotemplate/go-string.ts";
import {
  type RenderedPiece,
  type RenderScope,
  templateOf,
} from "../../../../../runtime/import/werf/gotemplate/rendering.ts";
import { createTemplateSet } from "../../../../../runtime/import/werf/gotemplate/template.ts";

function render(template: string, others: Readonly<Record<string, string>> = {}) {
  const set = createTemplateSet({ host: { env: (name) => `value of ${name}` } });
  for (const [name, text] of Object.entries(others)) set.parse(name, text);
  set.parse("t", template);
  const data = fromPlain({ list: ["a", "b"], on: true });
  expect(set.execute("t", data).toString("latin1")).toBe(set.render("t", data).text);
  return set.render("t", data);
}

/** What a piece says, where its node is, and what is around it from the outside in. */
function describePiece(text: string, { start, end, node, scope, calls }: RenderedPiece) {
  const tree = templateOf(scope).tree;
  const source = node.kind === "text" ? node.text : tree.text.slice(node.tag.start, node.tag.end);
  return [toText(text.slice(start, end)), toText(source), pathOf(scope), calls.length] as const;
}

function pathOf(scope: RenderScope): string {
  if (scope.kind === "branch") {
    const { node, taken, iteration } = scope;
    return `${pathOf(scope.parent)} ${node.kind}:${taken}${iteration === undefined ? "" : `:${iteration}`}`;
  }
  const name = toText(scope.tree.name);
  return scope.caller === undefined ? name : `${pathOf(scope.caller.scope)} > ${name}`;
}

function piecesOf(template: string, others?: Readonly<Record<string, string>>) {
  const { text, pieces } = render(template, others);
  return pieces.map((piece) => describePiece(text, piece));
}

describe("a rendering", () => {
  it("tells text from actions, and has no gaps", () => {
    const { text, pieces } = render('é: {{ env "X" }}!\n{{- /* no */ -}} {{ $x := 1 }}{{ "" }}end');
    expect(pieces.map(({ start, end }) => [start, end])).toEqual([
      [0, 4],
      [4, 14],
      [14, 15],
      [15, 18],
    ]);
    expect(pieces.map((piece) => describePiece(text, piece).slice(0, 2))).toEqual([
      ["é: ", "é: "],
      ["value of X", '{{ env "X" }}'],
      ["!", "!"],
      ["end", "end"],
    ]);
  });

  it("tells the branches and iterations that a part comes from", () => {
    const template = "{{ range .list }}{{ if eq . `a` }}A{{ else }}{{ . }}{{ end }}{{ end }}{{ with .on }}W{{ end }}";
    expect(piecesOf(`${template}{{ range .none }}{{ else }}N{{ end }}`)).toEqual([
      ["A", "A", "t range:body:0 if:body", 0],
      ["b", "{{ . }}", "t range:body:1 if:otherwise", 0],
      ["W", "W", "t with:body", 0],
      ["N", "N", "t range:otherwise", 0],
    ]);
  });

  it("looks into templates that are called, and knows their callers", () => {
    const others = { inner: "<{{ . }}>", outer: '{{ template "inner" . }}' };
    expect(piecesOf('{{ range .list }}{{ template "outer" . }}{{ end }}', others)).toEqual([
      ["<", "<", "t range:body:0 > outer > inner", 0],
      ["a", "{{ . }}", "t range:body:0 > outer > inner", 0],
      [">", ">", "t range:body:0 > outer > inner", 0],
      ["<", "<", "t range:body:1 > outer > inner", 0],
      ["b", "{{ . }}", "t range:body:1 > outer > inner", 0],
      [">", ">", "t range:body:1 > outer > inner", 0],
    ]);
  });

  it("keeps what include and tpl made on the way to a value, nested, and not what conditions needed", () => {
    const others = { inner: "[{{ . }}]", outer: '{{ if include "inner" 1 }}{{ include "inner" . | upper }}{{ end }}' };
    const template = '{{ include "inner" 0 | len | eq 0 }}{{ $x := include "inner" 2 }}{{ include "outer" "a" }}';
    const { text, pieces } = render(`${template}{{ tpl "<{{ . }}>" "b" }}`, others);
    expect(pieces.map((piece) => describePiece(text, piece))).toEqual([
      ["false", '{{ include "inner" 0 | len | eq 0 }}', "t", 1],
      ["[A]", '{{ include "outer" "a" }}', "t", 1],
      ["<b>", '{{ tpl "<{{ . }}>" "b" }}', "t", 1],
    ]);
    const [outer] = pieces[1]?.calls ?? [];
    expect(outer?.pieces.map((piece) => describePiece(outer.text, piece))).toEqual([
      ["[A]", '{{ include "inner" . | upper }}', "t > outer if:body", 1],
    ]);
    const [inner] = outer?.pieces[0]?.calls ?? [];
    expect(inner?.pieces.map((piece) => describePiece(inner.text, piece))).toEqual([
      ["[", "[", "t > outer if:body > inner", 0],
      ["a", "{{ . }}", "t > outer if:body > inner", 0],
      ["]", "]", "t > outer if:body > inner", 0],
    ]);
  });

  it("of endless many parts is stopped by the limits", () => {
    const set = createTemplateSet({ limits: { timeMs: 60_000, steps: 1e9, memoryBytes: 1_000_000 } });
    set.parse("t", "{{ range until 10000 }}.{{ end }}");
    expect(set.execute("t", fromPlain({}))).toHaveLength(10_000);
    expect(() => set.render("t", fromPlain({}))).toThrow("the values it makes take more than");
  });
});
