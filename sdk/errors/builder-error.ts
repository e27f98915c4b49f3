import type { Origin } from "./origin.ts";

/** What a failure is, apart from the `Error` that carries it: the same content as plain data. */
export interface Diagnostic {
  /** Permanent name, `AREA.REASON`, for example `GIT.UNCOMMITTED`. Scripts may rely on it. */
  readonly code: string;
  /** What happened, one sentence. */
  readonly message: string;
  /** Why it happened, where that is known. */
  readonly why?: string;
  /** What to do about it, most likely remedy first. */
  readonly next?: readonly string[];
  /** The places in build.ts that are concerned. */
  readonly where?: readonly Origin[];
}

/** The content of a {@link BuilderError}: a diagnostic and the failure that caused it. */
export interface BuilderErrorOptions extends Diagnostic {
  /** The failure underneath, if there is one. */
  readonly cause?: unknown;
}

/**
 * A failure that the user can do something about.
 *
 * @example
 * ```ts
 * import { BuilderError } from "builder";
 *
 * const error = new BuilderError({ code: "GIT.UNCOMMITTED", message: "build.ts is not committed", next: ["git commit build.ts"] });
 * console.log(error.code); // GIT.UNCOMMITTED
 * ```
 */
export class BuilderError extends Error implements Diagnostic {
  /** By it an error of another copy of the SDK is known, see {@link isBuilderError}. */
  override readonly name = "BuilderError";
  /** Permanent name, `AREA.REASON`. */
  readonly code: string;
  /** Why it happened, where that is known. */
  readonly why?: string;
  /** What to do about it, most likely remedy first. */
  readonly next: readonly string[];
  /** The places in build.ts that are concerned. */
  readonly where: readonly Origin[];

  constructor(options: BuilderErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.why = options.why;
    this.next = options.next ?? [];
    this.where = options.where ?? [];
  }

  /** The same content as plain data, for `--json` and reports. */
  toDiagnostic(): Diagnostic {
    const { code, message, why, next, where } = this;
    return { code, message, ...(why === undefined ? {} : { why }), next, where };
  }
}

/** Whether a caught value is a {@link BuilderError}, also one of another copy of the SDK. */
export function isBuilderError(value: unknown): value is BuilderError {
  return value instanceof Error && value.name === "BuilderError" && "code" in value && typeof value.code === "string";
}
