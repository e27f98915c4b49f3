import { optionalBoolean, optionalString, requireOptions, stringList, stringRecord } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createImageSpecNode, type HealthcheckSpec, type ImageSpecNode } from "./model/image-spec-node.ts";
import type { OneOrMany } from "./one-or-many.ts";

/** Changes of the finished image's config; the only ones that can also take away what it has inherited. */
export interface ImageSpecOptions {
  /** Who the image says it is by. */
  readonly author?: string;
  /** Whether the history, which shows the commands of a Dockerfile, is dropped. @default false */
  readonly clearHistory?: boolean;
  /** Labels to add; `%image%` and `%project%` in names and values stand for the names of the image and the project. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels to remove: names, or `/regular expressions/` that match a whole name. The labels that stages are found by stay. */
  readonly removeLabels?: OneOrMany<string>;
  /** Says that the labels that stay in spite of `removeLabels` are wanted. @default false */
  readonly keepEssentialWerfLabels?: boolean;
  /** Variables to add; `$NAME` and `${NAME}` stand for what the image had before. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables to remove: names, or `/regular expressions/` that match a whole name. */
  readonly removeEnv?: OneOrMany<string>;
  /** Volumes to add: absolute paths. */
  readonly volumes?: OneOrMany<string>;
  /** Volumes to remove. */
  readonly removeVolumes?: OneOrMany<string>;
  /** Ports to add: `8080`, `53/udp`. */
  readonly expose?: OneOrMany<string>;
  /** The command, as a list of words. */
  readonly cmd?: readonly string[];
  /** What the command is handed to, as a list of words. Alone, it resets the command. */
  readonly entrypoint?: readonly string[];
  /** @default false */
  readonly clearCmd?: boolean;
  /** @default false */
  readonly clearEntrypoint?: boolean;
  /** `USER` or `USER:GROUP`. */
  readonly user?: string;
  /** @default false */
  readonly clearUser?: boolean;
  /** Folder that the command starts in. */
  readonly workingDir?: string;
  /** @default false */
  readonly clearWorkingDir?: boolean;
  /** Signal that ends a container, such as `SIGTERM`. */
  readonly stopSignal?: string;
  /** How the engine finds out whether a container works. */
  readonly healthcheck?: HealthcheckSpecOptions;
}

/** A health check in the engine's own form; times in whole seconds. */
export interface HealthcheckSpecOptions {
  /** `["CMD", …]`, `["CMD-SHELL", COMMAND]`, or `["NONE"]` to switch off that of the base image. */
  readonly test: readonly string[];
  /** Time between two checks. @default 0: as the engine does it */
  readonly intervalSeconds?: number;
  /** How long one check may take. @default 0: as the engine does it */
  readonly timeoutSeconds?: number;
  /** Time after the start in which failures do not count. @default 0: as the engine does it */
  readonly startPeriodSeconds?: number;
  /** How many failures in a row make a container unhealthy. @default 0: as the engine does it */
  readonly retries?: number;
}

const flags = [
  "clearHistory",
  "clearCmd",
  "clearEntrypoint",
  "clearUser",
  "clearWorkingDir",
  "keepEssentialWerfLabels",
] as const;
const lists = ["removeLabels", "removeVolumes", "removeEnv", "volumes", "expose", "cmd", "entrypoint"] as const;
const texts = ["author", "user", "workingDir", "stopSignal"] as const;
const optionNames = [...flags, ...lists, ...texts, "labels", "env", "healthcheck"];

/** Checks what was given to `.imageSpec()` or as `imageSpec` and writes it down. */
export function toImageSpecNode(options: unknown, origin: Origin | undefined): ImageSpecNode {
  const given = requireOptions(options, optionNames, "imageSpec(options)", origin);
  const flag = (name: (typeof flags)[number]) => optionalBoolean(given[name], false, `imageSpec({ ${name} })`, origin);
  const list = (name: (typeof lists)[number]) => stringList(given[name], `imageSpec({ ${name} })`, origin);
  const text = (name: (typeof texts)[number]) => {
    const value = optionalString(given[name], `imageSpec({ ${name} })`, origin);
    return value === undefined ? {} : { [name]: value };
  };
  return createImageSpecNode({
    clearHistory: flag("clearHistory"),
    clearCmd: flag("clearCmd"),
    clearEntrypoint: flag("clearEntrypoint"),
    clearUser: flag("clearUser"),
    clearWorkingDir: flag("clearWorkingDir"),
    keepEssentialWerfLabels: flag("keepEssentialWerfLabels"),
    removeLabels: list("removeLabels"),
    removeVolumes: list("removeVolumes"),
    removeEnv: list("removeEnv"),
    volumes: list("volumes"),
    expose: list("expose"),
    cmd: list("cmd"),
    entrypoint: list("entrypoint"),
    env: stringRecord(given.env, "imageSpec({ env })", origin),
    labels: stringRecord(given.labels, "imageSpec({ labels })", origin),
    ...text("author"),
    ...text("user"),
    ...text("workingDir"),
    ...text("stopSignal"),
    ...toHealthcheck(given.healthcheck, origin),
    ...(origin === undefined ? {} : { origin }),
  });
}

const healthcheckTimes = ["intervalSeconds", "timeoutSeconds", "startPeriodSeconds", "retries"] as const;

function toHealthcheck(value: unknown, origin: Origin | undefined): { readonly healthcheck?: HealthcheckSpec } {
  if (value === undefined) return {};
  const given = requireOptions(value, ["test", ...healthcheckTimes], "imageSpec({ healthcheck })", origin);
  const whole = (name: (typeof healthcheckTimes)[number]): number => {
    const number = given[name] ?? 0;
    if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
    throw wrongArgument(`imageSpec({ healthcheck: { ${name} } })`, "a whole number from 0 on", number, origin);
  };
  return {
    healthcheck: {
      test: stringList(given.test, "imageSpec({ healthcheck: { test } })", origin),
      intervalSeconds: whole("intervalSeconds"),
      timeoutSeconds: whole("timeoutSeconds"),
      startPeriodSeconds: whole("startPeriodSeconds"),
      retries: whole("retries"),
    },
  };
}
