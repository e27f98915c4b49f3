import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultyProxy, startFaultyProxy } from "../runtime/storage/registry/support/faulty-proxy.ts";
import { testBase } from "../support/base-image.ts";
import { createMachine, noEngine } from "../support/machine.ts";
import {
  builtStages,
  createProject,
  docker,
  forgetImages,
  type Report,
  reasonOf,
  type TestProject,
} from "../support/project.ts";
import { recordPrograms } from "../support/record-programs.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

let registry: TestRegistry;
let proxy: FaultyProxy;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultyProxy(registry.host);
});

afterAll(async () => {
  await proxy.stop();
  await registry.stop();
});

/** Images with all that stages can be: commands before and after the sources, and a config. */
function createImages(count = 1): TestProject {
  const project = createProject();
  const images = Array.from(
    { length: count },
    (_, index) => `export const image${index} = image("app-${index}").from("${testBase}")
  .beforeInstall("echo ${index} > /before").git({ to: "/app" }).install("cat /app/content.txt > /installed");`,
  );
  project.write({
    "build.ts": `import { image, project } from "builder";
${images.join("\n")}
export default project("${project.name}");
`,
    "content.txt": "root",
  });
  project.commit("root");
  return project;
}

/** Says in the project that tags may say nothing of what they hold, and commits that. */
function allowCustomTags(project: TestProject): void {
  const text = readFileSync(join(project.folder, "build.ts"), "utf8");
  project.write({
    "build.ts": text.replace(/(export default project\(".*?")\)/, "$1, { giterminism: { customTags: true } })"),
  });
  project.commit();
}

const references = (report: Report) => report.images.map(({ reference }) => reference);
const tagOf = (reference: string | undefined) => reference?.slice(reference.lastIndexOf(":") + 1) ?? "";

/** What is asked of the registry while something is done. */
async function requestsOf<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly lines: readonly string[] }> {
  const before = proxy.seen.length;
  const value = await work();
  return { value, lines: proxy.lines().slice(before) };
}

async function tags(repo: string, host = registry.host): Promise<readonly string[]> {
  const response = await fetch(`http://${host}/v2/${repo}/tags/list`);
  const answer: { readonly tags?: readonly string[] } = JSON.parse(await response.text());
  return answer.tags ?? [];
}

const stageTags = async (repo: string): Promise<readonly string[]> =>
  (await tags(repo)).filter((tag) => /^[0-9a-f]{56}-\d{13}$/.test(tag)).sort();

const imagesOf = (project: TestProject): readonly string[] =>
  docker("images", "--filter", `label=werf=${project.name}`, "--format", "{{.Tag}}").split("\n").filter(Boolean).sort();

