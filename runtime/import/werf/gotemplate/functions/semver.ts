import { type FunctionMap, fn0, fn1, fn2, type GoFunction, STRING } from "../function.ts";
import { compareVersions, formatVersion, parseVersion, type Version } from "../semver.ts";
import { satisfies } from "../semver-constraint.ts";
import { type GoType, UINT64 } from "../type.ts";
import { bool, int, integer, type ObjectValue, string } from "../value.ts";

/** Sprig's functions on semantic versions. */
export const SEMVER: FunctionMap = new Map<string, GoFunction>([
  ["semver", fn1(STRING, (text) => versionObject(parseVersion(text)))],
  ["semverCompare", fn2(STRING, STRING, (constraint, version) => bool(satisfies(constraint, parseVersion(version))))],
]);

const VERSION: GoType = { name: "*semver.Version", kind: "ptr" };

function versionObject(version: Version): ObjectValue {
  const number = (value: bigint) => fn0(() => integer(UINT64, value));
  const text = (value: string) => fn0(() => string(value));
  const other = (
    name: string,
    use: (order: number) => ReturnType<typeof int> | ReturnType<typeof bool>,
  ): [string, GoFunction] => [
    name,
    {
      params: [VERSION],
      call: ([argument]) => {
        const shown = argument?.tag === "object" ? (argument.text?.() ?? "") : "";
        return use(compareVersions(version, parseVersion(shown)));
      },
    },
  ];
  return {
    tag: "object",
    type: VERSION,
    fields: new Map(),
    text: () => formatVersion(version),
    methods: new Map<string, GoFunction>([
      ["Major", number(version.major)],
      ["Minor", number(version.minor)],
      ["Patch", number(version.patch)],
      ["Prerelease", text(version.prerelease)],
      ["Metadata", text(version.metadata)],
      ["Original", text(version.original)],
      ["String", text(formatVersion(version))],
      other("Compare", (order) => int(order)),
      other("Equal", (order) => bool(order === 0)),
      other("LessThan", (order) => bool(order < 0)),
      other("GreaterThan", (order) => bool(order > 0)),
      ["IncMajor", fn0(() => versionObject(release(version.major + 1n, 0n, 0n, version)))],
      ["IncMinor", fn0(() => versionObject(release(version.major, version.minor + 1n, 0n, version)))],
      ["IncPatch", fn0(() => versionObject(nextPatch(version)))],
    ]),
  };
}

function nextPatch(version: Version): Version {
  const step = version.prerelease === "" ? 1n : 0n;
  return release(version.major, version.minor, version.patch + step, version);
}

function release(major: bigint, minor: bigint, patch: bigint, { original }: Version): Version {
  const lead = original.startsWith("v") ? "v" : "";
  return { major, minor, patch, prerelease: "", metadata: "", original: `${lead}${major}.${minor}.${patch}` };
}
