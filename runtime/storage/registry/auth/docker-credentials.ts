import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { badDockerConfig } from "../errors.ts";
import { isRecord, parseJson } from "../json.ts";
import { askCredentialHelper } from "./credential-helper.ts";
import type { CredentialSource, Credentials } from "./credentials.ts";

export interface DockerCredentialsOptions {
  /** Where `config.json` lies. */
  readonly directory: string;
  /** The environment that credential helpers run in and are looked up with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where `docker login` stores what it learns: `$DOCKER_CONFIG`, or `.docker` in the home directory. */
export function dockerConfigDirectory(environment: DockerCredentialsOptions["environment"]): string {
  return environment.DOCKER_CONFIG || join(environment.HOME || homedir(), ".docker");
}

/** Finds what `docker login` stored: in a credential helper where one is configured, else in the file. */
export function createDockerCredentials(options: DockerCredentialsOptions): CredentialSource {
  const file = join(options.directory, "config.json");
  return {
    async find(registry, signal) {
      const config = await readConfig(file, signal);
      const helper = helperFor(config, registry);
      if (helper === undefined) return storedIn(config, registry, file);
      const found = await askCredentialHelper(helper, serverOf(registry), options.environment, signal);
      return found ?? storedIn(config, registry, file);
    },
  };
}

type Config = Readonly<Record<string, unknown>>;

async function readConfig(file: string, signal: AbortSignal): Promise<Config> {
  const text = await readOrNothing(file, signal);
  if (text === undefined) return {};
  const config = parseJson(text);
  if (!isRecord(config)) throw badDockerConfig(file, "it does not hold a JSON object");
  return config;
}

async function readOrNothing(file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await readFile(file, { encoding: "utf8", signal });
  } catch (error) {
    signal.throwIfAborted();
    if (isNothingThere(error)) return undefined;
    throw badDockerConfig(file, error instanceof Error ? error.message : String(error), error);
  }
}

function isNothingThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function helperFor(config: Config, registry: string): string | undefined {
  const own = isRecord(config.credHelpers) ? entryFor(config.credHelpers, registry) : undefined;
  const helper = own ?? config.credsStore;
  return typeof helper === "string" && helper !== "" ? helper : undefined;
}

function storedIn(config: Config, registry: string, file: string): Credentials | undefined {
  const entry = isRecord(config.auths) ? entryFor(config.auths, registry) : undefined;
  if (!isRecord(entry)) return undefined;
  const { auth, identitytoken, registrytoken, username, password } = entry;
  if (isText(registrytoken)) return { kind: "bearer-token", token: registrytoken };
  if (isText(identitytoken)) return { kind: "identity-token", token: identitytoken };
  if (isText(auth))
    return decode(auth) ?? throwing(badDockerConfig(file, `the entry of ${registry} is not NAME:PASSWORD in base64`));
  return isText(username) && isText(password) ? { kind: "password", username, password } : undefined;
}

/** An entry under the registry's name as any client may have written it: bare, or as an address with scheme and path. */
function entryFor(entries: Config, registry: string): unknown {
  const names = registry === "docker.io" ? ["docker.io", "index.docker.io", "registry-1.docker.io"] : [registry];
  const exact = entries[serverOf(registry)];
  return exact ?? Object.entries(entries).find(([key]) => names.includes(hostOf(key)))?.[1];
}

/** The name under which Docker's own client keeps a registry. */
function serverOf(registry: string): string {
  return registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
}

function hostOf(key: string): string {
  return key
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "")
    .toLowerCase();
}

function decode(auth: string): Credentials | undefined {
  // Some clients pad with zero bytes.
  const text = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
  const colon = text.indexOf(":");
  return colon < 1 ? undefined : { kind: "password", username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function throwing(error: BuilderError): never {
  throw error;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