describe("a registry that keeps the stages", () => {
  test("nothing to do needs no engine and one request for the tags and one for each image", async () => {
    using project = createImages(3);
    using machine = createMachine();
    const repo = `${proxy.host}/nothing/to-do`;
    const built = await machine.run(project, "--repo", repo);
    expect(await stageTags("nothing/to-do")).toEqual(
      [...new Set(built.images.flatMap(({ stages }) => stages.map(({ reference }) => tagOf(reference))))].sort(),
    );
    Object.assign(machine.environment, noEngine);
    for (const command of ["run", "plan"] as const) {
      const { value, lines } = await requestsOf(() => machine[command](project, "--repo", repo));
      expect(references(value)).toEqual(references(built));
      expect([...lines].sort()).toEqual([
        "GET /v2/nothing/to-do/tags/list",
        ...built.images.map(({ reference }) => `HEAD /v2/nothing/to-do/manifests/${tagOf(reference)}`).sort(),
      ]);
    }
  });

  test("a machine that has never built it needs no engine either, and reads each stage once", async () => {
    using project = createImages();
    using machine = createMachine();
    using fresh = createMachine(noEngine);
    const repo = `${proxy.host}/fresh/app`;
    const built = await machine.run(project, "--repo", repo);
    const { value, lines } = await requestsOf(() => fresh.run(project, "--repo", repo));
    expect(value.images).toMatchObject(
      built.images.map(({ name, reference }) => ({ name, reference, action: "reuse" })),
    );
    expect(lines.filter((line) => line.includes("/tags/list"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("GET") && line.includes("/manifests/"))).toHaveLength(4);
    expect(lines.filter((line) => line.includes("/blobs/sha256"))).toHaveLength(4);
    expect(lines).toHaveLength(9);
  });

  test("of a stage that must be built only the base is pulled", async () => {
    using project = createImages();
    using machine = createMachine();
    const repo = `${proxy.host}/pulled/app`;
    const built = await machine.run(project, "--repo", repo);
    forgetImages(project);
    expect(imagesOf(project)).toEqual([]);
    project.write({ "content.txt": "newer" });
    project.commit();
    const report = await machine.run(project, "--repo", repo);
    expect(builtStages(report)).toEqual(["gitLatestPatch"]);
    expect(imagesOf(project)).toEqual([tagOf(built.images[0]?.reference), tagOf(report.images[0]?.reference)].sort());
    expect(project.inImage(report.images[0]?.reference, "cat", "/app/content.txt")).toBe("newer");
    expect(project.inImage(report.images[0]?.reference, "cat", "/installed")).toBe("root");
  });

  test("project() and the environment say where the stages are, the command line before both", async () => {
    using project = createImages();
    using machine = createMachine({ BUILDER_REPO: `${registry.host}/said/environment` });
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").fromScratch();
export default project("${project.name}", { repo: "${registry.host}/said/project" });
`,
    });
    project.commit();
    const repoOf = (report: Report) => report.images[0]?.reference?.replace(/:[^:]*$/, "");
    expect(repoOf(await machine.run(project, "--repo", `${registry.host}/said/flag`))).toMatch("said/flag");
    expect(repoOf(await machine.run(project))).toMatch("said/environment");
    expect(repoOf(await project.run())).toMatch("said/project");
  });

  test("stages bear what werf reads", async () => {
    using project = createImages();
    using machine = createMachine();
    const report = await machine.run(project, "--repo", `${registry.host}/labels/app`);
    const [, , archive, install] = report.images[0]?.stages ?? [];
    const inspected = docker("image", "inspect", "--format", "{{json .Config.Labels}}", install?.reference ?? "");
    const labels: Readonly<Record<string, string>> = JSON.parse(inspected);
    const head = project.git("rev-parse", "HEAD");
    expect(labels).toMatchObject({
      werf: project.name,
      "werf-stage-digest": install?.digest,
      "werf-stage-content-digest": expect.stringMatching(/^[0-9a-f]{56}$/),
      "werf-project-repo-commit": head,
      "werf.io/parent-stage-id": tagOf(archive?.reference),
    });
    const commits = Object.entries(labels).filter(([name]) => /^werf-git-[0-9a-f]+-commit$/.test(name));
    expect(commits.map(([, commit]) => commit)).toEqual([head]);
  });
});

describe("neighbouring branches on machines that share nothing but the registry", () => {
  test("never get each other's git stages, and use the common ancestor's after a merge", async () => {
    using project = createImages();
    using first = createMachine();
    using second = createMachine();
    using third = createMachine();
    const repo = `${registry.host}/branches/app`;
    const build = async (machine: typeof first, branch: string, from: string) => {
      project.git("checkout", "--quiet", "-b", branch, from);
      project.write({ "content.txt": branch, [`only-in-${branch}.txt`]: "x" });
      project.commit();
      const report = await machine.run(project, "--repo", repo);
      expect(project.inImage(report.images[0]?.reference, "cat", "/app/content.txt")).toBe(branch);
      return report;
    };
    const one = await build(first, "one", "main");
    const two = await build(second, "two", "main");
    expect(builtStages(two)).toEqual(["gitArchive", "install"]);
    expect(reasonOf(two, "gitArchive")).toBe("new branch: the stage found belongs to an unrelated commit");
    expect(project.inImage(two.images[0]?.reference, "ls", "/app")).not.toContain("only-in-one.txt");
    const archives = [one, two].map((report) => report.images[0]?.stages.find(({ name }) => name === "gitArchive"));
    expect(new Set(archives.map((stage) => stage?.digest)).size).toBe(1);

    project.git("checkout", "--quiet", "-b", "merged", "one");
    project.git("merge", "--quiet", "--no-edit", "--strategy-option", "ours", "two");
    const merged = await third.run(project, "--repo", repo);
    const archive = merged.images[0]?.stages.find(({ name }) => name === "gitArchive");
    expect(archive).toMatchObject({ action: "reuse", reference: archives[0]?.reference });
    expect(project.inImage(merged.images[0]?.reference, "cat", "/app/content.txt")).toBe("one");
    expect(project.inImage(merged.images[0]?.reference, "ls", "/app")).toContain("only-in-two.txt");
  });
});

describe("a damaged stage", () => {
  const revisions = (repo: string, tag: string): string => {
    const manifests = join(registry.directory, "data/docker/registry/v2/repositories", repo, "_manifests");
    const link = execFileSync("cat", [join(manifests, "tags", tag, "current/link")], { encoding: "utf8" });
    return join(manifests, "revisions", link.replace(":", "/"));
  };

  test("whose manifest is missing is rejected, told of and built again, also where it was known from before", async () => {
    using project = createImages();
    using machine = createMachine();
    using fresh = createMachine();
    const repo = `${registry.host}/damaged/manifest`;
    const built = await machine.run(project, "--repo", repo);
    const lost = built.images[0]?.reference;
    rmSync(revisions("damaged/manifest", tagOf(lost)), { recursive: true });
    const planned = await machine.builder(project, "plan", "--repo", repo);
    expect(planned).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`${lost} is damaged`) });
    expect(await tags("damaged/manifest")).not.toContain(`${tagOf(lost)}-rejected`);

    const again = await machine.builder(project, "run", "--repo", repo, "--json", "--progress", "plain");
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`${lost} is damaged`) });
    const report: Report = JSON.parse(again.stdout);
    expect(builtStages(report)).toEqual(["install"]);
    expect(await tags("damaged/manifest")).toContain(`${tagOf(lost)}-rejected`);
    expect(references(await fresh.run(project, "--repo", repo))).toEqual(references(report));
  });

  test("whose content is missing is found out when it is needed, and what stands on it is built all the same", async () => {
    using project = createImages();
    using machine = createMachine();
    const repo = `${registry.host}/damaged/layer`;
    const built = await machine.run(project, "--repo", repo);
    const last = tagOf(built.images[0]?.reference);
    const response = await fetch(`http://${registry.host}/v2/damaged/layer/manifests/${last}`, {
      headers: { accept: "application/vnd.docker.distribution.manifest.v2+json" },
    });
    const manifest: { readonly layers: readonly { readonly digest: string }[] } = JSON.parse(await response.text());
    const hash = manifest.layers.at(-1)?.digest.replace("sha256:", "") ?? "";
    rmSync(join(registry.directory, "data/docker/registry/v2/blobs/sha256", hash.slice(0, 2), hash), {
      recursive: true,
    });
    forgetImages(project);
    project.write({ "content.txt": "newer" });
    project.commit();
    const report = await machine.run(project, "--repo", repo);
    expect(builtStages(report)).toEqual(["install"]);
    expect(await tags("damaged/layer")).toContain(`${last}-rejected`);
    expect(project.inImage(report.images[0]?.reference, "cat", "/installed")).toBe("newer");
  });
});

