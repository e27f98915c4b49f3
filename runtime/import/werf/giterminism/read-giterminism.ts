import type { GiterminismNode } from "../../../../sdk/model/giterminism-node.ts";
import type { ImportReportEntry } from "../../imported-file.ts";
import { createFilePlaces } from "../../places.ts";
import { readYaml } from "../../read-yaml.ts";
import { createReading } from "../config/reading.ts";
import { Section } from "../config/section.ts";
import { fromBytes } from "../gotemplate/go-string.ts";
import { nothingAllowed, unlessStrict, type WerfGiterminism } from "./werf-giterminism.ts";

export const giterminismFile = "werf-giterminism.yaml";

const configKeys = [
  ...["allowUncommitted", "allowUncommittedTemplates", "goTemplateRendering", "secrets", "stapel", "dockerfile"],
];

/** A werf-giterminism.yaml and what became of it. */
export interface ReadGiterminism {
  readonly allowed: WerfGiterminism;
  readonly report: readonly ImportReportEntry[];
}

/**
 * Reads a werf-giterminism.yaml (spec §10.3).
 *
 * @throws `WERF.*`, `YAML.*` with the places
 */
export function readGiterminism(content: Uint8Array): ReadGiterminism {
  const text = fromBytes(content);
  const places = createFilePlaces(giterminismFile, text);
  const { root } = readYaml({ text, start: 0, end: text.length, places });
  const reading = createReading(places);
  if (root?.kind !== "map") {
    reading.problem({
      code: "WERF.DOCUMENT",
      message: `${giterminismFile} must be a mapping (key: value)`,
      next: ["write giterminismConfigVersion: 1 into it"],
      where: places.at(0),
    });
  }
  const keys = ["giterminismConfigVersion", "cli", "config", "helm", "includes"];
  const section =
    root?.kind === "map" ? new Section(root, { path: "", owner: giterminismFile }, reading, keys) : undefined;
  if (section !== undefined) requireVersion(section);
  const allowed = section === undefined ? undefined : readPermissions(section);
  reading.requireNone();
  return { allowed: allowed ?? nothingAllowed, report: reading.report.entries() };
}

function requireVersion(section: Section): void {
  if (section.text("giterminismConfigVersion") === "1") return;
  section.problem("giterminismConfigVersion", {
    code: "WERF.CONFIG_VERSION",
    message: "the version of the permissions is not 1",
    next: ["write giterminismConfigVersion: 1"],
  });
}

function readPermissions(section: Section): WerfGiterminism {
  const config = section.section("config", configKeys);
  const rendering = config?.section("goTemplateRendering", ["allowEnvVariables", "allowUncommittedFiles"]);
  const env = rendering?.texts("allowEnvVariables") ?? [];
  const files = rendering?.texts("allowUncommittedFiles") ?? [];
  const isConfigFree = config?.flag("allowUncommitted") ?? false;
  const templates = config?.texts("allowUncommittedTemplates") ?? [];
  for (const key of ["allowUncommitted", "allowUncommittedTemplates"].filter((name) => config?.has(name))) {
    config?.note(key, "left-out", "the configuration and its templates become the build.ts, which is committed");
  }
  const customTags = section.section("cli", ["allowCustomTags"])?.flag("allowCustomTags") ?? false;
  leaveOut(section);
  return {
    ...unlessStrict({
      env,
      uncommittedFiles: [...new Set([...files, ...readDockerfiles(config)])],
      ...readBuildInputs(config),
      customTags,
    }),
    env,
    config: isConfigFree,
    templates,
    files,
  };
}

const uncommittedKeys = ["allowUncommitted", "allowUncommittedDockerignoreFiles"];
const dockerfileKeys = [...uncommittedKeys, "allowContextAddFiles"];

/** Masks of Dockerfiles and of .dockerignore files: a build.ts has one list for all that may be uncommitted. */
function readDockerfiles(config: Section | undefined): readonly string[] {
  const dockerfile = config?.section("dockerfile", dockerfileKeys);
  return uncommittedKeys.flatMap((key) => {
    const masks = dockerfile?.texts(key) ?? [];
    if (masks.length > 0) {
      const becomes = `project(name, { giterminism: { uncommittedFiles: ${JSON.stringify(masks)} } }), for every kind of file`;
      dockerfile?.note(key, "approximated", becomes);
    }
    return masks;
  });
}

function readBuildInputs(
  config: Section | undefined,
): Omit<GiterminismNode, "env" | "uncommittedFiles" | "customTags"> {
  const stapel = config?.section("stapel", ["allowFromLatest", "git", "mount"]);
  const mount = stapel?.section("mount", ["allowBuildDir", "allowFromPaths"]);
  const secrets = config?.section("secrets", ["allowEnvVariables", "allowFiles", "allowValueIds"]);
  const dockerfile = config?.section("dockerfile", dockerfileKeys);
  return {
    fromLatest: stapel?.flag("allowFromLatest") ?? false,
    gitBranch: stapel?.section("git", ["allowBranch"])?.flag("allowBranch") ?? false,
    mounts: { buildDir: mount?.flag("allowBuildDir") ?? false, fromPaths: mount?.texts("allowFromPaths") ?? [] },
    secrets: {
      env: secrets?.texts("allowEnvVariables") ?? [],
      files: secrets?.texts("allowFiles") ?? [],
      ids: secrets?.texts("allowValueIds") ?? [],
    },
    contextAddFiles: dockerfile?.texts("allowContextAddFiles") ?? [],
  };
}

function leaveOut(section: Section): void {
  for (const key of ["helm", "includes"].filter((name) => section.node(name) !== undefined)) {
    section.note(key, "left-out", "builder neither deploys nor takes over configuration from other repositories");
  }
}
