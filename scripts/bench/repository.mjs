// Repositories of a given size, with a build.ts over them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, run } from "./measure.mjs";

export const base = "builder-bench/base:1";
const filesPerFolder = 100;

/** A git repository with `files` files of about 1 KB; `write` adds more before the first commit. */
export function makeRepository({ files, write }) {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-"));
  for (let index = 0; index < files; index += 1) {
    const parent = join(folder, "src", `folder-${String(Math.floor(index / filesPerFolder)).padStart(4, "0")}`);
    if (index % filesPerFolder === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(
      join(parent, `file-${index}.txt`),
      `${index}\n`.repeat(Math.max(1, Math.floor(1024 / `${index}\n`.length))),
    );
  }
  write?.(folder);
  git(folder, "init", "--quiet");
  git(folder, "config", "gc.auto", "0");
  commit(folder);
  git(folder, "gc", "--quiet");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function commit(folder) {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "bench");
}

function git(folder, ...args) {
  return run("git", ["-C", folder, ...args]);
}

/** A base image out of Debian's static busybox: no registry is in reach. Under another name it has another layer. */
export function makeBase(name = base) {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-base-"));
  try {
    for (const path of ["bin", "etc", "tmp"]) mkdirSync(join(folder, path));
    run("cp", ["/bin/busybox", join(folder, "bin/busybox")]);
    for (const applet of ["sh", "cat", "find", "wc", "sha256sum", "true", "ls", "mkdir"])
      run("ln", ["-s", "busybox", join(folder, "bin", applet)]);
    writeFileSync(join(folder, "etc/name"), name);
    run("sh", ["-c", `tar -C ${folder} -c . | ${docker} import - ${name}`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function removeBase(name = base) {
  spawnSync(docker, ["rmi", "--force", name], { stdio: "ignore" });
}

/** Removes all stages of a project; the engine refuses a parent as long as a child is there, so more than once. */
export function removeStages(project) {
  for (let tries = 0; tries < 5; tries += 1) {
    const listed = run(docker, ["images", "--quiet", "--no-trunc", "--filter", `label=werf=${project}`]);
    const ids = new Set(listed.split("\n").filter(Boolean));
    if (ids.size === 0) return;
    spawnSync(docker, ["rmi", "--force", ...ids], { stdio: "ignore" });
  }
}
