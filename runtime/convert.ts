import { createHash } from "node:crypto";
import { planDigests } from "./build/plan-digests.ts";
import type { BuilderOptions } from "./builder.ts";
import { notForImport } from "./convert-errors.ts";
import { defaultPlatform } from "./default-platform.ts";
import { type OpenedRepository, openRepository } from "./git/open-repository.ts";
import type { Conversion } from "./import/convert-file.ts";
import type { FixedInputs, KnownTexts } from "./import/import-request.ts";
import type { EnvironmentChanges, ImportSource } from "./import/import-source.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import { loadDescription } from "./load-description.ts";
import { createLoadHost, folderInRepository, nothingUncommitted } from "./load-host.ts";
import { readCommitted } from "./load-werf.ts";
import { openWerf } from "./open-werf.ts";
import { sdkEntry } from "./sdk-entry.ts";
import { isWerfFile } from "./util/is-werf-file.ts";

/** Which file of another tool is converted, and how. */
export interface ConvertRequest extends Pick<BuilderOptions, "file" | "environment" | "dev" | "looseGiterminism"> {
  /** Whether what is written is evaluated and compared with what was read. */
  readonly isVerified: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Makes a build.ts of a werf.yaml or a wercker.yml. Nothing is written. Errors: those of reading the file; `IMPORT.NOT_EQUAL`,
 * `IMPORT.UNKNOWN_FILE`.
 */
export async function convert(request: ConvertRequest): Promise<Conversion> {
  const { file, environment, dev = false, signal } = request;
  const repository = await openRepository({
    path: file,
    dev,
    allowUnshallow: () => false,
    env: { ...environment },
    signal,
  });
  try {
    const source = isWerfFile(file) ? await openWerfSource(request, repository) : await openSource(request, repository);
    const { convertFile } = await import("./import/convert-file.ts");
    return await convertFile(source, { isVerified: request.isVerified, sdkUrl: sdkEntry(), signal });
  } finally {
    await repository?.close();
  }
}

async function openWerfSource(
  request: ConvertRequest,
  repository: OpenedRepository | undefined,
): Promise<ImportSource> {
  const { environment, looseGiterminism = false } = request;
  const opened = await openWerf(request, repository);
  const fixed = fixedInputs(request.file);
  const known: KnownTexts = new Map();
  let isFirst = true;
  return {
    allowsUnsetEnv: looseGiterminism,
    read: async ({ changes = {}, probe }) => {
      const how = {
        environment: { ...environment, ...changes },
        fixed,
        known,
        ...(probe === undefined ? {} : { probe }),
      };
      if (!isFirst) return opened.read(how);
      isFirst = false;
      return readCommitted(opened, how);
    },
    host: hostFor(request, repository),
    digestsOf: (graph) =>
      planDigests(graph, {
        ...(repository === undefined ? {} : { repository }),
        platform: defaultPlatform(environment),
        dockerfiles: { folder: repository === undefined ? "" : folderInRepository(request.file, repository) },
      }),
  };
}

async function openSource(request: ConvertRequest, repository: OpenedRepository | undefined): Promise<ImportSource> {
  const { file, environment, signal } = request;
  const host = hostFor(request, repository);
  const read = async (changes: EnvironmentChanges): Promise<ImportedFile> => {
    const loaded = await loadDescription({ file, host: host(changes), environment, signal });
    if ("format" in loaded) return loaded;
    throw notForImport(file);
  };
  return { allowsUnsetEnv: false, read: ({ changes = {} }) => read(changes), host };
}

function hostFor(
  { file, environment, looseGiterminism = false }: ConvertRequest,
  repository: OpenedRepository | undefined,
): ImportSource["host"] {
  const isUncommitted = looseGiterminism ? () => true : nothingUncommitted;
  return (changes) => createLoadHost(file, repository, { ...environment, ...changes }, isUncommitted);
}

/** A template that reads the clock or chance gives the same however often it is read. */
function fixedInputs(file: string): FixedInputs {
  const nowMs = Date.now();
  return { nowMs, seed: createHash("sha256").update(`${file} ${nowMs}`).digest() };
}
