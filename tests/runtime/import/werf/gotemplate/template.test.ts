import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromPlain } from "../../../../../runtime/import/werf/gotemplate/from-plain.ts";
import { fn1, INT } from "../../../../../runtime/import/werf/gotemplate/function.ts";
import { createFilesObject } from "../../../../../runtime/import/werf/gotemplate/functions/files.ts";
import { createTemplateSet } from "../../../../../runtime/import/werf/gotemplate/template.ts";
import { dict, int } from "../../../../../runtime/import/werf/gotemplate/value.ts";
import { BuilderError } from "../../../../../sdk/errors/builder-error.ts";

function errorOf(run: () => unknown): BuilderError {
  try {
    run();
  } catch (error) {
    if (error instanceof BuilderError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the tree of a template", () => {
  it("keeps comments, trim markers and the place of every tag", () => {
    const text = "a {{- /* why */ -}} {{ if $x := .a }}b{{- else if f 1 -}} c {{ end }}";
    const functions = new Map([["f", fn1(INT, (value) => int(value))]]);
    const tree = createTemplateSet({ functions }).parse("t", text, "werf.yaml");
    const at = (source: string) => text.indexOf(source);
    const tag = (source: string, trimLeft = false, trimRight = false) => {
      const start = text.indexOf(source);
      return { start, end: start + source.length, trimLeft, trimRight };
    };
    const elseTag = tag("{{- else if f 1 -}}", true, true);
    const endTag = tag("{{ end }}");
    const nested = {
      kind: "if",
      pos: at("f 1"),
      pipe: {
        kind: "pipe",
        pos: at("f 1"),
        variables: [],
        isAssign: false,
        commands: [
          {
            kind: "command",
            pos: at("f 1"),
            args: [
              { kind: "identifier", pos: at("f 1"), name: "f" },
              { kind: "number", pos: at("1 -}}"), source: "1", int: 1n, uint: 1n, float: 1 },
            ],
          },
        ],
      },
      body: { kind: "list", pos: at("c "), nodes: [{ kind: "text", pos: at("c "), text: "c " }] },
      tag: elseTag,
      endTag,
      isElse: true,
    };
    expect(tree).toEqual({
      name: "t",
      file: "werf.yaml",
      text,
      root: {
        kind: "list",
        pos: 0,
        nodes: [
          { kind: "text", pos: 0, text: "a" },
          { kind: "comment", pos: at("/*"), text: "/* why */", tag: tag("{{- /* why */ -}}", true, true) },
          {
            kind: "if",
            pos: at("$x"),
            pipe: {
              kind: "pipe",
              pos: at("$x"),
              variables: [{ kind: "variable", pos: at("$x"), name: "$x", fields: [] }],
              isAssign: false,
              commands: [{ kind: "command", pos: at(".a"), args: [{ kind: "field", pos: at(".a"), names: ["a"] }] }],
            },
            body: { kind: "list", pos: at("b{{"), nodes: [{ kind: "text", pos: at("b{{"), text: "b" }] },
            otherwise: { kind: "list", pos: at("if f"), nodes: [nested] },
            tag: tag("{{ if $x := .a }}"),
            elseTag,
            endTag,
            isElse: false,
          },
        ],
      },
    });
  });

  it("shows where a template is defined, and holds the definition", () => {
    const text = 'x{{ define "a" -}} 1 {{- end }}{{ block "b" . }}2{{ end }}';
    const set = createTemplateSet();
    const tree = set.parse("t", text);
    expect([
      tree.root.nodes.map((node) => node.kind),
      set.names(),
      set.find("a")?.root.nodes,
      set.find("b")?.definition,
    ]).toEqual([
      ["text", "define", "template"],
      ["a", "b", "t"],
      [{ kind: "text", pos: 19, text: "1" }],
      {
        keyword: "block",
        open: { start: 31, end: 48, trimLeft: false, trimRight: false },
        close: { start: 49, end: 58, trimLeft: false, trimRight: false },
      },
    ]);
  });
});

describe("an error", () => {
  it("names its place, and behind it those of the templates that led there", () => {
    const set = createTemplateSet();
    set.parse("_a.tmpl", '{{ define "in" }}\n  é {{ fail "no luck" }}{{ end }}', ".werf/_a.tmpl");
    set.parse("werfConfig", 'a\n {{ include "in" . }}', "werf.yaml");
    const { code, message, where } = errorOf(() => set.execute("werfConfig", fromPlain({})));
    expect({ code, message, where }).toEqual({
      code: "TEMPLATE.FUNCTION",
      message: 'the template stopped at <fail "no luck">: fail: no luck',
      where: [
        { file: ".werf/_a.tmpl", line: 2, column: 8 },
        { file: "werf.yaml", line: 2, column: 5 },
      ],
    });
  });

  it("of the host is kept as it is, with the place that led to it", () => {
    const thrown = new BuilderError({ code: "GIT.UNCOMMITTED", message: "x.txt is not committed" });
    const host = {
      env: () => {
        throw thrown;
      },
    };
    const set = createTemplateSet({ host });
    set.parse("t", '{{ env "X" }}');
    const error = errorOf(() => set.execute("t", fromPlain({})));
    expect([error.code, error.message, error.where]).toEqual([
      "GIT.UNCOMMITTED",
      "x.txt is not committed",
      [{ file: "t", line: 1, column: 4 }],
    ]);
  });

  it.each([
    ["TEMPLATE.SYNTAX", "x {{ .a"],
    ["TEMPLATE.EXECUTION", "{{ .a.b }}"],
    ["TEMPLATE.FUNCTION", "{{ index .a 7 }}"],
    ["TEMPLATE.LIMIT", "{{ range 1000000000 }}{{ end }}"],
  ])("has the code %s", (code, text) => {
    const set = createTemplateSet({ limits: { steps: 1000 } });
    const run = () => {
      set.parse("t", text);
      set.execute("t", fromPlain({ a: "s" }));
    };
    expect(errorOf(run).code).toBe(code);
  });

  it("says which templates there are when one is not there", () => {
    const set = createTemplateSet();
    set.parse("a", "x");
    expect(errorOf(() => set.execute("b", fromPlain({}))).toDiagnostic()).toEqual({
      code: "TEMPLATE.NOT_DEFINED",
      message: 'there is no template "b"',
      next: ["use one of: a"],
      where: [],
    });
  });
});

describe("bytes", () => {
  const archive = Uint8Array.from({ length: 1000 }, (_, index) => (index * 37) % 256);
  const files = createFilesObject({ read: () => archive, list: () => ["a.tar"] });

  it("of a file have their own checksum", () => {
    const set = createTemplateSet();
    set.parse("t", '{{ .Files.Get "a.tar" | sha256sum }}');
    const expected = createHash("sha256").update(archive).digest("hex");
    expect(set.execute("t", dict([["Files", files]])).toString()).toBe(expected);
  });

  it("of a file are written as they are", () => {
    const set = createTemplateSet();
    set.parse("t", '{{ .Files.Get "a.tar" }}');
    expect([...set.execute("t", dict([["Files", files]]))]).toEqual([...archive]);
  });
});

describe("what comes from outside", () => {
  const render = (text: string, options = {}) => {
    const set = createTemplateSet(options);
    set.parse("t", text);
    return set.execute("t", fromPlain({})).toString();
  };

  it("is only what the host gives", () => {
    const texts = ["{{ now }}", "{{ uuidv4 }}", '{{ getHostByName "a" }}', '{{ env "PATH" }}'];
    expect(texts.map((text) => errorOf(() => render(text)).code)).toEqual(texts.map(() => "TEMPLATE.FUNCTION"));
  });

  it("is used by the functions that ask for it", () => {
    const host = {
      env: () => undefined,
      allowUnsetEnv: true,
      now: () => Date.UTC(2024, 1, 29, 12),
      randomBytes: (count: number) => new Uint8Array(count),
      lookupHost: () => ["10.0.0.1"],
      timeZone: "Europe/Berlin",
    };
    const text =
      '{{ now | date "2006-01-02 15:04 MST" }} {{ uuidv4 }} {{ randNumeric 3 }} {{ getHostByName "a" }} [{{ env "X" }}]';
    expect(render(text, { host })).toBe("2024-02-29 13:00 CET 00000000-0000-4000-8000-000000000000 000 10.0.0.1 []");
  });
});
