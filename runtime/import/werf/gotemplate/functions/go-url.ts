import { GoFailure } from "../failure.ts";
import { quote } from "../fmt/quote.ts";
import { type GoString, toText } from "../go-string.ts";

/** A URL in the parts that Go's `net/url` has; path and fragment are decoded, the others are as they were written. */
export interface GoUrl {
  readonly scheme: GoString;
  readonly userinfo: GoString;
  readonly host: GoString;
  readonly path: GoString;
  readonly query: GoString;
  readonly opaque: GoString;
  readonly fragment: GoString;
}

/** Go's `url.Parse`. */
export function parseUrl(text: GoString): GoUrl {
  const fail = (reason: string) => new GoFailure(`unable to parse url: parse ${toText(quote(text))}: ${reason}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Go refuses
  if (/[\0-\x1f\x7f]/.test(text)) throw fail("net/url: invalid control character in URL");
  const hash = text.indexOf("#");
  const fragment = hash === -1 ? "" : percentDecode(text.slice(hash + 1), fail);
  const { scheme, rest } = splitScheme(hash === -1 ? text : text.slice(0, hash), fail);
  const mark = rest.indexOf("?");
  const query = mark === -1 ? "" : rest.slice(mark + 1);
  const body = mark === -1 ? rest : rest.slice(0, mark);
  const nothing = { scheme, userinfo: "", host: "", path: "", query, opaque: "", fragment };
  if (body === "*") return { ...nothing, path: "*" };
  if (!body.startsWith("/") && scheme !== "") return { ...nothing, opaque: body };
  const firstPart = body.split("/", 1)[0] ?? "";
  if (!body.startsWith("/") && firstPart.includes(":")) throw fail("first path segment in URL cannot contain colon");
  if (!body.startsWith("//") || (scheme === "" && body.startsWith("///"))) {
    return { ...nothing, path: percentDecode(body, fail) };
  }
  const slash = body.indexOf("/", 2);
  const authority = slash === -1 ? body.slice(2) : body.slice(2, slash);
  const path = slash === -1 ? "" : percentDecode(body.slice(slash), fail);
  return { ...nothing, ...parseAuthority(authority, fail), path };
}

type Fail = (reason: string) => GoFailure;

function splitScheme(text: GoString, fail: Fail): { readonly scheme: GoString; readonly rest: GoString } {
  if (text.startsWith(":")) throw fail("missing protocol scheme");
  const match = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text);
  const scheme = match?.[1] ?? "";
  return { scheme: scheme.toLowerCase(), rest: match === null ? text : text.slice(match[0].length) };
}

function parseAuthority(text: GoString, fail: Fail): { readonly userinfo: GoString; readonly host: GoString } {
  const at = text.lastIndexOf("@");
  const host = parseHost(text.slice(at + 1), fail);
  if (at === -1) return { userinfo: "", host };
  const user = text.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw fail("net/url: invalid userinfo");
  const colon = user.indexOf(":");
  const name = percentEncode(percentDecode(colon === -1 ? user : user.slice(0, colon), fail), USER);
  const password = colon === -1 ? "" : `:${percentEncode(percentDecode(user.slice(colon + 1), fail), USER)}`;
  return { userinfo: name + password, host };
}

function parseHost(text: GoString, fail: Fail): GoString {
  const close = text.lastIndexOf("]");
  if (text.startsWith("[") && close === -1) throw fail("missing ']' in host");
  const port = text.startsWith("[")
    ? text.slice(close + 1)
    : text.slice(text.lastIndexOf(":") === -1 ? text.length : text.lastIndexOf(":"));
  if (port !== "" && !/^:[0-9]*$/.test(port)) throw fail(`invalid port ${toText(quote(port))} after host`);
  const wrong = /[ <>"]/.test(text) && /[ <>]/.exec(text)?.[0];
  if (wrong === " " || wrong === "<" || wrong === ">")
    throw fail(`invalid character ${toText(quote(wrong))} in host name`);
  return percentDecode(text, fail);
}

function percentDecode(text: GoString, fail: Fail): GoString {
  return text.replace(/%(.{0,2})/gs, (whole, digits: string) => {
    if (!/^[0-9a-fA-F]{2}$/.test(digits)) throw fail(`invalid URL escape ${toText(quote(whole))}`);
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
}

const UNRESERVED = "A-Za-z0-9\\-._~";
const USER = new RegExp(`[^${UNRESERVED}$&+,;=]`, "g");
const PATH = new RegExp(`[^${UNRESERVED}$&+,/:;=@]`, "g");
const HOST = new RegExp(`[^${UNRESERVED}!$&'()*+,;=:[\\]<>"]`, "g");
const FRAGMENT = new RegExp(`[^${UNRESERVED}$&+,/:;=?@!()*]`, "g");

function percentEncode(text: GoString, unsafe: RegExp): GoString {
  return text.replace(unsafe, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

/** Go's `URL.String`. */
export function formatUrl({ scheme, userinfo, host, path, query, opaque, fragment }: GoUrl): GoString {
  const tail = (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${percentEncode(fragment, FRAGMENT)}`);
  const head = scheme === "" ? "" : `${scheme}:`;
  if (opaque !== "") return head + opaque + tail;
  const hasAuthority = scheme !== "" || host !== "" || userinfo !== "";
  const needsSlashes = hasAuthority && (host !== "" || path !== "" || userinfo !== "");
  const authority = needsSlashes ? `//${userinfo === "" ? "" : `${userinfo}@`}${percentEncode(host, HOST)}` : "";
  const shown = percentEncode(path, PATH);
  const separator = path !== "" && !path.startsWith("/") && host !== "" ? "/" : "";
  const isAmbiguous = head + authority + separator === "" && (shown.split("/", 1)[0] ?? "").includes(":");
  return head + authority + separator + (isAmbiguous ? "./" : "") + shown + tail;
}
