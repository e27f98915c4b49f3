import type { PathStat } from "../engine.ts";

// The bits of Go's os.FileMode, which the engine puts into its answers.
const directory = 0x80000000;
const symlink = 0x08000000;
/** Named pipe, socket, device, character device, irregular. */
const other = 0x07280000;
const setuid = 0x00800000;
const setgid = 0x00400000;
const sticky = 0x00100000;

export function goModeType(mode: number): PathStat["type"] {
  if (has(mode, directory)) return "directory";
  if (has(mode, symlink)) return "symlink";
  return has(mode, other) ? "other" : "file";
}

export function goModePermissions(mode: number): number {
  const special =
    (has(mode, setuid) ? 0o4000 : 0) | (has(mode, setgid) ? 0o2000 : 0) | (has(mode, sticky) ? 0o1000 : 0);
  return (mode & 0o777) | special;
}

/** The bits that the engine wants to be told of a file. */
export function toGoMode(type: PathStat["type"], permissions: number): number {
  const kind = type === "directory" ? directory : type === "symlink" ? symlink : 0;
  const special =
    ((permissions & 0o4000) === 0 ? 0 : setuid) |
    ((permissions & 0o2000) === 0 ? 0 : setgid) |
    ((permissions & 0o1000) === 0 ? 0 : sticky);
  return (kind | special | (permissions & 0o777)) >>> 0;
}

function has(mode: number, bits: number): boolean {
  return (mode & bits) !== 0;
}
