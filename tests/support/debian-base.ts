import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine, ImageId } from "../../runtime/engine/engine.ts";

/** Debian's smallest base system of the host's own release: apt, and no Python. Kept in the engine from run to run. */
export const debianBase = "builder-test/debian:1";

/** Makes the image where the engine lacks it, with debootstrap from its package; that takes a minute or two. */
export async function ensureDebianBase(engine: Engine): Promise<ImageId> {
  const found = await engine.images.inspect(debianBase);
  if (found !== undefined) return found.id;
  const folder = mkdtempSync(join(tmpdir(), "builder-debian-"));
  try {
    const rootfs = join(folder, "rootfs");
    const quietly = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
      execFileSync(command, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 26 });
    quietly("apt-get", ["download", "-o", "APT::Sandbox::User=root", "debootstrap"]);
    quietly("sh", ["-c", "dpkg-deb -x debootstrap_*.deb ."]);
    quietly("sh", ["usr/sbin/debootstrap", "--variant=minbase", codename(), rootfs, "http://deb.debian.org/debian"], {
      ...process.env,
      DEBOOTSTRAP_DIR: join(folder, "usr/share/debootstrap"),
    });
    quietly("sh", ["-c", "rm -rf rootfs/var/cache/apt/archives/*.deb rootfs/var/lib/apt/lists/*"]);
    const tar = spawn("tar", ["-C", rootfs, "-cf", "-", "."], { stdio: ["ignore", "pipe", "inherit"] });
    const id = await engine.images.import(tar.stdout, { "builder.test": "debian" });
    await engine.images.tag(id, debianBase);
    return id;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function codename(): string {
  const found = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (found === undefined) throw new Error("/etc/os-release names no release");
  return found;
}
