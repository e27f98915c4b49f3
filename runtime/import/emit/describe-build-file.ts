import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import { type GraphVisitor, visit } from "../../../sdk/model/visit.ts";
import type { BuildFile, ConstStatement } from "./build-file.ts";
import { type Code, commented, literal, name } from "./code.ts";
import { placeComments, type SourceComment } from "./comment-places.ts";
import { createConstNames } from "./const-name.ts";
import { emissionOrder } from "./emission-order.ts";
import type { EmitContext } from "./emit-context.ts";
import { emitDependency } from "./emit-dependency.ts";
import { emitDockerInstructions } from "./emit-docker-instructions.ts";
import { emitDockerfile } from "./emit-dockerfile.ts";
import { emitGitMapping } from "./emit-git-mapping.ts";
import { emitImage } from "./emit-image.ts";
import { emitImageSpec } from "./emit-image-spec.ts";
import { emitImport } from "./emit-import.ts";
import { emitMount } from "./emit-mount.ts";
import { emitProject } from "./emit-project.ts";
import { emitSecret } from "./emit-secret.ts";
import { sdkNames } from "./sdk-names.ts";

/** A graph as the declarations of a build.ts, images before those that use them. */
export function describeBuildFile(graph: BuildGraph, comments: readonly SourceComment[] = []): BuildFile {
  const places = placeComments(graph, comments);
  const images = emissionOrder(graph.images);
  const names = createConstNames(sdkNames);
  const constants = new Map(images.map((node) => [node.name, names.take(node.name, "image")]));
  const context: EmitContext = {
    text: literal,
    image: (image) => name(constants.get(image) ?? image),
    comments: places.take,
    items: (items) => items,
    part: (node) => commented(places.take(node), visit(node, emitters)),
  };
  const emitters = emittersFor(context);

  const declare = (node: AnyImageNode): ConstStatement => ({
    kind: "const",
    comments: places.take(node),
    name: constants.get(node.name) ?? node.name,
    isExported: true,
    code: visit(node, emitters),
  });
  const statements = images.map(declare);
  const project = { comments: places.take(graph.project), code: visit(graph.project, emitters) };
  return {
    header: places.header,
    statements,
    project: { ...project, comments: [...project.comments, ...places.rest()] },
  };
}

/** How each kind of node is written: one that is missing here does not compile. */
function emittersFor(context: EmitContext): GraphVisitor<Code> {
  return {
    project: (node) => emitProject(node, context),
    image: (node) => emitImage(node, context),
    dockerfile: (node) => emitDockerfile(node, context),
    "git-mapping": (node) => emitGitMapping(node, context),
    import: (node) => emitImport(node, context),
    dependency: (node) => emitDependency(node, context),
    mount: (node) => emitMount(node, context),
    secret: (node) => emitSecret(node, context),
    "docker-instructions": (node) => emitDockerInstructions(node, context),
    "image-spec": (node) => emitImageSpec(node, context),
  };
}
