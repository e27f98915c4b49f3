import { optionalBoolean, optionalString, requireOptions, stringList } from "./arguments.ts";
import { portList } from "./box.ts";
import { callSite } from "./call-site.ts";
import type { RegistryCredentials } from "./credentials.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { CommandLine } from "./model/docker-instructions-node.ts";
import { type InternalStepName, type PropertyKind, propertiesOf } from "./model/internal-steps.ts";
import { createStepNode, type PropertyNode } from "./model/step-node.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { requireText, type Text, textRecord } from "./secret.ts";
import { Step, type StepOptions } from "./step.ts";

/** What an internal step may be given besides its own properties. */
export interface InternalStepOptions extends StepOptions {}

/** Whether the variables that earlier steps have exported can be used as `$NAME` in the properties. */
interface Synced {
  /**
   * Leaves the variables of the box alone: those exported by earlier steps are then unknown in the properties. For boxes in which
   * `env` cannot be run.
   * @default false
   */
  readonly disableSync?: boolean;
}

/** What both push steps take. `$NAME` is replaced in every text by what the pipeline knows under that name (seed 000). */
interface PushOptions extends RegistryCredentials, Synced {
  /**
   * Name of the repository, with the host of its registry in front unless that is Docker Hub. Required, except that
   * `awsRegistryId` or `azureLoginServer` may name the host.
   */
  readonly repository: Text;
  /**
   * Tags; one text may hold several, separated by spaces or commas. Besides them the number of the run is a tag.
   * @default "latest"
   */
  readonly tag?: OneOrMany<string>;
  /** Ports that the image exposes: `5000`, `"53/udp"`, `"5000, 8080"`. */
  readonly ports?: OneOrMany<number | string>;
  /** Paths that are volumes of the image. */
  readonly volumes?: OneOrMany<string>;
  /** Folder that the command starts in. */
  readonly workingDir?: Text;
  /** User that the command runs as. */
  readonly user?: Text;
  /** Signal that stops a container: `SIGTERM`, `9`. Default: the engine's, SIGTERM. */
  readonly stopSignal?: Text;
  /** The image's command; a string is split into words as a shell does. */
  readonly cmd?: CommandLine;
  /** The image's entrypoint; a string is split into words as a shell does. */
  readonly entrypoint?: CommandLine;
  /** Variables of the image: names and values, or wercker's text `"A=1","B=2"`. */
  readonly env?: Readonly<Record<string, Text>> | string;
  /** Labels of the image: names and values, or wercker's text `"A=1","B=2"`. */
  readonly labels?: Readonly<Record<string, Text>> | string;
  /** Author of the image. */
  readonly author?: Text;
  /** Comment on the layer. */
  readonly message?: Text;
  /** Accepted and without effect, as in wercker. */
  readonly authServer?: Text;
  /** Accepted and without effect, as in wercker. */
  readonly awsStrictAuth?: boolean;
}

/** The properties of `internal/docker-push`. */
export interface DockerPushOptions extends PushOptions {
  /** Pushes an image that `dockerBuild` made in this run, in place of the box. */
  readonly imageName?: Text;
}

/** The properties of `internal/docker-scratch-push`. */
export interface DockerScratchPushOptions extends PushOptions {}

