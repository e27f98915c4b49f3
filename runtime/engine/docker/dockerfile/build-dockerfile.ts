import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Environment, layerFolder } from "../../../util/cache-dir.ts";
import { type CaughtUp, catchUp } from "../../../util/catch-up.ts";
import type { BuiltDockerfile, DockerfileBuild, OutputStream, RegistryCredentials } from "../../engine.ts";
import { noBuildKit } from "../../errors.ts";
import { runLabel } from "../../run-label.ts";
import type { DockerClient } from "../client.ts";
import { type BuildOutput, createBuildOutput } from "./build-output.ts";
import { buildQuery, isApart } from "./build-query.ts";
import { type SessionOffer, withBuildSession } from "./build-session.ts";
import { folderOf, holdFolder } from "./held-folder.ts";
import { readJsonLines } from "./json-lines.ts";
import { removeLeftovers } from "./leftovers.ts";
import { createFindLogin, registryConfigHeader } from "./registry-logins.ts";
import { resolveSshAgents } from "./ssh-agents.ts";

/** What all builds of an engine share. */
export interface DockerfileBuilder {
  readonly client: DockerClient;
  readonly environment: Environment;
  /** For images that nobody gave a login for. */
  readonly credentials: RegistryCredentials;
  /** A build waits for it while it says much. */
  readonly caughtUp: CaughtUp;
}

/** Who is told what a build says, and may end it. */
interface Listener extends Pick<DockerfileBuilder, "caughtUp"> {
  readonly onLine: (stream: OutputStream, line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Hands a Dockerfile and its context to the engine: to BuildKit, through the engine's own API, so that no client program is
 * needed; to the old builder where there is no BuildKit or DOCKER_BUILDKIT=0 asks for it.
 */
export async function buildDockerfile(
  { client, environment, credentials, caughtUp }: DockerfileBuilder,
  build: DockerfileBuild,
  onLine: Listener["onLine"],
  signal: AbortSignal,
): Promise<BuiltDockerfile> {
  signal.throwIfAborted();
  const listener = { onLine, caughtUp, signal };
  if (environment.DOCKER_BUILDKIT === "0" || isOnNetwork(build)) return buildClassic(client, build, listener);
  const ask = async (session: string | undefined, body: Readable): Promise<IncomingMessage> =>
    client.send("building a Dockerfile", `/build?${buildQuery(build, "build-kit", session)}`, body, signal);
  const inSession = (body: Readable, folders: SessionOffer["folders"]): Promise<BuiltDockerfile> => {
    const agents = build.ssh === undefined ? new Map<string, string>() : resolveSshAgents(build.ssh, environment);
    const findLogin = createFindLogin(build.auths ?? new Map(), credentials, signal);
    const offer = { agents, secrets: build.secrets, findLogin, folders };
    return withBuildSession(client, offer, async (session) => follow(await ask(session, body), listener));
  };
  if (isApart(build)) {
    const prefix = join(layerFolder(environment), `${build.labels[runLabel] ?? "build"}-`);
    return withFolders(build, prefix, (folders) => inSession(Readable.from([]), folders));
  }
  if (isAsking(build)) return inSession(build.context(), new Map());
  const response = await ask(undefined, build.context());
  if (response.statusCode === 200) {
    const built = await follow(response, listener);
    // A registry wants to know who asks: only a session can tell.
    const wantsLogin = built.kind === "failed" && /no active session/i.test(built.message);
    return wantsLogin ? inSession(build.context(), new Map()) : built;
  }
  const message = await messageOf(response);
  if (!/buildkit/i.test(message)) return { kind: "failed", message };
  return buildClassic(client, build, listener);
}

/** The Dockerfile apart from the context, so that no COPY takes it. */
async function withFolders<T>(
  { context, dockerfile, dockerfileText, hidden = [] }: DockerfileBuild,
  prefix: string,
  use: (folders: SessionOffer["folders"]) => Promise<T>,
): Promise<T> {
  const held = await holdFolder(context(), prefix);
  const seen = held.files.filter(({ path }) => !hidden.includes(path));
  const own = held.files.filter(({ path }) => path === dockerfile || dockerfile.startsWith(`${path}/`));
  const files = dockerfileText === undefined ? own : folderOf(dockerfile, dockerfileText).files;
  try {
    return await use(
      new Map([
        ["context", { files: seen }],
        ["dockerfile", { files }],
      ]),
    );
  } finally {
    await held.remove();
  }
}

/** Whether the build may ask something of this machine while it runs. */
function isAsking({ ssh, secrets, auths }: DockerfileBuild): boolean {
  return ssh !== undefined || secrets.size > 0 || auths !== undefined;
}

/** BuildKit knows the engine's own networks alone. */
function isOnNetwork({ network }: DockerfileBuild): boolean {
  return network !== undefined && !["default", "bridge", "host", "none"].includes(network);
}

async function buildClassic(
  client: DockerClient,
  build: DockerfileBuild,
  listener: Listener,
): Promise<BuiltDockerfile> {
  if (build.ssh !== undefined || build.secrets.size > 0) throw noBuildKit(build.ssh === undefined ? "a secret" : "ssh");
  if (build.dockerfileText !== undefined) throw noBuildKit("building it instruction by instruction");
  const made: string[] = [];
  const path = `/build?${buildQuery(build, "classic")}`;
  const headers: Record<string, string> =
    build.auths === undefined ? {} : { "X-Registry-Config": registryConfigHeader(build.auths) };
  const response = await client.send("building a Dockerfile", path, build.context(), listener.signal, headers);
  let result: BuiltDockerfile | undefined;
  try {
    result = await follow(response, listener, (id) => made.push(id));
    return result;
  } finally {
    await removeLeftovers(client, made, result?.kind === "built" ? result.imageId : undefined);
  }
}

async function follow(
  response: IncomingMessage,
  { onLine, caughtUp, signal }: Listener,
  onLayer: (id: string) => void = () => {},
): Promise<BuiltDockerfile> {
  if (response.statusCode !== 200) return { kind: "failed", message: await messageOf(response) };
  const output = createBuildOutput(onLine, onLayer);
  try {
    for await (const line of readJsonLines(response)) {
      output.add(line);
      await catchUp(caughtUp, signal);
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
  output.end();
  signal.throwIfAborted();
  return resultOf(output);
}

function resultOf(output: BuildOutput): BuiltDockerfile {
  const imageId = output.imageId();
  const message = output.error();
  if (message === undefined && imageId !== undefined) return { kind: "built", imageId };
  const step = output.failedStep();
  return {
    kind: "failed",
    message: message ?? "the engine ended the build without an image",
    ...(step === undefined ? {} : { step }),
  };
}

async function messageOf(response: IncomingMessage): Promise<string> {
  const text = (await Readable.from(response).toArray()).map(String).join("");
  const [, said] = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  return said === undefined ? `status ${response.statusCode}` : String(JSON.parse(`"${said}"`));
}
