import { parseDocument } from "yaml";
import type { TarEntry } from "../../util/archive.ts";

/** A property that a step takes. */
export interface StepProperty {
  readonly name: string;
  readonly required: boolean;
  readonly default?: string;
}

/** What `step.yml` says. */
export interface StepManifest {
  readonly name?: string;
  readonly properties: readonly StepProperty[];
}

/** A manifest that cannot be read; `file` is its name. */
export class ManifestProblem extends Error {
  readonly file: string;

  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

/** In this order; the second is what steps had before wercker's version 2. */
const manifestNames = ["step.yml", "wercker-step.yml"];

/** The manifest among a step's files; one without has no properties. Throws {@link ManifestProblem}. */
export function findManifest(files: readonly TarEntry[]): StepManifest {
  for (const name of manifestNames) {
    const content = files.find(({ path }) => path === name)?.content;
    if (Buffer.isBuffer(content)) return parseManifest(name, content.toString("utf8"));
  }
  return { properties: [] };
}

function parseManifest(file: string, text: string): StepManifest {
  // Every scalar as it is written: a default of 1.10 is not the number 1.1.
  const document = parseDocument(text, { schema: "failsafe", merge: true, uniqueKeys: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw new ManifestProblem(file, problem.message);
  const manifest: unknown = document.toJS();
  if (manifest === null || manifest === undefined || manifest === "") return { properties: [] };
  if (!isRecord(manifest)) throw new ManifestProblem(file, "it is not a map of keys");
  const { name } = manifest;
  return { ...(typeof name === "string" ? { name } : {}), properties: readProperties(file, manifest.properties) };
}

/** A list of maps with a name each or, in old manifests, a map by name. */
function readProperties(file: string, properties: unknown): readonly StepProperty[] {
  if (properties === undefined || properties === null || properties === "") return [];
  if (Array.isArray(properties)) {
    const items: readonly unknown[] = properties;
    return items.map((item) => {
      if (!isRecord(item) || typeof item.name !== "string") {
        throw new ManifestProblem(file, "a property in the list has no name");
      }
      return readProperty(item.name, item);
    });
  }
  if (!isRecord(properties)) throw new ManifestProblem(file, "properties is neither a list nor a map");
  return Object.entries(properties).map(([name, value]) => readProperty(name, isRecord(value) ? value : {}));
}

function readProperty(name: string, { required, default: value }: Readonly<Record<string, unknown>>): StepProperty {
  return {
    name,
    required: typeof required === "string" && /^(?:true|yes|on|y)$/i.test(required),
    ...(typeof value === "string" ? { default: value } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
