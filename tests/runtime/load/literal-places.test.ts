import { describe, expect, it } from "vitest";
import { literalPlaces } from "../../../runtime/load/literal-places.ts";
import type { LiteralPlaces } from "../../../sdk/model/literal-places.ts";

/** What is written at the places that were found: up to the end of the line. */
function found(source: string): unknown {
  const at = source.indexOf("f(");
  const before = source.slice(0, at).split("\n");
  const call = { file: "build.ts", line: before.length, column: (before.at(-1) ?? "").length + 1 };
  const places = literalPlaces(source, call);
  return places === undefined ? undefined : show(places);

  function show({ origin, items, members }: LiteralPlaces): unknown {
    if (items !== undefined) return items.map(show);
    if (members !== undefined)
      return Object.fromEntries(Object.entries(members).map(([key, value]) => [key, show(value)]));
    return source.split("\n")[origin.line - 1]?.slice(origin.column - 1);
  }
}

describe("the places of a call's first argument", () => {
  it("are those of the items and members that are written out", () => {
    const source =
      'x\n  .f({\n    install: [\n      one,\n      { name: "two", "shell": "a, b" },\n    ],\n    setup: [three()],\n  })';
    expect(found(source)).toEqual({
      install: ["one,", { name: '"two", "shell": "a, b" },', shell: '"a, b" },' }],
      setup: ["three()],"],
    });
  });

  it("are found past comments, texts with brackets, templates, functions and regular expressions", () => {
    const source = [
      "f([ // one ]",
      "  a(b, [c]), /* ] */",
      "  `${[x, `}`].join(',')} ]`,",
      '  "]\\"",',
      "  /[\\]/,]+/.test(y),",
      "  (z) => { return z / 2; },",
      "  last",
      "])",
    ].join("\n");
    expect(found(source)).toEqual([
      "a(b, [c]), /* ] */",
      "`${[x, `}`].join(',')} ]`,",
      '"]\\"",',
      "/[\\]/,]+/.test(y),",
      "(z) => { return z / 2; },",
      "last",
    ]);
  });

  it("end where the number of items is not written", () => {
    expect(found("f([\na,\n...others,\nb])")).toEqual(["a,"]);
  });

  it("are those of the whole where it is computed", () => {
    expect(found("f({ install: [a, b].map(c), setup: [d] as const })")).toEqual({
      install: "[a, b].map(c), setup: [d] as const })",
      setup: ["d] as const })"],
    });
  });

  it("skip methods, shorthands, spreads and computed names", () => {
    expect(found("f({ a, b() { return [1]; }, ...c, [d]: 1,\n e: 2 })")).toEqual({ e: "2 })" });
  });

  it("are none where there is no call", () => {
    expect(literalPlaces("x", { file: "build.ts", line: 7, column: 1 })).toBeUndefined();
  });

  it("come to an end in a text that breaks off", () => {
    expect(found("f({ a: [1, { b: `")).toEqual({ a: ["1, { b: `", { b: "`" }] });
  });
});
