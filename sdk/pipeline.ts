import { optionalBoolean, optionalString, requireOptions, requireString } from "./arguments.ts";
import { type BoxImage, type BoxOptions, toBoxNode } from "./box.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { Duration } from "./healthcheck.ts";
import { toMilliseconds } from "./milliseconds.ts";
import {
  type BoxNode,
  createPipelineNode,
  createServiceNode,
  type PipelineMode,
  type PipelineNode,
  pipelineModes,
} from "./model/pipeline-node.ts";
import type { StepNode } from "./model/step-node.ts";
import { type Text, textRecord } from "./secret.ts";
import type { Step } from "./step.ts";

/** What holds for a pipeline as a whole. */
export interface PipelineOptions {
  /**
   * Which variables the steps see: `build` sets `BUILD` and `CI`, `deploy` sets `DEPLOY`, as wercker did for its commands.
   * @default "build"
   */
  readonly mode?: PipelineMode;
}

/** A container beside the box, on its network. */
export interface ServiceOptions extends BoxOptions {
  /**
   * Its name on the network: letters, digits, `.`, `_` and `-`.
   * @default the last part of the image's name
   */
  readonly name?: string;
  /**
   * How long it may take until its health check passes or, where its image has none, until its ports accept connections.
   * A service that says neither is not waited for. `0s` waits for nothing.
   * @default "60s"
   */
  readonly readyTimeout?: Duration;
}

/** Limits for each step of a pipeline. */
export interface Timeouts {
  /**
   * How long one step may take.
   * @default "25m"
   */
  readonly command?: Duration;
  /**
   * How long one step may say nothing.
   * @default "5m"
   */
  readonly noResponse?: Duration;
}

/**
 * Steps that run one after the other in one shell of one container, the box. Made by {@link pipeline}. Immutable: every method returns a
 * new value, so one value can be the start of several pipelines.
 */
export class Pipeline implements BuilderValue<PipelineNode> {
  readonly #node: PipelineNode;
  readonly #references: readonly BuilderValue[];

  /** @internal */
  constructor(node: PipelineNode, references: readonly BuilderValue[]) {
    this.#node = node;
    this.#references = references;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): PipelineNode {
    return this.#node;
  }

  /** The images of this build.ts that its box and services are made of. */
  references(): readonly BuilderValue[] {
    return this.#references;
  }

