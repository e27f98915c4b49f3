import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { loadFile } from "../load/load-file.ts";
import type { LoadHost } from "../load/loaded-file.ts";

/** The text of a build.ts, and what it is evaluated with. */
export interface SourceRequest {
  readonly source: string;
  /** One for each time that it is evaluated. */
  readonly hosts: readonly LoadHost[];
  /** File URL of the running SDK's entry. */
  readonly sdkUrl: string;
  readonly signal: AbortSignal;
}

/**
 * What the text of a build.ts describes, under each of the hosts, in their order. It is written to a folder that is gone
 * afterwards; what it reads is what the hosts give. A failure takes the place of a graph: whether it is expected is the caller's
 * to say.
 */
export async function evaluateSource(request: SourceRequest): Promise<readonly (BuildGraph | Error)[]> {
  const folder = await mkdtemp(join(tmpdir(), "builder-import-"));
  try {
    const file = join(folder, "build.ts");
    await writeFile(file, request.source);
    const results: (BuildGraph | Error)[] = [];
    // One after the other: evaluation has the process to itself.
    for (const host of request.hosts) {
      results.push(await evaluate({ file, host, cacheDir: join(folder, "cache"), ...request }));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function evaluate(options: Parameters<typeof loadFile>[0]): Promise<BuildGraph | Error> {
  try {
    return (await loadFile(options)).graph;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof Error) return error;
    throw error;
  }
}
