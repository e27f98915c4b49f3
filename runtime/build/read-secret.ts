import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { createSecretNode, type SecretNode, type SecretSource } from "../../sdk/model/secret-node.ts";
import type { SecretFile } from "../engine/engine.ts";
import type { Environment } from "../util/cache-dir.ts";
import { secretMissing } from "./errors.ts";

/** Where secrets of this machine are. */
export interface SecretPlaces {
  readonly environment: Environment;
  /** Relative paths start here: the folder of build.ts. */
  readonly folder: string;
}

/** Reads a secret, when a stage that may see it is built and not before. Errors: `BUILD.SECRET_MISSING`. */
export async function readSecret(node: SecretNode, { environment, folder }: SecretPlaces): Promise<SecretFile> {
  const { id, source } = node;
  switch (source.kind) {
    case "value":
      return { id, content: Buffer.from(source.value) };
    case "env": {
      const value = environment[source.name];
      if (value === undefined) throw secretMissing(node);
      return { id, content: Buffer.from(value) };
    }
    case "file": {
      const content = await readFile(pathOf(source.path, folder)).catch((cause: unknown) => {
        throw secretMissing(node, cause);
      });
      return { id, content };
    }
  }
}

/** The password for a server: a file's last line break is not part of it. Errors: `BUILD.SECRET_MISSING`. */
export async function readPassword(source: SecretSource, places: SecretPlaces): Promise<string> {
  const { content } = await readSecret(createSecretNode({ id: "password", source }), places);
  return content.toString("utf8").replace(/\r?\n$/, "");
}

function pathOf(path: string, folder: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(folder, path);
}
