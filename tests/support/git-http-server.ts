import { execFileSync, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A real git server on this machine: `git http-backend` behind HTTP, as web servers run it. */
export interface GitHttpServer {
  /** `http://127.0.0.1:PORT`; the repositories' paths below the folder follow. */
  readonly url: string;
  /** How often a client asked which references a repository has: once for each fetch. */
  fetches(): number;
  /** What clients sent as their password, those that were wrong included. */
  passwords(): readonly string[];
  close(): Promise<void>;
}

export interface GitHttpServerOptions {
  /** Holds the repositories. */
  readonly folder: string;
  /** Asked for, if given. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export async function startGitHttpServer({ folder, credentials }: GitHttpServerOptions): Promise<GitHttpServer> {
  const execPath = execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim();
  let fetches = 0;
  const passwords: string[] = [];
  const server = createServer((request, response) => {
    const given = readCredentials(request);
    if (given !== undefined) passwords.push(given.password);
    if (
      credentials !== undefined &&
      !(given?.username === credentials.username && given.password === credentials.password)
    ) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    if (request.url?.includes("/info/refs")) fetches += 1;
    runBackend(`${execPath}/git-http-backend`, folder, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    fetches: () => fetches,
    passwords: () => passwords,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function readCredentials(request: IncomingMessage): { username: string; password: string } | undefined {
  const [scheme, value = ""] = (request.headers.authorization ?? "").split(" ");
  if (scheme !== "Basic") return undefined;
  const [username = "", ...password] = Buffer.from(value, "base64").toString().split(":");
  return { username, password: password.join(":") };
}

/** CGI: headers, an empty line, the body. */
function runBackend(backend: string, folder: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const child = spawn(backend, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => {});
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    let status = 200;
    for (const line of output.subarray(0, end).toString().split("\r\n")) {
      const [name = "", ...value] = line.split(": ");
      if (name === "Status") status = Number.parseInt(value.join(": "), 10);
      else response.setHeader(name, value.join(": "));
    }
    response.writeHead(status).end(output.subarray(end + 4));
  });
}
