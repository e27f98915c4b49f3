import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import {
  createProject,
  docker,
  keptContainers,
  removeKeptContainers,
  runCli,
  type TestProject,
} from "../support/project.ts";
import { startPty } from "../support/pty.ts";

/** A committed project with one image, whose stage install has these commands. */
function createStaged(...commands: string[]): TestProject {
  const project = createProject();
  writeCommands(project, ...commands);
  return project;
}

function writeCommands(project: TestProject, ...commands: string[]): void {
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}")
  .git({ to: "/app", includePaths: "source.txt" })
  .install(...${JSON.stringify(commands)});
export default project("${project.name}");
`,
    "source.txt": "as committed\n",
  });
  project.commit();
}

const failing = ["echo one > /one", "echo half > /two; exit 9", "echo three > /three"];
const listing = "exec 2>&1; cat /app/source.txt /one; cat /two; ls /three; echo commit $WERF_COMMIT_HASH; exit 4\n";

describe("a stage that fails", () => {
  test("is looked into as the failed command has left it, with its variables, and fails all the same", async () => {
    using project = createStaged(...failing);
    const run = await project.builderReading(listing, "run", "--introspect-error", "--json");
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: "BUILD.COMMAND_FAILED",
      message: 'image "app", stage install: command 2 of 3 ended with exit code 9',
      next: ["look into the container as it was left: builder shell --last-failed"],
    });
    expect(run.stderr).toContain(`as committed\none\nhalf\n`);
    expect(run.stderr).toMatch(/\/three.*: No such file/);
    expect(run.stderr).toContain(`commit ${project.git("rev-parse", "HEAD")}\n`);
    expect(run.stderr).toMatch(
      /a shell in app\/install, as the command that failed has left it[\s\S]*the shell is closed/,
    );
  });

  test("is looked into as it was before the failed command", async () => {
    using project = createStaged(...failing);
    const run = await project.builderReading(listing, "run", "--introspect-before-error");
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("as committed\none\n");
    expect(run.stderr).toMatch(/\/two.*: No such file/);
    expect(run.stderr).toContain("before the command that failed");
    expect(run.stderr).toContain("command 2 of 3 ended with exit code 9");
  });

  test("is kept and opened afterwards, until it fails again, and whatever has been edited since", async () => {
    using project = createStaged(...failing);
    expect((await project.builder("run")).exitCode).toBe(1);
    const [first] = keptContainers(project.name);
    project.write({ "source.txt": "edited\n", "build.ts": `// edited\n${readBuild(project)}` });
    const shell = await project.builderReading("cat /app/source.txt /one /two\nexit 4\n", "shell", "--last-failed");
    expect(shell).toEqual({ exitCode: 4, stdout: "as committed\none\nhalf\n", stderr: "" });
    writeCommands(project, "echo later > /one; exit 1");
    expect((await project.builder("run")).exitCode).toBe(1);
    expect(keptContainers(project.name)).toHaveLength(1);
    expect(keptContainers(project.name)).not.toEqual([first]);
    const again = await project.builderReading("cat /one", "shell", "--last-failed", "app/install");
    expect(again).toMatchObject({ exitCode: 0, stdout: "later\n" });
    const other = await project.builder("shell", "--last-failed", "other");
    expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("BUILD.NO_FAILED_STAGE") });
    expect(docker("images", "--quiet", "--filter", "dangling=true", "--filter", `label=werf=${project.name}`)).toBe("");
  });

  test("does not keep its stages from being purged", async () => {
    using project = createStaged(...failing);
    await project.builder("run");
    expect(keptContainers(project.name)).toHaveLength(1);
    expect(await project.builder("purge")).toMatchObject({ exitCode: 0 });
    expect(keptContainers(project.name)).toEqual([]);
    expect(docker("images", "--quiet", "--filter", `label=werf=${project.name}`)).toBe("");
  });
});

