import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGitRepo, type GitRepo } from "./git-repo.ts";

/** A fixture of werf, as the manifest of the corpus describes it. */
export interface WerfFixture {
  readonly name: string;
  readonly expect: "ok" | "error";
  readonly needs: "nothing" | "base image" | "registry" | "network";
  readonly errorAt?: "plan" | "build";
  readonly errorGist?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly looseGiterminism?: boolean;
  readonly configs?: readonly string[];
  /** Folders, each a state of the project. */
  readonly states?: readonly string[];
  /** Folders that are put over each other. */
  readonly overlay?: readonly string[];
  readonly symlinks?: Readonly<Record<string, string>>;
  readonly images: readonly { readonly name: string | null; readonly kind: "stapel" | "artifact" | "dockerfile" }[];
}

const folder = fileURLToPath(new URL("../../../shared/corpus/werf", import.meta.url));

/** All fixtures; none where the corpus is not there. */
export function werfFixtures(): readonly WerfFixture[] {
  const manifest = join(folder, "manifest.json");
  if (!existsSync(manifest)) return [];
  const fixtures: readonly WerfFixture[] = JSON.parse(readFileSync(manifest, "utf8"));
  return fixtures;
}

/** The configurations of a fixture: its states (or the fixture itself), and in each the files that may be chosen. */
export function werfConfigs({ name, states, configs }: WerfFixture) {
  return (states ?? ["."]).flatMap((state) =>
    (configs ?? ["werf.yaml"]).map((config) => ({
      label: [name, state, config].filter((part) => part !== ".").join("/"),
      state,
      config,
    })),
  );
}

/** A repository with one state of a fixture, everything committed. The caller disposes of it. */
export function fixtureRepository(fixture: WerfFixture, state: string): GitRepo {
  const repo = createGitRepo();
  copyFixture(fixture, state, repo.path);
  repo.commit();
  return repo;
}

/** Puts a state of a fixture in the place of whatever is in a folder. */
export function copyFixture({ name, overlay, symlinks = {} }: WerfFixture, state: string, target: string): void {
  for (const entry of readdirSync(target)) {
    if (entry !== ".git") rmSync(join(target, entry), { recursive: true, force: true });
  }
  for (const part of overlay ?? [state]) cpSync(join(folder, name, part), target, { recursive: true, force: true });
  for (const [path, link] of Object.entries(symlinks)) {
    const [first, ...rest] = path.split("/");
    if (state !== "." && first !== state) continue;
    const place = join(target, state === "." ? path : rest.join("/"));
    if (existsSync(dirname(place))) symlinkSync(link, place);
  }
}

/** The files of one state of a fixture by their paths, links left out. */
export function fixtureFiles({ name, overlay }: WerfFixture, state: string): Readonly<Record<string, Buffer>> {
  const parts = (overlay ?? [state]).map((part) => join(folder, name, part));
  const files = parts.flatMap((part) =>
    readdirSync(part, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(part.length + 1), readFileSync(path)] as const),
  );
  return Object.fromEntries(files);
}
