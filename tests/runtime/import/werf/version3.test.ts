import { describe, expect, it } from "vitest";
import { importText } from "../../../support/import-text.ts";

function notesOf(text: string): readonly string[] {
  const { report } = importText(`project: p\nconfigVersion: 1\n---\n${text}`);
  return report
    .filter(({ message }) => message.includes("werf 3"))
    .map(({ kind, what, where: [origin] }) => `${kind} ${what} ${origin?.line}`);
}

const tools = "image: tools\nfrom: alpine:3.20\nfinal: false\n---\n";
const app = "image: app\nfrom: alpine:3.20\nimport:\n- {from: tools, add: /out, before: setup}\n";

describe("a werf.yaml that may be of werf 3", () => {
  it("is told of where werf 3 means something else", () => {
    expect(
      notesOf(
        `${tools}${app}---\nimage: web\ndockerfile: Dockerfile\nstaged: true\n---\nimage: docs\ndockerfile: Dockerfile\nstaged: no\n`,
      ),
    ).toEqual(["translated configVersion 2", "translated import.from 11", "translated staged 15"]);
  });

  it.each([
    ["uses nothing that werf 1.2 does not know", "image: app\nfrom: alpine:3.20\n"],
    ["has an artifact", `artifact: a\nfrom: alpine:3.20\n---\n${tools}${app}`],
    ["has docker instructions", `${tools}${app}docker:\n  USER: app\n`],
    ["imports by image", `${tools}${app}- {image: tools, add: /x, after: setup}\n`],
    ["imports from a stage", `${tools}${app}- {from: tools, add: /x, after: setup, stage: install}\n`],
    ["has an image without a name", "image: ~\nfrom: alpine:3.20\ncacheVersion: x\n"],
  ])("is not one that %s", (_what, text) => {
    expect(notesOf(text)).toEqual([]);
  });
});
