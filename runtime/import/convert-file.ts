import type { ImportedFile, ImportReportEntry } from "./imported-file.ts";
import type { BuildFile } from "./emit/build-file.ts";
import { describeBuildFile } from "./emit/describe-build-file.ts";
import { printBuildFile } from "./emit/print-build-file.ts";
import { notEqual } from "./errors.ts";
import { frozenEntries } from "./frozen-entries.ts";
import { otherEnvironments } from "./other-environments.ts";
import { prove, type Proof } from "./prove.ts";
import { commentsOf } from "./source-comments.ts";
import type { ImportSource } from "./import-source.ts";
import { type TranslationDepth, translateTemplate, translationDepths } from "./translate/translate-template.ts";

/** How a file is converted. */
export interface ConvertOptions {
  /** Whether what is written is evaluated and compared with what was read. */
  readonly isVerified: boolean;
  /** File URL of the running SDK's entry. */
  readonly sdkUrl: string;
  readonly signal: AbortSignal;
}

/** A file of another tool as a build.ts. */
export interface Conversion {
  readonly imported: ImportedFile;
  /** The text of the build.ts. */
  readonly source: string;
  /** What became of what the file says, in its order. */
  readonly report: readonly ImportReportEntry[];
  /** In how many environments the build.ts was seen to mean the same; 0: nobody looked. */
  readonly environmentCount: number;
}

/**
 * Writes a build.ts that says what a file of another tool says, and proves it: the text is evaluated, and its graph must be that of the
 * file, in the environment as it is and, where a template became code, in others. What does not stand the proof is written less cleverly:
 * without conditions, and then as it was rendered.
 *
 * Errors: those of reading the file; `IMPORT.NOT_EQUAL`
 */
export async function convertFile(source: ImportSource, options: ConvertOptions): Promise<Conversion> {
  const imported = await source.read({});
  const attempts: Attempt[] = [];
  for (const depth of depthsFor(imported)) {
    const { file, frozen } = await write(imported, source, depth);
    const text = printBuildFile(file);
    const environments = [{}, ...(depth === "nothing" ? [] : otherEnvironments(imported))];
    const proof = options.isVerified ? await prove(text, environments, source, options) : undefined;
    if (proof === undefined || proof.differences.length === 0) {
      return {
        imported,
        source: text,
        report: inOrder([...imported.report, ...frozen, ...attempts.map(toEntry)]),
        environmentCount: proof?.environmentCount ?? 0,
      };
    }
    attempts.push({ depth, proof });
  }
  throw notEqual(imported.file, attempts.at(-1)?.proof.differences ?? []);
}
