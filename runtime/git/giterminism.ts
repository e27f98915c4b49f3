import { BuilderError, type Diagnostic } from "../../sdk/errors/builder-error.ts";
import { formatOrigin, type Origin, originsOf } from "../../sdk/errors/origin.ts";
import { allowsName } from "../../sdk/model/allows-name.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { DockerfileNode } from "../../sdk/model/dockerfile-node.ts";
import { type GiterminismNode, strictGiterminism } from "../../sdk/model/giterminism-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { MountNode } from "../../sdk/model/mount-node.ts";
import type { SecretNode } from "../../sdk/model/secret-node.ts";
import { createIncludeMatcher } from "./path-matcher.ts";

/** A loaded build.ts, as far as the gate looks at it. */
export interface GatedFile {
  readonly graph: BuildGraph;
  /** What `env()` read. */
  readonly environment: readonly {
    readonly name: string;
    readonly isSet: boolean;
    readonly where?: readonly Origin[];
  }[];
  /** Further tags of the finished images. @default none */
  readonly customTags?: readonly string[];
}

/**
 * Makes sure that nothing enters a build from elsewhere than the commit but what the project allows (spec §10.3). Throws
 * `GITERMINISM.*`: the first finding in full, the others by a line each.
 */
export function requireGiterminism(file: GatedFile): void {
  const [first, ...others] = findingsOf(file);
  if (first === undefined) return;
  const lines = others.map(({ code, message, where = [] }) => `also ${code}: ${message}${placesText(where)}`);
  throw new BuilderError({ ...first, ...(lines.length === 0 ? {} : { why: lines.join("\n") }) });
}

function findingsOf({ graph, environment, customTags = [] }: GatedFile): readonly Diagnostic[] {
  const { project, images } = graph;
  const allowed = project.giterminism ?? strictGiterminism;
  const refuse: Refuse = (code, message, option, where = [], why = "it is not part of the commit") => ({
    code: `GITERMINISM.${code}`,
    message: `${message} is not allowed: ${why}`,
    next: [
      `allow it: project(${JSON.stringify(project.name)}, { giterminism: { ${option} } })`,
      "add --loose-giterminism to build without this check",
    ],
    where,
  });
  return [
    // A variable that is not set brings nothing in: what stands in build.ts was used.
    ...environment
      .filter(({ name, isSet }) => isSet && !allowsName(allowed.env, name))
      .map(({ name, where }) =>
        refuse("ENV", `the environment variable ${name}`, `env: ${JSON.stringify(name)}`, where),
      ),
    ...images.flatMap((image) =>
      image.kind === "image" ? imageFindings(image, allowed, refuse) : contextFindings(image, allowed, refuse),
    ),
    ...images.flatMap(({ secrets }) => secrets).flatMap((secret) => secretFindings(secret, allowed, refuse)),
    ...customTags
      .filter((tag) => !allowed.customTags && !tag.includes(contentTag))
      .map((tag) => refuse("CUSTOM_TAG", `the tag ${tag}`, "customTags: true", originsOf(project), tagMoves)),
  ];
}

/** Holds what the image is: it never moves. */
const contentTag = "%image_content_based_tag%";

const tagMoves = `it says nothing of the commit, as one with ${contentTag} would`;

type Refuse = (code: string, message: string, option: string, where?: readonly Origin[], why?: string) => Diagnostic;

function imageFindings(image: ImageNode, allowed: GiterminismNode, refuse: Refuse): readonly Diagnostic[] {
  const { base, fromLatest = false, git, mounts } = image;
  return [
    ...(fromLatest && !allowed.fromLatest
      ? [refuse("FROM_LATEST", `fromLatest() of image "${image.name}"`, "fromLatest: true", originsOf(base))]
      : []),
    ...git
      .filter(({ remote }) => remote !== undefined && remote.tag === undefined && remote.commit === undefined)
      .filter(() => !allowed.gitBranch)
      .map((mapping) =>
        refuse("GIT_BRANCH", `a branch of ${mapping.remote?.url}`, "gitBranch: true", originsOf(mapping)),
      ),
    ...mounts.flatMap((mount) => mountFindings(mount, allowed, refuse)),
  ];
}

function mountFindings(mount: MountNode, { mounts }: GiterminismNode, refuse: Refuse): readonly Diagnostic[] {
  const { type, fromPath = "" } = mount;
  if (type === "tmp_dir") return [];
  const where = originsOf(mount);
  if (type === "build_dir") {
    const option = "mounts: { buildDir: true }";
    return mounts.buildDir ? [] : [refuse("MOUNT", 'mount({ from: "build_dir" })', option, where)];
  }
  if (matchesPath(mounts.fromPaths, fromPath)) return [];
  const option = `mounts: { fromPaths: ${JSON.stringify(fromPath)} }`;
  return [refuse("MOUNT", `mount({ fromPath: ${JSON.stringify(fromPath)} })`, option, where)];
}

function secretFindings(secret: SecretNode, { secrets }: GiterminismNode, refuse: Refuse): readonly Diagnostic[] {
  const { id, source } = secret;
  const where = originsOf(secret);
  switch (source.kind) {
    case "env": {
      if (allowsName(secrets.env, source.name)) return [];
      const option = `secrets: { env: ${JSON.stringify(source.name)} }`;
      return [refuse("SECRET", `the environment variable ${source.name} as a secret`, option, where)];
    }
    case "file": {
      if (matchesPath(secrets.files, source.path)) return [];
      const option = `secrets: { files: ${JSON.stringify(source.path)} }`;
      return [refuse("SECRET", `the file ${source.path} as a secret`, option, where)];
    }
    case "value": {
      if (secrets.ids.includes(id)) return [];
      return [refuse("SECRET", `the value of the secret "${id}"`, `secrets: { ids: ${JSON.stringify(id)} }`, where)];
    }
  }
}

function contextFindings(image: DockerfileNode, allowed: GiterminismNode, refuse: Refuse): readonly Diagnostic[] {
  const folder = image.context === "." ? "" : `${image.context}/`;
  return image.contextAddFiles
    .map((path) => `${folder}${path}`)
    .filter((path) => !matchesPath(allowed.contextAddFiles, path))
    .map((path) =>
      refuse(
        "CONTEXT_ADD_FILES",
        `${path} of the work tree`,
        `contextAddFiles: ${JSON.stringify(path)}`,
        originsOf(image),
      ),
    );
}

/** Leading slashes are left out on both sides: masks and paths of the host are absolute, those of the project are not. */
function matchesPath(masks: readonly string[], path: string): boolean {
  if (masks.length === 0) return false;
  const clean = (text: string): string => text.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
  return createIncludeMatcher(masks.map(clean)).matches(clean(path));
}

function placesText(where: readonly Origin[]): string {
  return where.map((origin) => ` ${formatOrigin(origin)}`).join("");
}
