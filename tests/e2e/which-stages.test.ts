import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, type Report, referenceOf, type TestProject } from "../support/project.ts";

const minutes = 60_000;
const userStages = ["install", "beforeSetup", "setup"];

/** Text of this many bytes that does not compress to much less. */
function text(sizeBytes: number): string {
  return randomBytes(sizeBytes).toString("hex").slice(0, sizeBytes);
}

/** Every committed file with its checksum. */
function committed(project: TestProject): string[] {
  return project
    .git("ls-files")
    .split("\n")
    .map(
      (path) =>
        `${createHash("sha256")
          .update(readFileSync(join(project.folder, path)))
          .digest("hex")}  ./${path}`,
    )
    .sort();
}

function inApp(project: TestProject, reference: string | undefined): string[] {
  return project.inImage(reference, "sh", "-c", "cd /app && find . -type f | xargs sha256sum").split("\n").sort();
}

/** The images that were built, each with its stages. */
function built(report: Report): Record<string, string[]> {
  const images = report.images.map(({ name }) => [name, builtStages(report, name)] as const);
  return Object.fromEntries(images.filter(([, stages]) => stages.length > 0));
}

test("each commit builds the stages that depend on it, and no others", { timeout: 6 * minutes }, async () => {
  using project = createProject();
  const buildTs = (
    versions: string,
    madeVersions = "{}",
  ): string => `import { artifact, image, project } from "builder";
const stageDependencies = { install: "install", beforeSetup: "beforeSetup", setup: "setup" };
export const plain = image("plain").from("${testBase}").fromCacheVersion("plain").git({ to: "/app" })
  .beforeInstall("true").install("true").beforeSetup("true").setup("true").cacheVersion(${versions});
export const masked = image("masked").from("${testBase}").fromCacheVersion("masked")
  .git({ to: "/app", stageDependencies }).install("true").beforeSetup("true").setup("true");
const made = artifact("made").from("${testBase}").fromCacheVersion("made")
  .git({ to: "/app", stageDependencies })
  .beforeInstall("true").install("true").beforeSetup("true").setup("true").cacheVersion(${madeVersions});
export const taker = image("taker").from("${testBase}").import(made, { add: "/app", after: "setup" });
export default project("${project.name}");
`;
  /** Commits, builds, and sees that building once more would do nothing. */
  const after = async (files: Readonly<Record<string, string>>): Promise<Report> => {
    project.write(files);
    project.commit();
    const report = await project.run();
    expect(built(await project.plan())).toEqual({});
    return report;
  };
  const expectTree = (report: Report, ...names: readonly string[]): void => {
    for (const name of names) expect(inApp(project, referenceOf(report, name)), name).toEqual(committed(project));
  };

  const first = await after({ "build.ts": buildTs("{}") });
  expect(built(first)).toEqual({
    plain: ["from", "beforeInstall", "gitArchive", ...userStages],
    masked: ["from", "gitArchive", ...userStages],
    made: ["from", "beforeInstall", "gitArchive", ...userStages],
    taker: ["from", "dependenciesAfterSetup"],
  });
  expectTree(first, "plain", "masked", "taker");

  const mebibyte = 1024 * 1024;
  const large = await after({ large: text(mebibyte) });
  expect(built(large)).toEqual({ plain: ["gitCache"], masked: ["gitCache"] });
  expectTree(large, "plain", "masked");

  expect(built(await after({ small: text(mebibyte - 1024) }))).toEqual({
    plain: ["gitLatestPatch"],
    masked: ["gitLatestPatch"],
  });
  const rewritten = await after({ small: text(mebibyte - 1024) });
  expect(built(rewritten)).toEqual({ plain: ["gitLatestPatch"], masked: ["gitLatestPatch"] });
  expectTree(rewritten, "plain", "masked");
  expect(built(await after({ larger: text(mebibyte) }))).toEqual({ plain: ["gitCache"], masked: ["gitCache"] });

  for (const [index, stage] of userStages.entries()) {
    const report = await after({ [stage]: "0123456789" });
    const again = userStages.slice(index);
    expect(built(report)).toEqual({
      plain: ["gitLatestPatch"],
      masked: again,
      made: again,
      taker: ["dependenciesAfterSetup"],
    });
    expectTree(report, "plain", "masked", "taker");
  }

  const versions: readonly (readonly [string, string[]])[] = [
    ['{ beforeInstall: "1" }', ["beforeInstall", "gitArchive", ...userStages]],
    ['{ beforeInstall: "1", install: "1" }', userStages],
    ['{ beforeInstall: "1", install: "1", setup: "1" }', ["setup"]],
  ];
  for (const [version, stages] of versions) {
    const report = await after({ "build.ts": buildTs(version, version) });
    expect(built(report)).toEqual({
      plain: stages,
      masked: ["gitLatestPatch"],
      made: stages,
      taker: ["dependenciesAfterSetup"],
    });
    expectTree(report, "plain", "masked", "taker");
  }
});

