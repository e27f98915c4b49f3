// What a stage costs over its own commands: all commands here take no time.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builderRun, inMs, median, printTable, roundsOf } from "./measure.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";

const project = "builder-bench-stages";

export async function benchStages(limits) {
  makeBase();
  const repository = makeRepository({ files: 100, write: writeProject });
  const samples = new Map();
  const keep = (report) => {
    for (const stage of report.images[0].stages) {
      if (stage.action !== "build") continue;
      samples.set(stage.name, [...(samples.get(stage.name) ?? []), stage.durationMs]);
    }
  };
  try {
    for (const round of roundsOf(limits)) {
      removeStages(project);
      keep((await builderRun(repository.folder)).report);
      writeFileSync(join(repository.folder, "src/folder-0000/file-1.txt"), `changed ${round} ${Date.now()}\n`);
      commit(repository.folder);
      keep((await builderRun(repository.folder)).report);
      writeFileSync(join(repository.folder, "src/large.txt"), `${round}\n`.repeat(1_000_000));
      commit(repository.folder);
      keep((await builderRun(repository.folder)).report);
    }
  } finally {
    removeStages(project);
    removeBase();
    repository.remove();
  }
  const rows = [["stage", "cost over its commands"]];
  for (const [name, values] of samples) rows.push([name, inMs(median(values))]);
  printTable("What each stage costs over its own commands (medians; the goal is 600 ms)", rows);
}

function writeProject(folder) {
  writeFileSync(
    join(folder, "build.ts"),
    `import { image, project } from "builder";

export const app = image("app")
  .from("${base}")
  .git({ add: "/src", to: "/app" })
  .beforeInstall("true")
  .install("true")
  .beforeSetup("true")
  .setup("true")
  .docker({ cmd: ["true"] });

export default project("${project}");
`,
  );
}
