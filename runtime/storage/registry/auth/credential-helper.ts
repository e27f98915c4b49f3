import { spawn } from "node:child_process";
import { credentialHelperFailed } from "../errors.ts";
import { isRecord, parseJson } from "../json.ts";
import type { Credentials } from "./credentials.ts";

/** A helper may ask its user for a passphrase, but not for ever. */
const timeoutMs = 60_000;

/**
 * Asks `docker-credential-NAME get` (docker/docker-credential-helpers): the server on its stdin, the secret on its
 * stdout. Undefined where it knows none. What it prints is never shown, it may hold the secret.
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`;
  if (!/^[\w.-]+$/.test(name)) throw credentialHelperFailed(program, server, "that is no name of a program");
  const { exitCode, stdout } = await run(program, server, environment, signal);
  if (exitCode !== 0) {
    if (/credentials not found/i.test(stdout)) return undefined;
    throw credentialHelperFailed(program, server, `it ended with exit code ${exitCode}`);
  }
  const answer = parseJson(stdout);
  if (!isRecord(answer) || typeof answer.Username !== "string" || typeof answer.Secret !== "string") {
    throw credentialHelperFailed(program, server, "it did not answer with Username and Secret");
  }
  if (answer.Secret === "") return undefined;
  if (answer.Username === "<token>") return { kind: "identity-token", token: answer.Secret };
  return { kind: "password", username: answer.Username, password: answer.Secret };
}

function run(
  program: string,
  server: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], {
      env: { ...environment },
      stdio: ["pipe", "pipe", "ignore"],
      signal,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      const why = missing ? "there is no such program on the PATH" : "it could not be started";
      reject(signal.aborted ? signal.reason : credentialHelperFailed(program, server, why));
    });
    child.on("close", (code) => resolve({ exitCode: code ?? -1, stdout: Buffer.concat(chunks).toString("utf8") }));
    // A helper that ends without reading closes the pipe; its exit code says the rest.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${server}\n`);
  });
}
