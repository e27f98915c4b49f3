import { decodeCommandLine, decodeText } from "./common-json.ts";
import { decodeOrigin } from "./decode-origin.ts";
import { internalStepNames, type PropertyKind, propertiesOf } from "./internal-steps.ts";
import type { JsonReader } from "./json-reader.ts";
import { createStepNode, type PropertyNode, type StepNode } from "./step-node.ts";

/** Reads a step. Errors: `GRAPH.MALFORMED`. */
export function decodeStep(reader: JsonReader): StepNode {
  const common = {
    name: reader.member("name").string(),
    ...reader.optional("checkpoint", (checkpoint) => ({ checkpoint: checkpoint.string() })),
    ...decodeOrigin(reader),
  };
  const cwd = reader.optional("cwd", (folder) => ({ cwd: folder.string() }));
  const kind = reader.member("kind").oneOf(["script-step", "external-step", "internal-step"]);
  switch (kind) {
    case "script-step":
      reader.allowMembers([...commonMembers, "code", "cwd"]);
      return createStepNode({ kind, ...common, code: reader.member("code").string(), ...cwd });
    case "external-step":
      reader.allowMembers([...commonMembers, "reference", "as", "properties", "cwd"]);
      return createStepNode({
        kind,
        ...common,
        reference: reader.member("reference").string(),
        ...reader.optional("as", (name) => ({ as: name.string() })),
        properties: reader.member("properties").record(decodeText),
        ...cwd,
      });
    case "internal-step": {
      reader.allowMembers([...commonMembers, "step", "properties"]);
      const step = reader.member("step").oneOf(internalStepNames);
      const kinds = propertiesOf(step);
      const properties = reader.member("properties").allowMembers(Object.keys(kinds));
      const property = ([name, of]: [string, PropertyKind]) =>
        properties.optional(name, (value) => ({ [name]: decodeProperty(value, of) }));
      return createStepNode({
        kind,
        ...common,
        step,
        properties: Object.assign({}, ...Object.entries(kinds).map(property)),
      });
    }
  }
}

const commonMembers = ["kind", "name", "checkpoint", "origin"];

function decodeProperty(reader: JsonReader, kind: PropertyKind): PropertyNode {
  switch (kind) {
    case "text":
      return decodeText(reader);
    case "words":
      return decodeCommandLine(reader);
    case "list":
      return reader.strings();
    case "flag":
      return reader.boolean();
    case "record":
      if (reader.isString()) return reader.string();
      reader.member("kind").oneOf(["record"]);
      return { kind: "record", entries: reader.member("entries").record(decodeText) };
    case "auths":
      if (reader.isString()) return reader.string();
      reader.member("kind").oneOf(["registry-auths"]);
      return {
        kind: "registry-auths",
        registries: reader.member("registries").record((auth) => ({
          username: decodeText(auth.member("username")),
          password: decodeText(auth.member("password")),
        })),
      };
  }
}
