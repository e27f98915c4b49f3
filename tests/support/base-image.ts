import { readFileSync } from "node:fs";
import type { Engine, ImageId } from "../../runtime/engine/engine.ts";
import { packTar, type TarEntry } from "../../runtime/util/archive.ts";

/** A small image with busybox as its shell, root and the user node (1000), and nothing else. */
export const testBase = "builder-test/busybox:1";

const applets = [
  "sh",
  "ls",
  "cat",
  "echo",
  "mkdir",
  "cp",
  "mv",
  "rm",
  "ln",
  "chmod",
  "chown",
  "touch",
  "sleep",
  "id",
  "env",
];
const moreApplets = [
  "grep",
  "sed",
  "head",
  "tail",
  "wc",
  "find",
  "stat",
  "readlink",
  "test",
  "true",
  "false",
  "seq",
  "date",
  "dd",
  "printf",
];

/** Imports the base image where the engine lacks it. */
export async function ensureBaseImage(engine: Engine): Promise<ImageId> {
  const found = await engine.images.inspect(testBase);
  if (found !== undefined) return found.id;
  const id = await engine.images.import(packTar(rootfs()), { "builder.test": "base" });
  await engine.images.tag(id, testBase);
  return id;
}

function* rootfs(): Generator<TarEntry> {
  for (const path of ["bin", "etc", "root", "usr", "usr/bin", "home", "var"]) yield directory(path, 0o755);
  yield directory("tmp", 0o1777);
  yield { path: "home/node", type: "directory", mode: 0o755, uid: 1000, gid: 1000, modifiedUnix: 0 };
  yield file("bin/busybox", 0o755, readFileSync("/bin/busybox"));
  for (const name of [...applets, ...moreApplets]) {
    yield { path: `bin/${name}`, type: "symlink", mode: 0o777, uid: 0, gid: 0, modifiedUnix: 0, target: "busybox" };
  }
  yield file("etc/passwd", 0o644, "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n");
  yield file("etc/group", 0o644, "root:x:0:\nnode:x:1000:\n");
}

function directory(path: string, mode: number): TarEntry {
  return { path, type: "directory", mode, uid: 0, gid: 0, modifiedUnix: 0 };
}

function file(path: string, mode: number, content: Buffer | string): TarEntry {
  return { path, type: "file", mode, uid: 0, gid: 0, modifiedUnix: 0, content: Buffer.from(content) };
}
