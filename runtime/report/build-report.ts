import type { ImageResult, RunReport, StageResult } from "./events.ts";

/** How a build report is written: one JSON document, or variables for a shell. */
export type BuildReportFormat = "json" | "env";

/**
 * What was built, in the form that werf gives it (spec §11), so that whoever deploys with the one may build with the other.
 * Images that are no result are in it too, as werf has them.
 */
export function buildReport({ images }: RunReport, format: BuildReportFormat, runtime: ReportedRuntime): string {
  return format === "json" ? jsonReport(images, runtime) : images.map(envLines).join("");
}

/** What builder itself ran on. */
export interface ReportedRuntime {
  /** In a container, as far as can be told. */
  readonly isInContainer: boolean;
}

/** By the ending of the file's name. */
export function buildReportFormat(path: string): BuildReportFormat {
  return path.endsWith(".env") ? "env" : "json";
}

function jsonReport(images: readonly ImageResult[], { isInContainer }: ReportedRuntime): string {
  const records = images.map((image) => [image.name, imageRecord(image)] as const);
  const report = {
    Runtime: { Backend: "docker", InContainer: isInContainer },
    Images: Object.fromEntries(records),
    // An image is for one platform.
    ImagesByPlatform: {},
  };
  return `${JSON.stringify(report, undefined, "\t")}\n`;
}

/** Prefixed with the name: `WERF_WEB_APP_DOCKER_TAG`. */
function envLines(image: ImageResult): string {
  const { repository, tag, name, stage } = placeOf(image);
  const prefix = `WERF_${image.name.toUpperCase().replace(/[/.-]/g, "_")}_`;
  const variables = {
    DOCKER_IMAGE_NAME: name,
    DOCKER_IMAGE_ID: stage?.imageId ?? "",
    DOCKER_IMAGE_DIGEST: stage?.registryDigest ?? "",
    DOCKER_REPO: repository,
    DOCKER_TAG: tag,
    WERF_IMAGE_NAME: image.name,
    FINAL: String(image.final),
  };
  return Object.entries(variables)
    .map(([variable, value]) => `${prefix}${variable}=${value}\n`)
    .join("");
}

function imageRecord(image: ImageResult): object {
  const { repository, tag, name, stage } = placeOf(image);
  return {
    WerfImageName: image.name,
    ConfigType: image.kind === "dockerfile" ? "dockerfile" : "stapel",
    DockerRepo: repository,
    DockerTag: tag,
    DockerImageID: stage?.imageId ?? "",
    DockerImageDigest: stage?.registryDigest ?? "",
    DockerImageName: name,
    TargetPlatform: image.platform,
    Rebuilt: image.action === "build",
    Final: image.final,
    Size: stage?.sizeBytes ?? 0,
    BuildTime: seconds(image.durationMs),
    Commit: stage?.commit ?? "",
    Stages: image.stages.map(stageRecord),
  };
}

function stageRecord(stage: StageResult): object {
  const { tag } = splitReference(stage.reference ?? "");
  return {
    Name: stage.name,
    DockerImageName: stage.reference ?? "",
    DockerTag: tag,
    DockerImageID: stage.imageId ?? "",
    DockerImageDigest: stage.registryDigest ?? "",
    CreatedAt: Number(tag.split("-")[1] ?? "0") * nanosecondsPerMillisecond,
    Size: stage.sizeBytes ?? 0,
    SourceType: stage.base?.type ?? "",
    BaseImagePulled: stage.base?.isPulled ?? false,
    Rebuilt: stage.action === "build",
    BuildTime: seconds(stage.durationMs),
    Commit: stage.commit ?? "",
  };
}

const nanosecondsPerMillisecond = 1_000_000;

/** Where whoever uses the image finds it. */
function placeOf({ reference = "", published = [], stages }: ImageResult) {
  const name = published[0] ?? reference;
  return { ...splitReference(name), name, stage: stages.at(-1) };
}

function splitReference(reference: string): { readonly repository: string; readonly tag: string } {
  const colon = reference.lastIndexOf(":");
  return { repository: reference.slice(0, Math.max(colon, 0)), tag: reference.slice(colon + 1) };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
