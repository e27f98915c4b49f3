import type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "../../../../sdk/model/cleanup-node.ts";
import { given } from "./given.ts";
import type { Section } from "./section.ts";

const known = [
  ...["disable", "disableKubernetesBasedPolicy", "disableGitHistoryBasedPolicy", "disableBuiltWithinLastNHoursPolicy"],
  ...["keepImagesBuiltWithinLastNHours", "keepPolicies"],
];
const usualHours = 2;

/** `cleanup` of the meta section (spec §9.2). */
export function readCleanup(meta: Section): CleanupNode | undefined {
  const cleanup = meta.section("cleanup", known);
  if (cleanup === undefined) return undefined;
  if (cleanup.flag("disableKubernetesBasedPolicy") !== undefined) {
    cleanup.note(
      "disableKubernetesBasedPolicy",
      "left-out",
      "builder cleanup never asks a cluster which images it uses",
    );
  }
  return {
    disable: cleanup.flag("disable") ?? false,
    disableGitHistoryBasedPolicy: cleanup.flag("disableGitHistoryBasedPolicy") ?? false,
    disableBuiltWithinLastNHoursPolicy: cleanup.flag("disableBuiltWithinLastNHoursPolicy") ?? false,
    keepImagesBuiltWithinLastNHours: cleanup.integer("keepImagesBuiltWithinLastNHours", 0) ?? usualHours,
    ...(cleanup.node("keepPolicies") === undefined ? {} : { keepPolicies: readPolicies(cleanup) }),
  };
}

function readPolicies(cleanup: Section): readonly KeepPolicyNode[] {
  return cleanup.sections("keepPolicies", ["references", "imagesPerReference"]).flatMap((policy) => {
    const references = readReferences(policy);
    const imagesPerReference = readLimit(policy, "imagesPerReference");
    if (references === undefined) return [];
    return [{ references, ...given(imagesPerReference, (limit) => ({ imagesPerReference: limit })) }];
  });
}

function readReferences(policy: Section): KeepPolicyNode["references"] | undefined {
  const references = policy.section("references", ["branch", "tag", "limit"]);
  const [key, other] = ["branch", "tag"].filter((name) => references?.node(name) !== undefined);
  if (references === undefined || key === undefined || other !== undefined) {
    (references ?? policy).problem(other ?? "references", {
      code: "WERF.CLEANUP",
      message:
        other === undefined ? "a policy says not which branches or tags it keeps" : "a policy says both branch and tag",
      next: ["write references: { branch: NAME } or references: { tag: /EXPRESSION/ }"],
    });
    return undefined;
  }
  const pattern = readPattern(references, key);
  if (pattern === undefined) return undefined;
  const limit = readLimit(references, "limit");
  return { type: key === "branch" ? "branch" : "tag", pattern, ...given(limit, (value) => ({ limit: value })) };
}

/** A name, or `/…/`, which must match a whole name. */
function readPattern(section: Section, key: string): NamePattern | undefined {
  const text = section.text(key) ?? "";
  const [, source] = /^\/(.+)\/$/s.exec(text) ?? [];
  if (source === undefined) return { kind: "text", text };
  try {
    new RegExp(source);
    return { kind: "regexp", source, flags: "" };
  } catch (error) {
    section.problem(key, {
      code: "WERF.REGEXP",
      message: `\`${text}\` cannot be read as a regular expression`,
      why: error instanceof Error ? error.message : String(error),
      next: ["correct it between the slashes; it must match the whole name"],
    });
    return undefined;
  }
}

function readLimit(section: Section, key: string): KeepLimitNode | undefined {
  const limit = section.section(key, ["last", "in", "operator"]);
  if (limit === undefined) return undefined;
  const last = limit.integer("last", -1);
  const inMs = readDuration(limit);
  const operator = limit.text("operator") ?? "And";
  if (operator !== "And" && operator !== "Or") {
    limit.problem("operator", {
      code: "WERF.CLEANUP",
      message: `\`operator: ${operator}\` is unknown`,
      next: ["write And or Or"],
    });
  }
  return {
    ...given(last, (value) => ({ last: value })),
    ...given(inMs, (value) => ({ inMs: value })),
    operator: operator === "Or" ? "Or" : "And",
  };
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as Go writes it: `168h`, `1h30m`. */
function readDuration(limit: Section): number | undefined {
  const text = limit.text("in");
  if (text === undefined) return undefined;
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join("") === text) {
    return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (unitMs[unit] ?? 1), 0);
  }
  limit.problem("in", {
    code: "WERF.CLEANUP",
    message: `\`in: ${text}\` is no duration`,
    next: ["write a number with its unit: 12h, 90m, 168h"],
  });
  return undefined;
}
