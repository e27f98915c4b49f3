import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { HealthcheckSpec, ImageSpecNode } from "../../sdk/model/image-spec-node.ts";
import type { ImageAuthorship } from "../engine/engine.ts";
import { group, leaf, type Part } from "../plan/part.ts";
import type { DigestProfile } from "../plan/profile.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import { applyImageSpec } from "./apply-image-spec.ts";
import type { Stage } from "./stage.ts";

/** The last word on the config of an image: sets, and takes away what was inherited. Nothing runs. */
export function createImageSpecStage(): Stage<AnyImageNode> {
  return {
    name: "imageSpec",
    isEmpty: async () => false,
    parts: async (context) => group("imageSpec", specParts(specOf(context.image), context.profile)),
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async () => ({}),
    authorship: (image) => authorshipOf(specOf(image)),
    build: async ({ config, image }) =>
      applyImageSpec(config, specOf(image), { image: image.name, project: config.labels[stageLabels.project] ?? "" }),
  };
}

function specOf({ name, imageSpec }: AnyImageNode): ImageSpecNode {
  if (imageSpec === undefined) throw new Bug(`${name} has no imageSpec`);
  return imageSpec;
}

function authorshipOf({ author, clearHistory }: ImageSpecNode): ImageAuthorship {
  return { ...(author === undefined ? {} : { author }), clearHistory };
}

/** In werf's order (spec §1.6); what has an order of its own is sorted. */
function specParts(spec: ImageSpecNode, profile: DigestProfile): readonly Part[] {
  return [
    leaf("author", spec.author ?? ""),
    leaf("clearHistory", String(spec.clearHistory)),
    leaf("cmd", profile.wordsText(spec.cmd)),
    leaf("entrypoint", profile.wordsText(spec.entrypoint)),
    ...keyedParts("env", spec.env),
    ...listParts("expose", spec.expose),
    leaf("healthcheck", healthcheckText(spec.healthcheck)),
    ...keyedParts("label", spec.labels),
    leaf("stopSignal", spec.stopSignal ?? ""),
    leaf("user", spec.user ?? ""),
    ...listParts("volume", spec.volumes),
    leaf("workingDir", spec.workingDir ?? ""),
    ...listParts("removeLabels", spec.removeLabels),
    ...listParts("removeVolumes", spec.removeVolumes),
    ...listParts("removeEnv", spec.removeEnv),
    leaf("keepEssentialWerfLabels", String(spec.keepEssentialWerfLabels)),
    leaf("clearCmd", String(spec.clearCmd)),
    leaf("clearEntrypoint", String(spec.clearEntrypoint)),
    leaf("clearUser", String(spec.clearUser)),
    leaf("clearWorkingDir", String(spec.clearWorkingDir)),
  ];
}

function listParts(name: string, items: readonly string[]): readonly Part[] {
  return [...items].sort().map((item) => leaf(`${name} ${item}`, item));
}

function keyedParts(name: string, values: Readonly<Record<string, string>>): readonly Part[] {
  return Object.keys(values)
    .sort()
    .flatMap((key) => [leaf("", key), leaf(`${name} ${key}`, values[key] ?? "")]);
}

/** As Go prints a pointer to its struct. */
function healthcheckText(check: HealthcheckSpec | undefined): string {
  if (check === undefined) return "<nil>";
  const { test, intervalSeconds, timeoutSeconds, startPeriodSeconds, retries } = check;
  return `&{[${test.join(" ")}] ${intervalSeconds} ${timeoutSeconds} ${startPeriodSeconds} ${retries}}`;
}
