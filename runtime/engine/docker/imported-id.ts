import type { ImageId } from "../engine.ts";
import { readProgress } from "./progress.ts";

/** Which image an import has made: the last line of its answer. */
export async function importedId(stream: NodeJS.ReadableStream): Promise<ImageId> {
  let id = "";
  for await (const line of readProgress(stream)) id = line.status?.startsWith("sha256:") ? line.status : id;
  if (id === "") throw new Error("the engine did not say which image it made");
  return id;
}
