import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFindings } from "../../../../runtime/import/wercker/findings.ts";
import { importWercker } from "../../../../runtime/import/wercker/import-wercker.ts";
import { parseFile } from "../../../../runtime/import/wercker/parse-file.ts";
import { readYaml } from "../../../../runtime/import/wercker/read-yaml.ts";
import { formatOrigin } from "../../../../sdk/errors/origin.ts";
import { allSteps, type PipelineNode } from "../../../../sdk/model/pipeline-node.ts";
import type { PropertyNode, StepNode } from "../../../../sdk/model/step-node.ts";
import { toOriginal } from "../../../support/wercker-original.ts";

const corpus = join(import.meta.dirname, "../../../../../shared/corpus");
const files = existsSync(corpus) ? readdirSync(join(corpus, "wercker")).map((name) => basename(name, ".yml")) : [];

interface Step {
  readonly ID: string;
  readonly Name?: string;
  readonly Cwd?: string;
  readonly Checkpoint?: string;
  readonly Data?: Readonly<Record<string, string>>;
}

interface Box {
  readonly ID: string;
  readonly Tag?: string;
  readonly Cmd?: string;
  readonly Env?: Readonly<Record<string, string>>;
  readonly Ports?: readonly string[];
}

interface Pipeline {
  readonly Box?: Box;
  readonly Services?: readonly Box[];
  readonly Steps?: readonly Step[];
  readonly AfterSteps?: readonly Step[];
  readonly StepsMap?: Readonly<Record<string, readonly Step[]>>;
  readonly BasePath?: string;
  readonly Docker?: boolean;
}

interface Original {
  readonly Box?: Box;
  readonly Services?: readonly Box[];
  readonly CommandTimeout?: number;
  readonly NoResponseTimeout?: number;
  readonly PipelinesMap: Readonly<Record<string, Pipeline>>;
}

/** What a pipeline does, in words that both forms share. */
interface Meaning {
  readonly box?: string;
  readonly services: readonly string[];
  readonly steps: readonly string[];
  readonly afterSteps: readonly string[];
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly basePath?: string;
  readonly docker: boolean;
}

const envMeaning = (env: object): readonly string[] =>
  Object.entries(env)
    .map((pair) => pair.join("="))
    .sort();

const boxMeaning = ({ ID, Tag, Cmd = "", Env = {}, Ports = [] }: Box): string =>
  [Tag === undefined ? ID : `${ID}:${Tag}`, Cmd, ...envMeaning(Env), ...Ports].join("|");

const words = (text: string): string =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .join(" ");

