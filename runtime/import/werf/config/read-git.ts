import { createGitMappingNode, type GitMappingNode } from "../../../../sdk/model/git-mapping-node.ts";
import type { RemoteGitNode } from "../../../../sdk/model/remote-git-node.ts";
import type { SecretSource } from "../../../../sdk/model/secret-node.ts";
import { type SourceStageName, sourceStageNames } from "../../../../sdk/model/user-stage-name.ts";
import { given } from "./given.ts";
import { readAbsolutePath, readRelativePaths } from "./read-paths.ts";
import { readSecretSource } from "./read-secret.ts";
import type { Section } from "./section.ts";

const local = ["add", "to", "owner", "group", "includePaths", "excludePaths", "stageDependencies"];
const remoteOnly = ["branch", "tag", "commit", "basicAuth"];

/** `git`: local mappings first, as werf takes them (spec §2.1). */
export function readGit(image: Section): readonly GitMappingNode[] {
  const mappings = image.sections("git", [...local, "url", ...remoteOnly]).flatMap((item) => readMapping(item) ?? []);
  return [
    ...mappings.filter(({ remote }) => remote === undefined),
    ...mappings.filter(({ remote }) => remote !== undefined),
  ];
}

function readMapping(item: Section): GitMappingNode | undefined {
  const add = readAbsolutePath(item, "add", "/");
  const to = readAbsolutePath(item, "to");
  const owner = item.text("owner");
  const group = item.text("group");
  const includePaths = readRelativePaths(item, "includePaths");
  const excludePaths = readRelativePaths(item, "excludePaths");
  const stageDependencies = readStageDependencies(item);
  const remote = readRemote(item);
  if (add === undefined || to === undefined) return undefined;
  return createGitMappingNode({
    add,
    to,
    ...given(owner, (value) => ({ owner: value })),
    ...given(group, (value) => ({ group: value })),
    includePaths,
    excludePaths,
    stageDependencies,
    ...given(remote, (value) => ({ remote: value })),
    ...item.origin,
  });
}

function readStageDependencies(item: Section): Readonly<Record<SourceStageName, readonly string[]>> {
  const section = item.section("stageDependencies", sourceStageNames);
  const masks = (stage: SourceStageName) => (section === undefined ? [] : readRelativePaths(section, stage));
  return { install: masks("install"), beforeSetup: masks("beforeSetup"), setup: masks("setup") };
}

function readRemote(item: Section): RemoteGitNode | undefined {
  const url = item.text("url");
  if (url === undefined || url === "") {
    for (const key of remoteOnly.filter((name) => item.has(name))) {
      item.problem(key, {
        code: "WERF.CONFLICT",
        message: `"${key}" is only for another repository, and there is no "url"`,
        next: [`give its url, or remove "${key}": files of this repository come from the commit that is built`],
      });
    }
    return undefined;
  }
  const branch = item.text("branch");
  const tag = item.text("tag");
  const commit = item.text("commit");
  const points = ["branch", "tag", "commit"].filter((key) => item.text(key) !== undefined);
  if (points.length > 1) {
    item.problem(points[1] ?? "tag", {
      code: "WERF.CONFLICT",
      message: `"${points.join('", "')}" are given, and only one of them can count`,
      next: ["keep the commit or the tag: what they name does not change"],
    });
  }
  const basicAuth = readBasicAuth(item);
  return {
    url,
    ...given(branch, (value) => ({ branch: value })),
    ...given(tag, (value) => ({ tag: value })),
    ...given(commit, (value) => ({ commit: value })),
    ...given(basicAuth, (value) => ({ basicAuth: value })),
  };
}

function readBasicAuth(item: Section): { readonly username: string; readonly password: SecretSource } | undefined {
  const section = item.section("basicAuth", ["username", "password"]);
  const username = section?.text("username");
  const source = section?.section("password", ["env", "src", "value"]);
  const password = source === undefined ? undefined : readSecretSource(source);
  if (section !== undefined && (username === undefined || source === undefined)) {
    const missing = username === undefined ? "username" : "password";
    section.problem(missing, {
      code: "WERF.REQUIRED_FIELD",
      message: `"${missing}" is missing`,
      next: ["give both: username, and password: { env: VARIABLE }"],
    });
  }
  return username === undefined || password === undefined ? undefined : { username, password };
}
