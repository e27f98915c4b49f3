import { randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { createCertificate } from "./certificate.ts";
import { listen } from "./listen.ts";

/** Docker's token service: gives out signed tokens for whatever scope is asked for. */
export interface TokenServer {
  /** What a registry must be started with to believe the tokens. */
  readonly trust: {
    readonly realm: string;
    readonly service: string;
    readonly issuer: string;
    readonly certificate: string;
  };
  /** One line for each question: who asked for which scopes. */
  readonly questions: string[];
  /** Every token that was given out. */
  readonly tokens: string[];
  /** Seconds that the next tokens are said to be good for. */
  lifetimeSeconds: number;
  stop(): Promise<void>;
}

export interface TokenServerOptions {
  readonly username: string;
  readonly password: string;
  readonly identityToken: string;
}

export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const certificate = createCertificate();
  const basic = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString("base64")}`;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const form = new URLSearchParams(request.method === "POST" ? await bodyOf(request) : url.search);
    const scopes = form.getAll("scope").flatMap((scope) => scope.split(" "));
    const byIdentity = form.get("refresh_token") === options.identityToken;
    const isKnown = byIdentity || request.headers.authorization === basic;
    self.questions.push(
      `${request.method} ${byIdentity ? "identity" : isKnown ? "password" : "nobody"} ${scopes.join(" ")}`,
    );
    if (!isKnown) {
      // A careless server that repeats what it was given.
      const message = `wrong: ${request.headers.authorization} ${form.get("refresh_token")}`;
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message }] }));
      return;
    }
    const token = createToken(scopes);
    self.tokens.push(token);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ [byIdentity ? "access_token" : "token"]: token, expires_in: self.lifetimeSeconds }));
  });
  const { host, stop } = await listen(server);

  function createToken(scopes: readonly string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { typ: "JWT", alg: "ES256", x5c: [certificate.certificateDer.toString("base64")] };
    const claims = {
      iss: "builder tests",
      aud: "registry",
      sub: options.username,
      jti: randomUUID(),
      iat: now,
      nbf: now - 60,
      exp: now + 3600,
      access: scopes.map((scope) => {
        const [type, name, actions = ""] = scope.split(":");
        return { type, name, actions: actions.split(",") };
      }),
    };
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    const signature = sign("sha256", Buffer.from(text), { key: certificate.key, dsaEncoding: "ieee-p1363" });
    return `${text}.${signature.toString("base64url")}`;
  }

  const self: TokenServer = {
    trust: {
      realm: `http://${host}/token`,
      service: "registry",
      issuer: "builder tests",
      certificate: certificate.certificatePem,
    },
    questions: [],
    tokens: [],
    lifetimeSeconds: 300,
    stop,
  };
  return self;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
