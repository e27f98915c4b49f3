import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createBuilder } from "../../../runtime/compose.ts";
import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { createGitRepo, type GitRepo } from "../../support/git-repo.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

interface Step {
  readonly append?: string;
  readonly text?: string;
  readonly commit?: string;
}

interface Row {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly error: string | null;
}

interface Vectors {
  readonly tables: Readonly<Record<string, { readonly rows: readonly Row[] }>>;
}

/** What a build.ts has, too. It says itself what may be uncommitted, so that there is no file of permissions to be committed. */
const tables = ["templates", ".Files.Get", ".Files.Glob", "Dockerfile", "dockerignore"];

const vectors = readSharedVectors<Vectors>("werf/giterminism.json");
const rows = tables.flatMap((table) =>
  (vectors?.tables[table]?.rows ?? []).map((row) => ({ label: `${table}: ${row.name}`, row })),
);

describe.skipIf(rows.length === 0)("what werf wants committed a build.ts wants committed", () => {
  test.each(rows)("$label", async ({ row }) => {
    const repo = createGitRepo();
    try {
      repo.write("build.ts", buildTs(row.steps));
      repo.git("add", "build.ts");
      repo.git("commit", "--quiet", "--message", "build.ts");
      for (const step of row.steps.filter(isOfProject)) take(step, repo);
      expect(await refusalOf(repo)).toEqual(expectedRefusal(row.error));
    } finally {
      repo.dispose();
    }
  });
});

function isOfProject({ append, commit }: Step): boolean {
  return ![append, commit].some((path) => path === "werf.yaml" || path === "werf-giterminism.yaml");
}

/** The build.ts that says what the werf.yaml and the permissions of a row say when all its steps are taken. */
function buildTs(steps: readonly Step[]): string {
  const textOf = (file: string): string =>
    steps
      .filter(({ append }) => append === file)
      .map(({ text }) => text)
      .join("");
  const config = textOf("werf.yaml");
  const masks = masksOf(parse(textOf("werf-giterminism.yaml")) ?? {});
  const templates = [...config.matchAll(/include "(.*?)\.tmpl"/g)].map(
    ([, path]) => `import "./.werf/${path}.tmpl.ts";\n`,
  );
  const reads = [
    ...[...config.matchAll(/\.Files\.Get "(.*?)"/g)].map(([, path]) => `files.get("${path}")`),
    ...[...config.matchAll(/\.Files\.Glob "(.*?)"/g)].map(
      ([, mask]) => `...files.glob("${mask}").map((path) => files.get(path))`,
    ),
  ];
  const context = /^context: *(.*)$/m.exec(config)?.[1];
  return `import { dockerfile, files, image, project } from "builder";
${templates.join("")}export const app = ${
    context === undefined
      ? `image("app").from("alpine:3").docker({ cmd: [${reads.join(", ")}] })`
      : `dockerfile("app", { context: "${context || "."}" })`
  };
export default project("vectors", { giterminism: { uncommittedFiles: ${JSON.stringify(masks)} } });
`;
}

/** Every list of masks in the permissions. */
function masksOf(value: unknown): readonly string[] {
  if (typeof value === "string") return /^1$/.test(value) ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(masksOf).map(toModule);
}

/** A template of werf is a module of build.ts. */
function toModule(path: string): string {
  return path.replace(/\.tmpl$/, ".tmpl.ts");
}

function take({ append, text = "", commit }: Step, repo: GitRepo): void {
  if (append !== undefined) {
    const path = toModule(append);
    const file = join(repo.path, path);
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    repo.write(path, before + (path === append ? text : text.replace(/^#/gm, "//")));
  }
  if (commit !== undefined) {
    repo.git("add", "--", toModule(commit));
    repo.git("commit", "--quiet", "--message", "change", "--", toModule(commit));
  }
}

async function refusalOf({ path }: GitRepo): Promise<readonly string[] | undefined> {
  const builder = createBuilder({ file: join(path, "build.ts"), environment: process.env });
  try {
    const { error } = await builder.plan([]);
    return error === undefined ? undefined : [error.code];
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    return error.code === "GIT.UNCOMMITTED" ? [error.code, error.message] : [error.code];
  } finally {
    await builder.close();
  }
}

function expectedRefusal(error: string | null): readonly string[] | undefined {
  if (error === null) return undefined;
  const [, state, path] = /the (untracked file|file) "([^"]+)" must be committed/.exec(error) ?? [];
  if (path !== undefined) {
    const said = `${toModule(path)} (${state === "file" ? "modified" : "untracked"})`;
    return ["GIT.UNCOMMITTED", `a file is not committed: ${said}`];
  }
  const several = [...error.matchAll(/^ - (.*)$/gm)].map(([, name]) => `${name} (untracked)`);
  if (several.length > 0) return ["GIT.UNCOMMITTED", `files are not committed: ${several.join(", ")}`];
  return [error.startsWith("unable to read dockerfile") ? "DOCKERFILE.MISSING" : "LOAD.FILE_MISSING"];
}
