import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord, parseJson } from "./json.ts";

/** How registries want to be asked, kept from run to run: it spares the first, refused request of each. */
export interface RememberedChallenges {
  /** To be given to the client, which fills it. */
  readonly challenges: Map<string, string>;
  /** Writes what is new. */
  save(): Promise<void>;
}

export async function rememberChallenges(cacheDirectory: string): Promise<RememberedChallenges> {
  const file = join(cacheDirectory, "registries.json");
  const before = await readFile(file, "utf8").catch(() => "");
  const known = parseJson(before);
  const challenges = new Map(
    Object.entries(isRecord(known) ? known : {}).map(([registry, challenge]) => [registry, String(challenge)] as const),
  );
  return {
    challenges,
    async save() {
      const after = JSON.stringify(Object.fromEntries(challenges));
      if (challenges.size === 0 || after === before) return;
      const partial = `${file}.${process.pid}`;
      // Of no importance: the registry is asked again.
      await mkdir(cacheDirectory, { recursive: true })
        .then(() => writeFile(partial, after, { mode: 0o600 }))
        .then(() => rename(partial, file))
        .catch(() => {});
    },
  };
}
