import { Agent, type ClientRequest, request as plainRequest, type RequestOptions } from "node:http";
import type { Agent as TlsAgent } from "node:https";
import type { SecurityOf } from "../endpoint.ts";

/** The open connections of a client; idle ones do not keep the process alive. */
export interface Agents {
  open(url: URL, options: OpenOptions): Promise<ClientRequest>;
  close(): void;
}

export type OpenOptions = Pick<RequestOptions, "method" | "headers" | "signal">;

export function createAgents(settings: { readonly securityOf: SecurityOf; readonly timeoutMs: number }): Agents {
  const shared = { keepAlive: true, timeout: settings.timeoutMs };
  const plain = new Agent(shared);
  const verified = lazily<TlsAgent>();
  const unverified = lazily<TlsAgent>();
  return {
    async open(url, options) {
      if (url.protocol === "http:") return plainRequest(url, { ...options, agent: plain });
      // Loaded only where TLS is spoken.
      const tls = await import("node:https");
      const agent =
        settings.securityOf(url.host) === "tls-unverified"
          ? unverified.get(() => new tls.Agent({ ...shared, rejectUnauthorized: false }))
          : verified.get(() => new tls.Agent(shared));
      return tls.request(url, { ...options, agent });
    },
    close() {
      plain.destroy();
      verified.current()?.destroy();
      unverified.current()?.destroy();
    },
  };
}

function lazily<T>(): { get(create: () => T): T; current(): T | undefined } {
  let value: T | undefined;
  return {
    get(create) {
      value ??= create();
      return value;
    },
    current: () => value,
  };
}