describe("other repositories", () => {
  test("a secondary's stages are used and copied without any engine", async () => {
    using project = createImages();
    using machine = createMachine();
    using fresh = createMachine(noEngine);
    const built = await machine.run(project, "--repo", `${registry.host}/second/from`);
    const flags = ["--repo", `${registry.host}/second/to`, "--secondary-repo", `${registry.host}/second/from`];
    const before = await tags("second/from");
    expect((await fresh.plan(project, ...flags)).images[0]?.action).toBe("reuse");
    expect(await tags("second/to")).toEqual([]);
    const report = await fresh.run(project, ...flags);
    expect(references(report)).toEqual(references(built).map((each) => each?.replace("second/from", "second/to")));
    expect(await stageTags("second/to")).toEqual(await stageTags("second/from"));
    expect(await tags("second/from")).toEqual(before);
  });

  test("a cache is filled, and read before the registry behind it", async () => {
    using project = createImages();
    using machine = createMachine();
    const flags = ["--repo", `${proxy.host}/cached/app`, "--cache-repo", `${registry.host}/cached/near`];
    const built = await machine.run(project, ...flags);
    expect(await stageTags("cached/near")).toEqual(await stageTags("cached/app"));
    forgetImages(project);
    project.write({ "content.txt": "newer" });
    project.commit();
    const { value, lines } = await requestsOf(() => machine.run(project, ...flags));
    expect(builtStages(value)).toEqual(["gitLatestPatch"]);
    const base = `manifests/${tagOf(built.images[0]?.reference)}`;
    expect(lines.filter((line) => line.includes(base))).toEqual([]);
    expect(await stageTags("cached/near")).toEqual(await stageTags("cached/app"));
  });

  test("a cache that cannot be reached costs nothing but a word", async () => {
    using project = createImages();
    using machine = createMachine();
    const flags = ["--repo", `${registry.host}/lonely/app`, "--cache-repo", "127.0.0.1:9/near/app"];
    const result = await machine.builder(project, "run", "--progress", "plain", ...flags);
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("127.0.0.1:9/near/app is passed over"),
    });
  });

  test.each([{ repo: true }, { repo: false }])(
    "final images get their tags in the final repository (%o)",
    async ({ repo }) => {
      using project = createImages(2);
      using machine = createMachine();
      const name = `final/${repo ? "registry" : "engine"}`;
      const flags = ["--final-repo", `${registry.host}/${name}`, "--add-custom-tag", "%image_slug%-latest"];
      if (repo) flags.push("--repo", `${registry.host}/stages/of-final`);
      expect(await machine.builder(project, "run", ...flags)).toMatchObject({
        exitCode: 3,
        stderr: expect.stringMatching(
          /the tag %image_slug%-latest is not allowed[\s\S]*giterminism: \{ customTags: true \}/,
        ),
      });
      allowCustomTags(project);
      const result = await machine.builder(project, "run", "--progress", "quiet", ...flags);
      const lasts = result.stdout
        .trim()
        .split("\n")
        .map((line) => tagOf(line.split(" ")[1]));
      expect(result.exitCode).toBe(0);
      expect([...(await tags(name))].sort()).toEqual([...lasts, "app-0-latest", "app-1-latest"].sort());
      expect(docker("images", "--format", "{{.Repository}}", `${registry.host}/${name}`)).toBe("");
      const again = await machine.builder(project, "run", "--progress", "quiet", ...flags);
      expect(again).toEqual(result);
    },
  );

  test("images that are no result get no tag, and images that are not chosen do not share one", async () => {
    using project = createImages(2);
    using machine = createMachine();
    const text = readFileSync(join(project.folder, "build.ts"), "utf8");
    const help = `export const help = image("help").from("${testBase}").install("true").final(false);`;
    project.write({ "build.ts": text.replace("export default", `${help}\nexport default`) });
    allowCustomTags(project);
    const to = (name: string) => ["--final-repo", `${registry.host}/tagged/${name}`];
    expect((await machine.builder(project, "run", ...to("all"), "--add-custom-tag", "%image%-mine")).exitCode).toBe(0);
    const isCustom = (tag: string): boolean => !/^[0-9a-f]{56}-\d{13}$/.test(tag);
    expect((await tags("tagged/all")).filter(isCustom).sort()).toEqual(["app-0-mine", "app-1-mine"]);
    const chosen = await machine.builder(project, "run", "app-1", ...to("one"), "--add-custom-tag", "my-tag");
    expect(chosen.exitCode).toBe(0);
    expect((await tags("tagged/one")).filter(isCustom)).toEqual(["my-tag"]);
  });

  test("a custom tag that several images would share is refused before anything is built", async () => {
    using project = createImages(2);
    using machine = createMachine(noEngine);
    allowCustomTags(project);
    const flags = ["--repo", `${registry.host}/shared/tag`, "--add-custom-tag", "latest"];
    expect(await machine.builder(project, "run", ...flags)).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining("REGISTRY.CUSTOM_TAG"),
    });
  });

  test("a flag that needs --repo says so", async () => {
    using project = createImages();
    using machine = createMachine(noEngine);
    expect(await machine.builder(project, "plan", "--secondary-repo", `${registry.host}/x/y`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("USAGE.REPO_MISSING"),
    });
  });
});

