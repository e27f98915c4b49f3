import { GoFailure } from "../failure.ts";
import { fn1, type GoFunction, STRING } from "../function.ts";
import { fromBytes, fromText, type GoString, toText } from "../go-string.ts";
import type { TemplateFiles } from "../host.ts";
import type { Meter } from "../meter.ts";
import { bool, dict, type ObjectValue, string } from "../value.ts";
import { compileGlob } from "./glob.ts";
import { cleanPath } from "./paths.ts";

/** The `.Files` of werf.yaml, on top of what the host can read. */
export function createFilesObject(files: TemplateFiles): ObjectValue {
  return {
    tag: "object",
    type: { name: "config.files", kind: "struct" },
    fields: new Map(),
    methods: new Map<string, GoFunction>([
      ["Get", fn1(STRING, (path, { meter }) => string(read(files, path, meter)))],
      ["Glob", fn1(STRING, (pattern, { meter }) => glob(files, pattern, meter))],
      ["Exists", fn1(STRING, (path) => bool(isFile(files, path) || isDir(files, path)))],
      ["IsDir", fn1(STRING, (path) => bool(isDir(files, path)))],
    ]),
  };
}

/** Paths count from the root of the project, with or without a leading slash. */
function relative(path: GoString): string {
  return toText(cleanPath(`/${path}`).slice(1));
}

function read(files: TemplateFiles, path: GoString, meter: Meter): GoString {
  const content = files.read(relative(path));
  if (content === undefined) {
    throw new GoFailure(`the file "${toText(path)}" not found in the project git repository`);
  }
  meter.reserve(content.length);
  return fromBytes(content);
}

function glob(files: TemplateFiles, pattern: GoString, meter: Meter) {
  const matches = compileGlob(relative(pattern));
  const found: (readonly [GoString, ReturnType<typeof string>])[] = [];
  for (const path of files.list()) {
    meter.step();
    if (!matches(path)) continue;
    const text = read(files, fromText(path), meter);
    meter.allocate(text.length);
    found.push([fromText(path), string(text)]);
  }
  return dict(found);
}

function isFile(files: TemplateFiles, path: GoString): boolean {
  const wanted = relative(path);
  for (const known of files.list()) {
    if (known === wanted) return true;
  }
  return false;
}

function isDir(files: TemplateFiles, path: GoString): boolean {
  const wanted = relative(path);
  if (wanted === "") return true;
  for (const known of files.list()) {
    if (known.startsWith(`${wanted}/`)) return true;
  }
  return false;
}
