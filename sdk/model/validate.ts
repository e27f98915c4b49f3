import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import type { BuildGraph } from "./build-graph.ts";
import type { ImageNode } from "./image-node.ts";
import type { PipelineNode } from "./pipeline-node.ts";
import type { DigestProfileName, ProjectNode } from "./project-node.ts";
import { validateAnsible } from "./validate-ansible.ts";
import { validateBase } from "./validate-base.ts";
import { validateDockerInstructions } from "./validate-docker-instructions.ts";
import { validateDockerfile } from "./validate-dockerfile.ts";
import { validateGitMapping } from "./validate-git-mapping.ts";
import { validatePipeline } from "./validate-pipeline.ts";
import { validatePlatforms } from "./validate-platforms.ts";
import { validateReferences } from "./validate-references.ts";
import { validateSurroundings } from "./validate-surroundings.ts";
import { validateTakeovers } from "./validate-takeovers.ts";
import { validateWorkflow } from "./validate-workflow.ts";
import type { WorkflowNode } from "./workflow-node.ts";

/**
 * Everything that is wrong with a graph, in the order of its images and pipelines; an empty list for a graph that can be built.
 * Codes: `GRAPH.*`. What needs the commit (paths that do not exist) is found when the graph is planned.
 */
export function validateGraph(graph: BuildGraph): readonly Diagnostic[] {
  const images = new Set(graph.images.map(({ name }) => name));
  return [
    ...validateProject(graph.project),
    ...duplicateNames([...graph.images, ...graph.pipelines, ...graph.workflows]),
    ...graph.images.flatMap((image) => validateImage(image, graph.project.digests)),
    ...validateReferences(graph.images),
    ...validatePlatforms(graph.images),
    ...[...graph.pipelines, ...graph.workflows].flatMap(validateTargetName),
    ...graph.pipelines.flatMap((pipeline) => validatePipeline(pipeline, images)),
    ...graph.workflows.flatMap((workflow) => validateWorkflow(workflow, graph.pipelines)),
  ];
}

const projectNamePattern = /^(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])$/;
const projectNameLimit = 50;

function validateProject(project: ProjectNode): readonly Diagnostic[] {
  if (projectNamePattern.test(project.name) && project.name.length <= projectNameLimit) return [];
  return [
    {
      code: "GRAPH.PROJECT_NAME",
      message: `"${project.name}" cannot be the name of a project`,
      why: `Stages are stored under it: lower-case letters, digits and dashes between them, at most ${projectNameLimit} characters.`,
      where: originsOf(project),
    },
  ];
}

/** What may be asked for by name. */
type TargetNode = AnyImageNode | PipelineNode | WorkflowNode;

const imageNamePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._/+-]*[A-Za-z0-9])?$/;
const imageNameLimit = 100;

function validateImage(image: AnyImageNode, digests: DigestProfileName): readonly Diagnostic[] {
  return [
    ...validateImageName(image),
    ...(image.kind === "dockerfile" ? validateDockerfile(image) : validateStagedImage(image, digests)),
    ...validateSurroundings(image),
  ];
}

function validateStagedImage(image: ImageNode, digests: DigestProfileName): readonly Diagnostic[] {
  return [
    ...validateBase(image),
    ...emptyCommands(image),
    ...validateAnsible(image),
    ...artifactLimits(image),
    ...image.git.flatMap((mapping) => validateGitMapping(mapping, image.name)),
    ...validateTakeovers(image),
    ...(image.docker === undefined ? [] : validateDockerInstructions(image.docker, image.name, digests)),
  ];
}

function validateImageName(image: AnyImageNode): readonly Diagnostic[] {
  if (imageNamePattern.test(image.name) && image.name.length <= imageNameLimit) return [];
  return [
    {
      code: "GRAPH.IMAGE_NAME",
      message: `"${image.name}" cannot be the name of an image`,
      why: `A name has letters and digits, ". _ - + /" between them, and at most ${imageNameLimit} characters.`,
      where: originsOf(image),
    },
  ];
}

function validateTargetName({ kind, name, ...target }: PipelineNode | WorkflowNode): readonly Diagnostic[] {
  if (imageNamePattern.test(name) && name.length <= imageNameLimit) return [];
  return [
    {
      code: `GRAPH.${kind.toUpperCase()}_NAME`,
      message: `"${name}" cannot be the name of a ${kind}`,
      why: `A name has letters and digits, ". _ - + /" between them, and at most ${imageNameLimit} characters.`,
      where: originsOf(target),
    },
  ];
}

/** Images, pipelines and workflows are asked for in the same way, so they share their names. */
function duplicateNames(targets: readonly TargetNode[]): readonly Diagnostic[] {
  const byName = new Map<string, TargetNode[]>();
  for (const target of targets) byName.set(target.name, [...(byName.get(target.name) ?? []), target]);
  return [...byName]
    .filter(([, sameName]) => sameName.length > 1)
    .map(([name, sameName]) => ({
      code: "GRAPH.DUPLICATE_NAME",
      message: `${sameName.length} different ${kindsOf(sameName)} have the name "${name}"`,
      why: "A method returns a new value: an image or pipeline and what is made of it later are two.",
      next: [
        "Give each its own name.",
        "If one is only a step on the way to the other, export the finished one alone.",
      ],
      where: originsOf(...sameName),
    }));
}

function kindsOf(targets: readonly TargetNode[]): string {
  return [...new Set(targets.map(({ kind }) => `${kind}s`))].join(" and ");
}

function emptyCommands(image: ImageNode): readonly Diagnostic[] {
  return Object.entries(image.shell.commands).flatMap(([stage, commands]) =>
    commands
      .filter((command) => command.text.trim() === "")
      .map((command) => ({
        code: "GRAPH.EMPTY_COMMAND",
        message: `A command of the stage ${stage} of "${image.name}" is empty`,
        next: ["Remove it, or see why the text that was put together here came out empty."],
        where: originsOf(command),
      })),
  );
}

function artifactLimits(image: ImageNode): readonly Diagnostic[] {
  if (!image.artifact) return [];
  const found: Diagnostic[] = [];
  if (image.docker !== undefined) {
    found.push({
      code: "GRAPH.ARTIFACT_DOCKER",
      message: `The artifact "${image.name}" has docker instructions`,
      why: "An artifact ends with the setup stage and has no config of its own.",
      next: ["Make it an image with .final(false).", "Set the config on the image that uses it."],
      where: originsOf(image.docker),
    });
  }
  if (image.final) {
    found.push({
      code: "GRAPH.ARTIFACT_FINAL",
      message: `The artifact "${image.name}" is marked as a result`,
      why: "An artifact only serves other images.",
      next: ["Make it an image."],
      where: originsOf(image),
    });
  }
  return found;
}
