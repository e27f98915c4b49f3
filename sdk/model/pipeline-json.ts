import { decodeCommandLine, decodeText } from "./common-json.ts";
import { decodeOrigin } from "./decode-origin.ts";
import type { JsonReader } from "./json-reader.ts";
import {
  type BoxNode,
  createBoxNode,
  createPipelineNode,
  createServiceNode,
  credentialNames,
  type PipelineNode,
  pipelineModes,
  type ServiceNode,
} from "./pipeline-node.ts";
import { decodeStep } from "./step-json.ts";

const pipelineMembers =
  "kind name mode box services env steps afterSteps targets basePath sourceDir ignoreFile docker commandTimeoutMs noResponseTimeoutMs origin".split(
    " ",
  );

/** Reads a pipeline. Errors: `GRAPH.MALFORMED`. */
export function decodePipeline(reader: JsonReader): PipelineNode {
  reader.allowMembers(pipelineMembers);
  reader.member("kind").oneOf(["pipeline"]);
  return createPipelineNode({
    name: reader.member("name").string(),
    mode: reader.member("mode").oneOf(pipelineModes),
    ...reader.optional("box", (box) => ({ box: decodeBox(box) })),
    services: reader.member("services").list(decodeService),
    env: reader.member("env").record(decodeText),
    steps: reader.member("steps").list(decodeStep),
    afterSteps: reader.member("afterSteps").list(decodeStep),
    targets: reader.member("targets").record((steps) => steps.list(decodeStep)),
    ...reader.optional("basePath", (path) => ({ basePath: path.string() })),
    ...reader.optional("sourceDir", (path) => ({ sourceDir: path.string() })),
    ...reader.optional("ignoreFile", (path) => ({ ignoreFile: path.string() })),
    docker: reader.member("docker").boolean(),
    ...reader.optional("commandTimeoutMs", (limit) => ({ commandTimeoutMs: limit.number() })),
    ...reader.optional("noResponseTimeoutMs", (limit) => ({ noResponseTimeoutMs: limit.number() })),
    ...decodeOrigin(reader),
  });
}

const boxMembers = "kind image cmd entrypoint env ports volumes credentials origin".split(" ");

function decodeBox(reader: JsonReader): BoxNode {
  reader.allowMembers(boxMembers);
  reader.member("kind").oneOf(["box"]);
  const credentials = reader.member("credentials").allowMembers(credentialNames);
  const credential = (name: string) => credentials.optional(name, (text) => ({ [name]: decodeText(text) }));
  return createBoxNode({
    image: decodeBoxImage(reader.member("image")),
    ...reader.optional("cmd", (cmd) => ({ cmd: decodeCommandLine(cmd) })),
    ...reader.optional("entrypoint", (entrypoint) => ({ entrypoint: decodeCommandLine(entrypoint) })),
    env: reader.member("env").record(decodeText),
    ports: reader.member("ports").strings(),
    volumes: reader.member("volumes").strings(),
    credentials: Object.assign({}, ...credentialNames.map(credential)),
    ...decodeOrigin(reader),
  });
}

function decodeBoxImage(reader: JsonReader): BoxNode["image"] {
  const kind = reader.member("kind").oneOf(["reference", "image"]);
  reader.allowMembers(["kind", kind, "origin"]);
  const name = reader.member(kind).string();
  const origin = decodeOrigin(reader);
  return kind === "image" ? { kind, image: name, ...origin } : { kind, reference: name, ...origin };
}

function decodeService(reader: JsonReader): ServiceNode {
  reader.allowMembers(["kind", "name", "container", "readyTimeoutMs", "origin"]);
  reader.member("kind").oneOf(["service"]);
  return createServiceNode({
    name: reader.member("name").string(),
    container: decodeBox(reader.member("container")),
    readyTimeoutMs: reader.member("readyTimeoutMs").number(),
    ...decodeOrigin(reader),
  });
}
