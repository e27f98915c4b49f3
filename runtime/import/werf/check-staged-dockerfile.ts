import { posix } from "node:path";
import { originsOf } from "../../../sdk/errors/origin.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { parseDockerfile } from "../../plan/dockerfile/parse-dockerfile.ts";
import type { ImportFiles } from "../import-request.ts";
import { heredocNotSupported } from "./errors.ts";

/** Refuses what werf refuses of a Dockerfile that it builds step by step (spec §6.6). One that is missing is found while planning. */
export function checkStagedDockerfile(image: DockerfileNode, files: ImportFiles): void {
  const path = posix.join(image.context, image.dockerfile);
  const content = files.readFile(path);
  if (content === undefined) return;
  for (const { instructions } of parseDockerfile(content.toString(), path).stages) {
    for (const { keyword, heredocs, line } of instructions) {
      if (heredocs.length === 0 || (keyword !== "COPY" && keyword !== "ADD")) continue;
      throw heredocNotSupported(keyword, image.name, [{ file: path, line, column: 1 }, ...originsOf(image)]);
    }
  }
}
