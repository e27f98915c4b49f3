import { describe, expect, it } from "vitest";
import { typeCheck } from "./type-check.ts";

const start = 'import { artifact, env, files, image, project, type Image } from "builder";\n';
const app = 'image("app").from("debian")';

/** What is wrong, the source, and a part of what the compiler says. */
const mistakes: readonly (readonly [name: string, source: string, message: string])[] = [
  [
    "an image without a base",
    'const app: Image = image("app");',
    "is missing the following properties from type 'Image'",
  ],
  ["commands for an image without a base", 'image("app").install("x");', "Property 'install' does not exist"],
  ["a base without a base", 'image("app").from(image("base"));', "is not assignable to parameter"],
  ["a second base", `${app}.from("alpine");`, "Property 'from' does not exist"],
  ["scratch after a base", `${app}.fromScratch();`, "Property 'fromScratch' does not exist"],
  ["a project as base", 'image("app").from(project("x"));', "is not assignable to parameter"],
  ["the name of an image as number", "image(1);", "'number' is not assignable to parameter of type 'string'"],
  ["no name", "image();", "Expected 1 arguments, but got 0"],
  ["an unknown stage", `${app}.afterSetup("x");`, "Property 'afterSetup' does not exist"],
  ["a list of commands", `${app}.install(["a", "b"]);`, "is not assignable to parameter of type 'string'"],
  ["a number as command", `${app}.setup(1);`, "'number' is not assignable to parameter of type 'string'"],
  ["a cache version for an unknown stage", `${app}.cacheVersion({ from: "1" });`, "'from' does not exist in type"],
  ["a cache version that is a number", `${app}.cacheVersion(1);`, "is not assignable to parameter"],
  ["a mapping without a target", `${app}.git({ add: "/" });`, "Property 'to' is missing"],
  ["a mapping with a misspelt option", `${app}.git({ to: "/a", exludePaths: "x" });`, "'exludePaths' does not exist"],
  [
    "beforeInstall depending on files",
    `${app}.git({ to: "/a", stageDependencies: { beforeInstall: "x" } });`,
    "'beforeInstall' does not exist",
  ],
  ["a number as mask", `${app}.git({ to: "/a", includePaths: [1] });`, "'number' is not assignable to type 'string'"],
  ["an instruction in capitals", `${app}.docker({ CMD: "x" });`, "'CMD' does not exist"],
  ["a number as value of a variable", `${app}.docker({ env: { PORT: 80 } });`, "'number' is not assignable"],
  ["a number as folder", `${app}.docker({ workdir: 1 });`, "'number' is not assignable to type 'string'"],
  ["a length of time without a unit", `${app}.docker({ healthcheck: { test: "x", interval: "30" } });`, '"30"'],
  ["a check without a command", `${app}.docker({ healthcheck: { retries: 3 } });`, "is not assignable to type"],
  [
    "an artifact with docker instructions",
    'artifact("a").from("debian").docker({});',
    "Property 'docker' does not exist",
  ],
  ["an artifact that is a result", 'artifact("a").from("debian").final(true);', "Property 'final' does not exist"],
  [
    "an artifact for an image",
    'const app: Image = artifact("a").from("debian");',
    "is missing the following properties",
  ],
  ["a text for final", `${app}.final("no");`, "is not assignable to parameter of type 'boolean"],
  ["an unknown digest profile", 'project("x", { digests: "md5" });', "'\"md5\"' is not assignable"],
  ["an option that a project does not have", 'project("x", { name: "y" });', "'name' does not exist"],
  ["a number as default of a variable", 'env("PORT", 80);', "'number' is not assignable to parameter of type 'string'"],
  [
    "bytes where text is asked for",
    `${app}.install(files.bytes("x"));`,
    "is not assignable to parameter of type 'string'",
  ],
  ["a description that is changed", `${app}.toNode().name = "x";`, "Cannot assign to 'name' because it is a read-only"],
];

const accepted = `${start}
  const base = artifact("base").from("debian").beforeInstall();
  const name: string = env("X", "y") + files.get("x") + files.sha256("x") + files.glob("*").join();
  const app: Image = image("app").from(base).cacheVersion({ setup: "1" }).cacheVersion("2").final().final(false)
    .git({ to: "/a", includePaths: "x", excludePaths: ["y"], stageDependencies: { install: "a", setup: ["b"] } })
    .docker({ expose: [80, "53/udp"], cmd: "x", entrypoint: ["y"], healthcheck: "NONE", volume: "/v" })
    .docker({ healthcheck: { test: ["x"], interval: "1.5m", timeout: "500ms" } });
  const node: "image" = app.toNode().kind;
  export default project("x", { digests: "werf-1.2" });`;

const findings = typeCheck(
  new Map([...mistakes.map(([name, source]) => [name, start + source] as const), ["accepted", accepted]]),
);

describe("the types", () => {
  it.each(mistakes)("refuse %s", (name, _source, message) => {
    const messages = findings.get(name) ?? [];

    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
  });

  it("accept everything that the options promise", () => {
    expect(findings.get("accepted")).toEqual([]);
  });
});
