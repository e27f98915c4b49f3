import {
  createImageSpecNode,
  type HealthcheckSpec,
  type ImageSpecNode,
} from "../../../../sdk/model/image-spec-node.ts";
import { given } from "./given.ts";
import type { Section } from "./section.ts";

const flags = ["keepEssentialWerfLabels", "clearCmd", "clearEntrypoint", "clearUser", "clearWorkingDir"] as const;
const lists = ["removeLabels", "removeVolumes", "removeEnv", "volumes", "expose", "cmd", "entrypoint"] as const;
const configKeys = [...flags, ...lists, "labels", "env", "user", "workingDir", "stopSignal", "healthcheck"];

/** `imageSpec` of an image (spec §9.3). */
export function readImageSpec(image: Section): ImageSpecNode | undefined {
  const spec = image.section("imageSpec", ["author", "clearHistory", "config"]);
  if (spec === undefined) return undefined;
  return createImageSpecNode({
    ...given(spec.text("author"), (author) => ({ author })),
    clearHistory: spec.flag("clearHistory") ?? false,
    ...readConfig(spec.section("config", configKeys)),
    ...spec.origin,
  });
}

type Config = Omit<ImageSpecNode, "kind" | "author" | "clearHistory" | "origin">;

function readConfig(config: Section | undefined): Config {
  const flag = (name: (typeof flags)[number]): boolean => config?.flag(name) ?? false;
  const list = (name: (typeof lists)[number]): readonly string[] => config?.texts(name) ?? [];
  return {
    keepEssentialWerfLabels: flag("keepEssentialWerfLabels"),
    clearCmd: flag("clearCmd"),
    clearEntrypoint: flag("clearEntrypoint"),
    clearUser: flag("clearUser"),
    clearWorkingDir: flag("clearWorkingDir"),
    removeLabels: list("removeLabels"),
    removeVolumes: list("removeVolumes"),
    removeEnv: list("removeEnv"),
    volumes: list("volumes"),
    expose: list("expose"),
    cmd: list("cmd"),
    entrypoint: list("entrypoint"),
    env: config?.record("env") ?? {},
    labels: config?.record("labels") ?? {},
    ...given(config?.text("user"), (user) => ({ user })),
    ...given(config?.text("workingDir"), (workingDir) => ({ workingDir })),
    ...given(config?.text("stopSignal"), (stopSignal) => ({ stopSignal })),
    ...given(readHealthcheck(config), (healthcheck) => ({ healthcheck })),
  };
}

/** The key of the start period is written in small letters (spec §9.3); the other spelling is what people mean by it. */
function readHealthcheck(config: Section | undefined): HealthcheckSpec | undefined {
  const known = ["test", "interval", "timeout", "startperiod", "startPeriod", "retries"];
  const section = config?.section("healthcheck", known);
  if (section === undefined) return undefined;
  return {
    test: section.texts("test"),
    intervalSeconds: section.integer("interval", 0) ?? 0,
    timeoutSeconds: section.integer("timeout", 0) ?? 0,
    startPeriodSeconds: section.integer("startperiod", 0) ?? section.integer("startPeriod", 0) ?? 0,
    retries: section.integer("retries", 0) ?? 0,
  };
}

/** `build.imageSpec` of the project: it enters every image that is a result. */
export interface CommonImageSpec {
  readonly author?: string;
  readonly clearHistory: boolean;
  readonly keepEssentialWerfLabels: boolean;
  readonly removeLabels: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly origin: ImageSpecNode["origin"];
}

export function readCommonImageSpec(build: Section): CommonImageSpec | undefined {
  const spec = build.section("imageSpec", ["author", "clearHistory", "config"]);
  if (spec === undefined) return undefined;
  const keys = ["keepEssentialWerfLabels", "clearWerfLabels", "removeLabels", "labels"];
  const config = spec.section("config", keys);
  if (config?.flag("clearWerfLabels") !== undefined) {
    config.note(
      "clearWerfLabels",
      "left-out",
      "has no effect in werf either: the labels that stages are found by stay",
    );
  }
  return {
    ...given(spec.text("author"), (author) => ({ author })),
    clearHistory: spec.flag("clearHistory") ?? false,
    keepEssentialWerfLabels: config?.flag("keepEssentialWerfLabels") ?? false,
    removeLabels: config?.texts("removeLabels") ?? [],
    labels: config?.record("labels") ?? {},
    origin: spec.origin.origin,
  };
}

/** The project's author and labels count more than the image's; labels to remove are put together (spec §9.2). */
export function mergeImageSpec(
  own: ImageSpecNode | undefined,
  common: CommonImageSpec | undefined,
): ImageSpecNode | undefined {
  if (common === undefined) return own;
  const base = own ?? emptyImageSpec(common.origin);
  return createImageSpecNode({
    ...base,
    ...given(common.author ?? base.author, (author) => ({ author })),
    clearHistory: base.clearHistory || common.clearHistory,
    keepEssentialWerfLabels: base.keepEssentialWerfLabels || common.keepEssentialWerfLabels,
    removeLabels: [...new Set([...base.removeLabels, ...common.removeLabels])],
    labels: { ...base.labels, ...common.labels },
  });
}

function emptyImageSpec(origin: ImageSpecNode["origin"]): ImageSpecNode {
  const config = readConfig(undefined);
  return createImageSpecNode({ clearHistory: false, ...config, ...given(origin, (at) => ({ origin: at })) });
}
