import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Origin } from "../../sdk/errors/origin.ts";
import type { LiteralPlaces } from "../../sdk/model/literal-places.ts";
import { literalPlaces } from "./literal-places.ts";

/** Turns positions in an evaluated bundle into positions in the user's sources. */
export interface SourcePositions {
  /** The place in a source of the user's own; undefined for packages, for Node itself and for the SDK. */
  locate(position: Origin): Origin | undefined;
  /** Where the parts of the first argument of a call are written; `call` is what `locate` returned. */
  locateArgument(call: Origin): LiteralPlaces | undefined;
  /** The frames of a stack that lie in the user's sources, as `name (build.ts:1:2)` or `build.ts:1:2`. */
  frames(stack: string): readonly { readonly origin: Origin; readonly text: string }[];
}

/** `folder`: that of build.ts; files are shown relative to it. */
export function createSourcePositions(
  bundle: { readonly url: string; readonly map: string },
  folder: string,
): SourcePositions {
  let map: SourceMap | undefined;
  // A loop or a function makes many values at one place.
  const known = new Map<string, Origin | undefined>();

  function locate(position: Origin): Origin | undefined {
    if (!isAtUrl(position.file, bundle.url)) return undefined;
    const key = `${position.line}:${position.column}`;
    if (!known.has(key)) known.set(key, lookUp(position));
    const origin = known.get(key);
    // Each call has an origin of its own: the order of definition is told by identity.
    return origin === undefined ? undefined : { ...origin };
  }

  function lookUp(position: Origin): Origin | undefined {
    map ??= new SourceMap(JSON.parse(bundle.map));
    const entry = map.findEntry(position.line - 1, position.column - 1);
    if (!("originalSource" in entry) || !entry.originalSource.startsWith("file:")) return undefined;
    const file = fileURLToPath(entry.originalSource);
    if (file.split(sep).includes("node_modules")) return undefined;
    return { file: displayPath(file, folder), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }

  function frames(stack: string): ReturnType<SourcePositions["frames"]> {
    return stack.split("\n").flatMap((line) => {
      const frame = parseFrame(line);
      const origin = frame === undefined ? undefined : locate(frame.position);
      if (frame === undefined || origin === undefined) return [];
      const place = `${origin.file}:${origin.line}:${origin.column}`;
      return [{ origin, text: frame.name === "" ? place : `${frame.name} (${place})` }];
    });
  }

  function locateArgument(call: Origin): LiteralPlaces | undefined {
    const file = resolve(folder, call.file);
    try {
      return literalPlaces(readFileSync(file, "utf8"), call);
    } catch {
      // Origins only lead a person to the right line: without the file there is the line of the call.
      return undefined;
    }
  }

  return { locate, locateArgument, frames };
}

/** The way a user in `folder` writes the path. */
export function displayPath(file: string, folder: string): string {
  return relative(folder, resolve(folder, file)).split(sep).join("/");
}

/** `at name (file:///…:1:2)`, `at file:///…:1:2`, and the first line of a link error, `file:///…:1`. */
function parseFrame(line: string): { readonly name: string; readonly position: Origin } | undefined {
  const [, name = "", file, lineNumber, column = "1"] =
    /^(?:\s+at (?:(?:async )?(.*) \()?(?:async )?)?(file:.*?):(\d+)(?::(\d+))?\)?$/.exec(line) ?? [];
  if (file === undefined || lineNumber === undefined) return undefined;
  return { name, position: { file, line: Number(lineNumber), column: Number(column) } };
}

/** Each evaluation has a query of its own, so that Node does not hand out the earlier module. */
function isAtUrl(file: string, url: string): boolean {
  return file.startsWith(url) && (file.length === url.length || file[url.length] === "?");
}
