import type { GoString } from "./go-string.ts";
import type { Value } from "./value.ts";

/**
 * Everything that a template can learn from outside of its data. The engine itself reads no environment, files, clock
 * or network. All calls are synchronous; a host that has to wait may throw, fetch what was asked for, and have the
 * template rendered again.
 *
 * A BuilderError that a host throws ends the execution and gets the place of the call. Anything else that it throws becomes the
 * cause of TEMPLATE.FUNCTION.
 */
export interface TemplateHost {
  /** An environment variable; undefined when it is not set. */
  readonly env: (name: string) => string | undefined;
  /** Whether `env` of a variable that is not set gives "" (loose giterminism) and not an error. @default false */
  readonly allowUnsetEnv?: boolean;
  /** Milliseconds since 1970, for `now` and `ago`. @default the functions fail */
  readonly now?: () => number;
  /** So many random bytes, for `uuidv4`, `randAlpha` and the like. @default the functions fail */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** The addresses of a host name, for `getHostByName`. @default the function fails */
  readonly lookupHost?: (name: string) => readonly string[];
  /** Name of the local time zone, such as Europe/Berlin. @default "UTC" */
  readonly timeZone?: string;
}

/** The files behind `.Files`, as the importer reads them from the commit. */
export interface TemplateFiles {
  /** The content of a file by its path from the root of the project, without a leading slash. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** The paths of all files. */
  readonly list: () => Iterable<string>;
}

/** What the functions of a template may do besides computing. */
export interface TemplateCalls {
  /** Executes another template of the set and gives its text. */
  readonly include: (name: GoString, data: Value) => GoString;
  /** Parses a text into the set and executes it. */
  readonly evaluate: (text: GoString, data: Value) => GoString;
}
