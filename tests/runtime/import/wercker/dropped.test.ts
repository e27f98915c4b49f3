import { describe, expect, it } from "vitest";
import { importFailure, importText, reportLines } from "../../../support/imported-wercker.ts";

/** `LINE:COLUMN CODE MESSAGE → FIRST REMEDY` */
function failure(text: string): string {
  const { code, message, where, next } = importFailure(text);
  return `${where[0]?.line}:${where[0]?.column} ${code} ${message} → ${next[0] ?? ""}`;
}

describe("what wercker dropped in silence or crashed on", () => {
  it.each([
    {
      what: "variables of a pipeline",
      text: "box: a\nbuild:\n  steps: [x]\n  env:\n    A: b\n",
      wanted:
        "5:5 WERCKER.TYPE build.env is a map where a list of steps is wanted → Variables belong to the box: box: { id: …, env: { NAME: value } }",
    },
    {
      what: "a quoted boolean",
      text: 'box: a\nbuild:\n  docker: "true"\n  steps: [x]\n',
      wanted:
        "3:11 WERCKER.TYPE build.docker is a text where true or false is wanted → Write it without quotes: docker: true",
    },
    {
      what: "steps without dashes",
      text: "box: a\nbuild:\n  steps:\n    script:\n      code: x\n",
      wanted: "4:5 WERCKER.TYPE build.steps is a map where a list of steps is wanted → Put a dash before each step.",
    },
    {
      what: "after-steps that are a text",
      text: "box: a\nbuild:\n  steps: [x]\n  after-steps: foo\n",
      wanted:
        "4:16 WERCKER.TYPE build.after-steps is a text where a list of steps is wanted → Write a list: a dash and a step on each line.",
    },
    {
      what: "a port that is no list",
      text: 'box: {id: a, ports: "5000"}\nbuild: {steps: [x]}\n',
      wanted: '1:21 WERCKER.TYPE box.ports is a text where a list is wanted → Write a list: ports: ["5000"]',
    },
    {
      what: "services without dashes",
      text: "box: a\nservices:\n  id: redis\nbuild: {steps: [x]}\n",
      wanted: "3:3 WERCKER.TYPE services is a map where a list is wanted → Put a dash before each service.",
    },
    {
      what: "a quoted number of minutes",
      text: 'box: a\ncommand-timeout: "10"\nbuild: {steps: [x]}\n',
      wanted:
        "2:18 WERCKER.TYPE command-timeout is a text where a number is wanted → Write minutes without quotes and units: command-timeout: 10",
    },
    {
      what: "a setting in a pipeline",
      text: "box: a\nbuild:\n  command-timeout: 5\n  steps: [x]\n",
      wanted:
        "3:20 WERCKER.TYPE build.command-timeout is a number where a list of steps is wanted → command-timeout holds for all pipelines: move it to the top of the file.",
    },
    {
      what: "a key in upper case",
      text: "Box: a\nbuild: {box: a, steps: [x]}\n",
      wanted: "1:1 WERCKER.TYPE Box is a text where a pipeline is wanted → Did you mean box?",
    },
    {
      what: "a mistyped list",
      text: "box: a\nserivces: [redis]\nbuild: {steps: [x]}\n",
      wanted: "2:1 WERCKER.TYPE serivces is a list where a pipeline is wanted → Did you mean services?",
    },
    {
      what: "a pipeline with nothing in it",
      text: "box: a\nbuild:\n",
      wanted: "2:1 WERCKER.EMPTY_PIPELINE The pipeline build is empty → Give it steps, or remove build.",
    },
    {
      what: "a step with a colon and no properties",
      text: "box: a\nbuild:\n  steps:\n    - npm-install:\n",
      wanted:
        "4:7 WERCKER.STEP_EMPTY Step npm-install is empty → Without properties leave out the colon: - npm-install",
    },
    {
      what: "a command behind script:",
      text: "box: a\nbuild:\n  steps:\n    - script: echo hi\n",
      wanted: '4:7 WERCKER.STEP_EMPTY Step script is empty → Name what is to be run: - script: { code: "echo hi" }',
    },
    {
      what: "a dash with nothing behind it",
      text: "box: a\nbuild:\n  steps:\n    -\n    - x\n",
      wanted:
        "4:6 WERCKER.EMPTY_ITEM build.steps[0] is a dash with nothing behind it → Remove the dash, or write the step behind it.",
    },
    {
      what: "a list among the steps",
      text: "box: a\nbuild:\n  steps:\n    - [a, b]\n",
      wanted: "4:7 WERCKER.STEP build.steps[0] is a list where a step is wanted → Give each step a dash of its own.",
    },
    {
      what: "a pipeline without a box",
      text: "build:\n  steps: [x]\n",
      wanted:
        "1:1 WERCKER.NO_BOX No box definition found: neither the pipeline build nor the file has one → Name an image at the top of the file: box: debian:bookworm-slim",
    },
    {
      what: "a box of old",
      text: "box: wercker/python@1.2.3\nbuild: {steps: [x]}\n",
      wanted:
        "1:6 WERCKER.BOX Invalid box name, '@' is not allowed: box is wercker/python@1.2.3 → Name an image and its tag: golang:1.10",
    },
    {
      what: "an internal step that does not exist",
      text: "box: a\nbuild: {steps: [internal/docker-psuh]}\n",
      wanted:
        "2:17 WERCKER.UNKNOWN_STEP There is no step internal/docker-psuh (build.steps[0]) → Did you mean internal/docker-push?",
    },
    {
      what: "a step without what it needs",
      text: "box: a\nbuild:\n  steps:\n    - internal/docker-run:\n        image: x\n",
      wanted:
        '4:7 WERCKER.PROPERTY build.steps[0]: "name" is a required field of internal/docker-run → Give it one: name: …',
    },
    {
      what: "a tab",
      text: "box: a\nbuild:\n\tsteps:\n",
      wanted:
        "3:1 WERCKER.YAML wercker.yml cannot be read as YAML: Tabs are not allowed as indentation → Indent with spaces.",
    },
    {
      what: "an anchor inside of itself",
      text: "a: &a\n  b: *a\n",
      wanted: '2:6 WERCKER.YAML wercker.yml cannot be read as YAML: the value of the anchor "a" contains itself → ',
    },
    {
      what: "a workflow that goes round in circles",
      text: "box: a\nworkflows:\n  - name: all\n    pipelines: [{name: a}, {name: b, requires: [c]}, {name: c, requires: [b]}]\na: {steps: [x]}\nb: {steps: [x]}\nc: {steps: [x]}\n",
      wanted: "4:54 GRAPH.WORKFLOW Invalid workflow all: contains cycle b -> c -> b → ",
    },
    {
      what: "a base path that would cost the image its system",
      text: "box: a\nbuild: {base-path: /usr, steps: [x]}\n",
      wanted:
        '2:1 GRAPH.BASE_PATH basePath: "/usr" cannot hold the source of the pipeline "build" → Use a folder of its own: base-path: /app',
    },
  ])("is an error with its place and remedy: $what", ({ text, wanted }) => {
    expect(failure(text)).toBe(wanted);
  });

  it("is told all at once", () => {
    const { why } = importFailure(
      "box: a\nbuild:\n  docker: 'yes'\n  steps: [x]\ndeploy:\n  services: {id: r}\n  steps: [y]\n",
    );
    expect(why?.split("\n")).toEqual([
      "wercker dropped the pipeline build because of it, without a word.",
      "also WERCKER.TYPE: deploy.services is a map where a list is wanted wercker.yml:6:13 (Put a dash before each service.)",
    ]);
  });
});