describe("a shell in a stage that failed", () => {
  const secret = "correct-horse-battery";
  const createSecretive = (environment: Readonly<Record<string, string>>): TestProject => {
    const project = createProject(environment);
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}")
  .secret({ env: "TOKEN" }).mount({ from: "build_dir", to: "/kept" }).mount({ from: "tmp_dir", to: "/fresh" })
  .install("echo kept > /kept/file", "exit 9");
export default project("${project.name}", { giterminism: { mounts: { buildDir: true }, secrets: { env: "TOKEN" } } });
`,
    });
    project.commit();
    return project;
  };
  const look = "cat /run/secrets/TOKEN; echo; wc -c < /run/secrets/TOKEN; cat /kept/file; echo $WERF_COMMIT_HASH\n";
  const removeKeptVolume = (project: TestProject): void => {
    const filter = `label=builder.project=${project.name}`;
    for (const name of docker("volume", "ls", "--quiet", "--filter", filter).split("\n").filter(Boolean)) {
      docker("volume", "rm", "--force", name);
    }
  };

  test.each(["--introspect-error", "--introspect-before-error"])(
    "has what its commands had with %s, and says no secret where nobody types",
    async (flag) => {
      using project = createSecretive({ TOKEN: secret });
      try {
        const { exitCode, stderr } = await project.builderReading(look, "run", flag);
        expect(exitCode).toBe(1);
        expect(stderr).toContain(`***\n${secret.length}\nkept\n${project.git("rev-parse", "HEAD")}\n`);
        expect(stderr).not.toContain(secret);
      } finally {
        removeKeptContainers(project.name);
        removeKeptVolume(project);
      }
    },
  );

  test("has it afterwards, too, as far as it is to be had", async () => {
    using project = createSecretive({ TOKEN: secret });
    try {
      const failed = project.git("rev-parse", "HEAD");
      expect((await project.builder("run")).exitCode).toBe(1);
      project.write({ other: "a commit later" });
      project.commit();
      const shell = await project.builderReading(`${look}ls -A /fresh`, "shell", "--last-failed");
      expect(shell).toEqual({ exitCode: 0, stdout: `***\n${secret.length}\nkept\n${failed}\n`, stderr: "" });

      const [container = ""] = keptContainers(project.name);
      expect(docker("inspect", container)).not.toContain(secret);
      expect(docker("export", container)).not.toContain(secret);
      expect(docker("images", "--quiet", "--filter", "dangling=true", "--filter", `label=werf=${project.name}`)).toBe(
        "",
      );

      const without = { ...process.env, TOKEN: undefined };
      const lacking = await runCli(
        project.folder,
        without,
        ["shell", "--last-failed"],
        "ls -A /run/secrets; cat /kept/file",
      );
      expect(lacking).toMatchObject({ exitCode: 0, stdout: "kept\n" });
      expect(lacking.stderr).toContain('the secret "TOKEN" has no content: the environment variable TOKEN is not set');

      project.write({ "build.ts": readBuild(project).replace('image("app")', 'image("renamed")') });
      const gone = await project.builderReading("ls /kept; echo here", "shell", "--last-failed");
      expect(gone).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("here\n") });
      expect(gone.stderr).toContain(`build.ts has no image "app" any more`);
    } finally {
      removeKeptContainers(project.name);
      removeKeptVolume(project);
    }
  });
});

describe("a stage that is there", () => {
  test("is looked into where it is named, built or found, and stays as it was", async () => {
    using project = createStaged("echo one > /one");
    const script = "cat /one; echo mine > /one\n";
    const built = await project.builderReading(script, "run", "--introspect-stage", "app/install", "--json");
    expect(built.stderr).toMatch(/a shell in app\/install, as it was built[\s\S]*\none\n[\s\S]*the shell is closed/);
    const found = await project.builderReading(script, "run", "--introspect-stage", "install", "--json");
    expect(found.stderr).toContain("\none\n");
    const { images } = JSON.parse(found.stdout);
    expect(images[0].action).toBe("reuse");
    expect(project.inImage(images[0].reference, "cat", "/one")).toBe("one");
  });

  test("must be one that there can be", async () => {
    using project = createStaged("true");
    const plan = async (choice: string) => {
      const { exitCode, stderr } = await project.builder("run", "--introspect-stage", choice);
      return { exitCode, stderr };
    };
    expect(await plan("app/instal")).toEqual({ exitCode: 2, stderr: expect.stringContaining("did you mean install?") });
    expect(await plan("ap/install")).toEqual({ exitCode: 2, stderr: expect.stringContaining("USAGE.UNKNOWN_TARGET") });
  });
});

describe("on a terminal", () => {
  test("the shell has the screen and the keys to itself, Ctrl-C too, and the run goes on when it ends", async () => {
    using project = createStaged("echo one > /one", "exit 9");
    const session = startPty(project.folder, ["run", "--introspect-error"]);
    await session.shows(/\[app\/install\] \/ # /);
    session.type("busybox stty size; cat /one\r");
    await session.shows(/\r\n30 100\r\none\r\n/);
    const before = session.screen().length;
    session.type("sleep 60\r");
    await new Promise((resolve) => setTimeout(resolve, 500));
    session.type("\u0003");
    await session.shows(/\^C[\s\S]*\[app\/install\] \/ # /);
    // No spinner is painted over what the person sees.
    expect(session.screen().slice(before)).not.toContain("\u001B[K");
    session.type("exit\r");
    await session.shows(/command 2 of 2 ended with exit code 9/);
    expect(await session.ended).toBe(1);
  });
});

function readBuild(project: TestProject): string {
  return project.git("show", "HEAD:build.ts");
}
