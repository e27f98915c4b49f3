import { describe, expect, it } from "vitest";
import { mostSimilar } from "../../sdk/errors/most-similar.ts";
import { formatOrigin, originsOf } from "../../sdk/errors/origin.ts";
import { BuilderError, isBuilderError } from "../../sdk/index.ts";

describe("BuilderError", () => {
  it("has the same content as plain data", () => {
    const origin = { file: "build.ts", line: 1, column: 2 };
    const diagnostic = { code: "A.B", message: "m", why: "w", next: ["n"], where: [origin] };
    const cause = new Error("underneath");

    const error = new BuilderError({ ...diagnostic, cause });

    expect(error.toDiagnostic()).toEqual(diagnostic);
    expect([error.name, error.message, error.cause]).toEqual(["BuilderError", "m", cause]);
    expect(new BuilderError({ code: "A.B", message: "m" }).toDiagnostic()).toEqual({
      code: "A.B",
      message: "m",
      next: [],
      where: [],
    });
  });

  it("is recognised when another copy of the SDK made it", () => {
    const foreign = Object.assign(new Error("x"), { name: "BuilderError", code: "A.B" });

    expect([foreign, new BuilderError({ code: "A.B", message: "m" }), new Error("x"), "x"].map(isBuilderError)).toEqual(
      [true, true, false, false],
    );
  });
});

describe("mostSimilar", () => {
  it.each([
    ["imag", "image"],
    ["Imgae", "image"],
    ["exludePaths", "excludePaths"],
    ["xyz", undefined],
    ["", undefined],
  ])("suggests for %j %j", (word, expected) => {
    expect(mostSimilar(word, ["image", "artifact", "excludePaths", "includePaths"])).toBe(expected);
  });
});

describe("origins", () => {
  it("are written as editors read them, and listed where there are any", () => {
    const origin = { file: "lib/a.ts", line: 3, column: 7 };

    expect(formatOrigin(origin)).toBe("lib/a.ts:3:7");
    expect(originsOf({ origin }, {}, { origin })).toEqual([origin, origin]);
  });
});