describe("what wercker ignored", () => {
  it.each([
    {
      what: "a number that became nothing",
      text: "box: a\nbuild:\n  steps:\n    - internal/docker-push:\n        repository: r/r\n        tag: 1.10\n",
      wanted: ['6:14 left-out build.steps[0].tag: tag is the number 1.10, of which wercker read nothing: write "1.10"'],
    },
    {
      what: "a mistyped property",
      text: "box: a\nbuild:\n  steps:\n    - internal/docker-push:\n        repository: r/r\n        tags: latest\n",
      wanted: ["6:9 left-out build.steps[0].tags: wercker did not know tags and ignored it: did you mean tag?"],
    },
    {
      what: "properties that are indented too little",
      text: "box: a\nbuild:\n  steps:\n    - script:\n        code: x\n      name: n1\n",
      wanted: [
        "4:7 left-out build.steps[0].script: wercker took name for the properties of script and ignored a map behind the colon: indent name as far as what belongs to script",
        "4:7 approximated build.steps[0].code: is missing, so that the script does nothing, as in wercker",
      ],
    },
    {
      what: "a merge key in a step",
      text: "box: a\nd: &d {username: u}\nbuild:\n  steps:\n    - internal/docker-push:\n        <<: *d\n        repository: r/r\n",
      wanted: [
        "2:1 left-out d: serves others through its anchor alone; it is no pipeline of its own",
        "6:9 left-out build.steps[0].<<: wercker read nothing of a merge key in a step: write the properties out",
      ],
    },
    {
      what: "a mistyped key of a box",
      text: "box: {id: a, prots: [1]}\nbuild: {steps: [x/y]}\n",
      wanted: [
        "1:14 left-out box.prots: wercker did not know prots and ignored it: did you mean ports?",
        "2:17 left-out build.steps[0]: builder has no step x/y and wercker's registry is gone: the pipeline fails here until step() names a folder or a git repository",
      ],
    },
    {
      what: "a mistyped key of a pipeline, which is a deploy target",
      text: "box: a\nbuild:\n  stesp: [npm-install]\n",
      wanted: [
        "3:3 approximated build.stesp: stesp is a deploy target, whose steps run with --target stesp alone: did you mean steps?",
      ],
    },
    {
      what: "keys that are written twice, and documents after the first",
      text: "box: a\nbox: b\nbuild: {steps: [npm-install]}\n---\nbox: c\n",
      wanted: [
        "1:1 left-out the file.box: box is written twice, the later one counts: remove this one",
        "5:1 left-out ---: wercker read the first document alone: give the others files of their own",
      ],
    },
    {
      what: "commas between variables and labels",
      text: "box: a\nbuild:\n  steps:\n    - internal/docker-push:\n        repository: r/r\n        env: A=1,B=2\n        labels: a=1,b=2\n",
      wanted: [
        "6:9 approximated build.steps[0].env: A has the value 1,B=2, as in wercker, which split at spaces alone: write spaces if these are 2 variables",
        "7:9 approximated build.steps[0].labels: split at the commas; wercker failed here: write spaces",
      ],
    },
    {
      what: "a pipeline that is a list",
      text: "box: a\ndev:\n  - npm-install\n",
      wanted: [
        '2:1 approximated dev: wercker dropped a pipeline that is a list ("No pipeline named dev"); it is taken for its steps: write `steps:` above them',
      ],
    },
    {
      what: "what a built-in step does not take, or lacks",
      text: "box: a\nbuild:\n  steps:\n    - npm-install: {opitons: x}\n    - install-packages\n    - acme/npm-install: {x: z}\n",
      wanted: [
        "4:21 approximated build.steps[0].opitons: builder's own npm-install does not take opitons and ignores it: did you mean options?",
        "5:7 approximated build.steps[1].packages: builder's own install-packages needs packages: the pipeline fails without it",
        "6:7 approximated build.steps[2]: builder's own npm-install is taken, whoever the owner and whatever the version",
      ],
    },
    {
      what: "a registry without https://, and an image that is built at a base path",
      text: "box: {id: a, registry: quay.io}\nbuild:\n  base-path: /app\n  steps:\n    - internal/docker-build: {image-name: i}\n",
      wanted: [
        "1:24 approximated box.registry: has no https:// in front: wercker did not use it and went by the name of the image; builder uses it",
        "5:7 approximated build.base-path: docker-build takes /app, where the source is; wercker took /pipeline/source, which is empty then",
      ],
    },
    {
      what: "a password in the file",
      text: "box: {id: a, username: u, password: hunter2}\nbuild: {steps: [npm-install]}\n",
      wanted: [
        '1:37 approximated box.password: stands in the file where everybody can read it: write secret("PASSWORD") in its place',
      ],
    },
    {
      what: "settings beside an image that is pushed as it is",
      text: "box: a\nbuild:\n  steps:\n    - internal/docker-push: {image-name: i, repository: r/r, cmd: run, cwd: x}\n",
      wanted: [
        "4:62 left-out build.steps[0].cmd: has no effect beside image-name: that image is pushed as it is",
        "4:72 left-out build.steps[0].cwd: internal steps had none in wercker",
      ],
    },
  ])("is in the report with its place: $what", ({ text, wanted }) => {
    expect(reportLines(importText(text))).toEqual(wanted);
  });

  it("never shows a password", () => {
    const { report } = importText("box: {id: a, username: u, password: hunter2}\nbuild: {steps: [npm-install]}\n");
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });
});
