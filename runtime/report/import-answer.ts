import { formatOrigin, type Origin } from "../../sdk/errors/origin.ts";
import { countText } from "./count-text.ts";
import type { Style } from "./style.ts";

/** What became of a file of another tool. */
export interface ImportSummary {
  readonly file: string;
  /** Absent: it was printed. */
  readonly output?: string;
  readonly project: string;
  readonly images: readonly string[];
  readonly pipelines: readonly string[];
  readonly workflows: readonly string[];
  readonly isVerified: boolean;
  readonly environmentCount: number;
  /** Stages whose digests were seen to be the same. */
  readonly digestCount: number;
  readonly report: readonly ImportFinding[];
}

/** One thing that the file says, and what became of it. */
export interface ImportFinding {
  readonly kind: "translated" | "approximated" | "left-out";
  readonly what: string;
  readonly of?: string;
  readonly message: string;
  readonly where: readonly Origin[];
}

/** The document of `builder import --json`; `source` is the text where it is written to no file. */
export function importAnswer(summary: ImportSummary, source: string | undefined): object {
  const { isVerified, environmentCount, digestCount, report, ...rest } = summary;
  return {
    schemaVersion: 1,
    command: "import",
    ok: true,
    ...rest,
    verified: isVerified,
    environments: environmentCount,
    digests: digestCount,
    report,
    ...(source === undefined ? {} : { source }),
  };
}

/** The same for people: what was made, and what is not simply the same. */
export function importStory(summary: ImportSummary, style: Style): readonly string[] {
  const { file, output = "stdout", report } = summary;
  const count = (kind: ImportFinding["kind"]) => report.filter((finding) => finding.kind === kind).length;
  const parts = [
    countText(summary.images.length, "image"),
    ...(summary.pipelines.length > 0 ? [countText(summary.pipelines.length, "pipeline")] : []),
    ...(summary.workflows.length > 0 ? [countText(summary.workflows.length, "workflow")] : []),
  ];
  return [
    `${file} ${style.glyphs.arrow} ${style.paint("bold", output)}: ${parts.join(", ")}`,
    proofLine(summary),
    `${count("translated")} directives translated, ${count("approximated")} approximated, ${count("left-out")} left out`,
    ...section("Approximated:", "approximated", report, style),
    ...section("Left out:", "left-out", report, style),
    ...(summary.output === undefined ? [] : ["Next:", ...nextSteps(summary.output, style)]),
  ];
}

function proofLine({ isVerified, environmentCount, digestCount }: ImportSummary): string {
  if (!isVerified) return "Not verified: nobody has compared the two";
  const digests = digestCount === 0 ? "" : `, with the same digests of ${countText(digestCount, "stage")}`;
  return `Verified: both describe the same in ${countText(environmentCount, "environment")}${digests}`;
}

function section(
  title: string,
  kind: ImportFinding["kind"],
  report: readonly ImportFinding[],
  { paint }: Style,
): readonly string[] {
  const found = report.filter((finding) => finding.kind === kind);
  if (found.length === 0) return [];
  return [
    title,
    ...found.map(({ what, of, message, where: [origin] }) => {
      const place = origin === undefined ? "" : `${paint("cyan", formatOrigin(origin))} `;
      return `  ${place}${what}${of === undefined ? "" : ` (${of})`}: ${message}`;
    }),
  ];
}

function nextSteps(output: string, { glyphs, paint }: Style): readonly string[] {
  const steps = [`git add ${output} && git commit -m "Build with builder"`, `builder plan ${output}`];
  return steps.map((step) => `  ${paint("green", glyphs.arrow)} ${step}`);
}
