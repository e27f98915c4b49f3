import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../util/cache-dir.ts";

/** What `docker login` has stored for a reference's registry, in the form that the engine takes. */
export async function registryAuth(
  environment: Environment,
  reference: string,
): Promise<{ readonly username: string; readonly password: string; readonly serveraddress: string } | undefined> {
  const directory = environment.DOCKER_CONFIG || join(environment.HOME || homedir(), ".docker");
  const text = await readFile(join(directory, "config.json"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const server = serverOf(reference);
  const encoded = storedAuth(JSON.parse(text), server);
  if (encoded === undefined) return undefined;
  const [username = "", ...password] = Buffer.from(encoded, "base64").toString().split(":");
  return { username, password: password.join(":"), serveraddress: server };
}

/** Docker Hub's entry has kept its historical name. */
function serverOf(reference: string): string {
  const first = reference.split("/")[0] ?? "";
  const named = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return named && first !== "docker.io" ? first : "https://index.docker.io/v1/";
}

function storedAuth(config: unknown, server: string): string | undefined {
  const entry = property(property(config, "auths"), server);
  const auth = property(entry, "auth");
  return typeof auth === "string" && auth !== "" ? auth : undefined;
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
