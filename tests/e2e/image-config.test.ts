import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, referenceOf } from "../support/project.ts";

interface Inspected {
  readonly Author: string;
  readonly Architecture: string;
  readonly Os: string;
  readonly Config: {
    readonly Env: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>>;
    readonly [name: string]: unknown;
  };
}

/** The engine writes an empty list in two ways. */
function inspect(reference: string | undefined): Inspected {
  const [found] = JSON.parse(docker("inspect", reference ?? ""));
  const { Cmd, Entrypoint, Volumes } = found.Config;
  return {
    ...found,
    Config: { ...found.Config, Cmd: Cmd ?? [], Entrypoint: Entrypoint ?? [], Volumes: Volumes ?? {} },
  };
}

test("every docker instruction and every change of an imageSpec is in the config of the image", async () => {
  using project = createProject();
  project.write({
    "build.ts": `import { dockerfile, image, project } from "builder";
export const plain = image("plain").from("${testBase}").docker({
  volume: ["/data", "/logs"],
  expose: [8080, "53/udp"],
  env: { MODE: "a b $HOME", QUOTED: 'say "x"', PATH: "/bin" },
  label: { text: "v w", "org.example.a": "1", "org.example.b": "2" },
  entrypoint: ["/bin/echo", "a b"],
  cmd: ["c"],
  workdir: "/work",
  user: "node:node",
  healthcheck: { test: "true", interval: "30s", timeout: "5s", startPeriod: "1s", retries: 2 },
});
export const shell = image("shell").from(plain).docker({ cmd: "echo $MODE", exactValues: true });
export const changed = image("changed").from(plain).fromCacheVersion("changed").imageSpec({
  author: "somebody",
  clearHistory: true,
  labels: { "%project%/%image%": "image %image%" },
  removeLabels: ["text", "/org\\\\.example\\\\..*/"],
  keepEssentialWerfLabels: true,
  env: { PATH: "\${PATH}:/app/bin", ADDED: "$MODE" },
  removeEnv: ["QUOTED", "/MO.*/"],
  volumes: ["/more"],
  removeVolumes: ["/logs"],
  expose: "9090",
  entrypoint: ["/bin/cat"],
  user: "0:0",
  workingDir: "/",
  stopSignal: "SIGINT",
  healthcheck: { test: ["CMD", "true"], intervalSeconds: 7, timeoutSeconds: 3, startPeriodSeconds: 2, retries: 4 },
});
export const cleared = image("cleared").from(plain).imageSpec({
  clearCmd: true, clearEntrypoint: true, clearUser: true, clearWorkingDir: true,
});
export const recipe = dockerfile("recipe", {
  imageSpec: { author: "somebody", removeEnv: "GONE", removeVolumes: "/volume", labels: { of: "%image%" }, cmd: ["sh"] },
});
export default project("${project.name}");
`,
    Dockerfile: `FROM ${testBase}\nENV GONE=1 KEPT=2\nVOLUME /volume\nRUN echo made > /made\nUSER node\nENTRYPOINT ["env"]\n`,
  });
  project.commit();
  const report = await project.run();
  const of = (name: string) => inspect(referenceOf(report, name));

  expect(builtStages(report, "plain")).toEqual(["from", "dockerInstructions"]);
  const plain = of("plain").Config;
  expect(plain).toMatchObject({
    Volumes: { "/data": {}, "/logs": {} },
    ExposedPorts: { "8080/tcp": {}, "53/udp": {} },
    Entrypoint: ["/bin/echo", "a b"],
    Cmd: ["c"],
    WorkingDir: "/work",
    User: "node:node",
    Healthcheck: {
      Test: ["CMD-SHELL", "true"],
      Interval: 30e9,
      Timeout: 5e9,
      StartPeriod: 1e9,
      Retries: 2,
    },
    Labels: { text: "v w", "org.example.a": "1", "org.example.b": "2", werf: project.name },
  });
  expect([...(plain.Env ?? [])].sort()).toEqual(["MODE=a b $HOME", "PATH=/bin", 'QUOTED=say "x"']);

  // A command alone is for another entrypoint than that of the base.
  expect(of("shell").Config).toMatchObject({ Cmd: ["/bin/sh", "-c", "echo $MODE"], Entrypoint: [] });

  expect(builtStages(report, "changed")).toEqual(["from", "imageSpec"]);
  const changed = of("changed");
  expect(changed.Author).toBe("somebody");
  expect(changed.Config).toMatchObject({
    Volumes: { "/data": {}, "/more": {} },
    ExposedPorts: { "8080/tcp": {}, "53/udp": {}, "9090/tcp": {} },
    Entrypoint: ["/bin/cat"],
    Cmd: [],
    User: "0:0",
    WorkingDir: "/",
    StopSignal: "SIGINT",
    Healthcheck: { Test: ["CMD", "true"], Interval: 7e9, Timeout: 3e9, StartPeriod: 2e9, Retries: 4 },
  });
  expect([...(changed.Config.Env ?? [])].sort()).toEqual(["ADDED=a b $HOME", "PATH=/bin:/app/bin"]);
  expect(changed.Config.Labels).toMatchObject({ werf: project.name, [`${project.name}/changed`]: "image changed" });
  expect(Object.keys(changed.Config.Labels)).not.toContain("text");
  expect(Object.keys(changed.Config.Labels).filter((label) => label.startsWith("org.example."))).toEqual([]);
  const history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", referenceOf(report, "changed") ?? "");
  expect(history.replace(/\s/g, "")).toBe("");

  expect(of("cleared").Config).toMatchObject({ Cmd: [], Entrypoint: [], User: "", WorkingDir: "" });

  expect(builtStages(report, "recipe")).toEqual(["dockerfile", "imageSpec"]);
  const recipe = of("recipe");
  expect(recipe.Author).toBe("somebody");
  expect(recipe.Config).toMatchObject({ Cmd: ["sh"], Entrypoint: ["env"], User: "node", Volumes: {} });
  expect(recipe.Config.Env).toContain("KEPT=2");
  expect(recipe.Config.Env).not.toContain("GONE=1");
  expect(recipe.Config.Labels).toMatchObject({ of: "recipe", werf: project.name, "builder.stage": "imageSpec" });
  expect(project.inImage(referenceOf(report, "recipe"), "cat", "/made")).toBe("made");

  const again = await project.run();
  expect(again.images.map(({ action }) => action)).toEqual(["reuse", "reuse", "reuse", "reuse", "reuse"]);
});