test("a new version of the base builds it and what starts from it once", async () => {
  using project = createProject();
  for (const version of ["0", "1"]) {
    project.write({
      "build.ts": `import { image, project } from "builder";
const base = image("base").from("${testBase}").fromCacheVersion("${version}").docker({ env: { BASE: "1" } });
export const app = image("app").from(base);
export { base };
export default project("${project.name}");
`,
    });
    project.commit();
    const report = await project.run();
    expect(built(report)).toEqual({ base: ["from", "dockerInstructions"], app: ["from"] });
    const [parent, base] = [
      docker("inspect", "--format", "{{.Parent}}", referenceOf(report, "app") ?? ""),
      docker("inspect", "--format", "{{.Id}}", referenceOf(report, "base") ?? ""),
    ];
    expect(parent).toBe(base);
  }
});

describe("a patch", () => {
  test("takes away the folders that it leaves empty, whatever their names are", async () => {
    using project = createProject();
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({ to: "/app" });
export default project("${project.name}");
`,
    });
    const folders = ["dir", "two/sub_dir", "three/sub dir/sub dir with special ch@ra(c)ters? ()"];
    project.write(Object.fromEntries(folders.map((folder) => [`${folder}/file`, "x"])));
    project.commit();
    const names = (report: Report) => project.inImage(referenceOf(report, "app"), "ls", "/app").split("\n");
    expect(names(await project.run())).toEqual(["build.ts", "dir", "three", "two"]);
    project.remove(...folders.map((folder) => `${folder}/file`));
    project.commit();
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitLatestPatch"]);
    expect(names(report)).toEqual(["build.ts"]);
  });
});

/** Shell text: what a path is and holds, links not followed, without its own name. */
const describeFiles = `describe() {
  if [ -L "$1" ]; then echo "link $(readlink "$1")"
  elif [ -f "$1" ]; then echo "file $(cat "$1")"
  else (cd "$1" && find . | sort | while read -r path; do [ -d "$path" ] && [ ! -L "$path" ] && echo "$path" || { echo "$path" && describe "$path"; }; done)
  fi
}`;

function modeOf(path: string): string {
  if (path.endsWith("link")) return "777";
  return path.endsWith("file") ? "644" : "755";
}

test("files, folders and links get the names that their mappings give them, from commit to commit", {
  timeout: 2 * minutes,
}, async () => {
  using project = createProject();
  /** What is mapped, once to the root and once into a folder of its own. */
  const sources = ["dir", "dir/dir", "file", "dir/file", "link", "dir/link"];
  const removed = ["gone", "dir/gone", "gone-file", "dir/gone-file", "gone-link", "dir/gone-link"];
  const targetsOf = (paths: readonly string[], prefix: string) =>
    paths.flatMap((path, index) => [[path, `/${prefix}${index}`] as const, [path, `/in${index}/${prefix}`] as const]);
  const steps = [
    { targets: targetsOf([...sources, ...removed], "new"), content: "one", link: "nowhere" },
    { targets: targetsOf(sources, "new"), content: "one", link: "nowhere" },
    { targets: targetsOf(sources, "new"), content: "two", link: "nowhere-else" },
    { targets: targetsOf(sources, "renamed"), content: "two", link: "nowhere-else" },
  ];
  for (const { targets, content, link } of steps) {
    const paths = [...new Set(targets.map(([path]) => path))];
    project.git("rm", "-r", "--quiet", "--force", "--ignore-unmatch", ".");
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = ${JSON.stringify(targets)}.reduce((app, [add, to]) => app.git({ add: "/" + add, to }), image("app").from("${testBase}"));
export default project("${project.name}");
`,
    });
    for (const path of paths) {
      if (path.endsWith("link")) project.symlink(path, link);
      else project.write({ [path.endsWith("file") ? path : `${path}/keep`]: content });
    }
    project.commit();
    const reference = referenceOf(await project.run(), "app");
    const inImage = targets.map(([, to]) => `describe ${to}`);
    const onDisk = targets.map(([path]) => `describe ${project.folder}/${path}`);
    const expected = execFileSync("sh", ["-c", [describeFiles, ...onDisk].join("\n")], { encoding: "utf8" }).trim();
    expect(project.inImage(reference, "sh", "-c", [describeFiles, ...inImage].join("\n"))).toBe(expected);
    const modes = project.inImage(reference, "stat", "-c", "%a", ...targets.map(([, to]) => to));
    expect(modes.split("\n")).toEqual(targets.map(([path]) => modeOf(path)));
  }
});
