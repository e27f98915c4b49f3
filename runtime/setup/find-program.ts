import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where administrators' programs are, also for a user whose PATH leaves them out. */
const systemDirectories = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The path of a program; undefined where there is none. */
export function findProgram(name: string, path: string | undefined): string | undefined {
  const directories = [...(path ?? "").split(":").filter((directory) => directory !== ""), ...systemDirectories];
  return directories.map((directory) => join(directory, name)).find((file) => existsSync(file));
}
