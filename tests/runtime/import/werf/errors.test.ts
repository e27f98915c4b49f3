import { describe, expect, it } from "vitest";
import { importError, importText, placesOf } from "../../../support/import-text.ts";

/** A configuration of one image: its lines begin at line 5. */
const image = (lines: string): string => `project: p\nconfigVersion: 1\n---\nimage: app\n${lines}`;
const based = (lines: string): string => image(`from: a:1\n${lines}`);

describe("what is wrong in a werf.yaml is told at its place", () => {
  it.each([
    ["an unknown field", based("shel:\n  setup: x"), "WERF.UNKNOWN_FIELD", "werf.yaml:6:1"],
    ["an unknown field inside", based("docker:\n  EXPOS: 1"), "WERF.UNKNOWN_FIELD", "werf.yaml:7:3"],
    ["an unknown field in a list", based("git:\n- to: /a\n  ad: /"), "WERF.UNKNOWN_FIELD", "werf.yaml:8:3"],
    ["a list item that is no string", based("docker:\n  EXPOSE:\n  - 80"), "WERF.WRONG_TYPE", "werf.yaml:8:5"],
    ["a scalar that is no string", based("docker:\n  EXPOSE: 80"), "WERF.WRONG_TYPE", "werf.yaml:7:11"],
    ["a text where a truth value is expected", based("fromLatest: maybe"), "WERF.WRONG_TYPE", "werf.yaml:6:13"],
    ["a list where a mapping is expected", based("shell: [x]"), "WERF.WRONG_TYPE", "werf.yaml:6:8"],
    ["no base", image("shell: {}"), "WERF.BASE", "werf.yaml:4:1"],
    ["two bases", based("fromImage: b"), "WERF.BASE", "werf.yaml:6:12"],
    ["a base that does not exist", image("fromImage: b"), "WERF.UNKNOWN_IMAGE", "werf.yaml:5:12"],
    ["a base that is the image itself", image("fromImage: app"), "WERF.SELF_REFERENCE", "werf.yaml:5:12"],
    ["an empty base", image("from: ''"), "WERF.REQUIRED_FIELD", "werf.yaml:5:7"],
    ["a mapping without target", based("git:\n- add: /"), "WERF.REQUIRED_FIELD", "werf.yaml:7:3"],
    ["a relative target", based("git:\n- to: app"), "WERF.WRONG_VALUE", "werf.yaml:7:7"],
    ["an absolute mask", based("git:\n- to: /a\n  includePaths: /x"), "WERF.WRONG_VALUE", "werf.yaml:8:17"],
    ["a branch of this repository", based("git:\n- to: /a\n  branch: x"), "WERF.CONFLICT", "werf.yaml:8:11"],
    [
      "a branch and a tag",
      based("git:\n- to: /a\n  url: https://x/y/z\n  branch: x\n  tag: y"),
      "WERF.CONFLICT",
      "werf.yaml:10:8",
    ],
    ["shell and ansible", based("shell: {setup: x}\nansible: {setup: []}"), "WERF.CONFLICT", "werf.yaml:7:10"],
    ["a task that is no mapping", based("ansible:\n  setup:\n  - echo"), "WERF.WRONG_TYPE", "werf.yaml:8:5"],
    ["an unknown module", based("ansible:\n  setup:\n  - kopy: {}"), "GRAPH.ANSIBLE_MODULE", "werf.yaml:8:5"],
    ["a mount from nowhere", based("mount:\n- to: /a"), "WERF.CONFLICT", "werf.yaml:7:3"],
    ["an unknown kind of mount", based("mount:\n- from: x\n  to: /a"), "WERF.WRONG_VALUE", "werf.yaml:7:9"],
    ["an import from nowhere", based("import:\n- add: /a\n  before: setup"), "WERF.IMPORT_SOURCE", "werf.yaml:7:3"],
    ["an import at no stage", based("import:\n- image: x:1\n  add: /a"), "WERF.STAGE", "werf.yaml:7:3"],
    [
      "an import at an unknown stage",
      based("import:\n- image: x:1\n  add: /a\n  after: beforeSetup"),
      "WERF.STAGE",
      "werf.yaml:9:10",
    ],
    [
      "an unknown value of a dependency",
      based(
        "dependencies:\n- image: app2\n  before: setup\n  imports:\n  - type: Name\n    targetEnv: X\n---\nimage: app2\nfrom: a:1",
      ),
      "WERF.WRONG_VALUE",
      "werf.yaml:10:11",
    ],
    ["a secret without source", based("secrets:\n- id: x"), "WERF.CONFLICT", "werf.yaml:7:3"],
    ["a secret value without id", based("secrets:\n- value: x"), "WERF.REQUIRED_FIELD", "werf.yaml:7:10"],
    [
      "docker of an artifact",
      "project: p\nconfigVersion: 1\n---\nartifact: a\nfrom: x\ndocker: {}",
      "WERF.ARTIFACT",
      "werf.yaml:6:9",
    ],
    ["an absolute Dockerfile", image("dockerfile: /Dockerfile"), "WERF.WRONG_VALUE", "werf.yaml:5:13"],
    [
      "two names for added files",
      image("dockerfile: D\ncontextAddFile: a\ncontextAddFiles: b"),
      "WERF.CONFLICT",
      "werf.yaml:6:17",
    ],
    ["a document that defines nothing", `${based("")}---\nimag: x`, "WERF.DOCUMENT", "werf.yaml:7:1"],
    ["a document that is a list", `${based("")}---\n- x`, "WERF.DOCUMENT", "werf.yaml:7:1"],
    ["image and artifact at once", based("artifact: b"), "WERF.CONFLICT", "werf.yaml:6:1"],
    ["a name twice", `${based("")}---\nimage: app\nfrom: x`, "WERF.NAME_CONFLICT", "werf.yaml:7:1"],
    [
      "an image without name beside others",
      `${based("")}---\nimage: ~\nfrom: x`,
      "WERF.NAME_CONFLICT",
      "werf.yaml:7:1",
    ],
    ["no project section", "image: app\nfrom: x", "WERF.NO_META", "werf.yaml:1:1"],
    ["two project sections", "project: p\nconfigVersion: 1\n---\nconfigVersion: 1", "WERF.META_TWICE", "werf.yaml:4:1"],
    ["a wrong version", "project: p\nconfigVersion: 2", "WERF.CONFIG_VERSION", "werf.yaml:2:16"],
    ["no name of the project", "configVersion: 1", "WERF.REQUIRED_FIELD", "werf.yaml:1:1"],
    ["a wrong name of the project", "configVersion: 1\nproject: A", "WERF.PROJECT_NAME", "werf.yaml:2:10"],
    [
      "a policy about nothing",
      "project: p\nconfigVersion: 1\ncleanup:\n  keepPolicies:\n  - imagesPerReference: {last: 1}",
      "WERF.CLEANUP",
      "werf.yaml:5:5",
    ],
    [
      "a duration without unit",
      "project: p\nconfigVersion: 1\ncleanup:\n  keepPolicies:\n  - references: {branch: x, limit: {in: '5'}}",
      "WERF.CLEANUP",
      "werf.yaml:5:41",
    ],
    ["a key twice", based("from: b"), "YAML.DUPLICATE_KEY", "werf.yaml:6:1"],
    ["a tab", based("\tshell: x"), "YAML.SYNTAX", "werf.yaml:6:1"],
    ["an unknown alias", based("shell: *x"), "YAML.ALIAS", "werf.yaml:6:8"],
    ["a template that is not closed", based("x: {{ env"), "TEMPLATE.SYNTAX", "werf.yaml:6:10"],
    ["a circle of bases", `${image("fromImage: b")}\n---\nimage: b\nfromImage: app`, "GRAPH.CYCLE", "werf.yaml:5:1"],
  ])("%s", (_name, text, code, place) => {
    const error = importError(text);
    expect([error.code, placesOf(error)[0], error.next.length > 0]).toEqual([code, place, true]);
  });

  it("names what was probably meant", () => {
    expect(importError(based("beforInstall: x\nshell:\n  beforInstall: x")).toDiagnostic()).toMatchObject({
      message: 'unknown field "beforInstall" in image "app"',
      why: 'also WERF.UNKNOWN_FIELD: unknown field "beforInstall" in shell of image "app" werf.yaml:8:3',
    });
    expect(importError(based("docker: {EXPOS: 1}")).next[0]).toBe('did you mean "EXPOSE"?');
    expect(importError(image("fromImage: ap")).next[0]).toBe("define it: image: ap");
  });

  it("tells the place in a template, and who included it", () => {
    const files = {
      "werf.yaml": 'project: p\nconfigVersion: 1\n---\nimage: app\nfrom: x\n{{ include "a/b.tmpl" . | nindent 0 }}\n',
      ".werf/a/b.tmpl": "# shared\nshell:\n  setup: [1]\n",
    };
    expect(placesOf(importError(files))).toEqual([".werf/a/b.tmpl:3:11", "werf.yaml:6:1"]);
  });

  it("tells of all mistakes of all documents at once", () => {
    const error = importError(`${based("x: 1\ny: 2")}\n---\nimage: b\nz: 3`);
    expect(error.why?.split("\n")).toHaveLength(3);
  });

  it("of files spread over other repositories says what to do", () => {
    const error = importError({ "werf.yaml": based(""), "werf-includes.yaml": "" });
    expect([error.code, placesOf(error)]).toEqual(["WERF.INCLUDES", ["werf-includes.yaml:1:1"]]);
  });
});

describe("what werf allows and looks wrong", () => {
  it.each([
    ["nulls", based("git: ~\nshell:\n  install:\nimport: null\ndocker: {ENV: ~}")],
    ["an empty last document", `${based("")}---\n# nothing\n`],
    ["a version with a fraction of nothing", "project: p\nconfigVersion: 1.0"],
    ["numbers as texts", based("fromCacheVersion: 1\nshell: {cacheVersion: 1.10}\ndocker: {USER: 0, ENV: {A: 1}}")],
    ["a name of its own base", "project: p\nconfigVersion: 1\n---\nimage: alpine\nfrom: alpine"],
    ["relative volumes and ports with variables", based('docker: {VOLUME: v, EXPOSE: "$PORT"}')],
    ["anchors and merge keys", based("git:\n- &g {add: /a, to: /a}\n- <<: *g\n  to: /b")],
  ])("%s", (_name, text) => {
    expect(importText(text).graph.project.name).toBe("p");
  });
});
