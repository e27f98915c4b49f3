import { randomBytes } from "node:crypto";
import { type IncomingHttpHeaders, performServerHandshake, type ServerHttp2Stream } from "node:http2";
import type { DockerClient } from "../client.ts";
import { forwardAgent, unknownAgent } from "./forward-agent.ts";
import { answerOnce, beginAnswer } from "./grpc-stream.ts";
import type { OfferedFolder } from "./held-folder.ts";
import { readFields, writeField } from "./protobuf.ts";
import type { FindLogin } from "./registry-logins.ts";
import { sendFolder } from "./send-folder.ts";

/** What a build may ask of this machine while it runs. */
export interface SessionOffer {
  /** Sockets of agents by their id. */
  readonly agents: ReadonlyMap<string, string>;
  /** Contents of secrets by their id. */
  readonly secrets: ReadonlyMap<string, Buffer>;
  /** For the images that the build starts from. */
  readonly findLogin: FindLogin;
  /** `context` and `dockerfile`, where they do not come with the request. */
  readonly folders: ReadonlyMap<string, OfferedFolder>;
}

const methods = {
  health: "/grpc.health.v1.Health/Check",
  checkAgent: "/moby.sshforward.v1.SSH/CheckAgent",
  forwardAgent: "/moby.sshforward.v1.SSH/ForwardAgent",
  getSecret: "/moby.buildkit.secrets.v1.Secrets/GetSecret",
  getLogin: "/moby.filesync.v1.Auth/Credentials",
  getFolder: "/moby.filesync.v1.FileSync/DiffCopy",
} as const;

/**
 * Opens a session, in which BuildKit is the client: it asks for files, agents and secrets when a step needs them, so that they are
 * in no argument, file or image. The session lives as long as `use` runs.
 */
export async function withBuildSession<T>(
  client: DockerClient,
  offer: SessionOffer,
  use: (sessionId: string) => Promise<T>,
): Promise<T> {
  const id = randomBytes(12).toString("hex");
  const socket = await client.upgrade("opening a build session", "/session", {
    protocol: "h2c",
    headers: {
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "builder",
      "X-Docker-Expose-Session-Sharedkey": id,
      "X-Docker-Expose-Session-Grpc-Method": Object.values(methods),
    },
  });
  const session = performServerHandshake(socket);
  // The engine cuts the connection when the build is over; that is no failure of ours.
  session.on("error", () => {});
  session.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", () => {});
    answer(stream, headers, offer).catch(() => stream.destroy());
  });
  try {
    return await use(id);
  } finally {
    session.destroy();
    socket.destroy();
  }
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { agents, secrets, findLogin, folders }: SessionOffer,
): Promise<void> {
  switch (headers[":path"]) {
    case methods.health:
      return answerOnce(stream, () => Buffer.from([8, 1]));
    case methods.checkAgent:
      return answerOnce(stream, (request) => {
        const id = firstText(request) || "default";
        return agents.has(id) ? Buffer.alloc(0) : unknownAgent(id);
      });
    case methods.forwardAgent:
      return forwardAgent(stream, headers, agents);
    case methods.getSecret:
      return answerOnce(stream, (request) => {
        const id = firstText(request);
        const content = secrets.get(id);
        return content === undefined ? { code: 5, message: `secret ${id}: not found` } : writeField(1, content);
      });
    case methods.getLogin:
      return answerOnce(stream, async (request) => {
        const login = await findLogin(firstText(request));
        if (login === undefined) return Buffer.alloc(0);
        return Buffer.concat([writeField(1, login.username), writeField(2, login.password)]);
      });
    case methods.getFolder:
      return sendFolder(stream, folders.get(String(headers["dir-name"])));
    default:
      beginAnswer(stream, () => ({ code: 12, message: "not offered" }));
      stream.end();
  }
}

function firstText(message: Buffer): string {
  for (const { number, bytes } of readFields(message)) if (number === 1) return bytes.toString();
  return "";
}
