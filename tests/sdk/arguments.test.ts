import { describe, expect, it } from "vitest";
import { artifact, BuilderError, env, files, image, project } from "../../sdk/index.ts";

/** What JavaScript, or an `any`, may hand in. */
// biome-ignore lint/suspicious/noExplicitAny: the point of these tests.
const wrong = (value: unknown): any => value;
const app = () => image("app").from("debian");

function failureOf(call: () => unknown): readonly [code: string, message: string] {
  try {
    call();
  } catch (error) {
    if (error instanceof BuilderError) return [error.code, error.message];
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("arguments that TypeScript did not check", () => {
  it.each<[string, () => unknown, string]>([
    ["a number as name", () => image(wrong(1)), "image(name) must be a string, but is 1"],
    ["no name", () => artifact(wrong(undefined)), "artifact(name) must be a string, but is undefined"],
    ["null as name", () => project(wrong(null)), "project(name) must be a string, but is null"],
    [
      "another digest profile",
      () => project("x", { digests: wrong("md5") }),
      'project({ digests }) must be "builder" or "werf-1.2", but is "md5"',
    ],
    [
      "a text as switch",
      () => project("x", { allowUnshallow: wrong("no") }),
      'project({ allowUnshallow }) must be true or false, but is "no"',
    ],
    [
      "a project as base",
      () => image("a").from(wrong(project("x"))),
      "from(base) must be an image reference or a value made by image(), artifact() or dockerfile(), but is an object",
    ],
    [
      "a function as base",
      () => image("a").from(wrong(image)),
      "from(base) must be an image reference or a value made by image(), artifact() or dockerfile(), but is a function",
    ],
    [
      "a list of commands",
      () => app().install(wrong(["a"])),
      "install(...commands) must be a string, but is a list of 1",
    ],
    ["no options", () => app().git(wrong(undefined)), "git(options) must be an object, but is undefined"],
    ["no target", () => app().git(wrong({ add: "/" })), "git({ to }) must be a string, but is undefined"],
    [
      "a number as mask",
      () => app().git({ to: "/a", includePaths: wrong(["a", 1]) }),
      "git({ includePaths }) must be a string or a list of strings, but is 1",
    ],
    [
      "a number as value of a variable",
      () => app().docker({ env: { PORT: wrong(80) } }),
      "docker({ env }).PORT must be a string, but is 80",
    ],
    [
      "an object as port",
      () => app().docker({ expose: wrong({}) }),
      'docker({ expose }) must be a port, "PORT/PROTOCOL" or a list of them, but is an object',
    ],
    [
      "seconds as a number",
      () => app().docker({ healthcheck: { test: "x", interval: wrong(30) } }),
      'docker({ healthcheck: { interval } }) must be a duration such as "30s", but is 30',
    ],
    [
      "an empty check",
      () => app().docker({ healthcheck: { test: [] } }),
      "docker({ healthcheck: { test } }) must be a command: a string or a list of words, but is an empty list",
    ],
    [
      "no attempt at all",
      () => app().docker({ healthcheck: { test: "x", retries: 0 } }),
      "docker({ healthcheck: { retries } }) must be a whole number from 1 on, but is 0",
    ],
    ["a text for final", () => app().final(wrong("no")), 'final(isFinal) must be true or false, but is "no"'],
    ["no version", () => app().fromCacheVersion(wrong(3)), "fromCacheVersion(version) must be a string, but is 3"],
    ["a number as version", () => app().cacheVersion(wrong(3)), "cacheVersion(version) must be an object, but is 3"],
    [
      "a number as a stage's version",
      () => app().cacheVersion({ setup: wrong(3) }),
      "cacheVersion({ setup }) must be a string, but is 3",
    ],
    ["a number as variable", () => env(wrong(3)), "env(name) must be a string, but is 3"],
  ])("refuse %s", (_name, call, message) => {
    expect(failureOf(call)).toEqual(["SDK.WRONG_ARGUMENT", message]);
  });

  it.each<[string, () => unknown, string]>([
    ["git", () => app().git(wrong({ to: "/a", Owner: "x" })), 'git(options) has no option "Owner"'],
    [
      "stageDependencies",
      () => app().git({ to: "/a", stageDependencies: wrong({ beforeInstall: "x" }) }),
      'git({ stageDependencies }) has no option "beforeInstall"',
    ],
    ["docker", () => app().docker(wrong({ CMD: "x" })), 'docker(options) has no option "CMD"'],
    [
      "healthcheck",
      () => app().docker({ healthcheck: wrong({ tests: "x" }) }),
      'docker({ healthcheck }) has no option "tests"',
    ],
    ["cacheVersion", () => app().cacheVersion(wrong({ from: "x" })), 'cacheVersion(version) has no option "from"'],
    ["project", () => project("x", wrong({ digest: "x" })), 'project(name, options) has no option "digest"'],
  ])("refuse options that %s does not have", (_name, call, message) => {
    expect(failureOf(call)).toEqual(["SDK.UNKNOWN_OPTION", message]);
  });

  it("explain an image that is undefined, and one that has no base", () => {
    expect(failureOf(() => image("a").from(wrong(undefined)))).toEqual([
      "SDK.UNDEFINED_REFERENCE",
      "from(base) got undefined instead of an image",
    ]);
    expect(failureOf(() => image("a").from(wrong(image("b"))))).toEqual([
      "GRAPH.NO_BASE",
      'image("b") has no base, so it is not an image yet',
    ]);
    expect(failureOf(() => image("a").from(wrong(artifact("b"))))).toEqual([
      "GRAPH.NO_BASE",
      'artifact("b") has no base, so it is not an image yet',
    ]);
  });
});

describe("outside a load", () => {
  it.each<[string, () => unknown]>([
    ["env", () => env("HOME", "x")],
    ["files.get", () => files.get("a")],
    ["files.bytes", () => files.bytes("a")],
    ["files.sha256", () => files.sha256("a")],
    ["files.glob", () => files.glob("*")],
    ["files.exists", () => files.exists("a")],
  ])("%s says that nobody is listening", (_name, call) => {
    expect(failureOf(call)[0]).toBe("SDK.NO_HOST");
  });
});
