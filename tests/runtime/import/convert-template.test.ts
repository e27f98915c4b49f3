import { describe, expect, it } from "vitest";
import { convertTemplate as convert } from "../../support/convert-template.ts";

describe("a template", () => {
  it("becomes code where it reads variables, alone and inside of texts", async () => {
    const { head, code, notes, environmentCount } = await convert(`
{{ $version := env "VERSION" "dev" }}
image: app
from: node:{{ env "NODE" "22" }}
shell:
  install:
  - echo {{ $version }} {{ $version | upper | quote }}
docker:
  ENV:
    VERSION: {{ $version | quote }}
    FULL: {{ printf "v%s-%s" $version (env "NODE" "22") }}
    {{ env "KEY" "NAME" }}: x
`);
    expect(head).toBe('import { env, image, project } from "builder";');
    expect(code).toBe(`const version = env("VERSION", "") || "dev";

export const app = image("app")
  .from(\`node:\${env("NODE", "") || "22"}\`)
  .install(\`echo \${version} "\${version.toUpperCase()}"\`)
  .docker({
    env: { VERSION: version, FULL: \`v\${version}-\${env("NODE", "") || "22"}\`, [env("KEY", "") || "NAME"]: "x" },
  });`);
    expect(notes).toEqual([]);
    expect(environmentCount).toBeGreaterThan(3);
  });

  it("becomes code where it reads files", async () => {
    const { code, notes } = await convert(
      `
image: app
from: alpine
fromCacheVersion: {{ .Files.Get "package-lock.json" | sha256sum }}
shell:
  install:
  - echo {{ .Files.Get "VERSION" | trim }}
  {{- range $path, $content := .Files.Glob "conf/*.txt" }}
  - cat {{ $path }}
  {{- end }}
`,
      { "package-lock.json": "{}", VERSION: "1.2\n", "conf/a.txt": "a", "conf/b.txt": "b" },
    );
    expect(code).toBe(`export const app = image("app")
  .from("alpine")
  .fromCacheVersion(files.sha256("package-lock.json"))
  .install(\`echo \${files.get("VERSION").trim()}\`, ...files.glob("conf/*.txt").map((path) => \`cat \${path}\`));`);
    expect(notes).toEqual([]);
  });

  it("becomes a loop where it ranges: over commands, over members, over lists in lists", async () => {
    const { code } = await convert(`
image: app
from: alpine
shell:
  beforeInstall:
  - apk update
  {{- range $package := list "curl" "git" }}
  - apk add {{ $package }}
  - {{ $package }} --version
  {{- end }}
  install:
  {{- range $user := list (dict "name" "a" "groups" (list "x" "y")) (dict "name" "b" "groups" (list "z")) }}
  - useradd {{ $user.name }}
  {{- end }}
docker:
  ENV:
    {{- range $key, $value := dict "A" "1" "B" "2" }}
    {{ $key }}: {{ $value | quote }}
    {{- end }}
`);
    expect(code).toBe(`export const app = image("app")
  .from("alpine")
  .beforeInstall(
    "apk update",
    ...["curl", "git"].flatMap((packageItem) => [\`apk add \${packageItem}\`, \`\${packageItem} --version\`]),
  )
  .install(...[{ name: "a", groups: ["x", "y"] }, { name: "b", groups: ["z"] }].map((user) => \`useradd \${user.name}\`))
  .docker({ env: { A: "1", B: "2" } });`);
  });

  it("becomes a list of images where it ranges over them", async () => {
    const { code } = await convert(`
{{- range $name, $tag := dict "alpine" "3.20" "debian" "12" }}
image: base-{{ $name }}
from: {{ $name }}:{{ $tag }}
---
image: app-{{ $name }}
fromImage: base-{{ $name }}
shell:
  setup:
  - echo {{ $name }}
---
{{- end }}
`);
    expect(
      code,
    ).toBe(`export const baseImages = Object.entries({ alpine: "3.20", debian: "12" }).flatMap(([name, tag]) => {
  const base = image(\`base-\${name}\`).from(\`\${name}:\${tag}\`);
  const app = image(\`app-\${name}\`).from(base).setup(\`echo \${name}\`);
  return [base, app];
});`);
  });

  it("writes images of a loop one by one where others refer to one of them", async () => {
    const { code } = await convert(`
{{- range $name := list "a" "b" }}
image: base-{{ $name }}
from: {{ $name }}
---
{{- end }}
image: app
fromImage: base-a
`);
    expect(code).toBe(`export const baseA = image("base-a").from("a");

export const baseB = image("base-b").from("b");

export const app = image("app").from(baseA);`);
  });

  it("becomes conditions, also where they are nested and follow each other", async () => {
    const { code, notes } = await convert(`
image: app
from: alpine
shell:
{{- if eq (env "MODE" "prod") "debug" }}
  install:
  - echo debug
{{- else if eq (env "MODE" "prod") "test" }}
  install:
  - echo test
{{- else }}
  install:
  - echo prod
  setup:
  - make
{{- end }}
docker:
  ENV:
    A: "1"
    {{- if env "EXTRA" "" }}
    EXTRA: "yes"
    {{- end }}
  WORKDIR: {{ if hasPrefix "v" (env "TAG" "x") }}/release{{ else }}/branch{{ end }}
`);
    expect(code).toBe(`export const app = image("app")
  .from("alpine")
  .install(
    (env("MODE", "") || "prod") === "debug"
      ? "echo debug"
      : (env("MODE", "") || "prod") === "test" ? "echo test" : "echo prod",
  )
  .setup(...((env("MODE", "") || "prod") === "debug" || (env("MODE", "") || "prod") === "test" ? [] : ["make"]))
  .docker({
    workdir: (env("TAG", "") || "x").startsWith("v") ? "/release" : "/branch",
    env: { A: "1", ...(env("EXTRA", "") !== "" ? { EXTRA: "yes" } : {}) },
  });`);
    expect(notes).toEqual([]);
  });

  it("becomes an image that may be missing", async () => {
    const { code } = await convert(`
image: app
from: alpine
{{- if eq (env "DEBUG" "") "1" }}
---
image: debug
fromImage: app
{{- end }}
`);
    expect(code).toBe(`export const app = image("app").from("alpine");

export const debug = env("DEBUG", "") === "1" ? image("debug").from(app) : undefined;`);
  });

  it("keeps what it cannot write, with a comment and an entry of the report", async () => {
    const { code, notes } = await convert(`
image: app
from: alpine
fromLatest: {{ env "LATEST" "false" }}
shell:
  install:
  - echo {{ .Commit.Hash }} {{ uuidv4 | trunc 0 }}x
  - echo {{ env "A" "b" | b64enc }}
`);
    expect(code).toContain('// werf.yaml:11: {{ env "A" "b" | b64enc }}, as it was at the import');
    expect(code).toContain('"echo Yg=="');
    expect(notes).toContain('approximated {{ env "A" "b" | b64enc }} werf.yaml:11');
    expect(notes).toContain('approximated {{ env "LATEST" "false" }} werf.yaml:7');
  });

  it("says where an empty variable makes a difference", async () => {
    const { code, notes } = await convert(
      '\nimage: app\nfrom: alpine\nfromCacheVersion: {{ env "V" }}\n',
      {},
      { V: "1" },
    );
    expect(code).toBe('export const app = image("app").from("alpine").fromCacheVersion(env("V", ""));');
    expect(notes).toEqual([expect.stringMatching(/^approximated images\.app\.fromCacheVersion/)]);
  });

  it("keeps comments where they belong", async () => {
    const { head, code } = await convert(`
# about the app
image: app
from: alpine
# files
git:
# all of them
- add: /
  to: /app
shell:
  install:
  # first
  - one # the one
  - two
`);
    expect(head).toBe('import { image, project } from "builder";');
    expect(code).toContain("// about the app\nexport const app");
    for (const comment of ["files", "all of them", "first", "the one"]) expect(code).toContain(`// ${comment}\n`);
  });
});
