import type { Diagnostic } from "../errors/builder-error.ts";
import { mostSimilar } from "../errors/most-similar.ts";
import { originsOf } from "../errors/origin.ts";
import type { InternalStepName } from "./internal-steps.ts";
import { allSteps, type BoxNode, type PipelineNode, type ServiceNode } from "./pipeline-node.ts";
import type { InternalStepNode, StepNode } from "./step-node.ts";
import { isImageReference } from "./validate-base.ts";

/** What is wrong with a pipeline, as far as it can be told before it runs. `images` are the names of those of the graph. */
export function validatePipeline(pipeline: PipelineNode, images: ReadonlySet<string>): readonly Diagnostic[] {
  return [
    ...requireBox(pipeline),
    ...(pipeline.box === undefined ? [] : validateBox(pipeline.box, `the box of "${pipeline.name}"`, images)),
    ...pipeline.services.flatMap((service) => validateService(service, pipeline, images)),
    ...duplicateServices(pipeline),
    ...validatePaths(pipeline),
    ...validateTimeouts(pipeline),
    ...allSteps(pipeline).flatMap((step) => validateStep(step, pipeline)),
    ...duplicateCheckpoints(pipeline),
  ].map((finding) => (finding.where === undefined ? { ...finding, where: originsOf(pipeline) } : finding));
}

function requireBox({ name, box }: PipelineNode): readonly Diagnostic[] {
  if (box !== undefined) return [];
  return [
    {
      code: "GRAPH.NO_BOX",
      message: `The pipeline "${name}" has no box`,
      why: "Its steps need a container to run in.",
      next: ['Say what it is: .box("debian:bookworm-slim") or .box(anImage).'],
    },
  ];
}

function validateBox(box: BoxNode, what: string, images: ReadonlySet<string>): readonly Diagnostic[] {
  const where = originsOf(box);
  const found = [
    ...wrongImage(box, what, images),
    ...box.ports.filter((port) => !portPattern.test(port)).map((port) => wrongPort(port, what)),
    ...Object.keys(box.env)
      .filter((name) => !variablePattern.test(name))
      .map((name) => wrongVariable(name, what)),
  ];
  return found.map((finding) => ({ ...finding, where }));
}

/** `PORT`, `HOST:PORT`, `IP:HOST:PORT`, `IP::PORT`, with the protocol behind it (spec §3.4). */
const portPattern =
  /^(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):(?:\d{1,5})?:|\d{1,5}:)?\d{1,5}(?:\/(?:tcp|udp|sctp))?$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

function wrongImage({ image }: BoxNode, what: string, images: ReadonlySet<string>): readonly Diagnostic[] {
  if (image.kind === "image") {
    if (images.has(image.image)) return [];
    const similar = mostSimilar(image.image, images);
    return [
      {
        code: "GRAPH.UNKNOWN_BASE",
        message: `${capital(what)} is the image "${image.image}", which does not exist`,
        ...(similar === undefined ? {} : { next: [`Did you mean "${similar}"?`] }),
      },
    ];
  }
  // What a variable stands for is known when the pipeline runs.
  if (image.reference.includes("$") || isImageReference(image.reference)) return [];
  return [
    {
      code: "GRAPH.BASE_REFERENCE",
      message: `${capital(what)}: "${image.reference}" is not an image reference`,
      next: ["Write it as NAME, NAME:TAG or NAME@sha256:…; names are in lower case."],
    },
  ];
}

function wrongPort(port: string, what: string): Diagnostic {
  return {
    code: "GRAPH.PORT",
    message: `${capital(what)}: "${port}" is not a port`,
    next: ['Write it as "8080", "80:8080" (host first) or "127.0.0.1:80:8080", with "/udp" after it if need be.'],
  };
}

function wrongVariable(name: string, what: string): Diagnostic {
  return {
    code: "GRAPH.ENV_NAME",
    message: `${capital(what)}: "${name}" cannot be the name of a variable`,
    next: ["A name has letters, digits and underscores."],
  };
}

function validateService(
  service: ServiceNode,
  pipeline: PipelineNode,
  images: ReadonlySet<string>,
): readonly Diagnostic[] {
  const what = `the service "${service.name}" of "${pipeline.name}"`;
  const named = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(service.name);
  const findings: readonly Diagnostic[] = named
    ? []
    : [
        {
          code: "GRAPH.SERVICE_NAME",
          message: `"${service.name}" cannot be the name of a service, in the pipeline "${pipeline.name}"`,
          next: ['Name it: .service(image, { name: "db" }). Letters, digits, ".", "_" and "-".'],
          where: originsOf(service),
        },
      ];
  return [...findings, ...validateBox(service.container, what, images)];
}

