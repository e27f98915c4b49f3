import { optionalString, requireOptions, requireString, stringList } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createImportNode, type ImportNode, type ImportSource } from "./model/import-node.ts";
import { type UserStageName, userStageNames } from "./model/user-stage-name.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { type StagePlace, toStageSlot } from "./stage-place.ts";

/** Which files of another image are put into an image, where and when. */
export type ImportOptions = StagePlace & {
  /** Absolute path of a file or a folder in the other image. */
  readonly add: string;
  /**
   * Absolute path in this image. What a folder holds is merged into it; a file gets this path, or goes into it where it is
   * a folder or ends with a slash.
   * @default the path given as `add`
   */
  readonly to?: string;
  /**
   * Takes the files as they are after this stage of the other image.
   * @default its last stage
   */
  readonly stage?: UserStageName;
  /**
   * Name or number of the user that the files belong to; a name is one of this image.
   * @default as in the other image, by number
   */
  readonly owner?: string;
  /**
   * Name or number of the group that the files belong to; a name is one of this image.
   * @default as in the other image, by number
   */
  readonly group?: string;
  /**
   * Only what one of these masks matches, relative to `add`; rules as for git mappings. Folders that hold nothing of it are left out.
   * @default all files
   */
  readonly includePaths?: OneOrMany<string>;
  /**
   * Nothing that one of these masks matches; stronger than `includePaths`.
   * @default none
   */
  readonly excludePaths?: OneOrMany<string>;
};

const optionNames = ["add", "to", "before", "after", "stage", "owner", "group", "includePaths", "excludePaths"];

/** Checks what was given to `.import()` and writes it down. */
export function toImportNode(source: ImportSource, options: ImportOptions, origin: Origin | undefined): ImportNode {
  const given = requireOptions(options, optionNames, "import(image, options)", origin);
  const add = requireString(given.add, "import(image, { add })", origin);
  const stage = optionalStage(given.stage, origin);
  const owner = optionalString(given.owner, "import(image, { owner })", origin);
  const group = optionalString(given.group, "import(image, { group })", origin);
  return createImportNode({
    source,
    add,
    to: optionalString(given.to, "import(image, { to })", origin) ?? add,
    slot: toStageSlot(given, "import(image, options)", origin),
    ...(stage === undefined ? {} : { stage }),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    includePaths: stringList(given.includePaths, "import(image, { includePaths })", origin),
    excludePaths: stringList(given.excludePaths, "import(image, { excludePaths })", origin),
    ...(origin === undefined ? {} : { origin }),
  });
}

function optionalStage(value: unknown, origin: Origin | undefined): UserStageName | undefined {
  if (value === undefined) return undefined;
  const stage = userStageNames.find((name) => name === value);
  if (stage === undefined) throw wrongArgument("import(image, { stage })", userStageNames.join(", "), value, origin);
  return stage;
}
