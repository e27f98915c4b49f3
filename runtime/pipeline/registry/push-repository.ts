/** A repository that is pushed to, and what there is to say about how it was found. */
export interface PushRepository {
  /** With the host of its registry, `docker.io` for Docker Hub; without a tag. */
  readonly name: string;
  readonly messages: readonly string[];
}

/** A name that no registry would take. */
export class InvalidRepository extends Error {
  override readonly name = "InvalidRepository";
}

const hub = "docker.io";
const hubHosts = new Set([hub, "index.docker.io", "registry-1.docker.io"]);
const wordPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const hostPattern = /^(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/;

/**
 * Where an image goes (spec §4.2): the host is that of the repository; one without a host is below the registry, where one is given, and
 * otherwise on Docker Hub. A tag in the name is left out. Throws {@link InvalidRepository}.
 *
 * @param registry as given: `https://quay.io/v2`, `quay.io`, "" for Docker Hub; undefined where it was not
 */
export function resolvePushRepository(registry: string | undefined, repository: string): PushRepository {
  if (repository.trim() === "") throw new InvalidRepository("Repository not specified");
  const given = withoutTag(repository.trim().toLowerCase());
  const own = splitHost(given);
  check(repository, own);
  const server = registry === undefined ? undefined : hostOf(registry);
  if (own.host === undefined && server !== undefined) {
    const inferred = `${server}/${given}`;
    const name = hubHosts.has(server) ? onHub(given) : inferred;
    return { name, messages: [`Using repository inferred from registry: ${inferred}`] };
  }
  if (own.host === undefined || hubHosts.has(own.host)) return { name: onHub(own.path), messages: [] };
  const differs = server !== undefined && server !== own.host && !(registry === "" && hubHosts.has(server));
  return {
    name: given,
    messages: differs ? [`Using the registry of the repository, ${own.host}, and not ${server}`] : [],
  };
}

function onHub(path: string): string {
  return `${hub}/${path.includes("/") ? path : `library/${path}`}`;
}

/** `https://HOST/v2/` and the like; "" is Docker Hub. */
function hostOf(registry: string): string {
  const host = registry
    .trim()
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/\/.*$/, "")
    .toLowerCase();
  if (host === "") return "index.docker.io";
  if (!hostPattern.test(host)) throw new InvalidRepository(`${registry} is not a valid registry URL`);
  return host;
}

interface Parts {
  readonly host?: string;
  readonly path: string;
}

function splitHost(name: string): Parts {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === "localhost";
  return isHost ? { host: first, path: name.slice(slash + 1) } : { path: name };
}

/** A colon before the last slash belongs to the port. */
function withoutTag(name: string): string {
  const untagged = name.replace(/@.*$/, "");
  const colon = untagged.lastIndexOf(":");
  return colon > untagged.lastIndexOf("/") ? untagged.slice(0, colon) : untagged;
}

function check(written: string, { host, path }: Parts): void {
  const isValid =
    (host === undefined || hostPattern.test(host)) && path.split("/").every((word) => wordPattern.test(word));
  if (isValid) return;
  const why = "error while validating repository name: invalid reference format";
  throw new InvalidRepository(`${written} is not a valid repository, ${why}`);
}
