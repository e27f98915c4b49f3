import type { ImportNode } from "../../../sdk/model/import-node.ts";
import { type Code, call, literal, record } from "./code.ts";
import { type EmitContext, oneOrMany, optionalText } from "./emit-context.ts";
import { stagePlace } from "./stage-place.ts";

/** `.import(assets, { add: "/web/dist", to: "/app/public", after: "install" })` */
export function emitImport(node: ImportNode, context: EmitContext): Code {
  const { source } = node;
  return call(
    "import",
    source.kind === "image" ? context.image(source.image) : context.text(source.reference),
    record({
      add: context.text(node.add),
      to: node.to === node.add ? undefined : context.text(node.to),
      ...stagePlace(node.slot),
      stage: node.stage === undefined ? undefined : literal(node.stage),
      owner: optionalText(node.owner, context),
      group: optionalText(node.group, context),
      includePaths: oneOrMany(node.includePaths, context),
      excludePaths: oneOrMany(node.excludePaths, context),
    }),
  );
}
