import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";

/** The flags of `import`. */
export interface ImportFlags {
  readonly output?: string;
  readonly force: boolean;
  readonly verify: boolean;
  readonly json: boolean;
  readonly dev: boolean;
  readonly looseGiterminism: boolean;
}

export const importCommand = buildCommand<ImportFlags, [string], CliContext>({
  loader: lazyCommand("import", async () => (await import("./import-file.ts")).importFile),
  parameters: {
    flags: {
      output: {
        kind: "parsed",
        parse: String,
        placeholder: "path",
        brief: "Where to write it; - for stdout (default: build.ts beside the file)",
        optional: true,
      },
      force: { kind: "boolean", brief: "Overwrite what is there", default: false, withNegated: false },
      verify: { kind: "boolean", brief: "Prove that what is written means the same", default: true },
      json: {
        kind: "boolean",
        brief: "Print the report as one JSON document to stdout",
        default: false,
        withNegated: false,
      },
      dev: {
        kind: "boolean",
        brief: "Read the work tree as it is instead of the commit",
        default: false,
        withNegated: false,
      },
      looseGiterminism: {
        kind: "boolean",
        brief: "Allow all that is not part of the commit: variables, changed files",
        default: false,
        withNegated: false,
      },
    },
    aliases: { o: "output" },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "A werf.yaml or a wercker.yml", parse: String, placeholder: "file" }],
    },
  },
  docs: {
    brief: "Make a build.ts of a werf.yaml or a wercker.yml",
    fullDescription: `Writes a build.ts that says the same, and proves it: what is written is evaluated and compared with the file, for templates
in several environments. A file that is there is never overwritten unless --force is given.

EXAMPLES
  builder import werf.yaml
  builder import wercker.yml -o ci/build.ts
  builder import werf.yaml -o -              print it
  builder import werf.yaml --json | jq '.report[] | select(.kind != "translated")'`,
  },
});
