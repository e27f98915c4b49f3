import type { ListedImage } from "../engine.ts";
import type { DockerClient } from "./client.ts";

/** Images that pass the engine's filters, in one request without dockerode: a run with nothing to do makes only this call. */
export async function listImages(
  client: DockerClient,
  filters: Readonly<Record<string, readonly string[]>>,
): Promise<readonly ListedImage[]> {
  const path = `/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}`;
  const response = await client.plain("listing images", "GET", path);
  const answer: unknown = JSON.parse(response?.body ?? "[]");
  return Array.isArray(answer) ? answer.filter(isImageSummary).map(toListed) : [];
}

interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Created: number;
  readonly Size: number;
}

/** The border to the engine's JSON: the fields that every API version since 1.41 has. */
function isImageSummary(value: unknown): value is ImageSummary {
  return typeof value === "object" && value !== null && "Id" in value && "RepoTags" in value && "Labels" in value;
}

function toListed({ Id, RepoTags, Labels, Created, Size }: ImageSummary): ListedImage {
  return {
    id: Id,
    references: (RepoTags ?? []).filter((tag) => tag !== "<none>:<none>"),
    labels: Labels ?? {},
    createdUnix: Created,
    sizeBytes: Size,
  };
}
