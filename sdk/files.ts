import { requireString } from "./arguments.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { missingFile, noHost, notText, outsideProject } from "./errors.ts";
import { currentHost } from "./host.ts";
import type { SdkHost } from "./model/sdk-host.ts";

/**
 * The files of the commit that is built. What is not committed does not exist here. Paths are relative to the project's
 * folder; a leading slash means the same.
 */
export interface Files {
  /**
   * The content as text, exactly as it is committed.
   * @throws BuilderError `LOAD.FILE_MISSING`, `LOAD.NOT_TEXT` when it is not UTF-8, `LOAD.FILE_OUTSIDE`, `SDK.NO_HOST`
   */
  get(path: string): string;
  /**
   * The content byte for byte.
   * @throws BuilderError `LOAD.FILE_MISSING`, `LOAD.FILE_OUTSIDE`, `SDK.NO_HOST`
   */
  bytes(path: string): Uint8Array;
  /**
   * SHA-256 of the content in lower-case hex, 64 characters; right for binary files, too.
   * @throws BuilderError `LOAD.FILE_MISSING`, `LOAD.FILE_OUTSIDE`, `SDK.NO_HOST`
   */
  sha256(path: string): string;
  /**
   * Paths of the files that a mask matches, in byte order; none: an empty list. `*` stays within a name, `**` spans
   * folders.
   * @throws BuilderError `SDK.NO_HOST`
   */
  glob(mask: string): readonly string[];
  /**
   * Whether the commit has the file. A folder is not a file.
   * @throws BuilderError `LOAD.FILE_OUTSIDE`, `SDK.NO_HOST`
   */
  exists(path: string): boolean;
}

/**
 * Reads files of the commit that is built, for example to let a stage depend on the content of a file that no git mapping
 * adds, as `.Files.Get` does in a werf.yaml.
 *
 * @example
 * ```ts
 * import { files, image } from "builder";
 *
 * export const app = image("app")
 *   .from("debian:bookworm-slim")
 *   .cacheVersion({ install: files.sha256("package-lock.json") })
 *   .install("npm ci")
 *   .docker({ label: { version: files.get("VERSION").trim() } });
 * ```
 */
export const files: Files = Object.freeze({
  get(path: string): string {
    const origin = callSite(files.get);
    return decodeText(read(path, "files.get(path)", origin), path, origin);
  },
  bytes(path: string): Uint8Array {
    const origin = callSite(files.bytes);
    // A copy: the host may hand the same buffer to the next caller.
    return Uint8Array.from(read(path, "files.bytes(path)", origin));
  },
  sha256(path: string): string {
    const origin = callSite(files.sha256);
    const content = read(path, "files.sha256(path)", origin);
    return requireHost("files.sha256(path)", origin).sha256(content);
  },
  glob(mask: string): readonly string[] {
    const origin = callSite(files.glob);
    const relative = requireString(mask, "files.glob(mask)", origin).replace(/^(\.?\/)+/, "");
    return [...requireHost("files.glob(mask)", origin).glob(relative, origin)];
  },
  exists(path: string): boolean {
    const origin = callSite(files.exists);
    const relative = projectPath(path, "files.exists(path)", origin);
    const host = requireHost("files.exists(path)", origin);
    return host.exists?.(relative) ?? host.readFile(relative) !== undefined;
  },
});

function read(path: string, what: string, origin: Origin | undefined): Uint8Array {
  const relative = projectPath(path, what, origin);
  const content = requireHost(what, origin).readFile(relative, origin);
  if (content === undefined) throw missingFile(relative, origin);
  return content;
}

function requireHost(what: string, origin: Origin | undefined): SdkHost {
  const host = currentHost();
  if (host === undefined) throw noHost(what, origin);
  return host;
}

/** `/conf//app.conf` and `./conf/app.conf` are `conf/app.conf`; nothing leads out of the project. */
function projectPath(path: string, what: string, origin: Origin | undefined): string {
  const segments: string[] = [];
  for (const segment of requireString(path, what, origin).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) throw outsideProject(path, origin);
  }
  return segments.join("/");
}

function decodeText(content: Uint8Array, path: string, origin: Origin | undefined): string {
  try {
    // A byte order mark is content like any other byte.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw notText(path, origin);
  }
}
