import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { engineTooOld } from "../errors.ts";
import { type Endpoint, formatEndpoint } from "./endpoint.ts";
import { type PlainResponse, request, requestStream, type UpgradeOptions, upgrade } from "./request.ts";
import { statusOf, translateError } from "./translate-error.ts";

/** The oldest API that builder uses (Docker Engine 20.10). */
const oldestVersion = "1.41";
/** The newest whose answers builder has been written for; newer engines are asked to speak this one. */
const newestVersion = "1.51";

/** The way to the engine: dockerode, loaded when first needed, and plain requests where dockerode cannot be used. */
export interface DockerClient {
  readonly address: string;
  /** Runs one step with dockerode; failures become `ENGINE.*` errors that say what was being done. */
  call<T>(doing: string, use: (docker: Dockerode) => Promise<T>): Promise<T>;
  /** As `call`, but undefined when the engine says that there is no such thing. */
  find<T>(doing: string, use: (docker: Dockerode) => Promise<T>): Promise<T | undefined>;
  /** Opens a two-way stream. */
  upgrade(doing: string, path: string, options?: UpgradeOptions): Promise<Socket>;
  /** Sends a tar stream; the answer is read while the engine works. */
  send(
    doing: string,
    path: string,
    body: Readable,
    signal: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage>;
  /** One request without dockerode; undefined when the engine says that there is no such thing. */
  plain(doing: string, method: string, path: string, signal?: AbortSignal): Promise<PlainResponse | undefined>;
}

export function createDockerClient(endpoint: Endpoint): DockerClient {
  const address = formatEndpoint(endpoint);
  let connected: Promise<Dockerode> | undefined;

  const connection = (): Promise<Dockerode> => {
    connected ??= connect(endpoint).catch((error: unknown) => {
      connected = undefined;
      throw translateError(error, address, "connecting");
    });
    return connected;
  };

  const translated = (error: unknown, doing: string): Error => translateError(error, address, doing);

  return {
    address,
    async call(doing, use) {
      const docker = await connection();
      return use(docker).catch((error: unknown) => {
        throw translated(error, doing);
      });
    },
    async find(doing, use) {
      const docker = await connection();
      return use(docker).catch((error: unknown) => {
        if (statusOf(error) === 404) return undefined;
        throw translated(error, doing);
      });
    },
    upgrade: (doing, path, options) =>
      upgrade(endpoint, path, options).catch((error: unknown) => {
        throw translated(error, doing);
      }),
    send: (doing, path, body, signal, headers) =>
      requestStream(endpoint, path, body, signal, headers).catch((error: unknown) => {
        throw signal.aborted ? error : translated(error, doing);
      }),
    async plain(doing, method, path, signal) {
      const response = await request(endpoint, method, path, signal).catch((error: unknown) => {
        throw signal?.aborted ? error : translated(error, doing);
      });
      if (response.status === 404) return undefined;
      if (response.status >= 400) throw translated(new Error(messageOf(response)), doing);
      return response;
    },
  };
}

async function connect(endpoint: Endpoint): Promise<Dockerode> {
  const [{ default: Docker }, ping] = await Promise.all([import("dockerode"), request(endpoint, "GET", "/_ping")]);
  const version = `v${chooseVersion(String(ping.headers["api-version"] ?? "0"))}`;
  if (endpoint.kind === "unix") return new Docker({ socketPath: endpoint.socketPath, version });
  const { host, port, tls } = endpoint;
  return new Docker({ host, port, version, protocol: tls === undefined ? "http" : "https", ...tls });
}

function chooseVersion(offered: string): string {
  if (minorOf(offered) < minorOf(oldestVersion)) throw engineTooOld(offered, oldestVersion);
  return minorOf(offered) > minorOf(newestVersion) ? newestVersion : offered;
}

/** All versions of this API begin with `1.`. */
function minorOf(version: string): number {
  return Number(version.split(".")[1] ?? "0");
}

function messageOf({ body, status }: PlainResponse): string {
  const said = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1];
  return said ?? `status ${status}`;
}
