// What files of another image and Ansible tasks cost: an import beside a plain copy through the engine, tasks that take no time.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builderRun, docker, inMs, median, printTable, roundsOf, timed } from "./measure.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";

const project = "builder-bench-images";
const files = 10_000;
/** Where the tests have made it: a Debian without Python. */
const debian = "builder-test/debian:1";

export async function benchImages({ rounds, minutes }) {
  makeBase();
  const hasDebian = spawnSync(docker, ["image", "inspect", debian], { stdio: "ignore" }).status === 0;
  const repository = makeRepository({
    files: 1,
    write: (folder) => writeProject(folder, 0, hasDebian ? debian : base),
  });
  const samples = { import: [], plain: [], tasks: [], shell: [] };
  const durationOf = (report, image, stage) =>
    report.images.find(({ name }) => name === image).stages.find(({ name }) => name === stage).durationMs;
  try {
    for (const round of roundsOf({ rounds: rounds + 1, minutes })) {
      writeProject(repository.folder, round + 1, hasDebian ? debian : base);
      commit(repository.folder);
      const { report } = await builderRun(repository.folder, ["--parallel-tasks-limit", "1"]);
      const source = report.images.find(({ name }) => name === "source").reference;
      const plain = await plainCopy(source);
      // The first round fills volumes and caches.
      if (round === 0) continue;
      samples.import.push(durationOf(report, "taker", "dependenciesAfterInstall"));
      samples.plain.push(plain);
      samples.tasks.push(durationOf(report, "tasks", "install"));
      samples.shell.push(durationOf(report, "shell", "install"));
    }
  } finally {
    removeStages(project);
    removeBase();
    repository.remove();
  }
  const [imported, plain] = [median(samples.import), median(samples.plain)];
  printTable(`An import of ${files} files (the goal is 1.5 times a plain copy)`, [
    ["", "median"],
    ["import stage", inMs(imported)],
    ["plain copy: docker cp out of one container into another, commit", inMs(plain)],
    ["ratio", (imported / plain).toFixed(2)],
  ]);
  printTable(
    `Five Ansible tasks that take no time, on ${hasDebian ? "a Debian without Python" : "busybox"} (the goal is 2 s)`,
    [
      ["", "median"],
      ["Ansible stage", inMs(median(samples.tasks))],
      ["shell stage with the same commands", inMs(median(samples.shell))],
      ["what Ansible adds, round by round", inMs(median(samples.tasks.map((ms, round) => ms - samples.shell[round])))],
    ],
  );
}

/** Containers included: the stage needs them, too. */
async function plainCopy(source) {
  const script = `from=$("$0" create ${source} true) && to=$("$0" create ${base} true) &&
"$0" cp "$from:/files" - | "$0" cp - "$to:/" && id=$("$0" commit "$to") && "$0" rm "$from" "$to" && "$0" rmi "$id"`;
  const { ms } = await timed("sh", ["-c", script, docker]);
  return ms;
}

function writeProject(folder, round, tasksBase) {
  const make = `mkdir -p /files && cd /files && i=0; while [ $i -lt ${files / 100} ]; do mkdir d$i; j=0; while [ $j -lt 100 ]; do echo $i $j > d$i/f$j; j=$((j + 1)); done; i=$((i + 1)); done; echo ${round} > /files/round`;
  writeFileSync(
    join(folder, "build.ts"),
    `import { image, project } from "builder";

export const source = image("source").from("${base}").install(${JSON.stringify(make)});
export const taker = image("taker").from("${base}").import(source, { add: "/files", after: "install" });
export const tasks = image("tasks").from("${tasksBase}").cacheVersion({ install: "${round}" }).ansible({
  install: [
    { command: "true" },
    { shell: "true" },
    { copy: { content: "text", dest: "/text" } },
    { lineinfile: { path: "/text", line: "more" } },
    { file: { path: "/folder", state: "directory" } },
  ],
});
export const shell = image("shell").from("${tasksBase}").cacheVersion({ install: "${round}" })
  .install("true", "true", "printf text > /text", "echo more >> /text", "mkdir /folder");

export default project("${project}");
`,
  );
}
