import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { RegistryCredentials, TransferProgress } from "../engine.ts";
import { pushFailed } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { readProgress } from "./progress.ts";
import { registryAuth } from "./registry-auth.ts";
import { createTransferSums } from "./transfer-sums.ts";
import { engineSentence, isDiskFull } from "./translate-error.ts";

/** Sends an image to its registry, reporting the bytes of all layers together; returns the digest of its manifest. */
export async function pushImage(
  client: DockerClient,
  credentials: RegistryCredentials,
  reference: string,
  onProgress: (progress: TransferProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const layers = createTransferSums("Pushing", "Pushed");
  try {
    // The engine takes no push without the header, whatever is in it.
    const authconfig = (await registryAuth(credentials, reference, signal)) ?? {};
    const digest = await client.call(`pushing ${reference}`, async (docker) => {
      const colon = reference.lastIndexOf(":");
      const options = { authconfig, tag: reference.slice(colon + 1), abortSignal: signal };
      const stream = await docker.getImage(reference.slice(0, colon)).push(options);
      let pushed: string | undefined;
      for await (const line of readProgress(stream)) {
        if (layers.add(line)) onProgress({ reference, ...layers.sums() });
        pushed = line.digest ?? pushed;
      }
      return pushed;
    });
    if (digest === undefined) throw pushFailed(reference, "the engine did not say under which digest it is there");
    return digest;
  } catch (error) {
    throw signal.aborted ? signal.reason : translatePush(reference, error);
  }
}

function translatePush(reference: string, error: unknown): unknown {
  const known = error instanceof Error && isBuilderError(error) ? error : undefined;
  if (known !== undefined && known.code !== "ENGINE.FAILED") return known;
  const said = engineSentence(known?.cause ?? error);
  return isDiskFull(said) ? error : pushFailed(reference, said, error);
}
