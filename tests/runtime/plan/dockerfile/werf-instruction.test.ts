import { describe, expect, test } from "vitest";
import { sha256hash } from "../../../../runtime/plan/digest.ts";
import { evaluateChain } from "../../../../runtime/plan/dockerfile/evaluate-chain.ts";
import { findTarget } from "../../../../runtime/plan/dockerfile/find-stage.ts";
import { parseDockerfile } from "../../../../runtime/plan/dockerfile/parse-dockerfile.ts";
import { stagedInstructions } from "../../../../runtime/plan/dockerfile/staged-instructions.ts";
import { werfFrom } from "../../../../runtime/plan/dockerfile/werf-instruction.ts";
import { leaf } from "../../../../runtime/plan/part.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";

type Values = readonly (string | { readonly sha256: readonly string[] })[];

interface Row<T> {
  readonly name: string;
  readonly input: T;
  readonly args: Values;
  readonly expected: string;
}

interface Vectors {
  readonly ADD: readonly Row<{
    readonly sources: readonly string[];
    readonly dest: string;
    readonly chown: string;
    readonly chmod: string;
  }>[];
  readonly CMD: readonly Row<{ readonly cmdLine: readonly string[]; readonly prependShell: boolean }>[];
  readonly FROM: readonly Row<{
    readonly baseImageReference: string;
    readonly baseImageRepoDigest: string;
    readonly imageCacheVersion: string;
  }>[];
  readonly expand: {
    readonly env: Readonly<Record<string, string>>;
    readonly cases: readonly {
      readonly instruction: string;
      readonly input: Readonly<Record<string, string | readonly string[]>>;
      readonly expected: Readonly<Record<string, string | readonly string[]>>;
    }[];
  };
}

/** What the digest of the last instruction is made of, files as their masks. */
function list(...lines: readonly string[]): readonly string[] {
  const dockerfile = parseDockerfile(lines.join("\n"), "Dockerfile");
  const stage = findTarget(dockerfile, undefined);
  if (stage === undefined) throw new Error("no stage");
  const evaluation = { dockerfile, path: "Dockerfile", args: new Map(), platform: "linux/amd64" };
  const { ingredients = [] } =
    stagedInstructions(evaluation, evaluateChain(evaluation, stage), "werf-lists").at(-1) ?? {};
  return ingredients.map((one) =>
    one.kind === "files" ? `files ${one.masks.join(" ")}` : one.part.kind === "leaf" ? one.part.value : "",
  );
}

test.each([
  [
    "RUN make $A",
    [
      "Env",
      "A=1",
      `PATH=${path()}`,
      "Command",
      "make $A",
      "PrependShell",
      "true",
      "Network",
      "default",
      "Security",
      "sandbox",
    ],
  ],
  [
    'RUN --network=none ["make", "it"]',
    [
      "Env",
      "A=1",
      `PATH=${path()}`,
      "Command",
      "make",
      "it",
      "PrependShell",
      "false",
      "Network",
      "none",
      "Security",
      "sandbox",
    ],
  ],
  [
    "COPY --chown=me --chmod=644 a b$A /x/",
    ["From", "", "Sources", "a", "b1", "Dest", "/x/", "Chown", "me", "Chmod", "644", "ExpandedFrom", "", "files a b1"],
  ],
  [
    "COPY --from=busybox /a /b",
    ["From", "busybox", "Sources", "/a", "Dest", "/b", "Chown", "", "Chmod", "", "ExpandedFrom", "busybox"],
  ],
  ["ENV B=$A C=3", ["Env", "B", "1", "C", "3"]],
  ['LABEL a=1 b="x=y z"', ["Labels", "a", "1", "b", "x=y z"]],
  ["EXPOSE 80 $A/udp", ["Ports", "80", "1/udp"]],
  ['VOLUME ["/a", "/b"]', ["Volumes", "/a", "/b"]],
  ["WORKDIR /$A", ["Path", "/1"]],
  ["USER me", ["User", "me"]],
  ['SHELL ["/bin/bash", "-c"]', ["Shell", "/bin/bash", "-c"]],
  ['ENTRYPOINT ["/x"]', ["Entrypoint", "/x", "PrependShell", "false"]],
  ["WORKDIR /$OF_THE_BASE", ["Path", "/", "Unexpanded", "OF_THE_BASE"]],
  [
    "RUN <<E\nmake\nE",
    [
      "Env",
      "A=1",
      `PATH=${path()}`,
      "Command",
      "<<E",
      "PrependShell",
      "true",
      "Network",
      "default",
      "Security",
      "sandbox",
      "Heredocs",
      "make\n",
    ],
  ],
] as const)("%s is listed as in werf", (instruction, expected) => {
  expect(list("FROM a", "ENV A=1", instruction)).toEqual(expected);
});

test("an ARG whose default only the base image can complete counts as it is written", () => {
  expect(list("FROM a", "ARG X=$HOME", "RUN x").slice(-2)).toEqual(["Unexpanded", "X=$HOME"]);
});

const vectors = readSharedVectors<Vectors>("werf/instructions.json");

describe.skipIf(vectors === undefined)("werf's own values", () => {
  test.for(vectors?.ADD ?? [])("$name", ({ input, args, expected }) => {
    const flags = Object.entries({ chown: input.chown, chmod: input.chmod }).filter(([, value]) => value !== "");
    const words = [...flags.map(([name, value]) => `--${name}=${value}`), ...input.sources, input.dest];
    const listed = list("FROM a", `ADD ${words.join(" ")}`);
    expect(listed).toEqual([...args.slice(0, -2), `files ${input.sources.join(" ")}`]);
    expect(hash([...listed.slice(0, -1), ...args.slice(-2)])).toBe(expected);
  });

  test.for(vectors?.CMD ?? [])("$name", ({ input: { cmdLine, prependShell }, args, expected }) => {
    // The shell form has one word; werf's test gives it several.
    const listed = list("FROM a", `CMD ${JSON.stringify(cmdLine)}`);
    expect([...listed.slice(0, -1), String(prependShell)]).toEqual(args);
    expect(hash([...listed.slice(0, -1), String(prependShell)])).toBe(expected);
  });

  test.for((vectors?.FROM ?? []).filter(({ input }) => input.baseImageRepoDigest === ""))(
    "$name",
    ({ input, args, expected }) => {
      const version = input.imageCacheVersion === "" ? undefined : leaf("version", input.imageCacheVersion);
      const listed = werfFrom(leaf("base", input.baseImageReference), version).map(({ value }) => value);
      expect(listed).toEqual(args);
      expect(hash(listed)).toBe(expected);
    },
  );

  test.for(vectors?.expand.cases ?? [])("$instruction sees variables", ({ instruction, input, expected }) => {
    const env = Object.entries(vectors?.expand.env ?? {}).map(([name, value]) => `ENV ${name}=${value}`);
    const written = (values: typeof input): string => {
      const { chown, ...words } = values;
      return [instruction, ...(chown === undefined ? [] : [`--chown=${chown}`]), ...Object.values(words).flat()].join(
        " ",
      );
    };
    expect(list("FROM a", ...env, written(input))).toEqual(list("FROM a", ...env, written(expected)));
  });
});

function hash(values: Values): string {
  return sha256hash(...values.map((value) => (typeof value === "string" ? value : sha256hash(...value.sha256))));
}

function path(): string {
  return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}