  /**
   * Sets the container that the steps run in. A pipeline needs one; the last call counts.
   *
   * @param image - A reference such as `node:22`, in which `$NAME` is replaced by what the pipeline knows under that name, or
   * an image of this build.ts, which is built first.
   * @param options - Command, variables, ports, volumes, and how to fetch the image.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`, `SDK.UNDEFINED_REFERENCE`
   *
   * @example
   * ```ts
   * import { image, pipeline, script } from "builder";
   *
   * const tools = image("tools").from("debian:bookworm-slim").beforeInstall("apt-get update").final(false);
   *
   * export const test = pipeline("test")
   *   .box(tools, { env: { LANG: "C.UTF-8" } })
   *   .step(script("unit", "make test"));
   * ```
   */
  box(image: BoxImage, options: BoxOptions = {}): Pipeline {
    const { node, references } = toBoxNode(image, options, "box", callSite(this.box));
    const others = this.#references.filter((value) => !isImageOf(this.#node.box, value));
    return new Pipeline(createPipelineNode({ ...this.#node, box: node }), [...others, ...references]);
  }

  /**
   * Adds a container beside the box. It is started before the box and waited for; the box reaches it under its name, and through
   * variables such as `DB_PORT_5432_TCP_ADDR` (`$NAME_PORT_…`).
   *
   * @param image - A reference, or an image of this build.ts.
   * @param options - Its name, and what a box may be given.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`, `SDK.UNDEFINED_REFERENCE`
   *
   * @example
   * ```ts
   * import { pipeline, script, secret } from "builder";
   *
   * export const test = pipeline("test")
   *   .box("node:22")
   *   .service("postgres:16", { name: "db", env: { POSTGRES_PASSWORD: secret("DB_PASSWORD") } })
   *   .step(script("unit", "npm test"));
   * ```
   */
  service(image: BoxImage, options: ServiceOptions = {}): Pipeline {
    const origin = callSite(this.service);
    const { node, references } = toBoxNode(image, options, "service", origin);
    const service = createServiceNode({
      name: optionalString(options.name, "service({ name })", origin) ?? defaultAlias(node),
      container: node,
      readyTimeoutMs: toMilliseconds(options.readyTimeout, "service({ readyTimeout })", origin) ?? 60_000,
      ...(origin === undefined ? {} : { origin }),
    });
    const services = [...this.#node.services, service];
    return new Pipeline(createPipelineNode({ ...this.#node, services }), [...this.#references, ...references]);
  }

  /**
   * Adds steps. They run in the order of the calls; the first that fails ends the pipeline.
   *
   * @param steps - Made by `script()`, `step()` or `internal`.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script, step } from "builder";
   *
   * export const test = pipeline("test").box("node:22").step(step("npm-install"), script("unit", "npm test"));
   * ```
   */
  step(...steps: readonly Step[]): Pipeline {
    const origin = callSite(this.step);
    return this.#with({ steps: [...this.#node.steps, ...toStepNodes(steps, "step(...steps)", origin)] });
  }

  /**
   * Adds steps that run after the others, whether those have passed or failed: `WERCKER_RESULT` is `passed` or `failed`,
   * and of a failure `WERCKER_FAILED_STEP_DISPLAY_NAME` and `WERCKER_FAILED_STEP_MESSAGE` say more. They have a shell of their own in the same
   * container. A failing one ends the after-steps and does not change the result.
   *
   * @param steps - Made by `script()`, `step()` or `internal`.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test")
   *   .box("node:22")
   *   .step(script("unit", "npm test"))
   *   .afterStep(script("notify", 'echo "the tests have $WERCKER_RESULT"'));
   * ```
   */
  afterStep(...steps: readonly Step[]): Pipeline {
    const origin = callSite(this.afterStep);
    return this.#with({ afterSteps: [...this.#node.afterSteps, ...toStepNodes(steps, "afterStep(...steps)", origin)] });
  }

  /**
   * Sets the steps that run in place of the others with `builder run --target NAME` (wercker's deploy targets).
   *
   * @param name - Name of the target.
   * @param steps - Made by `script()`, `step()` or `internal`; a second call adds more.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const deploy = pipeline("deploy", { mode: "deploy" })
   *   .box("debian:bookworm-slim")
   *   .target("staging", script("upload", "./upload.sh staging"))
   *   .target("production", script("upload", "./upload.sh production"));
   * ```
   */
  target(name: string, ...steps: readonly Step[]): Pipeline {
    const origin = callSite(this.target);
    const key = requireString(name, "target(name)", origin);
    const added = toStepNodes(steps, "target(name, ...steps)", origin);
    const { targets } = this.#node;
    return this.#with({
      targets: { ...targets, [key]: [...(Object.hasOwn(targets, key) ? (targets[key] ?? []) : []), ...added] },
    });
  }

  /**
   * Adds variables that all steps see. `$NAME` in a text is expanded by the box's shell; a secret is taken as it is.
   *
   * @param variables - Names and values; calls add up, a later one wins.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script, secret } from "builder";
   *
   * export const test = pipeline("test")
   *   .box("node:22")
   *   .env({ NODE_ENV: "test", NPM_TOKEN: secret("NPM_TOKEN") })
   *   .step(script("unit", "npm test"));
   * ```
   */
  env(variables: Readonly<Record<string, Text>>): Pipeline {
    const origin = callSite(this.env);
    return this.#with({ env: { ...this.#node.env, ...textRecord(variables, "env(variables)", origin) } });
  }

  /**
   * Sets the folder of the box that the source is put into. What the image has there is removed; `/` and folders of the system are
   * `GRAPH.BASE_PATH`.
   *
   * @param path - Absolute path. Default: `/pipeline/source`.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test").box("golang:1.23").basePath("/go/src/shop").step(script("test", "go test ./..."));
   * ```
   */
  basePath(path: string): Pipeline {
    return this.#with({ basePath: requireString(path, "basePath(path)", callSite(this.basePath)) });
  }

  /**
   * Sets the folder of the source that steps start in.
   *
   * @param path - Relative to the source.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test").box("node:22").sourceDir("server").step(script("unit", "npm test"));
   * ```
   */
  sourceDir(path: string): Pipeline {
    return this.#with({ sourceDir: requireString(path, "sourceDir(path)", callSite(this.sourceDir)) });
  }

  /**
   * Names the file that says which files of the project the box does not get. Rules: `spec/wercker.md` §3.3.
   *
   * @param path - Relative to build.ts. Default: `.builderignore`, or else `.werckerignore`.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test").box("node:22").ignoreFile(".ciignore").step(script("unit", "npm test"));
   * ```
   */
  ignoreFile(path: string): Pipeline {
    return this.#with({ ignoreFile: requireString(path, "ignoreFile(path)", callSite(this.ignoreFile)) });
  }

  /**
   * Lets the box talk to the container engine: its socket is mounted, `DOCKER_HOST` and `DOCKER_NETWORK_NAME` are set, and the
   * box runs privileged. Whoever controls the box then controls the machine.
   *
   * @param allowed - Pipelines are not unless told so.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test").box("docker:27-cli").docker().step(script("list", "docker ps"));
   * ```
   */
  docker(allowed = true): Pipeline {
    return this.#with({ docker: optionalBoolean(allowed, true, "docker(allowed)", callSite(this.docker)) });
  }

  /**
   * Sets how long a step may take, and how long it may say nothing.
   *
   * @param limits - Both begin anew with each step.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
   *
   * @example
   * ```ts
   * import { pipeline, script } from "builder";
   *
   * export const test = pipeline("test")
   *   .box("node:22")
   *   .timeouts({ command: "1h", noResponse: "10m" })
   *   .step(script("slow", "npm run test:all"));
   * ```
   */
  timeouts(limits: Timeouts): Pipeline {
    const origin = callSite(this.timeouts);
    const given = requireOptions(limits, ["command", "noResponse"], "timeouts(limits)", origin);
    const command = toMilliseconds(given.command, "timeouts({ command })", origin);
    const noResponse = toMilliseconds(given.noResponse, "timeouts({ noResponse })", origin);
    return this.#with({
      ...(command === undefined ? {} : { commandTimeoutMs: command }),
      ...(noResponse === undefined ? {} : { noResponseTimeoutMs: noResponse }),
    });
  }

  #with(change: Partial<PipelineNode>): Pipeline {
    return new Pipeline(createPipelineNode({ ...this.#node, ...change }), this.#references);
  }
}

/**
 * Defines a pipeline. Export it, and run it with `builder run build.ts NAME`: `builder run` without a name builds images alone.
 *
 * @param name - Letters, digits and `. _ - + /` between them, at most 100 characters, once in a build.ts;
 * anything else is `GRAPH.PIPELINE_NAME`, a name that is taken `GRAPH.DUPLICATE_NAME`.
 * @param options - Whether it builds or deploys.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
 *
 * @example
 * ```ts
 * import { pipeline, script } from "builder";
 *
 * export const test = pipeline("test")
 *   .box("node:22")
 *   .service("postgres:16", { name: "db", env: { POSTGRES_PASSWORD: "x" } })
 *   .step(script("install", "npm ci"), script("unit", "npm test"))
 *   .afterStep(script("report", "./report.sh"));
 * ```
 */
export function pipeline(name: string, options: PipelineOptions = {}): Pipeline {
  const origin = callSite(pipeline);
  const given = requireOptions(options, ["mode"], "pipeline(name, options)", origin);
  const node = createPipelineNode({
    name: requireString(name, "pipeline(name)", origin),
    mode: requireMode(given.mode, origin),
    services: [],
    env: {},
    steps: [],
    afterSteps: [],
    targets: {},
    docker: false,
    ...(origin === undefined ? {} : { origin }),
  });
  return new Pipeline(node, []);
}

function requireMode(value: unknown, origin: Origin | undefined): PipelineMode {
  if (value === undefined) return "build";
  const mode = pipelineModes.find((name) => name === value);
  if (mode === undefined) throw wrongArgument("pipeline({ mode })", '"build" or "deploy"', value, origin);
  return mode;
}

/** By shape and not by class: a step may come from another copy of the SDK. */
function toStepNodes(steps: readonly unknown[], what: string, origin: Origin | undefined): readonly StepNode[] {
  return steps.map((step) => {
    if (isStep(step)) {
      const node = step.toNode();
      if (/-step$/.test(node.kind)) return node;
    }
    throw wrongArgument(what, "made by script(), step() or internal", step, origin);
  });
}

function isStep(value: unknown): value is Step {
  return typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function";
}

function isImageOf(box: BoxNode | undefined, value: BuilderValue): boolean {
  const node = value.toNode();
  const isImage = node.kind === "image" || node.kind === "dockerfile";
  return box?.image.kind === "image" && isImage && node.name === box.image.image;
}

/** wercker's rule: what comes last in the image's name. */
function defaultAlias({ image }: BoxNode): string {
  const name = image.kind === "image" ? image.image : image.reference.replace(/@.*$/, "");
  return name.slice(name.lastIndexOf("/") + 1).replace(/:.*$/, "");
}
