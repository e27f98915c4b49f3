import { describe, expect, it } from "vitest";
import { planDigests } from "../../../runtime/build/plan-digests.ts";
import { convertFile } from "../../../runtime/import/convert-file.ts";
import type { ImportSource } from "../../../runtime/import/import-source.ts";
import { prove } from "../../../runtime/import/prove.ts";
import { sdkEntry } from "../../../runtime/sdk-entry.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import { werfSource } from "../../support/import-source.ts";

const text = 'project: shop\nconfigVersion: 1\n---\nimage: app\nfrom: node:{{ env "NODE" "22" }}\n';
const options = { sdkUrl: sdkEntry(), signal: new AbortController().signal };

const buildFile = (image: string): string =>
  `import { env, image, project } from "builder";
export const app = ${image};
export default project("shop", { digests: "werf-1.2" });
void env;
`;

describe("a build.ts", () => {
  it("is the same as a file in all environments, or in some of them, or in none", async () => {
    const source = werfSource({ "werf.yaml": text });
    const imported = await source.read({});
    const compare = (image: string) => prove(buildFile(image), [{}, { NODE: "24" }], source, { ...options, imported });

    expect(await compare('image("app").from(`node:${env("NODE", "22")}`)')).toEqual({
      environmentCount: 2,
      differences: [],
      digestCount: 0,
      withoutDigests: [],
    });
    expect((await compare('image("app").from("node:22")')).differences).toEqual([
      { path: "images.app.base.reference (with NODE=24)", expected: '"node:24"', actual: '"node:22"' },
    ]);
    expect((await compare('image("api").from("node:22")')).differences.map(({ path }) => path)).toEqual([
      "images.app",
      "images.api",
    ]);
    expect((await compare('image("app").form("node:22")')).differences).toEqual([
      { path: "build.ts", expected: "a description", actual: expect.stringContaining("form is not a function") },
    ]);
  });

  it("has the digests of the file, as far as they can be told here", async () => {
    const latest = "---\nimage: latest\nfrom: node:22\nfromLatest: true\n";
    const source = werfSource({ "werf.yaml": `${text}${latest}` });
    const imported = await source.read({});
    const surroundings = { platform: "linux/amd64", dockerfiles: { folder: "" } };
    const digestsOf = (graph: BuildGraph) => planDigests(graph, surroundings);
    const written = `${buildFile('image("app").from(`node:${env("NODE", "22")}`)')}
export const latest = image("latest").from("node:22").fromLatest();
`;
    const compare = (how: ImportSource) => prove(written, [{}], how, { ...options, imported });

    expect(await compare({ ...source, digestsOf })).toEqual({
      environmentCount: 1,
      differences: [],
      digestCount: 1,
      withoutDigests: ["latest"],
    });
    // Digests of another profile are others.
    let profile: "builder" | "werf-1.2" = "werf-1.2";
    const changing = (graph: BuildGraph) => {
      const planned = digestsOf({ ...graph, project: { ...graph.project, digests: profile } });
      profile = "builder";
      return planned;
    };
    expect((await compare({ ...source, digestsOf: changing })).differences).toEqual([
      { path: "digest of app/from", expected: expect.any(String), actual: expect.any(String) },
    ]);
  });

  it("is not handed over where it does not mean the same", async () => {
    const right = werfSource({ "werf.yaml": text });
    const other = await werfSource({ "werf.yaml": text.replace("22", "20") }).read({});
    let count = 0;
    // Whoever reads the file first is told something else than those who read it later.
    const source: ImportSource = {
      ...right,
      read: (how) => (count++ === 0 ? Promise.resolve(other) : right.read(how)),
    };

    await expect(convertFile(source, { ...options, isVerified: true })).rejects.toMatchObject({
      code: "IMPORT.NOT_EQUAL",
      why: 'images.app.base.reference: werf.yaml says "node:20", the build.ts "node:22"',
    });
  });
});
