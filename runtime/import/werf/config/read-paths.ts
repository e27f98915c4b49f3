import { posix } from "node:path";
import type { Section } from "./section.ts";

/** An absolute path that must be given, cleaned of `.`, `..` and double slashes; a slash at the end stays. */
export function readAbsolutePath(section: Section, key: string, fallback?: string): string | undefined {
  const path = section.text(key) ?? fallback;
  if (path === undefined || path === "") {
    section.problem(key, {
      code: "WERF.REQUIRED_FIELD",
      message: `"${key}" is missing`,
      next: [`give an absolute path: ${key}: /PATH`],
    });
    return undefined;
  }
  if (section.reading.plainText(path).startsWith("/")) return clean(path);
  section.problem(key, {
    code: "WERF.WRONG_VALUE",
    message: `\`${key}: ${path}\` is not an absolute path`,
    next: [`begin it with a slash: ${key}: /${path}`],
  });
  return undefined;
}

function clean(path: string): string {
  return /(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(path) ? posix.normalize(path) : path;
}

/** Masks or paths that are relative to something. */
export function readRelativePaths(section: Section, key: string): readonly string[] {
  return section.texts(key).filter((path) => {
    if (!path.startsWith("/")) return true;
    section.problem(key, {
      code: "WERF.WRONG_VALUE",
      message: `\`${key}: ${path}\` is not a relative path`,
      next: [`leave the slash in front out: ${path.replace(/^\/+/, "") || "."}`],
    });
    return false;
  });
}
