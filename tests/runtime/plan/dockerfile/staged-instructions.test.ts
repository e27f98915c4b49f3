import { expect, test } from "vitest";
import { evaluateChain } from "../../../../runtime/plan/dockerfile/evaluate-chain.ts";
import { findTarget } from "../../../../runtime/plan/dockerfile/find-stage.ts";
import { parseDockerfile } from "../../../../runtime/plan/dockerfile/parse-dockerfile.ts";
import { stagedInstructions } from "../../../../runtime/plan/dockerfile/staged-instructions.ts";
import { parseStageName } from "../../../../runtime/plan/stage-name.ts";

/** Names of the stages with what each depends on. */
function list(
  lines: readonly string[],
  args: Readonly<Record<string, string>> = {},
): Readonly<Record<string, unknown>> {
  const dockerfile = parseDockerfile(lines.join("\n"), "Dockerfile");
  const target = findTarget(dockerfile, undefined);
  if (target === undefined) throw new Error("no stage");
  const evaluation = { dockerfile, path: "Dockerfile", args: new Map(Object.entries(args)), platform: "linux/amd64" };
  const staged = stagedInstructions(evaluation, evaluateChain(evaluation, target), "needed-stages");
  return Object.fromEntries(
    staged.map(({ name, ingredients, stages }) => [
      name,
      [
        ...ingredients.map((one) =>
          one.kind === "files" ? one.masks.join(" ") : `${one.part.name}=${"value" in one.part ? one.part.value : ""}`,
        ),
        ...stages.map(({ index }) => `stage ${index}`),
      ],
    ]),
  );
}

test("a command depends on every ARG with a value before it, another instruction on those that it names", () => {
  const lines = ["FROM a", "ARG ONE", "ARG TWO=2", "ARG NONE", "ENV X=$TWO", "RUN make", "ARG THREE=3", "COPY $ONE /x"];
  expect(list(lines, { ONE: "1", THREE: "given" })).toEqual({
    ENV: ['instruction=["ENV",[],"X=$TWO",[]]', 'build arg TWO=["2","TWO=2"]'],
    RUN: ['instruction=["RUN",[],"make",[]]', 'build arg ONE=["1",""]', 'build arg TWO=["2","TWO=2"]'],
    COPY: ['instruction=["COPY",[],"$ONE /x",[]]', 'build arg ONE=["1",""]', "1"],
  });
});

test("a default that uses variables of the base image counts as it is written", () => {
  const [one, other] = ["$PATH", "$HOME"].map((value) => list(["FROM a", `ARG X=${value}`, "RUN make"]));
  expect(one).not.toEqual(other);
});

test("what stages are called does not count, only which ones files are taken from", () => {
  const text = (name: string) => [`FROM a AS ${name}`, "FROM b", `COPY --from=${name} /x /y`];
  expect(list(text("one"))).toEqual(list(text("other")));
  expect(list(text("one"))).toEqual({ COPY: ['instruction=["COPY",[["from",""]],"/x /y",[]]', "stage 0"] });
});

test("an ENTRYPOINT depends on the CMD that it would reset, and ONBUILD comes last", () => {
  const staged = list(["FROM a", 'CMD ["x"]', "ONBUILD RUN x", 'ENTRYPOINT ["y"]', "USER z"]);
  expect(Object.keys(staged)).toEqual(["CMD", "ENTRYPOINT", "USER", "ONBUILD"]);
  expect(staged.ENTRYPOINT).toEqual(['instruction=["ENTRYPOINT",[],"[\\"y\\"]",[],"CMD [\\"x\\"]"]']);
});

test("an instruction that only newer frontends know cannot be a stage", () => {
  expect(() => list(["# syntax=docker/dockerfile:9", "FROM a", "TELEPORT x"])).toThrow(
    "Dockerfile, line 3: TELEPORT cannot be a stage of its own",
  );
});

test("names of stages are told from other words", () => {
  expect(["RUN", "RUN2", "RUN10", "install", "imageSpec"].map(parseStageName)).toEqual([
    ...["RUN", "RUN2", "RUN10", "install", "imageSpec"],
  ]);
  expect(["run", "RUN0", "RUN1x", "install2", "ARG", ""].map(parseStageName)).toEqual(Array(6).fill(undefined));
});
