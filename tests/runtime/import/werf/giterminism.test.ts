import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createBuilder } from "../../../../runtime/compose.ts";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import type { GitRepo } from "../../../support/git-repo.ts";
import { importError, importText, placesOf } from "../../../support/import-text.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";
import { fixtureRepository, werfFixtures } from "../../../support/werf-corpus.ts";

interface Row {
  readonly name: string;
  readonly steps: readonly {
    readonly append?: string;
    readonly text?: string;
    readonly commit?: string;
    readonly link?: string;
    readonly linkCommit?: string;
  }[];
  readonly error: string | null;
  readonly outputHas?: readonly string[];
}

interface Vectors {
  readonly tables: Readonly<Record<string, { readonly fixture: string; readonly rows: readonly Row[] }>>;
}

const vectors = readSharedVectors<Vectors>("werf/giterminism.json");
const fixtures = werfFixtures();
const rows = Object.entries(vectors?.tables ?? {}).flatMap(([table, { fixture, rows: own }]) =>
  own.map((row) => ({ label: `${table}: ${row.name}`, fixture, row })),
);

describe.skipIf(rows.length === 0 || fixtures.length === 0)("what must be committed", () => {
  it.each(rows)("$label", async ({ fixture: name, row }) => {
    const fixture = fixtures.find((one) => one.name === name);
    if (fixture === undefined) throw new Error(`there is no fixture ${name}`);
    const repo = fixtureRepository(fixture, ".");
    try {
      for (const step of row.steps) take(step, repo);
      const { code, message, text } = await load(repo);
      const [, state, path] = /the (untracked file|file) "([^"]+)" must be committed/.exec(row.error ?? "") ?? [];
      if (path !== undefined) {
        expect([code, message]).toEqual([
          "GIT.UNCOMMITTED",
          `a file is not committed: ${path} (${state === "file" ? "modified" : "untracked"})`,
        ]);
      } else if (row.error?.includes("following untracked files")) {
        expect(message).toMatch(/^files are not committed: .*file1.*file2.*file3/);
      } else if (row.error?.includes("not found in the project git repository")) {
        expect([code, message]).toEqual(["TEMPLATE.FUNCTION", expect.stringContaining("not found in the project git")]);
      } else if (row.error === null) {
        expect(code).toBeUndefined();
        for (const part of row.outputHas ?? []) expect(text).toContain(part);
      }
    } finally {
      repo.dispose();
    }
  });
});

function take(step: Row["steps"][number], repo: GitRepo): void {
  const { append, text = "", commit } = step;
  if (append !== undefined) {
    const path = join(repo.path, append);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    repo.write(append, before + text);
  }
  if (commit !== undefined) {
    repo.git("add", "--", commit);
    repo.git("commit", "--quiet", "-m", "change", "--", commit);
  }
}

async function load({ path }: GitRepo) {
  const builder = createBuilder({ file: join(path, "werf.yaml"), environment: {} });
  try {
    const loaded = await builder.load();
    return { text: "template" in loaded ? loaded.template?.rendering.text : undefined };
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    return { code: error.code, message: error.message };
  } finally {
    await builder.close();
  }
}

describe("permissions", () => {
  const config = 'project: p\nconfigVersion: 1\n---\nimage: app\nfrom: {{ env "BASE" }}\n';
  const allowing = (names: string): Readonly<Record<string, string>> => ({
    "werf.yaml": config,
    "werf-giterminism.yaml": `giterminismConfigVersion: 1\nconfig:\n  goTemplateRendering:\n    allowEnvVariables: [${names}]\n`,
  });

  it("are needed for a variable, whose place is told", () => {
    const error = importError(config, { env: { BASE: "x" } });
    expect([error.code, placesOf(error)]).toEqual(["GITERMINISM.ENV", ["werf.yaml:5:10"]]);
    expect(importError(allowing("BAS"), { env: { BASE: "x" } }).code).toBe("GITERMINISM.ENV");
  });

  it.each(["BASE", "/B.*/"])("of the form %s allow it", (name) => {
    const { graph, environment } = importText(allowing(name), { env: { BASE: "x:1" } });
    expect(graph.images[0]).toMatchObject({ base: { kind: "reference", reference: "x:1" } });
    expect(graph.project.giterminism?.env).toEqual([name]);
    expect(environment).toMatchObject([{ name: "BASE", isSet: true }]);
  });

  it("are not asked for with loose giterminism", () => {
    expect(importText(config, { env: { BASE: "x" }, looseGiterminism: true }).graph.images).toHaveLength(1);
  });

  it("are read strictly, with places in their own file", () => {
    const error = importError({
      "werf.yaml": config,
      "werf-giterminism.yaml": "giterminismConfigVersion: 1\nconfg: {}\n",
    });
    expect([error.code, placesOf(error), error.next[0]]).toEqual([
      "WERF.UNKNOWN_FIELD",
      ["werf-giterminism.yaml:2:1"],
      'did you mean "config"?',
    ]);
  });

  it("for the images become those of the project", () => {
    const permissions = `giterminismConfigVersion: "1"
cli: {allowCustomTags: true}
config:
  goTemplateRendering: {allowUncommittedFiles: [a/*]}
  secrets: {allowEnvVariables: [S], allowFiles: [f], allowValueIds: [i]}
  stapel:
    allowFromLatest: true
    git: {allowBranch: true}
    mount: {allowBuildDir: true, allowFromPaths: [/m]}
  dockerfile: {allowContextAddFiles: [c], allowUncommitted: [D], allowUncommittedDockerignoreFiles: [a/*, I]}
`;
    const { graph, report } = importText({
      "werf.yaml": "project: p\nconfigVersion: 1\n",
      "werf-giterminism.yaml": permissions,
    });
    expect(graph.project.giterminism).toEqual({
      env: [],
      uncommittedFiles: ["a/*", "D", "I"],
      fromLatest: true,
      gitBranch: true,
      mounts: { buildDir: true, fromPaths: ["/m"] },
      secrets: { env: ["S"], files: ["f"], ids: ["i"] },
      contextAddFiles: ["c"],
      customTags: true,
    });
    expect(report.filter(({ kind }) => kind === "left-out")).toEqual([]);
  });
});
