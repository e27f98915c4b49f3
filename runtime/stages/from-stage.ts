import { posix } from "node:path";
import { Bug } from "../../sdk/errors/bug.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import { mountTypes } from "../../sdk/model/mount-node.ts";
import type { ImageConfig } from "../engine/engine.ts";
import { group, leaf, type Part, shownLeaf } from "../plan/part.ts";
import { mountLabels } from "../plan/stage-labels.ts";
import { projectLabels } from "./commit-labels.ts";
import { emptyDirectories } from "./empty-directories.ts";
import type { Stage, StageContext } from "./stage.ts";

/** The image that everything starts from. Nothing runs in it, unless it has something where a mount will be. */
export function createFromStage(): Stage {
  return {
    name: "from",
    isEmpty: async () => false,
    parts: async (context) => group("from", [...versions(context), ...mountParts(context.image), basePart(context)]),
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => ({ ...projectLabels(context), ...labelsOfMounts(context.image) }),
    async build(context) {
      await emptyDirectories(
        context,
        context.image.mounts.map(({ to }) => to),
      );
      return context.image.base.kind === "reference" ? withoutForeignMounts(context.config) : context.config;
    },
  };
}

/** What is mounted from this machine is for build.ts to say and for its giterminism to allow, not for a base from elsewhere. */
function withoutForeignMounts(config: ImageConfig): ImageConfig {
  const labels = Object.entries(config.labels).filter(
    ([name]) => name !== mountLabels.build_dir && !name.startsWith(mountLabels.custom_dir),
  );
  return { ...config, labels: Object.fromEntries(labels) };
}

function versions({ image, latestBaseId }: StageContext): readonly Part[] {
  return [
    ...(image.imageCacheVersion ? [shownLeaf("cache version of the image", image.imageCacheVersion)] : []),
    ...(image.fromCacheVersion ? [shownLeaf("cache version", image.fromCacheVersion)] : []),
    ...(latestBaseId === undefined ? [] : [shownLeaf("image in the registry", latestBaseId)]),
  ];
}

/** In werf's order, where a mount that is no directory of the host has the path `.` (spec §1.6). */
function mountParts({ mounts }: ImageNode): readonly Part[] {
  return mounts.flatMap(({ type, fromPath, to }) => [
    leaf(`source of the mount ${to}`, posix.normalize(fromPath ?? "")),
    leaf(`mount ${to}`, posix.normalize(to)),
    leaf(`kind of the mount ${to}`, type),
  ]);
}

/** Images that start from this one find its mounts there. */
function labelsOfMounts({ mounts }: ImageNode): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const type of mountTypes) {
    for (const node of mounts.filter((one) => one.type === type)) {
      const name =
        type === "custom_dir" ? mountLabels[type] + (node.fromPath ?? "").replaceAll("/", "--") : mountLabels[type];
      labels[name] = labels[name] === undefined ? node.to : `${labels[name]};${node.to}`;
    }
  }
  return labels;
}

/** The text of the reference, never what the registry has under it: a plan needs no registry (spec §1.6). */
function basePart({ image, baseContentDigest }: StageContext): Part {
  switch (image.base.kind) {
    case "reference":
      return shownLeaf("base image", image.base.reference);
    case "scratch":
      return shownLeaf("scratch", "scratch");
    case "image":
      if (baseContentDigest === undefined) throw new Bug(`${image.name} is planned before what it starts from`);
      return leaf("base image of this project", baseContentDigest);
  }
}
