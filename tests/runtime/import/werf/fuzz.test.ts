import fc from "fast-check";
import { expect, it } from "vitest";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import { importText } from "../../../support/import-text.ts";

/** How many inputs are tried; WERF_FUZZ_RUNS=100000 for a long night. */
const runs = Number(process.env.WERF_FUZZ_RUNS ?? 300);

const config = `{{ $v := env "A" "1" }}
project: p
configVersion: 1
build: {platform: [linux/amd64], imageSpec: {author: me, config: {labels: {a: b}}}}
cleanup:
  keepPolicies:
  - references: {branch: /^main$/, limit: {last: 1, in: 12h, operator: Or}}
deploy: {namespace: x}
---
{{ range $i, $name := list "a" "b" }}
image: {{ $name }}
from: debian:{{ $i }}
git:
- &git
  add: /src
  to: /app # here
  owner: "1000"
  includePaths: ['**/*.js', "*.{a,b}"]
  stageDependencies: {install: package*.json, setup: [x]}
- <<: *git
  to: /other
  url: https://example.com/team/app.git
  tag: v1
shell:
  cacheVersion: {{ $v }}
  beforeInstall: |
    apt-get update
    # no comment
  install:
  - npm ci
{{ include "more" . | indent 2 }}
import:
- image: c
  add: /out
  to: /in
  after: install
dependencies:
- {image: c, before: setup, imports: [{type: ImageName, targetEnv: C}]}
mount: [{from: tmp_dir, to: /t}, {fromPath: ~/x, to: /x}]
secrets: [{env: S}, {id: v, value: w}]
docker: {CMD: ["a", "b"], ENV: {K: yes, L: 0644}, EXPOSE: ["80"]}
---
{{ end }}
image: [c, d]
from: scratch
ansible:
  install:
  - {name: x, copy: {content: "y", dest: /z, mode: 0644}}
  - block: [{shell: a}]
    rescue: [{debug: {msg: b}}]
---
image: docker
dockerfile: ./Dockerfile
args: {A: 1, B: true, C: 1.5}
dependencies: [{image: c, imports: [{type: ImageTag, targetBuildArg: T}]}]
{{- define "more" }}
setup: "make {{ . }}"
{{ end }}
`;
const words = [
  ...["{{ ", " }}", "{{ end }}", "{{ if . }}", "{{ else }}", '{{ include "more" . }}', '{{ env "B" }}', "{{-", "-}}"],
  ...[
    "---\n",
    "\n",
    "  ",
    "\t",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "|\n",
    ">-\n",
    "&x ",
    "*x",
    "<<: ",
    "!!int ",
    "#",
  ],
  ...[
    "null",
    "~",
    "yes",
    "1e3",
    "image: ",
    "from: ",
    "artifact: ",
    "configVersion: ",
    "%YAML 1.2\n",
    "...\n",
    "\u00e9",
    "\u0000",
  ],
  ...[
    "{{ range until 9 }}",
    "{{ $x := dict }}",
    "{{ .Files.Get `a` }}",
    "{{ tpl `{{ . }}` 1 }}",
    "\r\n",
    "\ufeff",
    "? ",
  ],
];

/** A place in the text (as a part of it), how much is taken out there, and what is put in. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(200)),
  added: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 }), fc.constant(""), fc.integer().map(String)),
});
const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) =>
  changes.reduce((text, { at, removed, added }) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + added + text.slice(start + removed);
  }, config),
);
const random = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })), { maxLength: 40 });

function isWellBehaved(text: string): boolean {
  try {
    return importText(text, { env: { A: "2" }, looseGiterminism: true }).graph.schemaVersion === 1;
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    return error.where.length > 0;
  }
}

it("is read before it is changed", () => {
  expect(importText(config, { looseGiterminism: true }).graph.images).toHaveLength(5);
});

it("every text gives a graph or an error with a place", { timeout: 60_000 + runs * 50 }, () => {
  const input = fc.oneof(
    { weight: 9, arbitrary: changed },
    { weight: 1, arbitrary: random.map((parts) => parts.join("")) },
  );
  fc.assert(fc.property(input, isWellBehaved), { numRuns: runs });
});
