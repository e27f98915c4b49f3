import { describe, expect, test } from "vitest";
import { sha256hash } from "../../../../runtime/plan/digest.ts";
import { findTarget } from "../../../../runtime/plan/dockerfile/find-stage.ts";
import { parseDockerfile } from "../../../../runtime/plan/dockerfile/parse-dockerfile.ts";
import { werfIngredients } from "../../../../runtime/plan/dockerfile/werf-ingredients.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";

interface Cases {
  readonly cases: readonly {
    readonly name: string;
    readonly dockerfile: string;
    readonly imageCacheVersion?: string;
    readonly dependencies?: readonly {
      readonly imports: readonly { readonly type: string; readonly targetBuildArg: string }[];
      readonly lastStage: { readonly repo: string; readonly tag: string; readonly id: string };
    }[];
    readonly args?: readonly string[];
    readonly expected?: string;
    readonly error?: string;
  }[];
}

/** What the digest of the target is made of, files as their masks. */
function list(text: string, args: Readonly<Record<string, string>> = {}, target?: string): readonly string[] {
  const dockerfile = parseDockerfile(text, "Dockerfile");
  const stage = findTarget(dockerfile, target);
  if (stage === undefined) throw new Error(`no stage ${target}`);
  const evaluation = {
    dockerfile,
    path: "Dockerfile",
    args: new Map(Object.entries(args)),
    platform: "linux/amd64",
  };
  return werfIngredients(evaluation, stage, []).map((one) =>
    one.kind === "files" ? `files ${one.masks.join(" ")}` : one.part.kind === "leaf" ? one.part.value : "",
  );
}

const vectors = readSharedVectors<Cases>("werf/stage-dockerfile.json");

describe.skipIf(vectors === undefined)("the rows of werf's test of the stage dockerfile come out", () => {
  test.for(vectors?.cases ?? [])("$name", ({ dockerfile, dependencies = [], imageCacheVersion, ...known }) => {
    const args = dependencies.flatMap(({ imports, lastStage: { repo, tag, id } }) => {
      const values: Readonly<Record<string, string>> = {
        ImageName: `${repo}:${tag}`,
        ImageRepo: repo,
        ImageTag: tag,
        ImageID: id,
      };
      return imports.map(({ type, targetBuildArg }) => [targetBuildArg, values[type] ?? ""] as const);
    });
    if (known.error !== undefined) {
      expect(() => list(dockerfile, Object.fromEntries(args))).toThrow(known.error);
      return;
    }
    const version = imageCacheVersion === undefined ? [] : [imageCacheVersion];
    const actual = [...list(dockerfile, Object.fromEntries(args)), ...version];
    expect(actual).toEqual(known.args);
    expect(sha256hash(...actual)).toBe(known.expected);
  });
});

describe("what the list of a stage holds", () => {
  test("is resolved: arguments, ENV, the words of a command", () => {
    const text = [
      "ARG TAG=1",
      "FROM base:${TAG}",
      "ARG TAG",
      'ARG NAME="a b"',
      "ENV GREETING=hello-$NAME OTHER='$NAME'",
      "RUN echo ${GREETING} ${MISSING:-none} ${TAG:+set}",
      'CMD ["echo", "$OTHER"]',
    ];
    expect(list(text.join("\n"), { TAG: "2" })).toEqual([
      "base:2",
      "ARG TAG=2",
      "ARG NAME=a b",
      "ENV GREETING=hello-a b",
      "ENV OTHER=$NAME",
      "RUN echo hello-a b none set",
      "CMD [echo, $NAME]",
    ]);
  });

  test("goes on with the lists of the stages that it starts from and copies from, and with the triggers of the first", () => {
    const text = [
      "FROM a AS first",
      "ONBUILD RUN trigger",
      "FROM b AS unused",
      "FROM c AS second",
      "COPY src dst",
      "FROM first",
      "COPY --from=second /dst /dst",
    ];
    expect(list(text.join("\n"))).toEqual([
      "first",
      "COPY --from=second /dst /dst",
      "a",
      "RUN trigger",
      "RUN trigger",
      "c",
      "COPY src dst",
      "files src",
    ]);
  });

  test("takes the sources of ADD and COPY, no addresses and no heredocs", () => {
    const text =
      'FROM a\nARG DIR=src\nADD https://example.com/x /$DIR/a* ./b/ /dst/\nCOPY ["with space", "/dst"]\nCOPY <<EOF /file\ntext\nEOF';
    expect(list(text)).toEqual([
      "a",
      "ARG DIR=src",
      "ADD https://example.com/x /$DIR/a* ./b/ /dst/",
      "files src/a* b",
      'COPY ["with space", "/dst"]',
      "files with space",
      "COPY <<EOF /file",
      "files ",
    ]);
  });
});
