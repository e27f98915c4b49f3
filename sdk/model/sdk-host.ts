import type { Origin } from "../errors/origin.ts";
import type { LiteralPlaces } from "./literal-places.ts";

/** What the SDK asks of whoever loads a build.ts. It has no input or output of its own. */
export interface SdkHost {
  /** The value of an environment variable; undefined when it is not set. `origin`: where build.ts asks for it. */
  env(name: string, origin?: Origin): string | undefined;
  /** Content of a committed file, its path relative to the project's folder; undefined where there is none. */
  readFile(path: string, origin?: Origin): Uint8Array | undefined;
  /** Whether there is such a file, which is not the same as to depend on what it holds; without it, `readFile` is asked. */
  exists?(path: string): boolean;
  /** Paths of the committed files that a mask matches, in byte order. */
  glob(mask: string, origin?: Origin): readonly string[];
  /** SHA-256 in lower-case hex, 64 characters. */
  sha256(content: Uint8Array): string;
  /** Turns a position in the code that runs into one in the user's source; undefined when it lies outside. */
  locate(position: Origin): Origin | undefined;
  /** Where the parts of a call's first argument are written out, given the place of the call; undefined when that cannot be told. */
  locateArgument?(call: Origin): LiteralPlaces | undefined;
}

/** The property of `globalThis` that holds the {@link SdkHost}: all copies of the SDK in a process share it. */
export const sdkHostSlot: symbol = Symbol.for("builder.host");
