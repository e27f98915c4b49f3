import type { BuilderError } from "../../../../sdk/errors/builder-error.ts";
import { busy, deleteDisabled, denied, notThere, refused, type ServerText, unauthorized } from "../errors.ts";
import { isRecord, parseJson } from "../json.ts";
import type { RegistryRequest, RegistryResponse } from "./request.ts";
import { readBody } from "./response-body.ts";
import { TransientFailure } from "./transient-failure.ts";

const textLimitBytes = 256 * 1024;

/** Statuses that say "not now". */
function isTransientStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status);
}

/** Reads what the registry says about its refusal and makes a failure of it. */
export async function failedResponse(
  response: RegistryResponse,
  request: RegistryRequest,
  redact: (text: string) => string,
  signal: AbortSignal,
): Promise<BuilderError | TransientFailure> {
  const { status } = response;
  const text = await readServerText(response, request, redact, signal);
  const registry = request.access?.registry ?? request.url.host;
  const failure = failureOf(registry, request, status, text);
  if (!isTransientStatus(status)) return failure;
  return new TransientFailure(failure, retryAfter(response.headers["retry-after"]));
}

/** `CODE: message` of each error in the protocol's JSON; nothing of a body that is something else, such as a proxy's page. */
export async function readServerText(
  response: RegistryResponse,
  request: RegistryRequest,
  redact: (text: string) => string,
  signal: AbortSignal,
): Promise<ServerText> {
  const bytes = await readBody(response, request, textLimitBytes, signal);
  const json = parseJson(bytes.toString("utf8"));
  if (!isRecord(json)) return undefined;
  const errors = Array.isArray(json.errors) ? json.errors : [json];
  const texts = errors
    .filter(isRecord)
    .map(({ code, message, details }) => [code, message, details].filter(isText).join(": "));
  const text = texts.filter(isText).join("; ");
  // A terminal must not obey what a server writes.
  return text === ""
    ? undefined
    : redact(text)
        .replace(/\p{Cc}+/gu, " ")
        .slice(0, 300);
}

function failureOf(registry: string, request: RegistryRequest, status: number, text: ServerText): BuilderError {
  const { purpose, method } = request;
  if (status === 401) return unauthorized(registry, purpose, true, text);
  if (status === 403) return denied(registry, purpose, text);
  if (method === "DELETE" && (status === 405 || status === 400)) return deleteDisabled(registry, purpose, text);
  if (status === 404) return notThere(registry, purpose, text);
  if (status === 429 || status === 503) return busy(registry, purpose, status, text);
  return refused(registry, purpose, status, text);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Seconds or a date. */
function retryAfter(header: string | undefined): { readonly retryAfterMs?: number } {
  if (header === undefined) return {};
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
}