describe("a registry that wants to know who asks", () => {
  const password = "correct-horse-battery";

  /** A machine whose user has logged in. */
  function login(host: string, secret: string) {
    const folder = mkdtempSync(join(tmpdir(), "builder-login-"));
    const auth = Buffer.from(`me:${secret}`).toString("base64");
    writeFileSync(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
    const programs = recordPrograms(folder);
    const machine = createMachine({ DOCKER_CONFIG: folder, ...programs.environment });
    return {
      ...machine,
      folder,
      programs: programs.started,
      [Symbol.dispose]() {
        machine[Symbol.dispose]();
        rmSync(folder, { recursive: true });
      },
    };
  }

  test("is pushed to and pulled from with what docker login stored, which appears nowhere", async () => {
    const guarded = await startRegistry({ basic: { username: "me", password } });
    try {
      using project = createImages();
      using machine = login(guarded.host, password);
      using wrong = login(guarded.host, `not-${password}`);
      const repo = `${guarded.host}/team/app`;
      const outputs: string[] = [];
      const run = async (on: typeof machine, ...args: string[]) => {
        const result = await on.builder(project, ...args, "--repo", repo);
        outputs.push(result.stdout, result.stderr);
        return result.exitCode;
      };
      expect(await run(machine, "run", "--json", "--progress", "json")).toBe(0);
      forgetImages(project);
      project.write({ "content.txt": "newer" });
      project.commit();
      expect(await run(machine, "run", "--progress", "plain")).toBe(0);
      expect(await run(wrong, "run", "--json", "--progress", "plain")).toBe(5);
      const names = docker("images", "--quiet", "--filter", `label=werf=${project.name}`).split("\n");
      outputs.push(...names.map((id) => docker("image", "inspect", id) + docker("history", "--no-trunc", id)));
      const cache = machine.environment.BUILDER_CACHE_DIR ?? "";
      outputs.push(
        execFileSync("sh", ["-c", `find ${cache} -type f -path '*json*' -exec cat {} +`], { encoding: "utf8" }),
      );
      expect(readdirSync(cache)).toContain("registries.json");
      expect(machine.programs()).toContain("git");
      outputs.push(machine.programs(), wrong.programs());
      expect(outputs.join("\n").length).toBeGreaterThan(1000);
      for (const secret of [password, Buffer.from(`me:${password}`).toString("base64")]) {
        expect(outputs.filter((output) => output.includes(secret))).toEqual([]);
      }
    } finally {
      await guarded.stop();
    }
  });
});

describe("a bad connection", () => {
  test("is met with patience, by builder and by the engine that it makes push", async () => {
    using project = createImages();
    using machine = createMachine();
    const repo = `${proxy.host}/faulty/app`;
    proxy.fail(/^GET .*tags\/list/, { kind: "answer", status: 503 }, { kind: "drop" });
    proxy.fail(/^PUT .*manifests/, { kind: "answer", status: 503 }, { kind: "drop" });
    proxy.fail(/^GET .*tags\/list/, { kind: "answer", status: 429, headers: { "retry-after": "1" } });
    const report = await machine.run(project, "--repo", repo);
    expect(builtStages(report)).toEqual(["from", "beforeInstall", "gitArchive", "install"]);
    expect(await stageTags("faulty/app")).toHaveLength(4);
    expect(references(await machine.run(project, "--repo", repo))).toEqual(references(report));
  });
});
