import type { ImageConfig } from "../../engine/engine.ts";
import { wrongProperty } from "./errors.ts";
import type { InternalStepRequest } from "./internal-step.ts";
import type { StepProperties } from "./step-properties.ts";

/** The parts of an image's config that a push step was asked for; absent ones stay as they are. */
export interface AskedConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly stopSignal?: string;
}

/** Error: `PIPELINE.STEP_PROPERTY`. */
export function askedConfig(request: InternalStepRequest, properties: StepProperties): AskedConfig {
  const cmd = properties.words("cmd");
  const entrypoint = properties.words("entrypoint");
  return {
    env: properties.record("env"),
    labels: properties.record("labels"),
    volumes: properties.list("volumes"),
    exposedPorts: properties.list("ports").flatMap((port) => exposed(request, port)),
    ...(cmd === undefined ? {} : { cmd }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...given("workdir", properties.text("workingDir")),
    ...given("user", properties.text("user")),
    ...given("stopSignal", properties.text("stopSignal")),
  };
}

/**
 * A config with what was asked for: variables, labels, ports and volumes are added; of the rest, what was asked takes the place of what was
 * there. A new entrypoint does not get the old command for an argument (Docker's rule).
 */
export function withAsked(config: ImageConfig, asked: AskedConfig): ImageConfig {
  const { env, labels, volumes, exposedPorts, ...replaced } = asked;
  return {
    ...config,
    ...(asked.entrypoint === undefined ? {} : { cmd: [] }),
    ...replaced,
    env: { ...config.env, ...env },
    labels: { ...config.labels, ...labels },
    volumes: [...new Set([...config.volumes, ...volumes])],
    exposedPorts: [...new Set([...config.exposedPorts, ...exposedPorts])],
  };
}

/** Whether anything was asked for. */
export function isAsked({ env, labels, volumes, exposedPorts, ...replaced }: AskedConfig): boolean {
  const names = [...Object.keys(env), ...Object.keys(labels), ...volumes, ...exposedPorts, ...Object.keys(replaced)];
  return names.length > 0;
}

function given(name: "workdir" | "user" | "stopSignal", value: string | undefined) {
  return value === undefined || value === "" ? {} : { [name]: value };
}

/** `5000`, `53/udp`, and a range `8000-8002` as what is in it. */
function exposed({ node }: InternalStepRequest, text: string): readonly string[] {
  const [, first = "", last = first, protocol = "tcp"] = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  const from = Number(first);
  const count = Number(last) - from + 1;
  if (first === "" || from < 1 || Number(last) > 65535 || count < 1) {
    throw wrongProperty(node, "ports", `Invalid port ${text}`, 'a port is a number, with "/udp" after it if need be');
  }
  return Array.from({ length: count }, (_each, index) => `${from + index}/${protocol.toLowerCase()}`);
}