function stepMeaning({ ID, Name, Cwd, Checkpoint, Data = {} }: Step): string {
  const isInternal = ID.startsWith("internal/") && ID !== "internal/publish-step";
  const isContainer = /^internal\/docker-(?:run|kill)$/.test(ID);
  // Without a repository wercker failed; what builder is given instead fails, too.
  const missing = /push$/.test(ID) ? { repository: "$REPOSITORY" } : {};
  const named = { ...missing, ...Data, ...(isContainer ? { name: Name ?? "" } : {}) };
  const given = Object.entries(named).map(([key, text]) => `${key}=${isInternal ? words(text) : text}`);
  const name =
    isInternal && (isContainer || Name === undefined) ? "" : (Name ?? ID.replace(/^.*\//, "").replace(/@.*/, ""));
  return [ID, name, Cwd ?? "", Checkpoint ?? "", ...given.sort()].join("|");
}

function original(pipeline: Pipeline, file: Original): Meaning {
  const box = pipeline.Box ?? file.Box;
  return {
    ...(box === undefined ? {} : { box: boxMeaning(box) }),
    services: (pipeline.Services ?? file.Services ?? []).map(boxMeaning),
    steps: (pipeline.Steps ?? []).map(stepMeaning),
    afterSteps: (pipeline.AfterSteps ?? []).map(stepMeaning),
    targets: Object.fromEntries(
      Object.entries(pipeline.StepsMap ?? {}).map(([key, steps]) => [key, steps.map(stepMeaning)]),
    ),
    ...(pipeline.BasePath === undefined ? {} : { basePath: pipeline.BasePath }),
    docker: pipeline.Docker ?? false,
  };
}

function propertyText(property: PropertyNode): string {
  if (typeof property === "string" || typeof property === "boolean") return words(String(property));
  if (!("kind" in property)) return property.join(" ");
  if (property.kind !== "record") throw new Error(`unexpected ${property.kind}`);
  return Object.entries(property.entries)
    .map((pair) => pair.join("="))
    .join(" ");
}

function nodeMeaning(step: StepNode): string {
  if (step.kind === "script-step") {
    return ["script", step.name, step.cwd ?? "", step.checkpoint ?? "", `code=${step.code}`].join("|");
  }
  if (step.kind === "external-step") {
    const given = Object.entries(step.properties).map(([key, text]) => `${key}=${text}`);
    return [step.reference, step.name, step.cwd ?? "", step.checkpoint ?? "", ...given.sort()].join("|");
  }
  const name = step.name === step.step.replaceAll("-", " ") ? "" : step.name;
  const given = Object.entries(step.properties).map(
    ([key, value]) => `${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${propertyText(value)}`,
  );
  return [`internal/${step.step}`, name, "", "", ...given.sort()].join("|");
}

function imported({ box, services, steps, afterSteps, targets, basePath, docker }: PipelineNode): Meaning {
  const container = (node: NonNullable<typeof box>): string =>
    [
      node.image.kind === "reference" ? node.image.reference : node.image.image,
      node.cmd ?? "",
      ...envMeaning(node.env),
      ...node.ports,
    ].join("|");
  return {
    ...(box === undefined ? {} : { box: container(box) }),
    services: services.map((service) => container(service.container)),
    steps: steps.map(nodeMeaning),
    afterSteps: afterSteps.map(nodeMeaning),
    targets: Object.fromEntries(Object.entries(targets).map(([key, list]) => [key, list.map(nodeMeaning)])),
    ...(basePath === undefined ? {} : { basePath }),
    docker,
  };
}

describe.skipIf(files.length === 0).each(files)("%s", (name) => {
  const content = readFileSync(join(corpus, "wercker", `${name}.yml`));
  const expected: Original = JSON.parse(readFileSync(join(corpus, "wercker-expected", `${name}.json`), "utf8"));

  it("is understood as wercker's own parser did", () => {
    const findings = createFindings();
    expect(toOriginal(parseFile(readYaml(content.toString("utf8"), "wercker.yml"), findings))).toEqual(expected);
    expect(findings.errors).toEqual([]);
  });

  it("becomes pipelines of the same meaning, with places", () => {
    const { graph } = importWercker({ file: "/shop/wercker.yml", content, builtInSteps: new Map() });
    const meanings = Object.fromEntries(graph.pipelines.map((pipeline) => [pipeline.name, imported(pipeline)]));
    const wanted = Object.entries(expected.PipelinesMap).map(([key, pipeline]) => [key, original(pipeline, expected)]);
    expect(meanings).toEqual(Object.fromEntries(wanted));
    for (const pipeline of graph.pipelines) {
      expect(pipeline.commandTimeoutMs).toBe(expected.CommandTimeout && expected.CommandTimeout * 60_000);
      expect(pipeline.noResponseTimeoutMs).toBe(expected.NoResponseTimeout && expected.NoResponseTimeout * 60_000);
    }
    const lines = content.toString("utf8").split("\n");
    for (const { origin } of graph.pipelines.flatMap((pipeline) => [pipeline, ...allSteps(pipeline)])) {
      if (origin === undefined) throw new Error("a node has no place");
      expect(formatOrigin(origin)).toMatch(/^wercker\.yml:\d+:\d+$/);
      expect(lines[origin.line - 1]?.slice(origin.column - 1)).toMatch(/^["'\w]/);
    }
  });
});
