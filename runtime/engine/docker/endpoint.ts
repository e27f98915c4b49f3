import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../util/cache-dir.ts";
import { unsupportedAddress } from "../errors.ts";

/** Where the engine listens. */
export type Endpoint = UnixEndpoint | TcpEndpoint;

interface UnixEndpoint {
  readonly kind: "unix";
  readonly socketPath: string;
}

interface TcpEndpoint {
  readonly kind: "tcp";
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };
}

/** Reads DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH as Docker's own command line does. Error: `ENGINE.ADDRESS`. */
export function resolveEndpoint(environment: Environment): Endpoint {
  const value = environment.DOCKER_HOST || "unix:///var/run/docker.sock";
  if (value.startsWith("unix://")) return { kind: "unix", socketPath: value.slice("unix://".length) };
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.protocol !== "tcp:" || url.hostname === "") throw unsupportedAddress(value);
  const secure = Boolean(environment.DOCKER_TLS_VERIFY);
  const port = url.port === "" ? (secure ? 2376 : 2375) : Number(url.port);
  const tcp: Endpoint = { kind: "tcp", host: url.hostname, port };
  return secure ? { ...tcp, tls: readCertificates(environment) } : tcp;
}

/** The address as a person would write it into DOCKER_HOST. */
export function formatEndpoint(endpoint: Endpoint): string {
  return endpoint.kind === "unix" ? `unix://${endpoint.socketPath}` : `tcp://${endpoint.host}:${endpoint.port}`;
}

function readCertificates(environment: Environment): NonNullable<TcpEndpoint["tls"]> {
  const directory = environment.DOCKER_CERT_PATH || join(environment.HOME || homedir(), ".docker");
  const read = (name: string): Buffer => readFileSync(join(directory, name));
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
