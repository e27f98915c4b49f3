import { createHash } from "node:crypto";
import type { Origin } from "../../sdk/errors/origin.ts";
import type { SdkHost } from "../../sdk/model/sdk-host.ts";
import type { EnvironmentRead, LoadedFile, LoadHost } from "./loaded-file.ts";
import type { SourcePositions } from "./source-positions.ts";

/** What the SDK sees during one evaluation, and what is learned from it. */
export interface EvaluationHost {
  readonly sdk: SdkHost;
  /** The variables that were read, by name. */
  environment(): LoadedFile["environment"];
  /** When the call at this place was made, compared with the others; undefined for a place that was not taken here. */
  definitionIndex(origin: unknown): number | undefined;
}

export function createEvaluationHost(host: LoadHost, positions: SourcePositions): EvaluationHost {
  const read = new Map<string, EnvironmentRead>();
  // By identity: several images may be defined at one place, in a function or a loop.
  const indexes = new WeakMap<object, number>();
  let count = 0;

  const sdk: SdkHost = {
    env(name, origin) {
      const value = host.env(name);
      const where = [...(read.get(name)?.where ?? []), ...(origin === undefined ? [] : [origin])];
      read.set(name, { name, isSet: value !== undefined, where });
      return value;
    },
    readFile: (path, origin) => host.readFile(path, origin),
    exists: (path) => host.exists?.(path) ?? host.readFile(path) !== undefined,
    glob: (mask, origin) => host.glob(mask, origin),
    sha256: (content) => createHash("sha256").update(content).digest("hex"),
    locate(position: Origin) {
      const origin = positions.locate(position);
      if (origin !== undefined) indexes.set(origin, count++);
      return origin;
    },
    locateArgument: (call) => positions.locateArgument(call),
  };

  return {
    sdk,
    environment: () => [...read.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    definitionIndex: (origin) => (typeof origin === "object" && origin !== null ? indexes.get(origin) : undefined),
  };
}