/** The properties of `internal/docker-build`. */
export interface DockerBuildOptions extends Synced {
  /** Name of the image within this run, for `dockerRun` and `dockerPush`. */
  readonly imageName: Text;
  /**
   * Path of the Dockerfile in the context.
   * @default "Dockerfile"
   */
  readonly dockerfile?: Text;
  /**
   * Folder of the source that is the context.
   * @default the source
   */
  readonly context?: Text;
  /** Arguments of the build: names and values, or wercker's text `A=1 B=2`. */
  readonly buildArgs?: Readonly<Record<string, Text>> | string;
  /** Labels of the image: names and values, or wercker's text `A=1 B=2`. */
  readonly labels?: Readonly<Record<string, Text>> | string;
  /** Shows no output of the build. */
  readonly quiet?: boolean;
  /** Builds every layer anew. */
  readonly noCache?: boolean;
  /** Makes one layer of all; the engine must allow it. */
  readonly squash?: boolean;
  /** Hosts besides those of the network: `"db:10.0.0.5"`. */
  readonly extraHosts?: OneOrMany<string>;
  /** Credentials for the images that the Dockerfile starts from, by registry, or wercker's JSON text. */
  readonly registryAuthConfig?:
    | Readonly<
        Record<
          string,
          {
            /** Who logs in. */
            readonly username: Text;
            /** The password, or a token. */
            readonly password: Text;
          }
        >
      >
    | string;
}

/** The properties of `internal/docker-run`. */
export interface DockerRunOptions extends RegistryCredentials, Synced {
  /** Name of the container on the pipeline's network. */
  readonly name: Text;
  /** An image that `dockerBuild` made in this run, or the reference of one. */
  readonly image: Text;
  /** Command; a string is split into words as a shell does. */
  readonly cmd?: CommandLine;
  /** Entrypoint; a string is split into words as a shell does. */
  readonly entrypoint?: CommandLine;
  /** Variables: names and values, or wercker's text `A=1 B=2`. */
  readonly env?: Readonly<Record<string, Text>> | string;
  /** Folder that the command starts in. */
  readonly workingDir?: Text;
  /** Ports, opened on the host with `--expose-ports`. */
  readonly ports?: OneOrMany<number | string>;
  /** User that the command runs as. */
  readonly user?: Text;
  /** Accepted and without effect, as in wercker. */
  readonly authServer?: Text;
  /** Accepted and without effect, as in wercker. */
  readonly awsStrictAuth?: boolean;
}

/** The properties of `internal/docker-kill`. */
export interface DockerKillOptions {
  /** Name that `dockerRun` gave. */
  readonly name: Text;
}

/** The properties of `internal/store-container`. */
export interface StoreContainerOptions {
  /**
   * File to write, relative to the folder that the command was started in.
   * @default `PIPELINE.tar` in the folder of `--artifacts`
   */
  readonly file?: Text;
}

/** The properties of `internal/watch`. */
export interface WatchOptions {
  /** Shell text that starts the program. */
  readonly code: string;
  /**
   * Starts it again when a file of the project changes.
   * @default false
   */
  readonly reload?: boolean;
}

/** The properties of `internal/shell`. */
export interface ShellOptions {
  /**
   * The shell.
   * @default "/bin/bash", or `/bin/sh` where there is none
   */
  readonly cmd?: CommandLine;
  /** Shell text that runs before you are asked. */
  readonly code?: string;
}

/**
 * The steps that builder itself carries out, because a container cannot do them to itself (wercker's `internal/…`).
 *
 * Wrong properties are `SDK.WRONG_ARGUMENT` or `SDK.UNKNOWN_OPTION`.
 *
 * @example
 * ```ts
 * import { internal, pipeline, script, secret } from "builder";
 *
 * export const release = pipeline("release")
 *   .box("node:22")
 *   .step(script("build", "npm ci && npm run build"))
 *   .step(
 *     internal.dockerPush({
 *       repository: "registry.example.com/shop",
 *       tag: ["$WERCKER_GIT_COMMIT", "latest"],
 *       username: "ci",
 *       password: secret("REGISTRY_PASSWORD"),
 *       cmd: "node server.js",
 *       ports: 8080,
 *     }),
 *   );
 * ```
 */
