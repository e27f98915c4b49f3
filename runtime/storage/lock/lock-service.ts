import { badAddress, passwordInArgument } from "./errors.ts";

/** Where the locks of many machines are kept. */
export interface LockService {
  /** With user and password: never to be shown. */
  readonly url: string;
  /** What may be shown. */
  readonly address: string;
}

/**
 * Reads `redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]`, or `rediss://` for TLS. Errors: `LOCKS.ADDRESS`; `LOCKS.PASSWORD`
 * where the text was an argument of the command and holds a password.
 */
export function parseLockService(text: string, source: "argument" | "environment"): LockService {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "" || !["redis:", "rediss:"].includes(url.protocol)) {
    throw badAddress(withoutCredentials(text));
  }
  if (source === "argument" && url.password !== "") throw passwordInArgument();
  return { url: url.href, address: `${url.protocol}//${url.host}${url.pathname}` };
}

/** Everything before the last @ may be secret, also where the rest is no address. */
function withoutCredentials(text: string): string {
  return text.includes("@") ? `…@${text.slice(text.lastIndexOf("@") + 1)}` : text;
}
