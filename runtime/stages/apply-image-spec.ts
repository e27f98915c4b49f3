import type { HealthcheckSpec, ImageSpecNode } from "../../sdk/model/image-spec-node.ts";
import type { Healthcheck, ImageConfig } from "../engine/engine.ts";
import { stageLabels } from "../plan/stage-labels.ts";

/** What `%image%` and `%project%` stand for. */
export interface SpecNames {
  readonly image: string;
  readonly project: string;
}

/** Set for builds, never meant for what is built. */
const variablesOfBuilds = [/^WERF_COMMIT_/, /^SSH_AUTH_SOCK$/];

/** Without these a stage is not found again, or not by werf. */
const keptLabels: ReadonlySet<string> = new Set(Object.values(stageLabels));

/** The config that an imageSpec makes of an image's (spec §9.3). */
export function applyImageSpec(config: ImageConfig, spec: ImageSpecNode, names: SpecNames): ImageConfig {
  const { healthcheck, stopSignal } = spec;
  return {
    ...config,
    env: applyEnv(config.env, spec),
    labels: applyLabels(config.labels, spec, names),
    volumes: applyVolumes(config.volumes, spec),
    exposedPorts: [...new Set([...config.exposedPorts, ...spec.expose.map(withProtocol)])],
    ...applyCommands(config, spec),
    user: spec.user ?? (spec.clearUser ? "" : config.user),
    workdir: spec.workingDir ?? (spec.clearWorkingDir ? "" : config.workdir),
    ...(stopSignal === undefined ? {} : { stopSignal }),
    ...(healthcheck === undefined ? {} : { healthcheck: toHealthcheck(healthcheck) }),
  };
}

/** What is added sees what the image had, removed or not, and never each other. */
export function applyEnv(
  env: ImageConfig["env"],
  { removeEnv, env: added }: Pick<ImageSpecNode, "removeEnv" | "env">,
): ImageConfig["env"] {
  const removed = [...variablesOfBuilds, ...removeEnv.map(toPattern)];
  const kept = Object.entries(env).filter(([name]) => !removed.some((pattern) => pattern.test(name)));
  const expanded = Object.entries(added).map(([name, value]) => [name, expand(value, env)]);
  return Object.fromEntries([...kept, ...expanded]);
}

export function applyLabels(
  labels: ImageConfig["labels"],
  { removeLabels, labels: added }: Pick<ImageSpecNode, "removeLabels" | "labels">,
  names: SpecNames,
): ImageConfig["labels"] {
  const removed = removeLabels.map(toPattern);
  const isKept = (name: string): boolean => keptLabels.has(name) || !removed.some((pattern) => pattern.test(name));
  const named = (text: string): string =>
    text.replaceAll("%image%", names.image).replaceAll("%project%", names.project);
  return Object.fromEntries([
    ...Object.entries(labels).filter(([name]) => isKept(name)),
    ...Object.entries(added).map(([name, value]) => [named(name), named(value)]),
  ]);
}

export function applyVolumes(
  volumes: readonly string[],
  { removeVolumes, volumes: added }: Pick<ImageSpecNode, "removeVolumes" | "volumes">,
): readonly string[] {
  return [...new Set([...volumes.filter((volume) => !removeVolumes.includes(volume)), ...added])].sort();
}

/** An entrypoint alone clears the command, which was meant for another one. */
export function applyCommands(
  config: Pick<ImageConfig, "cmd" | "entrypoint">,
  {
    cmd,
    entrypoint,
    clearCmd,
    clearEntrypoint,
  }: Pick<ImageSpecNode, "cmd" | "entrypoint" | "clearCmd" | "clearEntrypoint">,
): Pick<ImageConfig, "cmd" | "entrypoint"> {
  const clearsCmd = clearCmd || (entrypoint.length > 0 && cmd.length === 0);
  return {
    cmd: cmd.length > 0 ? cmd : clearsCmd ? [] : config.cmd,
    entrypoint: entrypoint.length > 0 ? entrypoint : clearEntrypoint ? [] : config.entrypoint,
  };
}

/** `/EXPRESSION/` is one that a whole name must match; anything else is a name. */
function toPattern(text: string): RegExp {
  const expression = /^\/(.*)\/$/s.exec(text)?.[1];
  return new RegExp(`^(?:${expression ?? text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")})$`);
}

/** `$NAME` and `${NAME}`; what is not set is nothing, as in Go's os.Expand. */
function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g,
    (_, braced?: string, plain?: string) => env[braced ?? plain ?? ""] ?? "",
  );
}

function withProtocol(port: string): string {
  return port.includes("/") ? port : `${port}/tcp`;
}

const nsPerSecond = 1_000_000_000;

function toHealthcheck(spec: HealthcheckSpec): Healthcheck {
  return {
    test: spec.test,
    ...(spec.intervalSeconds > 0 ? { intervalNs: spec.intervalSeconds * nsPerSecond } : {}),
    ...(spec.timeoutSeconds > 0 ? { timeoutNs: spec.timeoutSeconds * nsPerSecond } : {}),
    ...(spec.startPeriodSeconds > 0 ? { startPeriodNs: spec.startPeriodSeconds * nsPerSecond } : {}),
    ...(spec.retries > 0 ? { retries: spec.retries } : {}),
  };
}
