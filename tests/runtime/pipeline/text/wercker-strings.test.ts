import { describe, expect, it } from "vitest";
import { createIgnoreMatcher } from "../../../../runtime/pipeline/text/ignore-matcher.ts";
import { interpolate } from "../../../../runtime/pipeline/text/interpolate.ts";
import { exportExpanded } from "../../../../runtime/pipeline/text/shell-quote.ts";
import { splitList } from "../../../../runtime/pipeline/text/split-list.ts";
import { splitWords } from "../../../../runtime/util/split-words.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";

interface Vector<Out> {
  readonly In: string;
  readonly Out: Out;
  readonly Err: string;
}

interface Strings {
  readonly expand: readonly Vector<string>[];
  readonly expand_env: Readonly<Record<string, string>>;
  readonly export_line: readonly Vector<string>[];
  readonly ignore: readonly { Patterns: string; Path: string; Dir: boolean; Ignored: boolean }[];
  readonly shlex: readonly Vector<readonly string[]>[];
  readonly split_space_or_comma: readonly Vector<readonly string[]>[];
}

const strings = readSharedVectors<Strings>("wercker/strings.json");

describe.skipIf(strings === undefined)("texts are read as the original program reads them", () => {
  it.each(strings?.expand ?? [])("variables in $In", ({ In, Out }) => {
    expect(interpolate(In, (name) => strings?.expand_env[name])).toBe(Out);
  });

  it.each(strings?.shlex ?? [])("the words of $In", ({ In, Out, Err }) => {
    if (Err === "") expect(splitWords(In)).toEqual(Out);
    else expect(() => splitWords(In)).toThrow();
  });

  it.each(strings?.split_space_or_comma ?? [])("the items of $In", ({ In, Out }) => {
    expect(splitList(In)).toEqual(Out);
  });

  it.each(strings?.ignore ?? [])("$Patterns for $Path (a folder: $Dir)", ({ Patterns, Path, Dir, Ignored }) => {
    expect(createIgnoreMatcher(Patterns).ignores(Path, Dir)).toBe(Ignored);
  });

  // Newlines, tabs and what cannot be printed arrive as they are, other than in wercker (spec §6.2, 34).
  it.each((strings?.export_line ?? []).filter(({ In }) => !/[\p{Cc}\p{Cf}]/u.test(In)))(
    "the export of $In",
    (vector) => {
      expect(exportExpanded("K", vector.In)).toBe(vector.Out);
    },
  );
});
