import { describe, expect, it } from "vitest";
import { importError, importText, placesOf } from "../../../support/import-text.ts";

const meta = "project: p\nconfigVersion: 1\n---\n";
const mostMegabytes = 500;

describe("what has no end is stopped, with a place", () => {
  it.each([
    ["loops", "{{ range until 100000 }}{{ range until 100000 }}a{{ end }}{{ end }}", "TEMPLATE.LIMIT"],
    [
      "templates that include themselves",
      '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
      "TEMPLATE.LIMIT",
    ],
    ["a gigabyte of text", '{{ $t := repeat 1000000 "x" }}{{ range until 1000 }}{{ $t }}{{ end }}', "TEMPLATE.LIMIT"],
    ["conditions 10,000 deep", `${"{{ if true }}".repeat(10_000)}${"{{ end }}".repeat(10_000)}`, "TEMPLATE.LIMIT"],
    ["lists 10,000 deep", `image: ${"[".repeat(10_000)}`, "YAML.NESTING"],
    ["lists 10,000 deep that a template makes", '{{ repeat 10000 "[" }}', "YAML.NESTING"],
    ["lines without end", '{{ repeat 1000000 "a: b\\n" }}', "YAML.TOO_LARGE"],
    ["documents without end", '{{ repeat 1000000 "---\\na: b\\n" }}', "YAML.TOO_LARGE"],
    ["one long text", 'a: {{ repeat 3000000 "x" }}', "YAML.TOO_LARGE"],
  ])("%s", (_name, text, code) => {
    const error = importError(meta + text);
    expect([error.code, placesOf(error)[0]?.startsWith("werf.yaml:")]).toEqual([code, true]);
    expect(process.memoryUsage().rss / 1e6).toBeLessThan(mostMegabytes * 2);
  });
});

it("200 images are read", () => {
  const image = (index: number): string => `image: app-${index}
from: debian:bookworm-slim
git:
- add: /services/app-${index}
  to: /app
  owner: app
  group: app
  includePaths: ["src/**", "package*.json"]
  stageDependencies:
    install: [package.json, package-lock.json]
    setup: ["src/**/*.ts"]
shell:
  beforeInstall:
  - apt-get update
  - apt-get install -y nodejs npm
  install:
  - cd /app && npm ci
  setup:
  - cd /app && npm run build
{{ include "docker" ${index} }}
---
`;
  const images = Array.from({ length: 200 }, (_, index) => image(index)).join("");
  const docker = '{{ define "docker" }}docker:\n  ENV: {PORT: "{{ . }}"}\n  CMD: ["node", "/app/main.js"]{{ end }}';
  const { graph, report } = importText(`${meta}${images}${docker}`);
  expect(graph.images).toHaveLength(200);
  expect(graph.images[199]).toMatchObject({ docker: { env: { PORT: "199" } } });
  expect(report.length).toBeGreaterThan(200 * 10);
});
