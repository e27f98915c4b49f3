import type { BoxState } from "../../engine/boxes.ts";

/** A service that runs. */
export interface RunningService {
  readonly name: string;
  readonly state: BoxState;
  /** Variables that it was given and that the engine does not know. */
  readonly secretEnv: Readonly<Record<string, string>>;
}

/** The variables by which a box finds a service, as Docker's links set them (spec §3.8). */
export function linkVariables(service: RunningService, runId: string): Readonly<Record<string, string>> {
  const { name, state, secretEnv } = service;
  const prefix = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  const ports = state.exposedPorts.map(splitPort).sort((a, b) => a.port - b.port);
  const [lowest] = ports;
  const variables: Record<string, string> = {
    [`${prefix}_NAME`]: `/wercker-pipeline-${runId}/${name.replaceAll("-", "_")}`,
  };
  if (lowest !== undefined) variables[`${prefix}_PORT`] = url(lowest, state.address);
  for (const port of ports) {
    const one = `${prefix}_PORT_${port.port}_${port.protocol.toUpperCase()}`;
    variables[one] = url(port, state.address);
    variables[`${one}_ADDR`] = state.address;
    variables[`${one}_PORT`] = String(port.port);
    variables[`${one}_PROTO`] = port.protocol;
  }
  for (const [variable, value] of Object.entries({ ...state.env, ...secretEnv }))
    variables[`${prefix}_ENV_${variable}`] = value;
  return variables;
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

function splitPort(text: string): Port {
  const [port = "", protocol = "tcp"] = text.split("/");
  return { port: Number(port), protocol };
}

function url({ port, protocol }: Port, address: string): string {
  return `${protocol}://${address}:${port}`;
}
