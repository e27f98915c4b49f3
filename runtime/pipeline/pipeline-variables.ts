import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import { basePathOf, guestPaths, sourcePathOf } from "./guest-paths.ts";
import { createVariables, type Variables } from "./variables.ts";

/** What git knows about the source. */
export interface GitFacts {
  readonly domain: string;
  readonly owner: string;
  readonly repository: string;
  /** "" where HEAD is detached. */
  readonly branch: string;
  /** The last tag that points to HEAD. */
  readonly tag: string;
  readonly commit: string;
}

/** What the variables of a pipeline are made of. */
export interface VariableFacts {
  readonly pipeline: PipelineNode;
  readonly project: string;
  /** Who runs it. */
  readonly user: string;
  /** 24 hexadecimal digits. */
  readonly runId: string;
  readonly git: GitFacts;
  readonly host: ReadonlyMap<string, string>;
  readonly target?: string;
}

const baseUrl = "https://app.wercker.com";

/** All that steps see, in wercker's order (spec §3.6); the values of protected variables go to `onSecret`. */
export function pipelineVariables(facts: VariableFacts, onSecret: (value: string) => void): Variables {
  const variables = createVariables();
  const setAll = (values: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(values)) variables.set(name, value, { literal: true });
  };
  setAll(commonVariables(facts));
  setAll(facts.pipeline.mode === "deploy" ? deployVariables(facts) : buildVariables(facts));
  setAll(mirrored(facts.host));
  for (const [name, value] of facts.host) if (name.startsWith("X_")) variables.set(name.slice(2), value);
  for (const [name, value] of facts.host) {
    if (!name.startsWith("XXX_")) continue;
    onSecret(value);
    variables.set(name.slice(4), value, { hidden: true });
  }
  return variables;
}

function commonVariables({ pipeline, project, user }: VariableFacts): Readonly<Record<string, string>> {
  return {
    WERCKER: "true",
    WERCKER_ROOT: basePathOf(pipeline),
    WERCKER_SOURCE_DIR: sourcePathOf(pipeline),
    WERCKER_CACHE_DIR: guestPaths.cache,
    WERCKER_OUTPUT_DIR: guestPaths.output,
    WERCKER_PIPELINE_DIR: guestPaths.root,
    WERCKER_REPORT_DIR: guestPaths.reportVariable,
    WERCKER_APPLICATION_ID: project,
    WERCKER_APPLICATION_NAME: project,
    WERCKER_APPLICATION_OWNER_NAME: user,
    WERCKER_APPLICATION_URL: `${baseUrl}/#applications/${project}`,
    TERM: "xterm-256color",
  };
}

function buildVariables(facts: VariableFacts): Readonly<Record<string, string>> {
  const { runId } = facts;
  return {
    BUILD: "true",
    CI: "true",
    ...runVariables(facts),
    WERCKER_BUILD_ID: runId,
    WERCKER_BUILD_URL: runUrl(facts),
  };
}

/** Without CI, which scripts rely on (spec §6.2, 32). */
function deployVariables(facts: VariableFacts): Readonly<Record<string, string>> {
  const { runId, target } = facts;
  return {
    DEPLOY: "true",
    ...runVariables(facts),
    WERCKER_DEPLOY_ID: runId,
    WERCKER_DEPLOY_URL: runUrl(facts),
    ...(target === undefined ? {} : { WERCKER_DEPLOYTARGET_NAME: target }),
  };
}

function runVariables(facts: VariableFacts): Readonly<Record<string, string>> {
  const { git, runId } = facts;
  return {
    WERCKER_RUN_ID: runId,
    WERCKER_RUN_URL: runUrl(facts),
    WERCKER_GIT_DOMAIN: git.domain,
    WERCKER_GIT_OWNER: git.owner,
    WERCKER_GIT_REPOSITORY: git.repository,
    WERCKER_GIT_BRANCH: git.branch,
    WERCKER_GIT_TAG: git.tag,
    WERCKER_GIT_COMMIT: git.commit,
  };
}

function runUrl({ user, project, pipeline, runId }: VariableFacts): string {
  return `${baseUrl}/${user}/${project}/runs/${pipeline.name}/${runId}`;
}

function mirrored(host: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const names = ["WERCKER_STARTED_BY", "WERCKER_MAIN_PIPELINE_STARTED"];
  return Object.fromEntries(names.flatMap((name) => (host.get(name) ? [[name, host.get(name) ?? ""]] : [])));
}
