import { type ProgramParts, readParts } from "./read-parts.ts";

/** A program that lies in scripts, as scripts/build/bundle-command-line.mjs writes them. */
export interface Program {
  /** Paths of the scripts; each is read when a part is asked for that those before it lack. */
  readonly scripts: readonly string[];
  /** Name of the part that is run. */
  readonly entry: string;
  /** Parts that are modules for everybody else, by their URLs. */
  readonly modules: Readonly<Record<string, string>>;
  /** What the parts take for the URL of their file. */
  readonly url: string;
  /** For Node's own modules and packages that are not bundled. */
  readonly requireOutside: (specifier: string) => object;
  readonly importOutside: (specifier: string) => Promise<unknown>;
}

/** Runs a program part by part, each when it is first needed: what a run does not use is not even compiled. */
export function runProgram({ scripts, entry, modules, url, requireOutside, importOutside }: Program): void {
  const loaded = new Map<string, { readonly exports: object }>();
  const parts: ProgramParts[] = [];
  const unread = [...scripts];

  const find = (name: string): ProgramParts[string] => {
    for (;;) {
      const part = parts.find((some) => name in some)?.[name];
      if (part !== undefined) return part;
      const script = unread.shift();
      if (script === undefined) throw new Error(`${name} is in none of ${scripts.join(", ")}`);
      parts.push(readParts(script));
    }
  };
  const load = (name: string): object => {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    find(name)(module, module.exports, requireLazily, importPart, url);
    return module.exports;
  };
  const requireLazily = (name: string): object => {
    if (name.startsWith("./")) return whenUsed(() => load(name));
    return name.startsWith("node:") ? whenUsed(() => requireOutside(name)) : requireOutside(name);
  };
  const importPart = async (specifier: string): Promise<unknown> => {
    const name = modules[specifier] ?? specifier;
    return name.startsWith("./") ? withNames(load(name)) : importOutside(name);
  };

  load(entry);
}

/** What a module exports; it is loaded when something of it is used. Most parts import some for what a run seldom does. */
function whenUsed(load: () => object): object {
  let loaded: object | undefined;
  const get = (_: object, name: string | symbol): unknown => {
    loaded ??= load();
    return Reflect.get(loaded, name);
  };
  return new Proxy({}, { get });
}

/** Members of a bundled CommonJS package are names that can be imported, as they are where Node loads it. */
function withNames(exports: unknown): unknown {
  if (typeof exports !== "object" || exports === null || Object.keys(exports).join() !== "default") return exports;
  const whole: unknown = Reflect.get(exports, "default");
  return typeof whole === "object" || typeof whole === "function" ? { ...whole, default: whole } : exports;
}
