import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { hasBlob } from "./has-blob.ts";
import { createRetries, type Retries } from "./http/retries.ts";
import type { Repository } from "./image-reference.ts";
import type { BlobSource, PushOptions, PushOutcome } from "./registry-client.ts";
import type { RegistryContext } from "./registry-context.ts";
import { askSession, cancelSession, openSession, sendPart, type Upload, type UploadSession } from "./upload-session.ts";

/** Gets a blob that is not there into a repository: from a neighbour where that is possible, else byte by byte. */
export async function pushBlob(
  context: RegistryContext,
  repository: Repository,
  blob: BlobSource,
  options: PushOptions,
): Promise<PushOutcome> {
  // A signal of its own: Node warns of a leak when many uploads listen to one.
  const signal = AbortSignal.any([options.signal]);
  const upload: Upload = { context, repository, blob, options: { ...options, signal } };
  const session = await openOrMount(upload);
  if (session === "mounted") return "mounted";
  await transfer(upload, session);
  return "uploaded";
}

async function openOrMount(upload: Upload): Promise<UploadSession | "mounted"> {
  const { repository, options } = upload;
  const { mountFrom } = options;
  const canMount = mountFrom?.registry === repository.registry && mountFrom.path !== repository.path;
  if (!canMount) return await openSession(upload, undefined);
  try {
    return await openSession(upload, mountFrom);
  } catch (error) {
    // The neighbour may be closed to this account, while its own repository is open.
    const closed = isBuilderError(error) && ["REGISTRY.DENIED", "REGISTRY.UNAUTHORIZED"].includes(error.code);
    if (!closed) throw error;
    return await openSession(upload, undefined);
  }
}

async function transfer(upload: Upload, opened: UploadSession): Promise<void> {
  const retries = createRetries(upload.context.retries, upload.options.signal);
  let current = opened;
  let furthestByte = 0;
  try {
    for (;;) {
      const next = await sendOrRecover(upload, current, retries);
      if (next === undefined) return;
      current = next;
      // Measured against the furthest ever: a session that dies and begins anew again and again is no progress.
      if (current.offset > furthestByte) retries.progressed();
      furthestByte = Math.max(furthestByte, current.offset);
    }
  } catch (error) {
    await cancelSession(upload, current);
    throw error;
  }
}

async function sendOrRecover(
  upload: Upload,
  session: UploadSession,
  retries: Retries,
): Promise<UploadSession | undefined> {
  try {
    return await sendPart(upload, session);
  } catch (error) {
    await retries.pause(error);
    return await recover(upload, session);
  }
}

/** Finds out how far an interrupted upload got; undefined where it was complete. */
async function recover(upload: Upload, session: UploadSession): Promise<UploadSession | undefined> {
  const { context, repository, blob, options } = upload;
  const known = await askSession(upload, session);
  if (known !== undefined) return known;
  // The last answer may have been lost on its way.
  if (await hasBlob(context, repository, blob.digest, options.signal)) return undefined;
  return await openSession(upload, undefined);
}
