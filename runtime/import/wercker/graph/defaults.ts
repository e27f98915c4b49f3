import type { BoxNode, PipelineNode, ServiceNode } from "../../../../sdk/model/pipeline-node.ts";
import type { Placed } from "../fields.ts";
import type { WerckerBox, WerckerFile } from "../wercker-file.ts";
import { toBoxNode } from "./box-node.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";
import { toServiceNode } from "./service-node.ts";

/** What the file says for all pipelines. */
export interface Defaults {
  readonly box?: BoxNode;
  readonly services: readonly ServiceNode[];
  readonly settings: Pick<PipelineNode, "sourceDir" | "ignoreFile" | "commandTimeoutMs" | "noResponseTimeoutMs">;
}

/** Reads the top of the file, once for all pipelines. */
export function toDefaults(file: WerckerFile, scope: Omit<Scope, "path" | "of">): Defaults {
  const { box, services = [], sourceDir, ignoreFile } = file;
  const at = (path: string): Scope => ({ ...scope, path });
  const commandTimeoutMs = toMilliseconds(file.commandTimeout, at("command-timeout"));
  const noResponseTimeoutMs = toMilliseconds(file.noResponseTimeout, at("no-response-timeout"));
  return {
    ...(box === undefined ? {} : { box: toPipelineBox(box, at("box")) }),
    services: services.map((service, index) => toServiceNode(service, at(`services[${index}]`))),
    settings: {
      ...(sourceDir === undefined || sourceDir.value === "" ? {} : { sourceDir: sourceDir.value }),
      ...(ignoreFile === undefined || ignoreFile.value === "" ? {} : { ignoreFile: ignoreFile.value }),
      ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }),
      ...(noResponseTimeoutMs === undefined ? {} : { noResponseTimeoutMs }),
    },
  };
}

/** A box has neither a name nor an address: these are for services. */
export function toPipelineBox(box: WerckerBox, scope: Scope): BoxNode {
  for (const key of ["name", "url"] as const) {
    const text = box.texts[key];
    if (text !== undefined) note(scope, "left-out", key, "is for services alone: wercker ignored it", text.origin);
  }
  return toBoxNode(box, scope);
}

const minute = 60_000;
/** wercker's. */
const mostMinutes = 60;

function toMilliseconds(minutes: Placed<number> | undefined, scope: Scope): number | undefined {
  if (minutes === undefined) return undefined;
  const { value, origin } = minutes;
  if (value <= 0) {
    note(scope, "left-out", undefined, "is less than a minute: wercker kept its default", origin);
    return undefined;
  }
  if (value > mostMinutes) {
    note(scope, "approximated", undefined, `is ${mostMinutes} minutes, the most that wercker allowed`, origin);
  }
  return Math.min(value, mostMinutes) * minute;
}
