import { optionalString, requireOptions, requireString, stringList } from "./arguments.ts";
import type { BuiltInSteps } from "./built-in-steps.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { shortStepName } from "./model/short-step-name.ts";
import { createStepNode, type StepNode } from "./model/step-node.ts";
import type { TextNode } from "./model/text-node.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { requireText, type Text } from "./secret.ts";

/** What every step may be given. */
export interface StepOptions {
  /**
   * What people see.
   * @default the name of the step
   */
  readonly name?: string;
  /**
   * Keeps an image of the box when the step has passed; `builder run --checkpoint NAME` goes on after it.
   */
  readonly checkpoint?: string;
}

/** What steps that run in the box may be given besides. */
export interface ShellStepOptions extends StepOptions {
  /**
   * Folder to start in, relative to the source; `$NAME` is a variable of the box.
   * @default the source
   */
  readonly cwd?: string;
}

/** The options of {@link script}, whose name is an argument of its own. */
export type ScriptOptions = Omit<ShellStepOptions, "name">;

/** The options of {@link step}. */
export interface ExternalStepOptions extends ShellStepOptions {
  /**
   * `NAME` or `OWNER/NAME` for a step that a folder or a repository holds: its properties are the variables `WERCKER_NAME_PROPERTY`.
   * @default the name in its manifest, or that of its folder
   */
  readonly as?: string;
}

/** The properties of a step; each is the variable `WERCKER_STEP_PROPERTY` in the box. */
export type StepProperties = Readonly<Record<string, Text | number | boolean>>;

/** One step of a pipeline. Made by {@link script}, {@link step} and `internal`. */
export class Step {
  readonly #node: StepNode;

  /** @internal */
  constructor(node: StepNode) {
    this.#node = node;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): StepNode {
    return this.#node;
  }
}

/**
 * Shell commands. They run in the one shell that all steps of a pipeline share: folder, variables and functions of earlier steps
 * are still there. The first command that fails ends the pipeline, unless the text begins with `#!` (wercker's rule).
 *
 * @param name - What people see.
 * @param code - Shell text; of a list, each item is a line.
 * @param options - Where to start, and whether to keep what the box is afterwards.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
 *
 * @example
 * ```ts
 * import { pipeline, script } from "builder";
 *
 * export const test = pipeline("test")
 *   .box("node:22")
 *   .step(script("install", "npm ci"), script("unit", ["npm run build", "npm test"], { cwd: "server" }));
 * ```
 */
export function script(name: string, code: OneOrMany<string>, options: ScriptOptions = {}): Step {
  const origin = callSite(script);
  const given = requireOptions(options, ["cwd", "checkpoint"], "script(name, code, options)", origin);
  const lines = typeof code === "string" ? code : stringList(code, "script(name, code)", origin).join("\n");
  return new Step(
    createStepNode({
      kind: "script-step",
      name: requireString(name, "script(name)", origin),
      code: requireString(code === undefined ? code : lines, "script(name, code)", origin),
      ...shellOptions(given, "script", origin),
      ...(origin === undefined ? {} : { origin }),
    }),
  );
}

/**
 * A step that lies in a folder with a manifest (`step.yml` or `wercker-step.yml`) and a `run.sh`:
 *
 * - `npm-install`, `wercker/npm-install@2.1.0`: one that comes with builder, whatever the owner and version;
 * - `file://steps/deploy`, `./steps/deploy`: a folder, relative to build.ts;
 * - `git+https://github.com/owner/step-deploy.git#v1.2.0`: a repository, at a branch, tag or commit.
 *
 * wercker's store of steps is gone: another name is `PIPELINE.UNKNOWN_STEP`, which says how to keep a step in the project.
 * A property that the manifest requires and nobody gives is `PIPELINE.STEP_PROPERTY_MISSING`.
 *
 * @param reference - Which step.
 * @param properties - What the manifest asks for. The box's shell expands `$NAME` in a text; a secret is taken as it is.
 * @param options - What people see, where to start.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
 *
 * @example
 * ```ts
 * import { pipeline, secret, step } from "builder";
 *
 * export const test = pipeline("test")
 *   .box("node:22")
 *   .step(step("npm-install"))
 *   .step(step("file://steps/deploy", { host: "example.com", "ssh-key": secret("DEPLOY_KEY") }, { name: "deploy" }));
 * ```
 */
export function step<const Reference extends string>(
  reference: Reference,
  properties?: Reference extends keyof BuiltInSteps ? BuiltInSteps[Reference] : StepProperties,
  options: ExternalStepOptions = {},
): Step {
  const origin = callSite(step);
  const what = "step(reference, properties, options)";
  const given = requireOptions(options, ["name", "as", "cwd", "checkpoint"], what, origin);
  const written = requireString(reference, "step(reference)", origin);
  const as = optionalString(given.as, "step({ as })", origin);
  return new Step(
    createStepNode({
      kind: "external-step",
      name: optionalString(given.name, "step({ name })", origin) ?? as ?? shortStepName(written),
      reference: written,
      ...(as === undefined ? {} : { as }),
      properties: toProperties(properties, origin),
      ...shellOptions(given, "step", origin),
      ...(origin === undefined ? {} : { origin }),
    }),
  );
}

/** `cwd` and `checkpoint`, of whoever has them. */
function shellOptions(
  given: Readonly<Record<string, unknown>>,
  what: string,
  origin: Origin | undefined,
): { readonly cwd?: string; readonly checkpoint?: string } {
  const cwd = optionalString(given.cwd, `${what}({ cwd })`, origin);
  const checkpoint = optionalString(given.checkpoint, `${what}({ checkpoint })`, origin);
  return { ...(cwd === undefined ? {} : { cwd }), ...(checkpoint === undefined ? {} : { checkpoint }) };
}

function toProperties(value: unknown, origin: Origin | undefined): Readonly<Record<string, TextNode>> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongArgument("step(reference, properties)", "an object", value, origin);
  }
  const given = Object.entries(value).filter(([, property]) => property !== undefined);
  return Object.fromEntries(given.map(([name, property]) => [name, toProperty(name, property, origin)]));
}

function toProperty(name: string, value: unknown, origin: Origin | undefined): TextNode {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return requireText(value, `step(reference, { ${name} })`, origin);
}