test("an image can be for another platform, as long as none of its programs has to run", async () => {
  using project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const site = image("site").fromScratch().platform("linux/arm64").git({ to: "/site" }).docker({ user: "1000" });
export default project("${project.name}");
`,
  });
  project.commit();
  const first = await project.run();
  const { Os, Architecture, Config } = inspect(referenceOf(first, "site"));
  expect({ Os, Architecture, User: Config.User }).toEqual({ Os: "linux", Architecture: "arm64", User: "1000" });

  project.write({
    "build.ts": `import { dockerfile, image, project } from "builder";
export const app = image("app").from("${testBase}").platform("linux/arm64").setup("true");
export const recipe = dockerfile("recipe", { platform: "linux/arm64" });
export default project("${project.name}");
`,
    Dockerfile: `FROM ${testBase}\nRUN true\n`,
  });
  project.commit();
  for (const name of ["app", "recipe"]) {
    const { exitCode, stdout } = await project.builder("run", "--json", "--progress", "quiet", name);
    const { error } = JSON.parse(stdout);
    expect({ exitCode, code: error.code, where: error.where[0]?.line }).toEqual({
      exitCode: 1,
      code: "ENGINE.WRONG_PLATFORM",
      where: name === "app" ? 2 : 3,
    });
    expect(error.message).toContain(`${testBase} is for linux/amd64, not for linux/arm64`);
  }
});
