import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { RegistryCredentials, TransferProgress } from "../engine.ts";
import { imageNotFound, pullFailed } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { readProgress } from "./progress.ts";
import { registryAuth } from "./registry-auth.ts";
import { createTransferSums } from "./transfer-sums.ts";
import { engineSentence, isDiskFull } from "./translate-error.ts";

/** Fetches an image into the engine, reporting the bytes of all layers together. */
export async function pullImage(
  client: DockerClient,
  credentials: RegistryCredentials,
  { reference, platform }: { readonly reference: string; readonly platform?: string },
  onProgress: (progress: TransferProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const layers = createTransferSums("Downloading", "Download complete");
  try {
    await client.call(`pulling ${reference}`, async (docker) => {
      const auth = await registryAuth(credentials, reference, signal);
      const wanted = platform === undefined ? {} : { platform };
      const options = { fromImage: withTag(reference), ...wanted, abortSignal: signal };
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

function translatePull(reference: string, error: unknown): unknown {
  const known = error instanceof Error && isBuilderError(error) ? error : undefined;
  if (known !== undefined && known.code !== "ENGINE.FAILED") return known;
  const said = engineSentence(known?.cause ?? error);
  if (isDiskFull(said)) return error;
  if (/not found|manifest unknown|does not exist|access denied|invalid reference/i.test(said))
    return imageNotFound(reference, said);
  return pullFailed(reference, said, error);
}
