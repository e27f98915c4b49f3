import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { createConnection } from "node:net";
import { beginAnswer, frameMessage, type GrpcStatus, grpcOk, readMessages } from "./grpc-stream.ts";
import { readFields, writeField } from "./protobuf.ts";

/** Joins a call of BuildKit's with the socket of an agent; each message is a piece of bytes. */
export async function forwardAgent(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  agents: ReadonlyMap<string, string>,
): Promise<void> {
  const id = String(headers["buildkit.ssh.id"] ?? "default");
  const path = agents.get(id);
  let status: GrpcStatus = path === undefined ? unknownAgent(id) : grpcOk;
  beginAnswer(stream, () => status);
  if (path === undefined) {
    stream.end();
    return;
  }
  const socket = createConnection(path);
  socket.on("data", (bytes) => stream.write(frameMessage(writeField(1, bytes))));
  socket.on("error", (error) => {
    status = { code: 14, message: error.message };
  });
  socket.on("close", () => stream.end());
  try {
    for await (const message of readMessages(stream)) {
      for (const { number, bytes } of readFields(message)) if (number === 1) socket.write(bytes);
    }
  } finally {
    socket.end();
  }
}

export function unknownAgent(id: string): GrpcStatus {
  return { code: 5, message: `no ssh agent "${id}" was given to the build` };
}
