import { optionalBoolean, requireOptions } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { Duration } from "./healthcheck.ts";
import type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "./model/cleanup-node.ts";

/**
 * Which stages `builder cleanup` keeps; werf's directives of the same names. What an image that is kept was built from
 * stays as well.
 *
 * @example
 * ```ts
 * import { image, project } from "builder";
 *
 * export const app = image("app").from("debian:bookworm-slim");
 *
 * export default project("shop", {
 *   cleanup: {
 *     keepImagesBuiltWithinLastNHours: 12,
 *     keepPolicies: [
 *       { references: { tag: /v\d+\..+/, limit: { last: 20 } } },
 *       { references: { branch: "main" }, imagesPerReference: { last: 5 } },
 *       { references: { branch: /.+/, limit: { last: 10, in: "168h" } } },
 *     ],
 *   },
 * });
 * ```
 */
export interface CleanupOptions {
  /**
   * Whether all images stay.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Whether what branches and tags refer to is removed like everything else.
   * @default false
   */
  readonly disableGitHistoryBasedPolicy?: boolean;
  /**
   * Whether what was built lately is removed like everything else.
   * @default false
   */
  readonly disableBuiltWithinLastNHoursPolicy?: boolean;
  /**
   * How long everything that was built stays, in hours.
   * @default 2
   */
  readonly keepImagesBuiltWithinLastNHours?: number;
  /**
   * In their order: where two select the same branch or tag, the later one says how many of its images stay.
   * @default the last 10 tags with one image each; the last 10 branches of the last 168 hours with their last 2 images of
   * that time; 10 images of each of the branches main, master, staging and production
   */
  readonly keepPolicies?: readonly KeepPolicy[];
}

/** Keeps images of the branches or of the tags that it selects. */
export interface KeepPolicy {
  /** Branches or tags by their whole name: a text, or an expression that has to match all of it. */
  readonly references: (
    | {
        /** The branches; those of the remote where there is one. */
        readonly branch: string | RegExp;
        /** Not both: a policy is for branches or for tags. */
        readonly tag?: undefined;
      }
    | {
        /** The tags. */
        readonly tag: string | RegExp;
        /** Not both: a policy is for branches or for tags. */
        readonly branch?: undefined;
      }
  ) & {
    /**
     * How many of them, those with the newest commits.
     * @default all
     */
    readonly limit?: KeepLimit;
  };
  /**
   * How many images of each of them, those of the newest commits. Of a tag only the image of its own commit counts.
   * @default { last: 1 }
   */
  readonly imagesPerReference?: KeepLimit;
}

/** A number, an age, or both. */
export interface KeepLimit {
  /**
   * So many; -1 for all.
   * @default -1
   */
  readonly last?: number;
  /** Those whose commits are not older: `168h`. */
  readonly in?: Duration;
  /**
   * Whether both must hold or one is enough.
   * @default "And"
   */
  readonly operator?: "And" | "Or";
}

const what = "project({ cleanup })";

/** Reads the option of `project()`. */
export function toCleanupNode(value: unknown, origin: Origin | undefined): CleanupNode {
  const known = [
    "disable",
    "disableGitHistoryBasedPolicy",
    "disableBuiltWithinLastNHoursPolicy",
    "keepImagesBuiltWithinLastNHours",
    "keepPolicies",
  ];
  const given = requireOptions(value, known, what, origin);
  const isSet = (name: string): boolean => optionalBoolean(given[name], false, nameOf(name), origin);
  return {
    disable: isSet("disable"),
    disableGitHistoryBasedPolicy: isSet("disableGitHistoryBasedPolicy"),
    disableBuiltWithinLastNHoursPolicy: isSet("disableBuiltWithinLastNHoursPolicy"),
    keepImagesBuiltWithinLastNHours: toHours(given.keepImagesBuiltWithinLastNHours, origin),
    ...(given.keepPolicies === undefined ? {} : { keepPolicies: toPolicies(given.keepPolicies, origin) }),
  };
}

function toHours(value: unknown, origin: Origin | undefined): number {
  if (value === undefined) return 2;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw wrongArgument(nameOf("keepImagesBuiltWithinLastNHours"), "a number of hours from 0 on", value, origin);
}

function toPolicies(value: unknown, origin: Origin | undefined): readonly KeepPolicyNode[] {
  if (!Array.isArray(value)) throw wrongArgument(nameOf("keepPolicies"), "a list", value, origin);
  return value.map((policy) => toPolicy(policy, origin));
}

function toPolicy(value: unknown, origin: Origin | undefined): KeepPolicyNode {
  const name = nameOf("keepPolicies: [{ references }]");
  const given = requireOptions(value, ["references", "imagesPerReference"], nameOf("keepPolicies"), origin);
  const { branch, tag, limit } = requireOptions(given.references, ["branch", "tag", "limit"], name, origin);
  if ((branch === undefined) === (tag === undefined)) {
    throw wrongArgument(name, "an object with either branch or tag", given.references, origin);
  }
  return {
    references: {
      type: branch === undefined ? "tag" : "branch",
      pattern: toPattern(branch ?? tag, name, origin),
      ...(limit === undefined ? {} : { limit: toLimit(limit, `${name} limit`, origin) }),
    },
    ...(given.imagesPerReference === undefined
      ? {}
      : {
          imagesPerReference: toLimit(
            given.imagesPerReference,
            nameOf("keepPolicies: [{ imagesPerReference }]"),
            origin,
          ),
        }),
  };
}

function toPattern(value: unknown, name: string, origin: Origin | undefined): NamePattern {
  if (typeof value === "string" && value !== "") return { kind: "text", text: value };
  // A copy of RegExp from another realm is no instance of ours.
  if (Object.prototype.toString.call(value) === "[object RegExp]" && isRegExp(value)) {
    return { kind: "regexp", source: value.source, flags: value.flags.replace(/[gyd]/g, "") };
  }
  throw wrongArgument(name, "a name or a regular expression", value, origin);
}

function isRegExp(value: unknown): value is RegExp {
  return typeof value === "object" && value !== null && "source" in value && "flags" in value;
}

function toLimit(value: unknown, name: string, origin: Origin | undefined): KeepLimitNode {
  const given = requireOptions(value, ["last", "in", "operator"], name, origin);
  const { last, operator = "And" } = given;
  if (last !== undefined && !(typeof last === "number" && Number.isInteger(last) && last >= -1)) {
    throw wrongArgument(`${name} last`, "a whole number from -1 on", last, origin);
  }
  if (operator !== "And" && operator !== "Or") {
    throw wrongArgument(`${name} operator`, '"And" or "Or"', operator, origin);
  }
  return {
    ...(last === undefined ? {} : { last }),
    ...(given.in === undefined ? {} : { inMs: toMilliseconds(given.in, `${name} in`, origin) }),
    operator,
  };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function toMilliseconds(value: unknown, name: string, origin: Origin | undefined): number {
  const [, number, unit = ""] = typeof value === "string" ? (/^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? []) : [];
  if (number === undefined) throw wrongArgument(name, 'a duration such as "168h"', value, origin);
  return Number(number) * (unitMs[unit] ?? 1);
}

function nameOf(option: string): string {
  return `project({ cleanup: { ${option} } })`;
}