export const internal = Object.freeze({
  /** Saves the box, as it is now, as an image and pushes it. */
  dockerPush(properties: DockerPushOptions, options: InternalStepOptions = {}): Step {
    return internalStep("docker-push", "docker push", properties, options, callSite(internal.dockerPush));
  },
  /** Pushes an image that holds the output of the pipeline and nothing else. */
  dockerScratchPush(properties: DockerScratchPushOptions, options: InternalStepOptions = {}): Step {
    const origin = callSite(internal.dockerScratchPush);
    return internalStep("docker-scratch-push", "docker scratch push", properties, options, origin);
  },
  /** Builds an image from a Dockerfile of the source, as the source is now in the box. */
  dockerBuild(properties: DockerBuildOptions, options: InternalStepOptions = {}): Step {
    return internalStep("docker-build", "docker build", properties, options, callSite(internal.dockerBuild));
  },
  /** Starts a container on the pipeline's network; it is removed when the pipeline ends. */
  dockerRun(properties: DockerRunOptions, options: InternalStepOptions = {}): Step {
    return internalStep("docker-run", "docker run", properties, options, callSite(internal.dockerRun));
  },
  /** Ends and removes a container that `dockerRun` has started. */
  dockerKill(properties: DockerKillOptions, options: InternalStepOptions = {}): Step {
    return internalStep("docker-kill", "docker kill", properties, options, callSite(internal.dockerKill));
  },
  /** Writes the box, as it is now, as an image archive that `docker load` reads. */
  storeContainer(properties: StoreContainerOptions = {}, options: InternalStepOptions = {}): Step {
    return internalStep("store-container", "store container", properties, options, callSite(internal.storeContainer));
  },
  /** Runs a program until it is interrupted, and starts it again when files change. */
  watch(properties: WatchOptions, options: InternalStepOptions = {}): Step {
    return internalStep("watch", "watch", properties, options, callSite(internal.watch));
  },
  /** Opens a shell in the box; its exit code counts. */
  shell(properties: ShellOptions = {}, options: InternalStepOptions = {}): Step {
    return internalStep("shell", "shell", properties, options, callSite(internal.shell));
  },
});

function internalStep(
  step: InternalStepName,
  defaultName: string,
  properties: unknown,
  options: unknown,
  origin: Origin | undefined,
): Step {
  const what = `internal.${step.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())}`;
  const kinds = propertiesOf(step);
  const given = requireOptions(properties, Object.keys(kinds), `${what}(properties)`, origin);
  const more = requireOptions(options, ["name", "checkpoint"], `${what}(properties, options)`, origin);
  const checkpoint = optionalString(more.checkpoint, `${what}(…, { checkpoint })`, origin);
  const entries = Object.entries(kinds)
    .filter(([name]) => given[name] !== undefined)
    .map(([name, kind]) => [name, toProperty(given[name], kind, `${what}({ ${name} })`, origin)]);
  return new Step(
    createStepNode({
      kind: "internal-step",
      name: optionalString(more.name, `${what}(…, { name })`, origin) ?? defaultName,
      step,
      properties: Object.fromEntries(entries),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(origin === undefined ? {} : { origin }),
    }),
  );
}

function toProperty(value: unknown, kind: PropertyKind, what: string, origin: Origin | undefined): PropertyNode {
  switch (kind) {
    case "text":
      return requireText(value, what, origin);
    case "words":
      return typeof value === "string" ? value : stringList(value, what, origin);
    case "list":
      return portList(value, what, origin);
    case "flag":
      return optionalBoolean(value, false, what, origin);
    case "record":
      return typeof value === "string" ? value : { kind: "record", entries: textRecord(value, what, origin) };
    case "auths":
      return typeof value === "string" ? value : { kind: "registry-auths", registries: toAuths(value, what, origin) };
  }
}

function toAuths(value: unknown, what: string, origin: Origin | undefined) {
  if (typeof value !== "object" || value === null) throw wrongArgument(what, "an object", value, origin);
  const entries = Object.entries(value).map(([registry, auth]) => {
    const given = requireOptions(auth, ["username", "password"], `${what}.${registry}`, origin);
    const username = requireText(given.username, `${what}.${registry}.username`, origin);
    return [registry, { username, password: requireText(given.password, `${what}.${registry}.password`, origin) }];
  });
  return Object.fromEntries(entries);
}
