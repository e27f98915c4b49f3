import type { DependencyNode } from "../../../sdk/model/dependency-node.ts";
import { type Code, call, literal, record } from "./code.ts";
import type { EmitContext } from "./emit-context.ts";
import { stagePlace } from "./stage-place.ts";

/** `.dependencies(worker, { before: "setup", env: { WORKER: "ImageName" } })` */
export function emitDependency({ image, slot, imports }: DependencyNode, context: EmitContext): Code {
  const members = imports.map(({ targetEnv, type }) => ({ key: context.text(targetEnv), value: literal(type) }));
  return call("dependencies", context.image(image), record({ ...stagePlace(slot), env: { kind: "record", members } }));
}
