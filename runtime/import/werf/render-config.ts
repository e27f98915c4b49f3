import { createHash, randomBytes } from "node:crypto";
import { posix } from "node:path";
import { allowsName } from "../../../sdk/model/allows-name.ts";
import { commitEnvironment } from "../../build/commit-environment.ts";
import type { ImportFiles, ImportRequest } from "../import-request.ts";
import type { ImportedSource, ImportedTemplate } from "../imported-file.ts";
import { asksForEnv, envVariable } from "./asks-for-env.ts";
import { envNotAllowed, noConfig } from "./errors.ts";
import { createFilesObject } from "./gotemplate/functions/files.ts";
import { fromText } from "./gotemplate/go-string.ts";
import type { TemplateHost } from "./gotemplate/host.ts";
import { createTemplateSet, type TemplateSet } from "./gotemplate/template.ts";
import { STRING_MAP } from "./gotemplate/type.ts";
import { dict, string, type Value } from "./gotemplate/value.ts";

/** The folder of templates that all configurations of a project share. */
const templatesFolder = ".werf";
const rootTemplate = "werfConfig";

/** A configuration as the template that it is. */
export interface RenderedConfig {
  readonly template: Omit<ImportedTemplate, "documents">;
  readonly sources: readonly ImportedSource[];
  /** Whether it reads the clock or chance, so that no two renderings need be the same. */
  readonly isChanging: boolean;
}

/** @param file name of the configuration in the project's folder */
export interface RenderRequest {
  readonly file: string;
  readonly request: ImportRequest;
  readonly files: ImportFiles;
  /** Variables that may be read: names, or `/…/`. */
  readonly allowedEnv: readonly string[];
}

/**
 * Renders a werf.yaml with the templates beside it, as werf does (spec §10.1, §10.2).
 *
 * @throws `TEMPLATE.*`, `GITERMINISM.ENV` with the places; `WERF.NO_CONFIG`
 */
export function renderConfig(options: RenderRequest): RenderedConfig {
  const { file, request, files } = options;
  const content = files.readFile(file);
  if (content === undefined) throw noConfig(file);
  const sources: ImportedSource[] = [{ file, role: "config", content }];
  const env = new Map<string, string | undefined>();
  const changing = { isUsed: false };
  const { probe } = request;
  const set = createTemplateSet({
    host: createHost(options, env, changing),
    ...(probe === undefined ? {} : { probe }),
  });
  for (const path of templatePaths(files)) {
    const template = files.readFile(path);
    if (template === undefined) continue;
    sources.push({ file: path, role: "template", content: template });
    set.parse(posix.relative(templatesFolder, path), template, path);
  }
  const root = set.parse(rootTemplate, content, file);
  const trees = treesOf(set);
  if (asksForEnv(trees)) env.set(envVariable, request.environment[envVariable]);
  const rendering = set.render(rootTemplate, dataOf(request, watched(files, sources)));
  return {
    template: {
      root,
      trees,
      rendering,
      env: [...env].map(([name, value]) => ({ name, value })),
    },
    sources,
    isChanging: changing.isUsed,
  };
}

function templatePaths(files: ImportFiles): readonly string[] {
  return files.list().filter((path) => path.startsWith(`${templatesFolder}/`) && path.endsWith(".tmpl"));
}

function treesOf(set: TemplateSet): ImportedTemplate["trees"] {
  return set.names().flatMap((name) => set.find(name) ?? []);
}

function createHost(
  { request, allowedEnv }: RenderRequest,
  env: Map<string, string | undefined>,
  changing: { isUsed: boolean },
): TemplateHost {
  const { environment, looseGiterminism, fixed } = request;
  const chance = fixed === undefined ? randomBytes : repeatableBytes(fixed.seed);
  return {
    env(name) {
      if (!looseGiterminism && !allowsName(allowedEnv, name)) throw envNotAllowed(name);
      env.set(name, environment[name]);
      return environment[name];
    },
    allowUnsetEnv: looseGiterminism,
    now: () => {
      changing.isUsed = true;
      return fixed?.nowMs ?? Date.now();
    },
    randomBytes: (count) => {
      changing.isUsed = true;
      return chance(count);
    },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Bytes that follow from a seed, as if by chance. */
function repeatableBytes(seed: Uint8Array): (count: number) => Uint8Array {
  let block = 0;
  return (count) => {
    const bytes = Buffer.alloc(count);
    for (let at = 0; at < count; at += 32) {
      createHash("sha256").update(seed).update(String(block++)).digest().copy(bytes, at);
    }
    return bytes;
  };
}

/** Notes what `.Files` reads. */
function watched(files: ImportFiles, sources: ImportedSource[]): ImportFiles {
  return {
    list: () => files.list(),
    readFile(path) {
      const content = files.readFile(path);
      if (content !== undefined && !sources.some((source) => source.file === path)) {
        sources.push({ file: path, role: "data", content });
      }
      return content;
    },
  };
}

function dataOf({ environment, commit }: ImportRequest, files: ImportFiles): Value {
  const { WERF_COMMIT_HASH = "", WERF_COMMIT_TIME_HUMAN = "", WERF_COMMIT_TIME_UNIX = "" } = commitEnvironment(commit);
  const date = dict(
    [
      ["Human", string(WERF_COMMIT_TIME_HUMAN)],
      ["Unix", string(WERF_COMMIT_TIME_UNIX)],
    ],
    STRING_MAP,
  );
  return dict([
    ["Files", createFilesObject({ read: (path) => files.readFile(path), list: () => files.list() })],
    ["Env", string(fromText(environment[envVariable] ?? ""))],
    [
      "Commit",
      dict([
        ["Hash", string(WERF_COMMIT_HASH)],
        ["Date", date],
      ]),
    ],
  ]);
}
