import { describe, expect, test } from "vitest";
import { sha3_224hash, sha256hash } from "../../../runtime/plan/digest.ts";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import { dependenciesText } from "../../../runtime/plan/werf-profile.ts";
import { applyCommands, applyEnv, applyLabels, applyVolumes } from "../../../runtime/stages/apply-image-spec.ts";
import { createDependenciesStage } from "../../../runtime/stages/dependencies-stage.ts";
import { valuesOf } from "../../../runtime/stages/dependency-values.ts";
import { createImageSpecStage } from "../../../runtime/stages/image-spec-stage.ts";
import { image as describeImage } from "../../../sdk/index.ts";
import { createDependencyNode, type DependencyImport } from "../../../sdk/model/dependency-node.ts";
import { imageNode } from "../../support/image-node.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";
import { stageContext } from "../../support/stage-context.ts";

const profile = getProfile("werf-1.2");

interface TestedDependency {
  readonly image: string;
  readonly imports: readonly DependencyImport[];
  readonly lastStage: { readonly repo: string; readonly tag: string; readonly id: string; readonly digest: string };
}

interface DependencyCases {
  readonly cases: readonly {
    readonly name: string;
    readonly dependencies: readonly TestedDependency[];
    readonly expected: string;
    readonly env: Readonly<Record<string, string>>;
  }[];
}

/** The parts and the variables of a stage that takes values of other images. */
async function dependenciesOf(dependencies: readonly TestedDependency[]) {
  const nodes = dependencies.map(({ image, imports }) =>
    createDependencyNode({ image, slot: "afterInstall", imports }),
  );
  const needed = dependencies.map(({ image, lastStage }) => {
    // Tags may be of any form here; only the whole name counts.
    const digest = sha3_224hash(lastStage.tag);
    const stored = {
      digest,
      timestampMs: 1,
      reference: `${lastStage.repo}:${lastStage.tag}`,
      imageId: lastStage.id,
      registryDigest: lastStage.digest,
      sizeBytes: 0,
      labels: {},
    };
    return [image, { stages: [{ name: "from", contentDigest: digest, stored }] }] as const;
  });
  const context = stageContext({ image: imageNode({ dependencies: nodes }), profile, needed: new Map(needed) });
  const parts = await createDependenciesStage("afterInstall").parts(context);
  return {
    text: dependenciesText(parts),
    env: Object.assign({}, ...nodes.map((node) => valuesOf(context, node))),
  };
}

describe("values of other images", () => {
  test("enter werf's digest by the name of the stage, and as pairs of type and variable", async () => {
    const tag = `${sha3_224hash("x")}-1638863657513`;
    const lastStage = { repo: "registry.example.com/app", tag, id: "sha256:1", digest: "sha256:2" };
    const imports = [{ type: "ImageDigest", targetEnv: "DIGEST" } as const];
    expect(await dependenciesOf([{ image: "one", imports, lastStage }])).toEqual({
      text: sha256hash(
        "Dependency",
        `registry.example.com/app:${tag}`,
        "DependencyImport",
        sha256hash("Type", "ImageDigest", "TargetEnv", "DIGEST"),
      ),
      env: { DIGEST: "sha256:2" },
    });
  });

  const vectors = readSharedVectors<DependencyCases>("werf/stage-dependencies.json");
  test.skipIf(vectors === undefined)("the rows of werf's own test come out", async () => {
    for (const { name, dependencies, expected, env } of vectors?.cases ?? []) {
      expect(await dependenciesOf(dependencies), name).toEqual({ text: expected, env });
    }
  });
});

interface SpecVectors {
  readonly digest: {
    readonly specs: readonly Parameters<ReturnType<typeof app>["imageSpec"]>[0][];
    readonly expected: string;
  };
  readonly env: readonly (Row & { readonly env: readonly string[]; readonly add: Record<string, string> } & {
    readonly expected: readonly string[];
  })[];
  readonly labels: readonly (Row & Record<"labels" | "add" | "expected", Record<string, string>>)[];
  readonly volumes: readonly (Row & Record<"volumes" | "add" | "expected", readonly string[]>)[];
  readonly base: readonly {
    readonly name: string;
    readonly spec: Commands;
    readonly expected: Commands & { readonly clearCmd: boolean; readonly clearEntrypoint: boolean };
  }[];
}

interface Row {
  readonly name: string;
  readonly remove: readonly string[];
}

interface Commands {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly clearCmd?: boolean;
  readonly clearEntrypoint?: boolean;
}

const app = () => describeImage("app").from("alpine");
const names = { image: "TEST-IMAGE", project: "TEST-PROJECT" };

describe("an imageSpec", () => {
  const vectors = readSharedVectors<SpecVectors>("werf/image-spec.json");

  test.skipIf(vectors === undefined)("has werf's digest, whatever the order of what it lists", async () => {
    for (const spec of vectors?.digest.specs ?? []) {
      const context = stageContext({ image: app().imageSpec(spec).toNode(), profile });
      expect(dependenciesText(await createImageSpecStage().parts(context))).toBe(vectors?.digest.expected);
    }
  });

  test.skipIf(vectors === undefined)("changes variables, labels, volumes and commands as werf does", () => {
    for (const { name, env, remove, add, expected } of vectors?.env ?? []) {
      const before = Object.fromEntries(env.map((pair) => pair.split(/=(.*)/s)));
      const after = applyEnv(before, { removeEnv: remove, env: add });
      expect(
        Object.entries(after)
          .map(([key, value]) => `${key}=${value}`)
          .sort(),
        name,
      ).toEqual([...expected].sort());
    }
    for (const { name, labels, remove, add, expected } of vectors?.labels ?? []) {
      const { stub: _, ...wanted } = expected;
      expect(applyLabels(labels, { removeLabels: remove, labels: add }, names), name).toEqual(wanted);
    }
    for (const { name, volumes, remove, add, expected } of vectors?.volumes ?? []) {
      expect(applyVolumes(volumes, { removeVolumes: remove, volumes: add }), name).toEqual(expected);
    }
    for (const { name, spec, expected } of vectors?.base ?? []) {
      const inherited = { cmd: ["inherited"], entrypoint: ["inherited"] };
      const { cmd = [], entrypoint = [], clearCmd = false, clearEntrypoint = false } = spec;
      expect(applyCommands(inherited, { cmd, entrypoint, clearCmd, clearEntrypoint }), name).toEqual({
        cmd: expected.cmd ?? (expected.clearCmd ? [] : ["inherited"]),
        entrypoint: expected.entrypoint ?? (expected.clearEntrypoint ? [] : ["inherited"]),
      });
    }
  });
});
