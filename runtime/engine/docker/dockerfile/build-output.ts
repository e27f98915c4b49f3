import { createLineSplitter, type LineSplitter } from "../../../util/line-splitter.ts";
import type { FailedStep, OutputStream } from "../../engine.ts";
import { property } from "../property.ts";
import { readTrace, type Vertex } from "./build-kit-trace.ts";

/** Follows the answer of the engine to a build, whichever of its two builders gives it. */
export interface BuildOutput {
  /** One JSON line. */
  add(line: unknown): void;
  /** Delivers what is left of the last lines. */
  end(): void;
  readonly imageId: () => string | undefined;
  readonly error: () => string | undefined;
  readonly failedStep: () => FailedStep | undefined;
}

/** @param onLayer receives the short ids of the images that the old builder makes on its way */
export function createBuildOutput(
  onLine: (stream: OutputStream, line: string) => void,
  onLayer: (id: string) => void,
): BuildOutput {
  const splitters = new Map<string, LineSplitter>();
  const told = new Set<string>();
  let imageId: string | undefined;
  let error: string | undefined;
  let failedStep: FailedStep | undefined;
  let isCached = false;

  const splitter = (key: string, stream: OutputStream): LineSplitter => {
    const known = splitters.get(key);
    if (known !== undefined) return known;
    const made = createLineSplitter((line) => onLine(stream, line));
    splitters.set(key, made);
    return made;
  };

  const addVertex = (vertex: Vertex): void => {
    const { id, name, isCached, isStarted, error: failure } = vertex;
    // What the builder does for itself is nobody's step.
    if ((isStarted || isCached) && !told.has(id) && name.startsWith("[") && !name.startsWith("[internal]")) {
      told.add(id);
      onLine("stdout", isCached ? `${name} (cached)` : name);
    }
    if (failure !== "" && !/cancell?ed/.test(failure)) failedStep ??= readStepName(name);
  };

  const addClassic = (text: string): void => {
    const [, step] = /^Step \d+\/\d+ : ([\s\S]*?)\n?$/.exec(text) ?? [];
    if (step !== undefined) failedStep = { text: step };
    const [, layer] = /^ ---> ([0-9a-f]{12})\n$/.exec(text) ?? [];
    // What follows FROM is the base image; what came from the cache was there before.
    if (layer !== undefined && !isCached && !/^from\s/i.test(failedStep?.text ?? "")) onLayer(layer);
    isCached = text.startsWith(" ---> Using cache");
    splitter("classic", "stdout").write(Buffer.from(text));
  };

  return {
    add(line) {
      const aux = property(line, "aux");
      const stream = property(line, "stream");
      const failure = property(line, "error");
      if (typeof aux === "string" && property(line, "id") === "moby.buildkit.trace") {
        const { vertexes, logs } = readTrace(aux);
        for (const log of logs) splitter(`${log.vertex} ${log.stream}`, log.stream).write(log.bytes);
        vertexes.forEach(addVertex);
      } else if (typeof stream === "string") addClassic(stream);
      else if (typeof failure === "string") error = failure;
      const id = property(aux, "ID");
      if (typeof id === "string") imageId = id;
    },
    end() {
      for (const each of splitters.values()) each.end();
    },
    imageId: () => imageId,
    error: () => error,
    failedStep: () => failedStep,
  };
}

/** `[linux/amd64 build 2/5] RUN make`: platform and stage are there where there is more than one. */
function readStepName(name: string): FailedStep | undefined {
  const [, where = "", index = "", total = "", text = ""] = /^\[(.*?)(\d+)\/(\d+)\] ([\s\S]*)$/.exec(name) ?? [];
  if (index === "") return undefined;
  const stage = where.trim().split(" ").at(-1) ?? "";
  return { text, stage: stage.includes("/") ? "" : stage, stepsAfter: Number(total) - Number(index) };
}
