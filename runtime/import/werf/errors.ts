import { BuilderError } from "../../../sdk/errors/builder-error.ts";
import type { Origin } from "../../../sdk/errors/origin.ts";
import { giterminismFile } from "./giterminism/read-giterminism.ts";

/** `WERF.NO_CONFIG`: there is no file to read. */
export function noConfig(file: string): BuilderError {
  return new BuilderError({
    code: "WERF.NO_CONFIG",
    message: `${file} is neither in the commit nor in the work tree`,
    next: ["name the file: builder run path/to/werf.yaml", "git add it and commit"],
  });
}

/** `GITERMINISM.ENV`: a template reads a variable that the project does not allow. The place is added by the template. */
export function envNotAllowed(name: string): BuilderError {
  return new BuilderError({
    code: "GITERMINISM.ENV",
    message: `the environment variable ${name} is not allowed: it is not part of the commit`,
    next: [
      `allow it in ${giterminismFile}: config: { goTemplateRendering: { allowEnvVariables: [${name}] } }`,
      "add --loose-giterminism to build without this check",
    ],
  });
}

/** `WERF.INCLUDES`: parts of the configuration are in other repositories. */
export function includesNotSupported(file: string): BuilderError {
  return new BuilderError({
    code: "WERF.INCLUDES",
    message: `${file} takes over parts of the configuration from other repositories, which builder does not do`,
    next: [
      `copy those files to their places in this repository, commit them, and remove ${file}`,
      "or add the other repository as a submodule",
    ],
    where: [{ file, line: 1, column: 1 }],
  });
}

/** `WERF.STAGED_HEREDOC`: werf builds this Dockerfile step by step and refuses what is in it. */
export function heredocNotSupported(keyword: string, image: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "WERF.STAGED_HEREDOC",
    message: `heredoc is not supported with ${keyword} command in the staged Dockerfile of image "${image}"`,
    why: "with `staged: true` each instruction becomes a stage, and a stage takes its files from the context alone",
    next: [
      "put the text into a file and copy that",
      "or remove `staged: true`: the Dockerfile is then built as a whole",
    ],
    where,
  });
}
