import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import { type MountNode, mountTypes } from "../../sdk/model/mount-node.ts";
import type { ContainerSpec, Engine } from "../engine/engine.ts";
import { sha256 } from "../plan/digest.ts";
import { mountLabels, volumeLabels } from "../plan/stage-labels.ts";
import { mountNotLocal } from "./errors.ts";

type Labels = Readonly<Record<string, string>>;

/** What a container needs so that commands see the mounts of their image. */
export type ContainerMounts = Required<Pick<ContainerSpec, "mounts" | "volumes">>;

/** Gives the stages of an image their mounts: fresh ones are made when first needed and shared by the stages of one run. */
export interface StageMounts {
  /** @param labels of the image before, which hold the mounts that it had itself */
  of(image: ImageNode, labels: Labels, runId: string): Promise<ContainerMounts>;
  /** Removes what was made for this run alone. */
  close(): Promise<void>;
}

/** Volumes of the engine and not folders of this machine, so that an engine elsewhere has them, too. */
export function createStageMounts(engine: Engine, project: string): StageMounts {
  const fresh = new Map<string, Promise<string>>();
  const freshVolume = (image: ImageNode, { to }: MountNode, runId: string): Promise<string> => {
    const key = `${image.name} ${to}`;
    const volume = fresh.get(key) ?? engine.volumes.create(runId);
    fresh.set(key, volume);
    return volume;
  };
  const keptVolume = async ({ to }: MountNode): Promise<string> => {
    const name = `builder-build-dir-${project}-${sha256(to).slice(0, 12)}`;
    await engine.volumes.ensure(name, { [volumeLabels.project]: project, [volumeLabels.target]: to });
    return name;
  };
  return {
    async of(image, labels, runId) {
      const mounts: ContainerMounts["mounts"][number][] = [];
      const volumes: ContainerMounts["volumes"][number][] = [];
      for (const node of mountsOf(image, labels)) {
        if (node.type === "custom_dir") mounts.push(await hostDirectory(engine, image, node));
        else {
          const name = node.type === "tmp_dir" ? await freshVolume(image, node, runId) : await keptVolume(node);
          volumes.push({ name, target: node.to });
        }
      }
      return { mounts, volumes };
    },
    async close() {
      for (const volume of fresh.values()) {
        // What cannot be removed now carries the run's label: a later run sweeps it.
        await volume.then((name) => engine.volumes.remove(name)).catch(() => {});
      }
    },
  };
}

/** Its own before those of the image that it starts from. */
function mountsOf({ mounts }: ImageNode, labels: Labels): readonly MountNode[] {
  const targets = new Set(mounts.map(({ to }) => to));
  return [...mounts, ...inheritedMounts(labels).filter(({ to }) => !targets.has(to))];
}

function inheritedMounts(labels: Labels): readonly MountNode[] {
  return Object.entries(labels).flatMap(([label, value]) => {
    const type = mountTypes.find((name) =>
      name === "custom_dir" ? label.startsWith(mountLabels[name]) : label === mountLabels[name],
    );
    if (type === undefined) return [];
    const fromPath = label.slice(mountLabels.custom_dir.length).replaceAll("--", "/");
    return value
      .split(";")
      .map((to): MountNode => ({ kind: "mount", type, to, ...(type === "custom_dir" ? { fromPath } : {}) }));
  });
}

async function hostDirectory(
  engine: Engine,
  image: ImageNode,
  node: MountNode,
): Promise<ContainerMounts["mounts"][number]> {
  const { fromPath = "", to } = node;
  if (!engine.capabilities.local) throw mountNotLocal(image, node);
  const source = fromPath === "~" || fromPath.startsWith("~/") ? join(homedir(), fromPath.slice(1)) : fromPath;
  await mkdir(source, { recursive: true });
  return { source, target: to, readOnly: false };
}
