import { readFields } from "./protobuf.ts";

/** One step of a build as BuildKit tells of it; told again whenever something about it changes. */
export interface Vertex {
  readonly id: string;
  readonly name: string;
  readonly isCached: boolean;
  readonly isStarted: boolean;
  readonly isCompleted: boolean;
  readonly error: string;
}

export interface VertexLog {
  readonly vertex: string;
  readonly stream: "stdout" | "stderr";
  readonly bytes: Buffer;
}

export interface BuildKitTrace {
  readonly vertexes: readonly Vertex[];
  readonly logs: readonly VertexLog[];
}

/** Reads `moby.buildkit.v1.StatusResponse`. */
export function readTrace(base64: string): BuildKitTrace {
  const vertexes: Vertex[] = [];
  const logs: VertexLog[] = [];
  for (const { number, bytes } of readFields(Buffer.from(base64, "base64"))) {
    if (number === 1) vertexes.push(readVertex(bytes));
    else if (number === 3) logs.push(readLog(bytes));
  }
  return { vertexes, logs };
}

function readVertex(message: Buffer): Vertex {
  const texts = new Map<number, string>();
  let isCached = false;
  for (const { number, varint, bytes } of readFields(message)) {
    if (number === 4) isCached = varint !== 0n;
    else texts.set(number, bytes.toString());
  }
  return {
    id: texts.get(1) ?? "",
    name: texts.get(3) ?? "",
    isCached,
    isStarted: texts.has(5),
    isCompleted: texts.has(6),
    error: texts.get(7) ?? "",
  };
}

function readLog(message: Buffer): VertexLog {
  let vertex = "";
  let stream: VertexLog["stream"] = "stdout";
  let content = Buffer.alloc(0);
  for (const { number, varint, bytes } of readFields(message)) {
    if (number === 1) vertex = bytes.toString();
    else if (number === 3) stream = varint === 2n ? "stderr" : "stdout";
    else if (number === 4) content = Buffer.from(bytes);
  }
  return { vertex, stream, bytes: content };
}
