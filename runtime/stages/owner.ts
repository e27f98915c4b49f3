import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { Container } from "../engine/engine.ts";
import { unknownOwner } from "./errors.ts";

/** Numbers of the user and group that files belong to. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
}

/** Finds the numbers behind owner and group names, in the image's own lists of users and groups. */
export interface OwnerResolver {
  /** Root where nothing is said. Errors: `BUILD.UNKNOWN_OWNER`. */
  resolve(files: GitMappingNode | ImportNode): Promise<Ownership>;
}

export function createOwnerResolver(container: Container): OwnerResolver {
  const lists = new Map<string, Promise<ReadonlyMap<string, number>>>();
  const list = (path: string): Promise<ReadonlyMap<string, number>> => {
    const known = lists.get(path) ?? readNumbers(container, path);
    lists.set(path, known);
    return known;
  };
  return {
    async resolve(files) {
      const uid = await toNumber(files.owner, () => list("/etc/passwd"));
      if (uid === undefined) throw unknownOwner(files, "owner", files.owner ?? "");
      const gid = await toNumber(files.group, () => list("/etc/group"));
      if (gid === undefined) throw unknownOwner(files, "group", files.group ?? "");
      return { uid, gid };
    },
  };
}

async function toNumber(
  name: string | undefined,
  list: () => Promise<ReadonlyMap<string, number>>,
): Promise<number | undefined> {
  // Root is the same in every image, also in one without any list.
  if (name === undefined || name === "" || name === "root") return 0;
  if (/^\d+$/.test(name)) return Number(name);
  return (await list()).get(name);
}

/** Both lists have lines `NAME:PASSWORD:NUMBER:…`. */
async function readNumbers(container: Container, path: string): Promise<ReadonlyMap<string, number>> {
  const text = (await container.readFile(path))?.toString("utf8") ?? "";
  const numbers = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [name, , number] = line.split(":");
    if (name === undefined || number === undefined || !/^\d+$/.test(number)) continue;
    if (!numbers.has(name)) numbers.set(name, Number(number));
  }
  return numbers;
}
