import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { CliContext } from "../context.ts";
import { fileExists } from "../errors.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { NoFlags } from "../init-command.ts";
import { nodeServiceTemplate } from "./node-service-template.ts";
import { projectNameFor } from "./project-name.ts";
import { tinyTemplate } from "./tiny-template.ts";

/** `builder init`: a build.ts that suits what lies in the folder. */
export async function writeBuildFile(context: CliContext, _flags: NoFlags, folder = "."): Promise<ExitCode> {
  const directory = resolve(context.workingDirectory, folder);
  const file = join(directory, "build.ts");
  const shown = relative(context.workingDirectory, file);
  if (existsSync(file)) throw fileExists(shown);
  const isNode = existsSync(join(directory, "package.json"));
  const name = projectNameFor(basename(directory));
  await mkdir(directory, { recursive: true });
  // `wx`: a file that somebody else wrote in the meantime is not overwritten either.
  await writeFile(file, isNode ? nodeServiceTemplate(name) : tinyTemplate(name), { flag: "wx" });
  context.stdout.write(`${shown}\n`);
  context.stderr.write(
    hints(shown, isNode)
      .map((line) => `${line}\n`)
      .join(""),
  );
  return exitCodes.done;
}

function hints(file: string, isNode: boolean): readonly string[] {
  return [
    `Wrote ${file}, ${isNode ? "for a Node service, because there is a package.json" : "a tiny example"}. Next:`,
    `  git add ${file} && git commit -m "Build with builder"   builds read what is committed`,
    "  builder plan                                           what would be built, and why",
    "  builder run                                            build it",
    "For completion and types in your editor: npm install --save-dev builder. No tsconfig.json is needed.",
  ];
}
