import { buildCommand } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { type InspectionFlags, inspectionFlags } from "./inspection-flags.ts";
import { lazyCommand } from "./lazy-command.ts";

/** The flags of `export`: those of a build, and where the images are to go. */
export interface ExportFlags extends Omit<BuildFlags, "follow">, InspectionFlags {
  readonly tag?: readonly string[];
  readonly output?: string;
  readonly addLabel?: readonly (readonly [name: string, value: string])[];
}

const { follow: _, ...sharedFlags } = buildFlags.flags;

export const exportCommand = buildCommand<ExportFlags, string[], CliContext>({
  loader: lazyCommand("export", async () => (await import("./export-built-images.ts")).exportBuiltImages),
  parameters: {
    flags: {
      ...sharedFlags,
      ...inspectionFlags,
      tag: {
        kind: "parsed",
        parse: String,
        placeholder: "name",
        brief: "Name to give: with a host it is pushed there, else it is given in the engine; may be repeated",
        variadic: true,
        optional: true,
      },
      output: {
        kind: "parsed",
        parse: String,
        placeholder: "file.tar",
        brief: "Write an archive in the layout of OCI instead, which docker load reads too",
        optional: true,
      },
      addLabel: {
        kind: "parsed",
        parse: parseLabel,
        placeholder: "name=value",
        brief: "Label to add; may be repeated",
        variadic: true,
        optional: true,
      },
    },
    aliases: { ...buildFlags.aliases, o: "output" },
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [image...]"],
    brief: "Hand images out: name them, push them, or write an archive",
    fullDescription: `Builds what is missing, then gives the images names of your own, without builder's labels.
In a name %image%, %image_slug%, %image_safe_slug% and %image_content_based_tag% stand for the image; several images
need one of them. IMAGEs default to all final images.

EXAMPLES
  builder export app --tag shop:1.0
  builder export --tag registry.example.com/shop/%image%:1.0
  builder export app --tag shop:1.0 --output shop.tar && docker load -i shop.tar
  builder export app --tag shop:1.0 --add-label org.opencontainers.image.version=1.0

EXIT CODES
  0 done, 1 a build failed, 2 usage, 3 build.ts is wrong, 4 no engine, 5 registry, 130 interrupted`,
  },
});

function parseLabel(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new RangeError(`"${text}" is not NAME=VALUE`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
