import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
import { isWellFormedMask } from "./mask.ts";
import { sourceStageNames } from "./user-stage-name.ts";

/** What can be told about a mapping without looking into the repository (spec §9.3). */
export function validateGitMapping(mapping: GitMappingNode, image: string): readonly Diagnostic[] {
  const where = originsOf(mapping);
  const stageMasks = sourceStageNames.flatMap((stage) =>
    mapping.stageDependencies[stage].map((mask) => wrongMask(mask, `stageDependencies.${stage}`)),
  );
  return [
    wrongPath(mapping.add, "add"),
    wrongPath(mapping.to, "to"),
    ...mapping.includePaths.map((mask) => wrongMask(mask, "includePaths")),
    ...mapping.excludePaths.map((mask) => wrongMask(mask, "excludePaths")),
    ...stageMasks,
    wrongAccount(mapping.owner, "owner"),
    wrongAccount(mapping.group, "group"),
  ]
    .filter((finding) => finding !== undefined)
    .map((finding) => ({ ...finding, message: `${finding.message}, in a git mapping of "${image}"`, where }));
}

function wrongPath(path: string, option: "add" | "to"): Diagnostic | undefined {
  if (path.startsWith("/") && !hasDotSegment(path)) return undefined;
  return {
    code: "GRAPH.GIT_PATH",
    message: `${option}: "${path}" is not an absolute path`,
    next: [
      `Begin it with a slash: "/" is the root of the ${option === "add" ? "repository" : "image"}. No "." or ".." in it.`,
    ],
  };
}

function wrongMask(mask: string, option: string): Diagnostic | undefined {
  if (mask === "" || mask.startsWith("/") || mask.split("/").includes("..")) {
    return {
      code: "GRAPH.MASK",
      message: `${option}: "${mask}" is not a relative mask`,
      next: ["Masks are relative to `add`: no slash in front, no `..`."],
    };
  }
  if (isWellFormedMask(mask)) return undefined;
  return {
    code: "GRAPH.MASK",
    message: `${option}: "${mask}" is a malformed mask`,
    next: ["Close every [ and {. Put a backslash before a character that is meant as it is; none at the end."],
  };
}

/** A name as `useradd` accepts it, or a number. */
const accountPattern = /^(?:[0-9]+|[A-Za-z_][A-Za-z0-9_.-]*\$?)$/;

function wrongAccount(account: string | undefined, option: "owner" | "group"): Diagnostic | undefined {
  if (account === undefined || accountPattern.test(account)) return undefined;
  return {
    code: "GRAPH.ACCOUNT",
    message: `${option}: "${account}" is neither a name nor a number`,
    next: ["Give one name or number; the group has an option of its own."],
  };
}

function hasDotSegment(path: string): boolean {
  return path.split("/").some((segment) => segment === "." || segment === "..");
}
