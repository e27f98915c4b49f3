import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createPipelineProject } from "../../support/pipeline-project.ts";
import { docker, type TestProject } from "../../support/project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");
const runs: WatchRun[] = [];

afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill("SIGKILL");
});

interface WatchRun {
  readonly child: ChildProcess;
  story(): string;
  readonly ended: Promise<number | null>;
}

/** Runs a pipeline and leaves it running. */
function start(project: TestProject, ...args: readonly string[]): WatchRun {
  const child = spawn(process.execPath, [cli, "run", ...args, "--progress", "plain"], {
    cwd: project.folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let story = "";
  child.stderr.on("data", (chunk: Buffer) => {
    story += chunk.toString();
  });
  const ended = new Promise<number | null>((settle) => child.on("close", settle));
  const run = { child, story: () => story, ended };
  runs.push(run);
  return run;
}

/** Much longer than a loaded machine needs: only what never happens takes that long. */
const patienceMs = 90_000;

async function until(what: string, isSo: () => boolean, run: WatchRun): Promise<void> {
  const startedMs = Date.now();
  while (!isSo()) {
    const isLate = Date.now() - startedMs > patienceMs;
    if (isLate || run.child.exitCode !== null) throw new Error(`not so: ${what}\n${run.story()}`);
    await sleep(20);
  }
}

/** What runs in the box, besides its shells. */
function processes(container: string, command: string): number {
  return docker("top", container, "-o", "pid,args")
    .split("\n")
    .filter((line) => line.includes(command)).length;
}

function containerOf(run: WatchRun): string {
  return docker("ps", "--no-trunc", "--format", "{{.Names}}", "--filter", "name=wercker-pipeline-")
    .split("\n")
    .filter((name) =>
      docker("inspect", "--format", '{{index .Config.Labels "builder.run"}}', name).includes(`-${run.child.pid}-`),
    )
    .join();
}

test("500 changes at random times: the last content is always the one that runs, and nothing else is left", async () => {
  using project = createPipelineProject(`
export const dev = pipeline("dev").box(base)
  .step(internal.watch({ reload: true, code: [
    "cat content new-*/deep/content 2> /dev/null | tr -d '\\\\n' > /served.new; busybox mv /served.new /served",
    "busybox setsid sh -c 'exec sleep 987' &",
    "(sleep 876 & sleep 876) &",
    "while true; do sleep 765; done",
  ].join("\\n") }))
  .step(script("after", "cat /served; echo; echo done"));`);
  project.write({ content: "0", ".gitignore": "node_modules\n*.log\n" });
  project.commit();
  const run = start(project, "dev", "--direct-mount");
  await until("it runs", () => run.story().includes("/dev │") || /dev\/watch │ running/.test(run.story()), run);
  await until("its box is there", () => containerOf(run) !== "", run);
  const container = containerOf(run);
  const served = (): string => docker("exec", container, "/bin/cat", "/served");
  await until("it serves", () => served() === "0", run);

  const random = mulberry(20_261_129);
  let parts: string[] = ["0"];
  let count = 0;
  for (let round = 0; round < 10; round += 1) {
    const folder = join(project.folder, `new-${round}`, "deep");
    for (let index = 0; index < 50; index += 1) {
      count += 1;
      const isDeep = round > 0 && random() < 0.5;
      if (isDeep) mkdirSync(folder, { recursive: true });
      const path = isDeep ? join(folder, "content") : join(project.folder, "content");
      // As editors do it, now in place and now through another file.
      if (random() < 0.5) writeFileSync(path, `${count}\n`);
      else {
        writeFileSync(`${path}.new`, `${count}\n`);
        renameSync(`${path}.new`, path);
      }
      const at = isDeep ? round : 0;
      parts[at] = String(count);
      await sleep(random() * 25);
    }
    await until(`round ${round} serves ${parts.join("")}`, () => served() === parts.join(""), run);
  }
  // Whole folders, one inside the other, and files that go away.
  rmSync(join(project.folder, "new-1"), { recursive: true });
  parts = parts.filter((_part, index) => index !== 1);
  await until("a removed folder counts", () => served() === parts.join(""), run);
  for (const command of ["sleep 987", "sleep 765"]) expect(processes(container, command)).toBe(1);
  expect(processes(container, "sleep 876")).toBe(2);

  appendFileSync(join(project.folder, "debug.log"), "no matter\n");
  mkdirSync(join(project.folder, "node_modules", "a"), { recursive: true });
  writeFileSync(join(project.folder, "node_modules", "a", "b.js"), "no matter\n");
  // When a later change is seen, those were seen, too.
  parts[0] = "last";
  writeFileSync(join(project.folder, "content"), "last\n");
  await until("the last change counts", () => served() === parts.join(""), run);
  expect(run.story()).not.toMatch(/debug\.log|node_modules/);

  run.child.kill("SIGINT");
  expect(await run.ended, run.story()).toBe(0);
  expect(run.story()).toContain(`after │ ${parts.join("")}\n`);
  expect(run.story()).toContain("after │ done");
  expect(docker("ps", "--all", "--quiet", "--filter", `name=${container}`)).toBe("");
});

test("a copy of the project gets the changes, too; a program that will not end is killed, one that ends waits", async () => {
  using project = createPipelineProject(`
export const dev = pipeline("dev").box(base)
  .step(internal.watch({ reload: true, code: 'trap "" TERM; echo "have $(cat a/content b 2>&1)"; [ -e quit ] && exit 3; while true; do sleep 1; done' }));`);
  project.write({ "a/content": "1" });
  project.commit();
  const run = start(project, "dev");
  const says = (line: string): Promise<void> => until(line, () => run.story().includes(`│ ${line}\n`), run);
  await says("have 1cat: can't open 'b': No such file or directory");
  project.write({ "a/content": "2", b: "new" });
  await says("have 2new");
  project.remove("b");
  project.write({ quit: "" });
  await says("have 2cat: can't open 'b': No such file or directory");
  await says("The program ended with exit code 3; it starts again when a file changes");
  project.remove("quit");
  project.write({ "a/content": "3" });
  await says("have 3cat: can't open 'b': No such file or directory");
  run.child.kill("SIGINT");
  expect(await run.ended, run.story()).toBe(0);
});

test("without reload the program runs once, and its exit code is that of the step", async () => {
  using project = createPipelineProject(`
export const fails = pipeline("fails").box(base).step(script("set", "greeting=hello; greet() { echo $greeting; }"))
  .step(internal.watch({ code: "greet; exit 7" }), script("never", "true"));
export const waits = pipeline("waits").box(base).step(internal.watch({ code: "echo up; sleep 600" }), script("later", "echo later"));`);
  const fails = start(project, "fails");
  expect(await fails.ended).toBe(1);
  expect(fails.story()).toMatch(/│ hello\n[\s\S]*step "watch" failed: exit code 7/);
  const waits = start(project, "waits");
  await until("up", () => waits.story().includes("│ up\n"), waits);
  waits.child.kill("SIGTERM");
  expect(await waits.ended).toBe(130);
  const again = start(project, "waits");
  await until("up", () => again.story().includes("│ up\n"), again);
  again.child.kill("SIGINT");
  expect(await again.ended).toBe(0);
  expect(again.story()).toContain("│ later\n");
});

/** The same numbers every time. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
