import type { ServerHttp2Stream } from "node:http2";

/** Messages of a gRPC call: one byte that says whether it is compressed, four with its length, and itself. */
export async function* readMessages(stream: ServerHttp2Stream): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      yield rest.subarray(5, end);
      rest = rest.subarray(end);
    }
  }
}

export function frameMessage(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Begins an answer; `status` is asked for when it has ended. */
export function beginAnswer(stream: ServerHttp2Stream, status: () => GrpcStatus): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => {
    const { code, message } = status();
    stream.sendTrailers({ "grpc-status": String(code), "grpc-message": encodeURIComponent(message) });
  });
}

export interface GrpcStatus {
  readonly code: number;
  readonly message: string;
}

export const grpcOk: GrpcStatus = { code: 0, message: "" };

/** A call of one message each way. */
export async function answerOnce(
  stream: ServerHttp2Stream,
  answer: (request: Buffer) => Buffer | GrpcStatus | Promise<Buffer | GrpcStatus>,
): Promise<void> {
  // Leaving the loop early would cancel the call: it is read to its end.
  const requests: Buffer[] = [];
  for await (const request of readMessages(stream)) requests.push(request);
  const result = await answer(requests[0] ?? Buffer.alloc(0));
  const isMessage = Buffer.isBuffer(result);
  beginAnswer(stream, () => (isMessage ? grpcOk : result));
  if (isMessage) stream.end(frameMessage(result));
  else stream.end();
}
