import { documentText } from "../report/json-document.ts";
import type { Finding } from "../setup/check-machine.ts";
import type { CliContext, CliStream } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { JsonFlag } from "./json-flag.ts";

/** `builder doctor`: each check, what is missing, and the command that fixes it. */
export async function printFindings({ stdout, environment }: CliContext, { json }: JsonFlag): Promise<ExitCode> {
  const { checkMachine } = await import("../setup/check-machine.ts");
  const findings = await checkMachine(environment);
  const ok = findings.every((finding) => finding.ok);
  stdout.write(json ? documentText({ schemaVersion: 1, command: "doctor", ok, findings }) : listing(findings, stdout));
  return ok ? exitCodes.done : exitCodes.noEngine;
}

function listing(findings: readonly Finding[], { style }: CliStream): string {
  const missing = findings.filter((finding) => !finding.ok);
  const lines = findings.flatMap((finding) => findingLines(finding, style));
  const total = missing.length === 0 ? "Images can be built here." : "Images cannot be built here yet.";
  return [...lines, "", total].map((line) => `${line}\n`).join("");
}

function findingLines({ name, ok, detail, fix }: Finding, { glyphs, paint }: CliStream["style"]): readonly string[] {
  const mark = ok ? paint("green", glyphs.done) : paint("red", glyphs.failed);
  const line = `${mark} ${name}: ${detail}`;
  return ok || !fix ? [line] : [line, `  ${paint("green", glyphs.arrow)} ${fix}`];
}
