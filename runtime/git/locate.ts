import { splitPath } from "./glob.ts";
import type { TreeEntry } from "./repository.ts";
import type { Checkout, Submodules } from "./submodules.ts";

/** An entry and the checkout whose objects it belongs to. */
export interface Located {
  readonly checkout: Checkout;
  readonly entry: TreeEntry;
}

/** Follows a path down the trees of a commit and into submodules; reads one tree for each name. */
export async function locate(root: Checkout, path: string, submodules: Submodules): Promise<Located | undefined> {
  let checkout = root;
  let entry: TreeEntry = rootEntry(root);
  for (const name of splitPath(path)) {
    if (entry.mode === "160000") {
      checkout = await submodules.open(checkout, entry.path, entry.id);
      entry = rootEntry(checkout);
    }
    if (entry.mode !== "040000") return undefined;
    const line = (await checkout.directory.tree(entry.id)).find((candidate) => candidate.name === name);
    if (line === undefined) return undefined;
    entry = childEntry(checkout, entry.path, line);
  }
  return { checkout, entry };
}

/** The whole tree of a checkout as one entry. */
export function rootEntry({ commit, path }: Checkout): TreeEntry {
  return { path, mode: "040000", id: commit.tree, ...(path === "" ? {} : { submodule: path }) };
}

/** The entry of one name in a directory. */
export function childEntry(
  checkout: Checkout,
  parentPath: string,
  { name, mode, id }: { readonly name: string } & Pick<TreeEntry, "mode" | "id">,
): TreeEntry {
  const path = parentPath === "" ? name : `${parentPath}/${name}`;
  return { path, mode, id, ...(checkout.path === "" ? {} : { submodule: checkout.path }) };
}
