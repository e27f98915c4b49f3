import { isAbsolute, resolve } from "node:path";
import type { BoxNode } from "../../../sdk/model/pipeline-node.ts";
import type { BoxSpec, PortBinding } from "../../engine/boxes.ts";
import { splitWords } from "../../util/split-words.ts";
import { wrongCommandLine } from "../errors.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { parsePort } from "../text/parse-port.ts";

/** `cmd` or `entrypoint` as words; absent where nothing was given. Error: `PIPELINE.COMMAND_LINE`. */
export function commandLine(
  option: "cmd" | "entrypoint",
  box: BoxNode,
): { readonly cmd?: readonly string[] } | { readonly entrypoint?: readonly string[] } {
  const value = box[option];
  if (value === undefined) return {};
  return { [option]: typeof value === "string" ? words(value, box) : value };
}

function words(text: string, box: BoxNode): readonly string[] {
  try {
    return splitWords(text);
  } catch (error) {
    throw wrongCommandLine(text, error instanceof Error ? error.message : String(error), box);
  }
}

/** Folders of the host, writable: `PATH` or `HOST:PATH`, several in one text as in wercker. */
export function boxMounts(context: PipelineContext, box: BoxNode | undefined): BoxSpec["mounts"] {
  return (box?.volumes ?? [])
    .flatMap((volume) => context.text(volume).split(/[\s,]+/))
    .filter((volume) => volume !== "")
    .map((volume) => {
      const [host = "", guest = host] = volume.split(":");
      const source = isAbsolute(host) ? host : resolve(context.request.folder, host);
      return { source, target: guest, readOnly: false };
    });
}

/** The ports of a container, and those of them that are opened on the host. */
export function boxPorts(
  context: PipelineContext,
  ports: readonly string[],
  isExposed: boolean,
): { readonly ports: readonly PortBinding[]; readonly exposedPorts: readonly string[] } {
  const bindings = ports.flatMap((port) => parsePort(context.text(port)) ?? []);
  return { ports: isExposed ? bindings : [], exposedPorts: bindings.map(({ containerPort }) => containerPort) };
}
