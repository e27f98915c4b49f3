import type Dockerode from "dockerode";
import type { Healthcheck, ImageConfig } from "../engine.ts";

/** What the configs of images and of containers have in common. */
type DockerConfig = Partial<Omit<Dockerode.ImageInspectInfo["Config"], "ArgsEscaped" | "Image">>;

/** The engine's form of a config, complete: what is absent is written as empty. */
export interface WrittenConfig {
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly Cmd: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly WorkingDir: string;
  readonly User: string;
  readonly Volumes: Readonly<Record<string, object>>;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Healthcheck?: DockerHealthcheck;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
  readonly OnBuild: readonly string[];
}

interface DockerHealthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

export function writeConfig(config: ImageConfig): WrittenConfig {
  return {
    Env: Object.entries(config.env).map(([name, value]) => `${name}=${value}`),
    Labels: config.labels,
    Cmd: config.cmd,
    Entrypoint: config.entrypoint,
    WorkingDir: config.workdir,
    User: config.user,
    Volumes: keys(config.volumes),
    ExposedPorts: keys(config.exposedPorts),
    OnBuild: config.onBuild,
    ...(config.healthcheck === undefined ? {} : { Healthcheck: writeHealthcheck(config.healthcheck) }),
    ...(config.stopSignal === undefined ? {} : { StopSignal: config.stopSignal }),
    ...(config.shell === undefined ? {} : { Shell: config.shell }),
  };
}

export function readConfig(config: DockerConfig): ImageConfig {
  const healthcheck = config.Healthcheck;
  const { StopSignal: stopSignal, Shell: shell } = extras(config);
  return {
    env: Object.fromEntries((config.Env ?? []).map(splitVariable)),
    labels: config.Labels ?? {},
    cmd: list(config.Cmd),
    entrypoint: list(config.Entrypoint),
    workdir: config.WorkingDir ?? "",
    user: config.User ?? "",
    volumes: Object.keys(config.Volumes ?? {}),
    exposedPorts: Object.keys(config.ExposedPorts ?? {}),
    onBuild: list(config.OnBuild),
    ...(healthcheck?.Test === undefined ? {} : { healthcheck: readHealthcheck(healthcheck) }),
    ...(stopSignal === undefined ? {} : { stopSignal }),
    ...(shell === undefined ? {} : { shell }),
  };
}

function writeHealthcheck(check: Healthcheck): DockerHealthcheck {
  return {
    Test: check.test,
    ...(check.intervalNs === undefined ? {} : { Interval: check.intervalNs }),
    ...(check.timeoutNs === undefined ? {} : { Timeout: check.timeoutNs }),
    ...(check.startPeriodNs === undefined ? {} : { StartPeriod: check.startPeriodNs }),
    ...(check.retries === undefined ? {} : { Retries: check.retries }),
  };
}

function readHealthcheck(check: DockerHealthcheck): Healthcheck {
  return {
    test: check.Test ?? [],
    ...(check.Interval ? { intervalNs: check.Interval } : {}),
    ...(check.Timeout ? { timeoutNs: check.Timeout } : {}),
    ...(check.StartPeriod ? { startPeriodNs: check.StartPeriod } : {}),
    ...(check.Retries ? { retries: check.Retries } : {}),
  };
}

/** Fields that the library's types leave out. */
function extras(config: object): { readonly StopSignal?: string; readonly Shell?: readonly string[] } {
  const stopSignal = "StopSignal" in config ? config.StopSignal : undefined;
  const shell = "Shell" in config ? config.Shell : undefined;
  return {
    ...(typeof stopSignal === "string" && stopSignal !== "" ? { StopSignal: stopSignal } : {}),
    ...(Array.isArray(shell) ? { Shell: shell.map(String) } : {}),
  };
}

function splitVariable(assignment: string): readonly [string, string] {
  const at = assignment.indexOf("=");
  return at < 0 ? [assignment, ""] : [assignment.slice(0, at), assignment.slice(at + 1)];
}

function list(value: string | readonly string[] | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function keys(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
