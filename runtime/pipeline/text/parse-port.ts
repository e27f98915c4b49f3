import type { PortBinding } from "../../engine/boxes.ts";

/**
 * `PORT`, `HOST:PORT`, `IP:HOST:PORT` or `IP::PORT`, TCP unless `/udp` follows (spec §3.4). A port alone is opened under
 * the same number; undefined for what is no port.
 */
export function parsePort(text: string): PortBinding | undefined {
  const found = /^(?:(?:(\[[^\]]+\]|[^:]+):)?(\d*)(?:\/\w+)?:)?(\d+)(?:\/(tcp|udp|sctp))?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, ip, host, port = "", protocol = "tcp"] = found;
  return {
    containerPort: `${port}/${protocol}`,
    hostPort: host === undefined || host === "" ? port : host,
    ...(ip === undefined ? {} : { hostIp: ip.replace(/^\[|\]$/g, "") }),
  };
}
