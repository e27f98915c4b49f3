import type { Readable } from "node:stream";
import { tarEnd } from "../../util/tar-block.ts";
import { tarMembers } from "../../util/tar-members.ts";

/**
 * A folder's archive as one of what is in the folder, byte by byte as it was besides the paths.
 *
 * @param isWanted by path below the folder
 */
export async function* rerooted(tar: Readable, isWanted = (_path: string): boolean => true): AsyncGenerator<Buffer> {
  let root: string | undefined;
  try {
    for await (const member of tarMembers(tar)) {
      const path = clean(member.path);
      root ??= path;
      const below = belowRoot(path, root);
      if (below === "" || !isWanted(below)) continue;
      const link = member.type === "link" ? { target: belowRoot(clean(member.target), root) } : {};
      yield member.header({ path: below, ...link });
      yield* member.content();
    }
    yield tarEnd;
  } finally {
    tar.destroy();
  }
}

function belowRoot(path: string, root: string): string {
  if (root === "") return path;
  return path === root ? "" : path.slice(root.length + 1);
}

/** The engine may begin names with `/` or `./`. */
function clean(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "").replace(/^\.$/, "");
}
