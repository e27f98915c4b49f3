import { describe, expect, it } from "vitest";
import { convertTemplate } from "../../support/convert-template.ts";

describe("true and false of a template", () => {
  it("become a condition on what YAML takes for true", async () => {
    const { code, notes, environmentCount } = await convertTemplate(`
{{ $isFinal := env "FINAL" "yes" }}
image: app
from: alpine
fromLatest: {{ env "LATEST" "false" }}
final: {{ $isFinal }}
disableGitAfterPatch: {{ eq (env "MODE" "") "debug" }}
shell:
  install:
  - echo {{ env "LATEST" "false" }} {{ env "MODE" "" }}.
`);
    expect(code).toBe(`const isFinal = env("FINAL", "") || "yes";

export const app = image("app")
  .from("alpine")
  .fromLatest(/^(?:y|yes|true|on)$/i.test(env("LATEST", "") || "false"))
  .install(\`echo \${env("LATEST", "") || "false"} \${env("MODE", "")}.\`)
  .disableGitAfterPatch(env("MODE", "") === "debug")
  .final(/^(?:y|yes|true|on)$/i.test(isFinal));`);
    expect(notes).toEqual([]);
    expect(environmentCount).toBeGreaterThanOrEqual(5);
  });

  it("become options of what is written with options", async () => {
    const { code, notes } = await convertTemplate(`
image: app
dockerfile: Dockerfile
final: {{ env "FINAL" "true" }}
---
image: api
from: alpine
docker:
  exactValues: {{ env "EXACT" "off" }}
`);
    expect(code).toContain(
      'dockerfile("app", {\n  ...(/^(?:y|yes|true|on)$/i.test(env("FINAL", "") || "true") ? {} : { final: false }),\n});',
    );
    expect(code).toContain('/^(?:y|yes|true|on)$/i.test(env("EXACT", "") || "off") ? { exactValues: true } : {}');
    expect(notes).toEqual([]);
  });

  it("are told from texts that look like them", async () => {
    const { code, notes } = await convertTemplate(
      '\nimage: app\ndockerfile: Dockerfile\nargs:\n  DEBUG: {{ env "DEBUG" "no" }}\n',
      {},
      { DEBUG: "yes" },
    );
    expect(code).toContain('args: { DEBUG: "true" }');
    expect(notes).toContain('approximated {{ env "DEBUG" "no" }} werf.yaml:8');
  });

  it("stay as they were where a condition is no answer, and the report names each at its line", async () => {
    const { code, notes } = await convertTemplate(
      `
image: app
from: alpine
fromLatest: {{ env "LATEST" }}
imageSpec:
  config:
    healthcheck: {test: [NONE], retries: {{ env "RETRIES" "3" }}}
shell:
  install:
  - echo {{ .Commit.Hash }}
  - echo {{ .Commit.Date.Unix }}
  - date -d {{ .Commit.Date.Human | b64enc }}
`,
    );
    expect(code).toContain("retries: 3");
    expect(code).not.toContain("fromLatest");
    expect(notes).toEqual([
      'approximated {{ env "LATEST" }} werf.yaml:7',
      'approximated {{ env "RETRIES" "3" }} werf.yaml:10',
      "approximated {{ .Commit.Hash }} werf.yaml:13",
      "approximated {{ .Commit.Date.Unix }} werf.yaml:14",
      "approximated {{ .Commit.Date.Human | b64enc }} werf.yaml:15",
    ]);
  });
});
