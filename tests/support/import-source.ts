import { join } from "node:path";
import { createFilterMatcher, createIncludeMatcher } from "../../runtime/git/path-matcher.ts";
import type { KnownTexts } from "../../runtime/import/import-request.ts";
import type { ImportSource } from "../../runtime/import/import-source.ts";
import { importWerf } from "../../runtime/import/werf/import-werf.ts";
import { builtInSteps } from "../../runtime/pipeline/steps/built-in-steps.ts";
import { importText } from "./imported-wercker.ts";

interface SourceOptions {
  readonly config?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly looseGiterminism?: boolean;
}

/** A werf.yaml among files that are only in memory. */
export function werfSource(
  files: Readonly<Record<string, string | Buffer>>,
  { config = "werf.yaml", env = {}, looseGiterminism = true }: SourceOptions = {},
): ImportSource {
  const readFile = (path: string): Buffer | undefined => {
    const content = files[path];
    return content === undefined ? undefined : Buffer.from(content);
  };
  const known: KnownTexts = new Map();
  const list = () => Object.keys(files).sort();
  return {
    allowsUnsetEnv: looseGiterminism,
    read: async ({ changes = {}, probe }) =>
      importWerf({
        file: join("/shop", config),
        environment: { ...env, ...changes },
        looseGiterminism,
        matchPaths: ({ includePaths, excludePaths }) =>
          createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
        openFiles: () => ({ readFile, list }),
        known,
        fixed: { nowMs: 1_700_000_000_000, seed: Buffer.from("seed") },
        ...(probe === undefined ? {} : { probe }),
      }),
    host: (changes) => ({
      env: (name) => ({ ...env, ...changes })[name],
      readFile,
      exists: (path) => files[path] !== undefined,
      glob: (mask) => list().filter((path) => createIncludeMatcher([mask]).matches(path)),
    }),
  };
}

/** A text as the wercker.yml of the project `shop`, with the steps that come with builder. */
export function wercker(text: string): ImportSource {
  return {
    allowsUnsetEnv: false,
    read: async () => importText(text, await builtInSteps()),
    host: () => ({ env: () => undefined, readFile: () => undefined, glob: () => [] }),
  };
}
