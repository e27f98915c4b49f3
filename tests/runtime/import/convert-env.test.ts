import { describe, expect, it } from "vitest";
import { convertTemplate } from "../../support/convert-template.ts";

const permission = ', giterminism: { env: "WERF_ENV" }';

describe("`.Env` of a template", () => {
  it("becomes the variable WERF_ENV, which the project allows to be read", async () => {
    const { code, notes, environmentCount } = await convertTemplate(
      `
{{ define "tag" }}{{ .Env | default "dev" }}{{ end }}
image: app
from: alpine
shell:
  install:
  - make {{ .Env }} {{ include "tag" . }}
{{- if eq $.Env "production" }}
  setup:
  - strip app
{{- end }}
`,
      {},
      {},
      permission,
    );
    expect(code).toContain(`make \${env("WERF_ENV", "")}`);
    expect(code).toContain('env("WERF_ENV", "") || "dev"');
    expect(code).toContain('.setup(...(env("WERF_ENV", "") === "production" ? ["strip app"] : []))');
    expect(notes).toEqual([]);
    expect(environmentCount).toBeGreaterThan(3);
  });

  it("is allowed also where it is asked for in a branch that is not taken", async () => {
    const { code, notes } = await convertTemplate(
      '\nimage: app\nfrom: alpine{{ if eq (env "A" "") "1" }}:{{ .Env }}{{ end }}\n',
      {},
      { WERF_ENV: "test" },
      permission,
    );
    expect(code).toContain('env("A", "") === "1" ?');
    expect(code).toContain('env("WERF_ENV", "")');
    expect(notes).toEqual([]);
  });

  it("needs no permission where a member of something else has that name", async () => {
    const { code } = await convertTemplate('\n{{ $x := dict "x" "Env" }}\nimage: app\nfrom: alpine:{{ $x.x }}\n');
    expect(code).toBe('export const app = image("app").from("alpine:Env");');
  });
});
