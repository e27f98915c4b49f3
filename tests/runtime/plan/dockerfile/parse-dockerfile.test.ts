import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../../runtime/plan/dockerfile/parse-dockerfile.ts";

const parse = (...lines: readonly string[]) => parseDockerfile(lines.join("\n"), "Dockerfile");

describe("a Dockerfile is read", () => {
  test("with its stages, their names and the lines of their instructions", () => {
    const { metaArgs, stages } = parse(
      "# a comment",
      "ARG TAG=1",
      "",
      "FROM base:$TAG as Build",
      "run   make \\",
      "  # a comment between",
      "",
      "  all",
      "from --platform=linux/arm64 build",
      'CMD ["a", "b"]',
    );
    expect(metaArgs.map(({ text, line }) => [line, text])).toEqual([[2, "ARG TAG=1"]]);
    expect(
      stages.map(({ name, base, from, instructions }) => ({
        name,
        base,
        flags: from.flags,
        instructions: instructions.map(({ keyword, rest, line, json }) => [line, keyword, rest, json]),
      })),
    ).toEqual([
      { name: "Build", base: "base:$TAG", flags: [], instructions: [[5, "RUN", "make   all", undefined]] },
      {
        name: undefined,
        base: "build",
        flags: [["platform", "linux/arm64"]],
        instructions: [[10, "CMD", '["a", "b"]', ["a", "b"]]],
      },
    ]);
  });

  test("with its directives, of which the first line that is none is the end", () => {
    const directives = (...lines: readonly string[]) => {
      const { escape: character, syntax } = parse(...lines, "FROM a");
      return [character, syntax];
    };
    expect(directives("# syntax=docker/dockerfile:1", "# escape=`")).toEqual(["`", "docker/dockerfile:1"]);
    expect(directives("#Escape = `")).toEqual(["`", undefined]);
    expect(directives("# a comment", "# escape=`")).toEqual(["\\", undefined]);
    expect(directives("", "# syntax=x")).toEqual(["\\", undefined]);
    expect(directives("# unknown=1", "# syntax=x")).toEqual(["\\", undefined]);
  });

  test("with the other escape character", () => {
    const [stage] = parse("# escape=`", "FROM a", "RUN dir `", "  C:\\").stages;
    expect(stage?.instructions.map(({ text }) => text)).toEqual(["RUN dir   C:\\"]);
  });

  test("with heredocs: several, indented, quoted, behind ONBUILD; not in quotes and not in lists", () => {
    const [stage] = parse(
      "FROM a",
      "RUN <<EOF cat <<-'END'",
      "FROM in a heredoc",
      "# no comment",
      "EOF",
      "\tindented",
      "\tEND",
      'COPY <<one.txt <<"two.txt" /dst/',
      "1",
      "one.txt",
      "2",
      "two.txt",
      "ONBUILD RUN <<EOT",
      "later",
      "EOT",
      'RUN echo "<<EOF"',
      'RUN ["cat", "<<EOF"]',
      "RUN cat <<< text",
      "ENV A=<<EOF",
    ).stages;
    expect(
      stage?.instructions.map(({ line, heredocs }) => [line, heredocs.map((one) => [one.content, one.isExpanded])]),
    ).toEqual([
      [
        2,
        [
          ["FROM in a heredoc\n# no comment\n", true],
          ["indented\n", false],
        ],
      ],
      [
        8,
        [
          ["1\n", true],
          ["2\n", false],
        ],
      ],
      [13, [["later\n", true]]],
      [16, []],
      [17, []],
      [18, []],
      [19, []],
    ]);
  });

  test("with the flags of an instruction", () => {
    const [stage] = parse(
      "FROM a",
      "RUN --mount=type=cache,target=/c --network=none make --all",
      "COPY --link a b",
    ).stages;
    expect(stage?.instructions.map(({ flags, rest }) => [flags, rest])).toEqual([
      [
        [
          ["mount", "type=cache,target=/c"],
          ["network", "none"],
        ],
        "make --all",
      ],
      [[["link", ""]], "a b"],
    ]);
  });

  test.for([
    ["an instruction too early", ["RUN true", "FROM a"], "RUN before the first FROM", 1],
    ["nothing at all", ["# only a comment"], "it has no FROM instruction", 1],
    ["an unknown instruction", ["FROM a", "", "RUNS true"], "unknown instruction: RUNS", 3],
    ["a FROM of too many words", ["FROM a b"], "FROM takes an image, and a name after AS", 1],
  ] as const)("not at all with %s", ([, lines, why, line]) => {
    expect(() => parse(...lines)).toThrow(
      expect.objectContaining({ code: "DOCKERFILE.INVALID", message: `Dockerfile, line ${line}: ${why}` }),
    );
  });
});

const corpus = join(import.meta.dirname, "../../../../../shared/corpus/werf");

test.skipIf(!existsSync(corpus))("every Dockerfile of werf's fixtures is read", () => {
  const files = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\/Dockerfile[^/]*$/.test(file),
  );
  const found = files.map((file) => parseDockerfile(readFileSync(join(corpus, file), "utf8"), file).stages.length);
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter((count) => count < 1)).toEqual([]);
});
