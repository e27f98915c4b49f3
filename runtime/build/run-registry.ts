import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { cacheDir, type Environment, layerFolder } from "../util/cache-dir.ts";
import type { Leftover } from "./leftover.ts";

/** Knows which runs on this machine live, so that what dead ones left in the engine can be removed. */
export interface RunRegistry {
  /** Notes a run of this process; returns its id, `MACHINE-PID-STARTTICKS-RANDOM`. */
  beginRun(): Promise<string>;
  endRun(runId: string): Promise<void>;
  /** Notes what is to be removed should the run die; `release` takes that back. */
  claim(runId: string, leftover: Leftover): Promise<void>;
  release(runId: string, leftover: Leftover): Promise<void>;
  /** What the dead have claimed. */
  leftovers(): Promise<readonly Leftover[]>;
  /** Whether a run was on this machine and its process is gone; a run of another machine is never judged. */
  isDead(runId: string): boolean;
  /** Whether a run has begun here and died; one directory listing. */
  hasDeadRuns(): boolean;
  /**
   * Removes the files of the dead, once what they left in the engine is removed. The engine may still be at work on what they
   * asked of it last, a commit or an upload: they are forgotten by the first call that comes a minute after the first.
   */
  forgetDeadRuns(): Promise<void>;
}

export function createRunRegistry(environment: Environment): RunRegistry {
  const directory = join(cacheDir(environment), "runs", engineKey(environment));
  const machine = machineIdentity();
  const isDead = (runId: string): boolean => {
    const run = parseRunId(runId);
    return run !== undefined && run.machine === machine && isGone(run);
  };
  const deadRuns = (): readonly string[] => namesIn(directory).filter(isDead);

  return {
    isDead,
    async beginRun() {
      const runId = `${machine}-${process.pid}-${startTicks(process.pid) ?? unknownTicks}-${randomBytes(4).toString("hex")}`;
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, runId), "");
      return runId;
    },
    claim: (runId, leftover) => appendFile(join(directory, runId), noteLine("claim", leftover)),
    release: (runId, leftover) => appendFile(join(directory, runId), noteLine("release", leftover)),
    async leftovers() {
      const notes = deadRuns().map((name) => readFile(join(directory, name), "utf8").catch(() => ""));
      return (await Promise.all(notes)).flatMap(claimedIn);
    },
    endRun: (runId) => rm(join(directory, runId), { force: true }),
    hasDeadRuns: () => deadRuns().length > 0,
    async forgetDeadRuns() {
      const layers = layerFolder(environment);
      for (const name of await readdir(layers).catch(() => [])) {
        if (isDead(name.slice(0, name.lastIndexOf("-"))))
          await rm(join(layers, name), { recursive: true, force: true });
      }
      for (const runId of deadRuns()) await noteSwept(join(directory, runId));
    },
  };
}

/** Whoever sweeps one engine forgets the dead of that engine alone; what they left in another is still to be removed. */
function engineKey({ DOCKER_HOST = "" }: Environment): string {
  return createHash("sha256").update(DOCKER_HOST).digest("hex").slice(0, 12);
}

/** How long an engine may take to end what a dead run has begun. */
const settlingMs = 60_000;

/** The note of a run says last that the engine was swept of it. Somebody else may remove it at the same time. */
async function noteSwept(note: string): Promise<void> {
  const stats = await stat(note).catch(() => undefined);
  if (stats === undefined) return;
  const isSwept = (await readFile(note, "utf8").catch(() => "")).endsWith("swept\n");
  if (!isSwept) await appendFile(note, "swept\n");
  else if (Date.now() - stats.mtimeMs > settlingMs) await rm(note, { force: true });
}

function noteLine(kind: "claim" | "release", leftover: Leftover): string {
  return `${kind} ${JSON.stringify(leftover)}\n`;
}

/** A last line that was cut off names nothing that was made: a claim comes first. */
function claimedIn(notes: string): readonly Leftover[] {
  const claimed = new Set<string>();
  for (const line of notes.split("\n").slice(0, -1)) {
    const [, kind, leftover = ""] = /^(claim|release) (.*)$/.exec(line) ?? [];
    if (kind === "claim") claimed.add(leftover);
    else claimed.delete(leftover);
  }
  return [...claimed].map((leftover): Leftover => JSON.parse(leftover));
}

const unknownTicks = "0";

interface ParsedRunId {
  readonly machine: string;
  readonly pid: number;
  readonly ticks: string;
}

function parseRunId(runId: string): ParsedRunId | undefined {
  const [, machine, pid, ticks] = /^([0-9a-f]{12})-(\d+)-(\d+)-[0-9a-f]+$/.exec(runId) ?? [];
  if (machine === undefined || pid === undefined || ticks === undefined) return undefined;
  return { machine, pid: Number(pid), ticks };
}

/** Without /proc (macOS) the start is unknown, and a reused pid keeps what was left a little longer. */
function isGone({ pid, ticks }: ParsedRunId): boolean {
  if (ticks !== unknownTicks) return startTicks(pid) !== ticks;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Process ids mean something only within one pid namespace: containers that share an engine must not judge each other. */
function machineIdentity(): string {
  const parts = [
    read(() => readFileSync("/etc/machine-id", "utf8")),
    hostname(),
    read(() => readlinkSync("/proc/self/ns/pid")),
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}

/** When a process started, in clock ticks since boot (a reused pid has another); undefined when it is gone or a zombie. */
function startTicks(pid: number): string | undefined {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The second field is the name in parentheses and may hold anything; the state is the third, the start the 22nd.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

/** Synchronous: a run with nothing to do would start Node's threads for nothing else. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(from: () => string): string {
  try {
    return from();
  } catch {
    return "";
  }
}
