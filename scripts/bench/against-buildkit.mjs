// The same work on both sides: 20,000 files copied, then two commands.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builderRun, docker, inMs, median, printTable, roundsOf, run, timed } from "./measure.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";

const project = "builder-bench";
const installCommand = "find /app -type f | wc -l > /count";
const setupCommand = "cat /app/settings.txt /app/src/folder-0000/* | sha256sum > /checksum";
const goals = { nothing: 0.25, unrelated: 0.15, dependent: 0.25, scratch: 0.8 };

/**
 * Each round has a repository and a base image of its own, so that there is nothing to find on either side although nothing is
 * removed before the end: ext4 without a journal, which small virtual machines have, looks for minutes at every inode that was
 * freed before it takes another one. Unpacking 20,000 files after a removal took 7 s instead of 1 (measured), and whoever built
 * first would have paid for it.
 */
export async function benchAgainstBuildKit(limits) {
  const figures = { nothing: [], unrelated: [], dependent: [], scratch: [] };
  const ends = [removeAll];
  try {
    for (const round of roundsOf(limits)) {
      const own = `${base}-${round}`;
      makeBase(own);
      const { folder, remove } = makeRepository({ files: 20_000, write: (path) => writeProject(path, own) });
      ends.push(
        remove,
        () => removeBase(own),
        () => removeImage(tagOf(round)),
      );
      const measure = async (name) => {
        // Whoever comes first finds the files read less often: in turn.
        const early = round % 2 === 1 ? await dockerBuild(folder, tagOf(round)) : undefined;
        const ours = await builderRun(folder);
        const theirs = early ?? (await dockerBuild(folder, tagOf(round)));
        figures[name].push({ ours: ours.ms, theirs: theirs.ms, stages: built(ours.report) });
      };
      await measure("scratch");
      for (let times = 0; times < 5; times += 1) await measure("nothing");
      change(folder, "src/folder-0100/file-10000.txt", round);
      await measure("unrelated");
      change(folder, "settings.txt", round);
      await measure("dependent");
    }
  } finally {
    for (const end of ends) end();
  }
  report(figures);
}

function tagOf(round) {
  return `${project}-docker:${round}`;
}

function report(figures) {
  const titles = {
    nothing: "(a) nothing to do",
    unrelated: "(b) one file no stage depends on",
    dependent: "(c) one file the last stage depends on",
    scratch: "(d) from nothing",
  };
  const rows = [["20,000 files, COPY and two RUNs", "builder", "BuildKit", "ratio", "goal", "runs", "built"]];
  for (const [name, title] of Object.entries(titles)) {
    const ours = median(figures[name].map((figure) => figure.ours));
    const theirs = median(figures[name].map((figure) => figure.theirs));
    const ratio = median(figures[name].map((figure) => figure.ours / figure.theirs));
    const { length } = figures[name];
    rows.push([title, inMs(ours), inMs(theirs), ratio.toFixed(2), goals[name], length, figures[name].at(-1).stages]);
  }
  printTable("Side by side with `docker build` under BuildKit (medians, in turn)", rows);
}

function built(document) {
  const stages = document.images.flatMap((image) => image.stages).filter((stage) => stage.action === "build");
  return stages.map((stage) => stage.name).join(" ") || "-";
}

function writeProject(folder, from) {
  writeFileSync(join(folder, "settings.txt"), "first\n");
  writeFileSync(
    join(folder, "build.ts"),
    `import { image, project } from "builder";

export const app = image("app")
  .from("${from}")
  .git({ add: "/", to: "/app", stageDependencies: { setup: ["settings.txt"] } })
  .install(${JSON.stringify(installCommand)})
  .setup(${JSON.stringify(setupCommand)});

export default project("${project}");
`,
  );
  writeFileSync(join(folder, "Dockerfile"), `FROM ${from}\nCOPY . /app\nRUN ${installCommand}\nRUN ${setupCommand}\n`);
  writeFileSync(join(folder, ".dockerignore"), ".git\n");
}

function change(folder, path, round) {
  writeFileSync(join(folder, path), `changed in round ${round} at ${Date.now()}\n`);
  commit(folder);
}

function dockerBuild(folder, tag) {
  return timed(docker, ["build", "--quiet", "--tag", tag, "."], {
    cwd: folder,
    env: { ...process.env, DOCKER_BUILDKIT: "1" },
  });
}

function removeAll() {
  removeStages(project);
  run(docker, ["builder", "prune", "--all", "--force"]);
}

function removeImage(tag) {
  run("sh", ["-c", `${docker} rmi --force ${tag} >/dev/null 2>&1 || true`]);
}