function duplicateServices({ name, services }: PipelineNode): readonly Diagnostic[] {
  return duplicates(services, (service) => service.name).map(([service, same]) => ({
    code: "GRAPH.DUPLICATE_NAME",
    message: `${same.length} services of the pipeline "${name}" have the name "${service}"`,
    next: ['Name each: .service("redis:7", { name: "cache" }).'],
    where: originsOf(...same),
  }));
}

/** Removing what an image has in one of these would take the image with it. */
const systemFolders =
  /^\/(?:bin|boot|dev|etc|home|lib|lib32|lib64|libx32|mnt|proc|root|run|sbin|sys|tmp|usr|var|pipeline|report)?$/;

function validatePaths({ name, basePath, sourceDir, ignoreFile }: PipelineNode): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const base = basePath?.replace(/(?<=.)\/+$/, "");
  if (base !== undefined && (!base.startsWith("/") || base.split("/").includes("..") || systemFolders.test(base))) {
    found.push({
      code: "GRAPH.BASE_PATH",
      message: `basePath: "${base}" cannot hold the source of the pipeline "${name}"`,
      why: "What the image has there is removed, so it has to be an absolute path that is no folder of the system.",
      next: ['Use a folder of its own: .basePath("/app").'],
    });
  }
  for (const [option, path] of Object.entries({ sourceDir, ignoreFile })) {
    if (path === undefined || (!path.startsWith("/") && !path.split("/").includes(".."))) continue;
    found.push({
      code: "GRAPH.SOURCE_PATH",
      message: `${option}: "${path}" of the pipeline "${name}" lies outside the source`,
      next: ["Write it relative to the folder of build.ts, without `..`."],
    });
  }
  return found;
}

function validateTimeouts({ name, commandTimeoutMs, noResponseTimeoutMs }: PipelineNode): readonly Diagnostic[] {
  if (commandTimeoutMs !== 0 && noResponseTimeoutMs !== 0) return [];
  return [
    {
      code: "GRAPH.TIMEOUT",
      message: `A timeout of the pipeline "${name}" is zero`,
      next: ['Leave it out for the default, or give a length of time: .timeouts({ command: "1h" }).'],
    },
  ];
}

/** What a step cannot do without. */
const required: Readonly<Partial<Record<InternalStepName, readonly string[]>>> = {
  "docker-build": ["imageName"],
  "docker-run": ["name", "image"],
  "docker-kill": ["name"],
  watch: ["code"],
};

function validateStep(step: StepNode, pipeline: PipelineNode): readonly Diagnostic[] {
  const where = originsOf(step);
  const found: Diagnostic[] = [];
  if (step.kind === "internal-step") found.push(...missingProperties(step));
  if (step.kind === "external-step" && step.reference.trim() === "") {
    found.push({ code: "GRAPH.STEP_REFERENCE", message: "The reference of a step is empty" });
  }
  if (step.checkpoint !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}$/.test(step.checkpoint)) {
    found.push({
      code: "GRAPH.CHECKPOINT",
      message: `"${step.checkpoint}" cannot be the name of a checkpoint`,
      next: ['It becomes part of a tag: letters, digits, ".", "_" and "-".'],
    });
  }
  const place = `, in the step "${step.name}" of "${pipeline.name}"`;
  return found.map((finding) => ({ ...finding, message: finding.message + place, where }));
}

function missingProperties({ step, properties }: InternalStepNode): readonly Diagnostic[] {
  const names = [
    ...(required[step] ?? []),
    ...(isPush(step) && properties.imageName === undefined ? ["repository"] : []),
  ];
  return names
    .filter((name) => properties[name] === undefined || properties[name] === "")
    .map((name) => ({
      code: "GRAPH.STEP_PROPERTY",
      message: `${step} needs the property ${name}`,
    }));
}

function isPush(step: InternalStepName): boolean {
  return step === "docker-push" || step === "docker-scratch-push";
}

function duplicateCheckpoints(pipeline: PipelineNode): readonly Diagnostic[] {
  const kept = [pipeline.steps, ...Object.values(pipeline.targets)].flatMap((steps) =>
    duplicates(
      steps.filter((step) => step.checkpoint !== undefined),
      (step) => step.checkpoint ?? "",
    ),
  );
  return kept.map(([checkpoint, same]) => ({
    code: "GRAPH.CHECKPOINT",
    message: `${same.length} steps of "${pipeline.name}" keep the checkpoint "${checkpoint}"`,
    next: ["Give each its own name."],
    where: originsOf(...same),
  }));
}

function duplicates<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const byName = new Map<string, T[]>();
  for (const item of items) byName.set(nameOf(item), [...(byName.get(nameOf(item)) ?? []), item]);
  return [...byName].filter(([, same]) => same.length > 1);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
