/**
 * Where a `Location` or `Link` leads, undefined when it is no http address. A registry behind a proxy that ends TLS often
 * names itself with `http:`: the same host is spoken to as before.
 */
export function resolveLocation(location: string, from: URL): URL | undefined {
  const url = parse(location, from);
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  // Node would send them as an Authorization of their own.
  url.username = "";
  url.password = "";
  if (url.protocol === "http:" && from.protocol === "https:" && url.hostname === from.hostname) {
    url.protocol = "https:";
    if (url.port === "") url.port = from.port;
  }
  return url;
}

function parse(location: string, from: URL): URL | undefined {
  return URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}
