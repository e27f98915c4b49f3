import { type BuildFlags, buildFlags } from "./build-flags.ts";
import { type InspectionFlags, inspectionFlags } from "./inspection-flags.ts";

/** The flags of `run`: those that it shares with `plan`, those that ask to look inside, and those of pipelines. */
export interface RunFlags extends BuildFlags, InspectionFlags {
  readonly saveBuildReport: boolean;
  readonly buildReportPath?: string;
  readonly target?: string;
  readonly checkpoint?: string;
  readonly directMount: boolean;
  readonly exposePorts: boolean;
  readonly publish?: readonly string[];
  readonly artifacts?: string;
  readonly environment?: string;
  readonly attachOnError: boolean;
  readonly keepBox: boolean;
}

/** Their definition for the parser, with the text of the help. */
export const runFlags = {
  flags: {
    ...buildFlags.flags,
    ...inspectionFlags,
    saveBuildReport: {
      kind: "boolean",
      brief: "Write what was built in werf's form, to .builder-build-report.json",
      default: false,
      withNegated: false,
    },
    buildReportPath: {
      kind: "parsed",
      parse: String,
      placeholder: "file",
      brief: "Write that report to this file; as variables where its name ends with .env",
      optional: true,
    },
    target: {
      kind: "parsed",
      parse: String,
      placeholder: "name",
      brief: "Pipelines: run the steps of this deploy target",
      optional: true,
    },
    checkpoint: {
      kind: "parsed",
      parse: String,
      placeholder: "name",
      brief: "Pipelines: go on after the step that has kept this checkpoint",
      optional: true,
    },
    directMount: {
      kind: "boolean",
      brief: "Pipelines: mount the project into the box instead of copying it",
      default: false,
      withNegated: false,
    },
    exposePorts: {
      kind: "boolean",
      brief: "Pipelines: open the ports of box and services on this machine",
      default: false,
      withNegated: false,
    },
    publish: {
      kind: "parsed",
      parse: String,
      placeholder: "port",
      brief: "Pipelines: open a port of the box on this machine, PORT or HOST:PORT",
      variadic: true,
      optional: true,
    },
    artifacts: {
      kind: "parsed",
      parse: String,
      placeholder: "folder",
      brief: "Pipelines: write their output into this folder",
      optional: true,
    },
    environment: {
      kind: "parsed",
      parse: String,
      placeholder: "file",
      brief: "Pipelines: take variables from this file (default: ENVIRONMENT or .env beside build.ts)",
      optional: true,
    },
    attachOnError: {
      kind: "boolean",
      brief: "Pipelines: open a shell in the box when a step fails",
      default: false,
      withNegated: false,
    },
    keepBox: {
      kind: "boolean",
      brief: "Pipelines: leave the box for a day, for `builder shell`",
      default: false,
      withNegated: false,
    },
  },
  aliases: buildFlags.aliases,
} as const;
