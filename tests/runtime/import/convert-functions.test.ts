import { describe, expect, it } from "vitest";
import { formatErrors, typeErrors } from "../../support/check-sources.ts";
import { convertTemplate } from "../../support/convert-template.ts";

const sources = new Map<string, string>();

async function convert(text: string) {
  const conversion = await convertTemplate(text);
  sources.set(`build-${sources.size}`, conversion.source);
  return conversion;
}

describe("a defined template", () => {
  it("becomes a function that returns commands, with what it is called with as parameters", async () => {
    const { code, notes } = await convert(`
image: app
from: alpine
shell:
  install:
{{- include "add" (dict "package" "curl" "tag" (env "TAG" "1")) | indent 2 }}
{{- tuple "git" | include "last" | nindent 2 }}
---
image: other
from: alpine
shell:
  install:
{{- include "add" (dict "package" "jq" "tag" "2") | indent 2 }}
{{- define "add" }}
# exactly this version
- apk add {{ .package }}={{ .tag }}
{{- end }}
{{- define "last" }}{{ $tool := index . 0 }}- echo {{ $tool }}{{ end }}
`);
    expect(code).toBe(`function add(packageValue: string, tag: string): string[] {
  return [
    // exactly this version
    \`apk add \${packageValue}=\${tag}\`,
  ];
}

function last(tool: string): string[] {
  return [\`echo \${tool}\`];
}

export const app = image("app")
  .from("alpine")
  .install(...add("curl", env("TAG", "") || "1"), ...last("git"));

export const other = image("other")
  .from("alpine")
  .install(...add("jq", "2"));`);
    expect(notes).toEqual([]);
  });

  it("becomes a function that returns a text, or names and values", async () => {
    const { code } = await convert(`
image: app
from: {{ template "base" "3.20" }}
docker:
  ENV:
    MODE: fast
    {{- include "variables" (dict "name" "app" "more" (dict "B" "2" "A" (env "A" "1"))) | nindent 4 }}
---
image: other
from: {{ include "base" "3.19" }}
docker:
  ENV:
    {{- include "variables" (dict "name" "other" "more" (dict "C" "3")) | nindent 4 }}
{{- define "base" }}alpine:{{ . }}{{ end }}
{{- define "variables" -}}
NAME: {{ .name | quote }}
{{- range $key, $value := .more }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end }}
`);
    expect(code).toBe(`function base(value: string): string {
  return \`alpine:\${value}\`;
}

function variables(name: string, more: Record<string, string>): Record<string, string> {
  return { NAME: name, ...more };
}

export const app = image("app")
  .from(base("3.20"))
  .docker({ env: { MODE: "fast", ...variables("app", { A: env("A", "") || "1", B: "2" }) } });

export const other = image("other")
  .from(base("3.19"))
  .docker({ env: variables("other", { C: "3" }) });`);
  });

  it("has conditions and loops of its own, calls others, and is called in loops", async () => {
    const { code, notes } = await convert(`
image: app
from: alpine
shell:
  install:
  {{- range $package := list "curl" "git" }}
  {{- include "install" (dict "name" $package) | nindent 2 }}
  {{- end }}
  {{- include "install" (dict "name" "jq" "update" true "users" (list "a" "b")) | nindent 2 }}
{{- define "install" }}
{{- if .update }}
- apk update
{{- end }}
{{ include "add" .name }}
{{- range .users }}
- adduser {{ . }}
{{- end }}
{{- end }}
{{- define "add" }}- apk add {{ . }}{{ end }}
`);
    expect(code).toBe(`function add(value: string): string[] {
  return [\`apk add \${value}\`];
}

function install(name: string, update: boolean, users: readonly string[]): string[] {
  return [...(update ? ["apk update"] : []), ...add(name), ...users.map((item) => \`adduser \${item}\`)];
}

export const app = image("app")
  .from("alpine")
  .install(
    ...["curl", "git"].flatMap((packageItem) => install(packageItem, false, [])),
    ...install("jq", true, ["a", "b"]),
  );`);
    expect(notes).toEqual([]);
  });

  it("is written in the places of its calls where it is no function", async () => {
    const { code, notes } = await convert(`
image: app
from: alpine
{{- $list := include "list" (dict "a" "x") }}
fromCacheVersion: "{{ $list | trim }}"
shell:
  install:
  {{- include "tools" (dict "a" "x") | nindent 2 }}
  - echo {{ include "tools" (dict "a" "y") | b64enc }}
{{- define "list" }}{{ .a }}{{ end }}
{{- define "tools" }}- echo {{ .a }}{{ end }}
`);
    expect(code).toBe(
      `export const app = image("app").from("alpine").fromCacheVersion("x").install("echo x", "echo LSBlY2hvIHk=");`,
    );
    expect(notes).toEqual([]);
  });

  it("becomes a function that returns an image or a section of one", async () => {
    const { head, code, notes } = await convert(`
image: base
from: alpine:{{ env "V" "3" }}
{{ include "service" (dict "name" "api" "port" "8080") }}
{{ include "service" (dict "name" "web" "port" (env "PORT" "80")) }}
---
image: other
from: alpine
git:
{{ include "appGit" (dict "to" "/app") }}
docker:
{{ include "docker" . | indent 2 }}
---
image: last
fromImage: api
git:
{{ include "appGit" (dict "to" "/srv") }}
{{ include "dock" "x" }}
import:
{{ include "bin" . }}
{{- define "service" }}
---
# A service.
image: {{ .name }}
fromImage: base
git:
{{ include "appGit" (dict "to" "/app") }}
shell:
  install:
  - make {{ .name }}
docker:
  EXPOSE: {{ .port | quote }}
{{- end }}
{{ define "appGit" }}
- add: /
  to: {{ .to }}
  stageDependencies:
    install:
    - package.json
{{ end }}
{{ define "docker" }}
WORKDIR: /app
USER: node
{{ end }}
{{ define "dock" }}
docker:
  WORKDIR: /{{ . }}
{{ end }}
{{ define "bin" }}
- image: web
  add: /bin/x
  to: /bin/y
  after: install
{{ end }}
`);
    expect(head).toBe(
      'import { type DockerOptions, type GitOptions, type ImportOptions, env, image, project } from "builder";',
    );
    expect(code).toBe(`function appGit(to: string): GitOptions {
  return { to, stageDependencies: { install: "package.json" } };
}

function docker(): DockerOptions {
  return { workdir: "/app", user: "node" };
}

function bin(): ImportOptions {
  return { add: "/bin/x", to: "/bin/y", after: "install" };
}

function dock(value: string): DockerOptions {
  return { workdir: \`/\${value}\` };
}

// A service.
function service(name: string, port: string) {
  return image(name).from(base).git(appGit("/app")).install(\`make \${name}\`).docker({ expose: port });
}

export const base = image("base").from(\`alpine:\${env("V", "") || "3"}\`);

export const api = service("api", "8080");

export const web = service("web", env("PORT", "") || "80");

export const other = image("other").from("alpine").git(appGit("/app")).docker(docker());

export const last = image("last").from(api).git(appGit("/srv")).import(web, bin()).docker(dock("x"));`);
    expect(notes).toEqual([]);
  });

  it("has types that fit, and the usual format", () => {
    expect(sources.size).toBe(5);
    expect(typeErrors(sources)).toEqual([]);
    const withoutComments = [...sources].filter(([, source]) => !/^\s+\/\//m.test(source));
    expect(formatErrors(new Map(withoutComments))).toBe("");
  });
});
