// A container engine that is thrown away, so that a peer's caches can be emptied without emptying the user's. Needs root.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { docker, run } from "./measure.mjs";

export async function startOwnEngine() {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-engine-"));
  const data = join(folder, "data");
  mkdirSync(data);
  // The engine's storage wants a file system that it can overlay, which a container's root is not.
  run("mount", ["-t", "tmpfs", "-o", "size=1g", "tmpfs", data]);
  const host = `unix://${join(folder, "docker.sock")}`;
  const files = ["--data-root", data, "--exec-root", join(folder, "exec"), "--pidfile", join(folder, "pid")];
  const log = openSync(join(folder, "log"), "a");
  // It shares the machine's network as it is: it only has to reach a registry on the loopback.
  const daemon = spawn("dockerd", ["--host", host, ...files, "--iptables=false"], { stdio: ["ignore", log, log] });
  const ended = new Promise((resolve) => daemon.once("close", resolve));
  const environment = { ...process.env, DOCKER_HOST: host, DOCKER_BUILDKIT: "1" };
  const stop = async () => {
    daemon.kill();
    await ended;
    run("umount", ["--lazy", data]);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !answers(environment); tries += 1) {
    if (tries < 300 && daemon.exitCode === null) await sleep(100);
    else {
      const told = readFileSync(join(folder, "log"), "utf8").slice(-2000);
      await stop();
      throw new Error(`dockerd does not answer\n${told}`);
    }
  }
  return { environment, stop };
}

function answers(env) {
  try {
    run(docker, ["version"], { env });
    return true;
  } catch {
    return false;
  }
}
