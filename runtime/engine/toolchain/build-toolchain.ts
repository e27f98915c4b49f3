import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { packTar, type TarEntry } from "../../util/archive.ts";
import { type ToolchainManifest, toolchainPaths, toolchainVersion } from "./toolchain.ts";

/** Debian's packages bash-static and busybox-static put them here. */
export const hostBinaries = { bash: "/bin/bash-static", busybox: "/bin/busybox" } as const;

/** Makes a toolchain archive of the host's static binaries; undefined where the host lacks one of them. */
export async function buildToolchain(): Promise<Buffer | undefined> {
  const [bash, busybox] = await Promise.all([readIfPresent(hostBinaries.bash), readIfPresent(hostBinaries.busybox)]);
  if (bash === undefined || busybox === undefined || !isStatic(bash) || !isStatic(busybox)) return undefined;
  const { stdout } = await promisify(execFile)(hostBinaries.busybox, ["--list"]);
  const applets = stdout.split("\n").filter((name) => name !== "" && name !== "busybox");
  return gzipSync(await buffer(packTar([...members(bash, busybox, applets), ...(await localeMembers())])));
}

function* members(bash: Buffer, busybox: Buffer, applets: readonly string[]): Generator<TarEntry> {
  const manifest: ToolchainManifest = { version: toolchainVersion, architecture: process.arch };
  yield file("manifest.json", 0o644, Buffer.from(JSON.stringify(manifest)));
  yield directory("bin");
  yield file(toolchainPaths.bash, 0o755, bash);
  yield file(toolchainPaths.busybox, 0o755, busybox);
  for (const name of applets) yield link(`bin/${name}`, "busybox");
  yield directory("run");
  yield file(toolchainPaths.sshAuthSock, 0o644, Buffer.alloc(0));
  yield directory(toolchainPaths.ansible);
  yield directory(toolchainPaths.work);
}

const hostLocale = "/usr/lib/locale/C.utf8";

/** All of it: setting LC_ALL fails when one category is missing. Without it the shell works, on bytes. */
async function localeMembers(): Promise<readonly TarEntry[]> {
  const target = `${toolchainPaths.locale}/C.utf8`;
  const names = await readdir(hostLocale, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names
    .filter((each) => each.isFile())
    .map((each) => relative(hostLocale, join(each.parentPath, each.name)));
  const contents = await Promise.all(
    files.sort().map(async (path) => file(`${target}/${path}`, 0o644, await readFile(join(hostLocale, path)))),
  );
  return [
    directory("lib"),
    directory(toolchainPaths.locale),
    directory(target),
    directory(`${target}/LC_MESSAGES`),
    ...contents,
  ];
}

const owned = { uid: 0, gid: 0, modifiedUnix: 0 } as const;

function file(path: string, mode: number, content: Buffer): TarEntry {
  return { path, type: "file", mode, content, ...owned };
}

function directory(path: string): TarEntry {
  return { path, type: "directory", mode: 0o755, ...owned };
}

function link(path: string, target: string): TarEntry {
  return { path, type: "symlink", mode: 0o777, target, ...owned };
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

/** A dynamic program names its loader; it would not start in an image that has none. */
function isStatic(program: Buffer): boolean {
  return !program.includes("/ld-linux") && !program.includes("/ld-musl");
}
