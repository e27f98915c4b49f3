import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { Environment } from "../../util/cache-dir.ts";
import type { PullProgress, RegistryLogin } from "../engine.ts";
import { imageNotFound, pullFailed } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { readProgress } from "./progress.ts";
import { registryAuth } from "./registry-auth.ts";
import { engineSentence, isDiskFull } from "./translate-error.ts";

/** Fetches an image into the engine, reporting the bytes of all layers together. */
export async function pullImage(
  client: DockerClient,
  identity: { readonly environment: Environment; readonly credentials?: RegistryLogin },
  reference: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const layers = createLayerSums();
  try {
    await client.call(`pulling ${reference}`, async (docker) => {
      const auth = identity.credentials ?? (await registryAuth(identity.environment, reference));
      const options = { fromImage: withTag(reference), abortSignal: signal };
      const stream = await (auth === undefined ? docker.createImage(options) : docker.createImage(auth, options));
      for await (const line of readProgress(stream)) {
        if (layers.add(line)) onProgress({ reference, ...layers.sums() });
      }
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : translatePull(reference, error);
  }
}

/** Without a tag the engine would fetch all of them. */
function withTag(reference: string): string {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return /[:@]/.test(name) ? reference : `${reference}:latest`;
}

function createLayerSums() {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  return {
    /** Whether the line said something new about a download. */
    add({
      id,
      status,
      currentBytes,
      totalBytes,
    }: {
      id?: string;
      status?: string;
      currentBytes?: number;
      totalBytes?: number;
    }): boolean {
      if (id === undefined) return false;
      const known = layers.get(id);
      if (status === "Downloading" && totalBytes !== undefined)
        layers.set(id, { current: currentBytes ?? 0, total: totalBytes });
      else if (known !== undefined && status === "Download complete")
        layers.set(id, { current: known.total, total: known.total });
      else return false;
      return true;
    },
    sums() {
      const values = [...layers.values()];
      return {
        currentBytes: values.reduce((sum, layer) => sum + layer.current, 0),
        totalBytes: values.reduce((sum, layer) => sum + layer.total, 0),
      };
    },
  };
}

function translatePull(reference: string, error: unknown): unknown {
  const known = error instanceof Error && isBuilderError(error) ? error : undefined;
  if (known !== undefined && known.code !== "ENGINE.FAILED") return known;
  const said = engineSentence(known?.cause ?? error);
  if (isDiskFull(said)) return error;
  if (/not found|manifest unknown|does not exist|access denied|invalid reference/i.test(said))
    return imageNotFound(reference, said);
  return pullFailed(reference, said, error);
}
