import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { GitMappingNode } from "./git-mapping-node.ts";
import { isWellFormedMask } from "./mask.ts";
import type { RemoteGitNode } from "./remote-git-node.ts";
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
    ...(mapping.remote === undefined ? [] : [wrongUrl(mapping.remote.url), wrongPoint(mapping.remote)]),
  ]
    .filter((finding) => finding !== undefined)
    .map((finding) => ({ ...finding, message: `${finding.message}, in a git mapping of "${image}"`, where }));
}

export function wrongPath(path: string, option: "add" | "to"): Diagnostic | undefined {
  if (path.startsWith("/") && !hasDotSegment(path)) return undefined;
  return {
    code: "GRAPH.GIT_PATH",
    message: `${option}: "${path}" is not an absolute path`,
    next: [
      `Begin it with a slash: "/" is the root of the ${option === "add" ? "repository" : "image"}. No "." or ".." in it.`,
    ],
  };
}

export function wrongMask(mask: string, option: string): Diagnostic | undefined {
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

export function wrongAccount(account: string | undefined, option: "owner" | "group"): Diagnostic | undefined {
  if (account === undefined || accountPattern.test(account)) return undefined;
  return {
    code: "GRAPH.ACCOUNT",
    message: `${option}: "${account}" is neither a name nor a number`,
    next: ["Give one name or number; the group has an option of its own."],
  };
}

/** The url is part of digests and messages; what it says of a password must not get there, nor into this message. */
function wrongUrl(url: string): Diagnostic | undefined {
  if (/^[a-z+]+:\/\/[^/@]*:[^/]*@/.test(url) || /^https?:\/\/[^/]*@/.test(url)) {
    return {
      code: "GRAPH.GIT_URL",
      message: "url: a user or a password stands in it",
      next: ['Take it out, and give `basicAuth: { username: "…", password: { env: "…" } }`.'],
    };
  }
  // git takes a leading dash for an option, and `name::address` for a program to start.
  if (url !== "" && !url.startsWith("-") && !/^[A-Za-z0-9]+::/.test(url) && !/[\s\0]/.test(url)) return undefined;
  return {
    code: "GRAPH.GIT_URL",
    message: `url: ${JSON.stringify(url)} is no address of a git repository`,
    next: ["Write https://…, ssh://…, file://…, user@host:path, or a path."],
  };
}

function wrongPoint({ branch, tag, commit }: RemoteGitNode): Diagnostic | undefined {
  if (commit !== undefined && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) {
    return {
      code: "GRAPH.GIT_COMMIT",
      message: `commit: "${commit}" is not the full id of a commit`,
      next: ["Give all 40 characters, in lower case: git rev-parse HEAD"],
    };
  }
  const wrong = [branch, tag].find((name) => name !== undefined && !isReferenceName(name));
  if (wrong === undefined) return undefined;
  return { code: "GRAPH.GIT_REFERENCE", message: `${JSON.stringify(wrong)} is no name of a branch or tag` };
}

/** git check-ref-format, as far as it keeps a name from being read as something else. */
function isReferenceName(name: string): boolean {
  return name !== "" && !/^[-/.]|[\s~^:?*[\\\0]|\.\.|@\{|\/\/|\/$|\.lock$|\.$/.test(name);
}

function hasDotSegment(path: string): boolean {
  return path.split("/").some((segment) => segment === "." || segment === "..");
}
