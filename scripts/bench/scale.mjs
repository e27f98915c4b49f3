// Nothing to do: how time and memory grow with the number of images and of files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "../lib/step.mjs";
import { builderRun, builderRunWithMemory, inMs, median, printTable, roundsOf } from "./measure.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";

const project = "builder-bench-scale";

export async function benchScale(limits) {
  makeBase();
  const rows = [["nothing to do", "1 image", "10 images", "100 images", "100 : 1", "memory of 100"]];
  try {
    for (const files of [1_000, 20_000, 100_000]) rows.push(await benchFiles(files, limits));
  } finally {
    removeStages(project);
    removeBase();
  }
  printTable("Nothing to do (medians; the goal is 100 images in at most 3 times the time of one, under 250 MB)", rows);
}

async function benchFiles(files, { rounds, minutes }) {
  const repository = makeRepository({ files, write: (folder) => writeImages(folder, 1) });
  try {
    const times = [];
    for (const images of [1, 10, 100]) {
      writeImages(repository.folder, images);
      if (images > 1) commit(repository.folder);
      await builderRun(repository.folder);
      await builderRun(repository.folder);
      const samples = [];
      for (const _ of roundsOf({ rounds: rounds * 2, minutes: minutes / 9 }))
        samples.push((await builderRun(repository.folder)).ms);
      times.push(median(samples));
    }
    const memory = await builderRunWithMemory(repository.folder);
    const row = [
      `${files.toLocaleString("en")} files`,
      ...times.map(inMs),
      (times[2] / times[0]).toFixed(2),
      `${memory.toFixed(0)} MB`,
    ];
    step(row.join("  "));
    return row;
  } finally {
    repository.remove();
    removeStages(project);
  }
}

function writeImages(folder, images) {
  const source = `import { image, project } from "builder";

export const images = Array.from({ length: ${images} }, (_, index) =>
  image(\`image-\${index}\`)
    .from("${base}")
    .git({ add: "/src", to: "/app", stageDependencies: { setup: ["folder-0000/*.txt", "**/file-7.txt"] } })
    .setup(\`true \${index}\`),
);

export default project("${project}");
`;
  writeFileSync(join(folder, "build.ts"), source);
}
