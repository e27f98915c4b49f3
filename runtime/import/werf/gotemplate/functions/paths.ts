import { type FunctionMap, fn1, type GoFunction, STRING } from "../function.ts";
import type { GoString } from "../go-string.ts";
import { bool, string } from "../value.ts";

const pathFunctions = (prefix: string, names: readonly string[]): [string, GoFunction][] => [
  [`${prefix}${names[0]}`, fn1(STRING, (path) => string(base(path)))],
  [`${prefix}${names[1]}`, fn1(STRING, (path) => string(dir(path)))],
  [`${prefix}${names[2]}`, fn1(STRING, (path) => string(cleanPath(path)))],
  [`${prefix}${names[3]}`, fn1(STRING, (path) => string(extension(path)))],
  [`${prefix}${names[4]}`, fn1(STRING, (path) => bool(path.startsWith("/")))],
];

/** Sprig's functions on paths; those of the operating system are the same, since images are built on Linux. */
export const PATHS: FunctionMap = new Map<string, GoFunction>([
  ...pathFunctions("", ["base", "dir", "clean", "ext", "isAbs"]),
  ...pathFunctions("os", ["Base", "Dir", "Clean", "Ext", "IsAbs"]),
]);

function base(path: GoString): GoString {
  if (path === "") return ".";
  let end = path.length;
  while (end > 0 && path.charAt(end - 1) === "/") end--;
  return end === 0 ? "/" : path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}

function dir(path: GoString): GoString {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}

/** Go's `path.Clean`: the shortest path that means the same. */
export function cleanPath(path: GoString): GoString {
  const isRooted = path.startsWith("/");
  const parts: GoString[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  return (isRooted ? "/" : "") + parts.join("/") || ".";
}

function extension(path: GoString): GoString {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}
