import { GoFailure } from "../failure.ts";
import { DICT, type FunctionMap, fn1, type GoFunction, STRING } from "../function.ts";
import type { GoString } from "../go-string.ts";
import { dict, getEntry, kindOf, type MapValue, string, type Value } from "../value.ts";
import { formatUrl, parseUrl } from "./go-url.ts";

/** Sprig's functions between addresses and dictionaries. */
export const URLS: FunctionMap = new Map<string, GoFunction>([
  ["urlParse", fn1(STRING, (text) => toDict(text))],
  ["urlJoin", fn1(DICT, (map) => string(join(map)))],
]);

function toDict(text: GoString): Value {
  const { scheme, host, path, query, opaque, fragment, userinfo } = parseUrl(text);
  const hostname = host.startsWith("[") ? host.slice(1, host.indexOf("]")) : host.replace(/:[^:]*$/, "");
  const parts = { scheme, host, hostname, path, query, opaque, fragment, userinfo };
  return dict(Object.entries(parts).map(([name, value]) => [name, string(value)] as const));
}

function join(map: MapValue): GoString {
  const part = (name: string): GoString => {
    const value = getEntry(map, name) ?? string("");
    if (value.tag === "string") return value.value;
    throw new GoFailure(`unable to parse ${name} key, must be of type string, but ${kindOf(value)} found`);
  };
  const userinfo = part("userinfo");
  return formatUrl({
    scheme: part("scheme"),
    host: part("host"),
    path: part("path"),
    query: part("query"),
    opaque: part("opaque"),
    fragment: part("fragment"),
    userinfo: userinfo === "" ? "" : parseUrl(`proto://${userinfo}@host`).userinfo,
  });
}
