import fc from "fast-check";
import { ansibleModuleNames } from "../../sdk/model/ansible-modules.ts";
import type { AnsibleTaskNode } from "../../sdk/model/ansible-node.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { type BuildGraph, createBuildGraph } from "../../sdk/model/build-graph.ts";
import type { CleanupNode } from "../../sdk/model/cleanup-node.ts";
import { dependencyValues } from "../../sdk/model/dependency-node.ts";
import type { DockerfileNode } from "../../sdk/model/dockerfile-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { GiterminismNode } from "../../sdk/model/giterminism-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { ImageSpecNode } from "../../sdk/model/image-spec-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import { internalStepNames, type PropertyKind, propertiesOf } from "../../sdk/model/internal-steps.ts";
import type { MountNode } from "../../sdk/model/mount-node.ts";
import { type BoxNode, credentialNames, type PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { ProjectNode } from "../../sdk/model/project-node.ts";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import type { SecretNode, SecretSource } from "../../sdk/model/secret-node.ts";
import { stageSlots } from "../../sdk/model/stage-slot.ts";
import type { PropertyNode, StepNode } from "../../sdk/model/step-node.ts";
import { userStageNames } from "../../sdk/model/user-stage-name.ts";
import type { WorkflowNode, WorkflowRunNode } from "../../sdk/model/workflow-node.ts";

/** Text that is hard to write down: quotes, lines, expressions of templates, what nobody sees. */
const awkward = fc.constantFrom(
  ...[
    "`",
    "${x}",
    "\\",
    '"',
    "'",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u2028",
    "\ufeff",
    "é",
    "漢字",
    "😀",
    "\ud800",
    "//",
    "*/",
  ],
  ...["__proto__", "constructor", " ", "$", "{{ x }}", "</script>", "\\u0041"],
);
const text = fc.array(fc.oneof(awkward, fc.string({ maxLength: 6 })), { maxLength: 5 }).map((parts) => parts.join(""));
const word = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/).map((name) => name.replace(/[._-]+$/, "x"));
const nonBlank = text.map((value) => (value.trim() === "" ? `x${value}` : value));
const path = fc.array(word, { maxLength: 3 }).map((names) => `/${names.join("/")}`);
const deepPath = fc.array(word, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join("/")}`);
const mask = fc.oneof(word, fc.constantFrom("**/*.ts", "src/**", "[a-z]*", "{a,b}/c", "*.md"));
const masks = fc.array(mask, { maxLength: 3 });
const account = fc.oneof(fc.constantFrom("node", "www-data", "_apt"), fc.nat(70_000).map(String));
const version = fc.oneof(fc.constantFrom("1", "2026-10", "true", "null"), text);
const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
const key = fc.oneof(variable, fc.constantFrom("__proto__", "constructor", "class", "a-b", "ä", "a.b"));
const reference = fc.constantFrom(
  "debian:bookworm-slim",
  "alpine",
  "registry.example.com:5000/team/app:1.2",
  "node:22",
);
const command = fc.oneof(text, fc.array(text, { maxLength: 3 }));
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));

function maybe<const Name extends string, Value>(name: Name, value: fc.Arbitrary<Value>) {
  return fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [name]: given }));
}

/** All members of an image that may be absent, side by side. */
function merged<Parts extends readonly object[]>(...parts: { [Index in keyof Parts]: fc.Arbitrary<Parts[Index]> }) {
  return fc.tuple(...parts).map((given) => Object.assign({}, ...given));
}

const secretSource: fc.Arbitrary<SecretSource> = fc.oneof(
  fc.record({ kind: fc.constant("env" as const), name: variable }),
  fc.record({ kind: fc.constant("file" as const), path: deepPath }),
  fc.record({ kind: fc.constant("value" as const), value: text }),
);

const secrets: fc.Arbitrary<readonly SecretNode[]> = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,5}$/), secretSource, fc.boolean()), {
    maxLength: 3,
    selector: ([id]) => id,
  })
  .map((given) =>
    given.map(([id, source, isDefault]) => ({
      kind: "secret" as const,
      id: isDefault && source.kind === "env" ? `${source.name}` : `${id}.`.concat("x"),
      source,
    })),
  )
  .map((nodes) => nodes.filter((node, index) => nodes.findIndex(({ id }) => id === node.id) === index));

const remote: fc.Arbitrary<RemoteGitNode> = merged(
  fc.record({ url: fc.constantFrom("https://example.com/x.git", "git@example.com:x/y.git", "../other") }),
  fc.oneof(
    fc.constant({}),
    fc.record({ branch: variable }),
    fc.record({ tag: variable }),
    fc.record({ commit: fc.stringMatching(/^[0-9a-f]{40}$/) }),
  ),
  maybe("basicAuth", fc.record({ username: nonBlank, password: secretSource })),
);

const mapping: fc.Arbitrary<GitMappingNode> = merged(
  fc.record({
    kind: fc.constant("git-mapping" as const),
    add: path,
    to: path,
    includePaths: masks,
    excludePaths: masks,
    stageDependencies: fc.record({ install: masks, beforeSetup: masks, setup: masks }),
  }),
  maybe("owner", account),
  maybe("group", account),
  maybe("remote", remote),
);

const mount: fc.Arbitrary<MountNode> = fc.oneof(
  fc.record({ kind: fc.constant("mount" as const), type: fc.constantFrom("tmp_dir", "build_dir"), to: deepPath }),
  fc.record({
    kind: fc.constant("mount" as const),
    type: fc.constant("custom_dir" as const),
    fromPath: deepPath,
    to: deepPath,
  }),
);
const mounts = fc.uniqueArray(mount, { maxLength: 3, selector: ({ to }) => to });

const docker = merged(
  fc.record({
    kind: fc.constant("docker-instructions" as const),
    volume: fc.uniqueArray(deepPath, { maxLength: 2 }),
    expose: fc.uniqueArray(fc.constantFrom("80", "8080", "53/udp", "09", "1/tcp"), { maxLength: 3 }),
    env: fc.dictionary(key, text, { maxKeys: 3 }),
    label: fc.dictionary(key, text, { maxKeys: 3 }),
  }),
  maybe("cmd", command),
  maybe("entrypoint", command),
  maybe("workdir", nonBlank),
  maybe("user", nonBlank),
  maybe("healthcheck", nonBlank),
  maybe("exactValues", fc.constant(true)),
);

const texts = fc.array(text, { maxLength: 3 });
const imageSpec: fc.Arbitrary<ImageSpecNode> = merged(
  fc.record({
    kind: fc.constant("image-spec" as const),
    ...Object.fromEntries(
      "clearHistory clearCmd clearEntrypoint clearUser clearWorkingDir keepEssentialWerfLabels"
        .split(" ")
        .map((name) => [name, fc.boolean()]),
    ),
    ...Object.fromEntries(
      "removeLabels removeVolumes removeEnv volumes expose cmd entrypoint".split(" ").map((name) => [name, texts]),
    ),
    env: fc.dictionary(key, text, { maxKeys: 3 }),
    labels: fc.dictionary(key, text, { maxKeys: 3 }),
  }),
  maybe("author", text),
  maybe("user", text),
  maybe("workingDir", text),
  maybe("stopSignal", fc.constantFrom("SIGTERM", "9")),
  maybe(
    "healthcheck",
    fc.record({
      test: texts,
      intervalSeconds: fc.nat(100),
      timeoutSeconds: fc.nat(100),
      startPeriodSeconds: fc.nat(100),
      retries: fc.nat(5),
    }),
  ),
);

const stages = <Item>(items: fc.Arbitrary<readonly Item[]>) =>
  fc.record({ beforeInstall: items, install: items, beforeSetup: items, setup: items });

const commands = fc.array(nonBlank, { maxLength: 3 }).map((given) => given.map((value) => ({ text: value })));

const { task } = fc.letrec<{ task: AnsibleTaskNode; tasks: readonly AnsibleTaskNode[] }>((tie) => ({
  task: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom(...ansibleModuleNames),
        json.filter((value) => value !== null),
        fc.dictionary(fc.constantFrom("name", "when", "vars"), json),
      )
      .map(([module, args, keywords]) => ({ fields: { [module]: args, ...keywords } })),
    fc.record({ fields: fc.record({ name: text }), block: tie("tasks"), rescue: tie("tasks") }),
  ),
  tasks: fc.array(tie("task"), { maxLength: 2 }),
}));

const versions = merged(...userStageNames.map((stage) => maybe(stage, version)));

const work = fc.oneof(
  fc.record({
    shell: merged(
      fc.record({ commands: stages(commands), stageCacheVersions: versions }),
      maybe("cacheVersion", version),
    ),
  }),
  fc.record({
    shell: fc.record({ commands: stages(fc.constant([])), stageCacheVersions: versions }),
    ansible: fc.record({ tasks: stages(fc.array(task, { maxLength: 2 })) }),
  }),
);

/** What an image has that names no other image. */
const ownParts = merged(
  work,
  fc.record({ git: fc.array(mapping, { maxLength: 2 }), mounts, secrets }),
  maybe("fromCacheVersion", version),
  maybe("fromLatest", fc.boolean()),
  maybe("imageCacheVersion", version),
  maybe("network", nonBlank),
  maybe("platform", fc.constantFrom("linux/amd64", "linux/arm/v7")),
);

const finalParts = merged(
  fc.record({ final: fc.boolean() }),
  maybe("disableGitAfterPatch", fc.boolean()),
  maybe("docker", docker),
  maybe("imageSpec", imageSpec),
);

const slot = fc.constantFrom(...stageSlots);

/** An import; its source is filled in later. */
const importParts = merged(
  fc.record({
    kind: fc.constant("import" as const),
    add: deepPath,
    to: deepPath.map((to) => (to.length % 3 === 0 ? `${to}/` : to)),
    slot,
    includePaths: masks,
    excludePaths: masks,
  }),
  maybe("stage", fc.constantFrom(...userStageNames)),
  maybe("owner", account),
  maybe("group", account),
);

const valueImports = fc.uniqueArray(fc.tuple(variable, fc.constantFrom(...dependencyValues)), {
  maxLength: 3,
  selector: ([name]) => name,
});

/** Where in the list of the other images a reference points to. */
const pointer = fc.nat(1000);

const stagedImage = fc.record({
  kind: fc.constant("image" as const),
  isArtifact: fc.boolean(),
  base: fc.oneof(reference, pointer, fc.constant("scratch" as const)),
  own: ownParts,
  end: finalParts,
  imports: fc.array(fc.tuple(fc.oneof(reference, pointer), importParts), { maxLength: 3 }),
  dependencies: fc.array(fc.tuple(pointer, slot, valueImports), { maxLength: 2 }),
});

const dockerfileImage = fc.record({
  kind: fc.constant("dockerfile" as const),
  own: merged(
    fc.record({
      final: fc.boolean(),
      context: fc.constantFrom(".", "api"),
      dockerfile: fc.constantFrom("Dockerfile", "docker/Dockerfile.api"),
      args: fc.dictionary(fc.constantFrom("__proto__", "a-b", "lower"), text, { maxKeys: 3 }),
      addHost: fc.array(fc.constantFrom("db:10.0.0.5", "x:::1"), { maxLength: 2 }),
      contextAddFiles: masks,
      secrets,
    }),
    maybe("target", text),
    maybe("network", text),
    maybe("ssh", text),
    maybe("platform", fc.constantFrom("linux/amd64", "linux/arm/v7")),
    maybe("imageSpec", imageSpec),
    maybe("cacheVersion", version),
    maybe("staged", fc.constant(true)),
  ),
  dependencies: fc.uniqueArray(fc.tuple(pointer, variable, fc.constantFrom(...dependencyValues)), {
    maxLength: 2,
    selector: ([, name]) => name,
  }),
});

const imageNames = fc.uniqueArray(
  fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9._/+-]{0,10}[A-Za-z0-9])?$/),
    fc.constantFrom("default", "image", "env", "class", "a-b", "a.b", "a/b", "1st", "await", "Object", "undefined"),
  ),
  { minLength: 1, maxLength: 5 },
);

const names = fc.array(fc.oneof(variable, fc.constantFrom("/CI_.*/", "/a\\/b/", "/a/b/", "/[/]/")), { maxLength: 3 });
const giterminism: fc.Arbitrary<GiterminismNode> = fc.record({
  env: names,
  uncommittedFiles: masks,
  fromLatest: fc.boolean(),
  gitBranch: fc.boolean(),
  mounts: fc.record({ buildDir: fc.boolean(), fromPaths: masks }),
  secrets: fc.record({ env: names, files: masks, ids: masks }),
  contextAddFiles: masks,
  customTags: fc.boolean(),
});

const limit = merged(
  fc.record({ operator: fc.constantFrom("And", "Or") }),
  maybe("last", fc.integer({ min: -1, max: 20 })),
  maybe("inMs", fc.constantFrom(0, 1, 1500, 60_000, 604_800_000)),
);
const pattern = fc.oneof(
  fc.record({ kind: fc.constant("text"), text: fc.constantFrom("main", "release/1") }),
  fc.record({
    kind: fc.constant("regexp"),
    source: fc.constantFrom(".+", "v\\d+", "a\\/b"),
    flags: fc.constantFrom("", "i"),
  }),
);
const cleanup: fc.Arbitrary<CleanupNode> = merged(
  fc.record({
    disable: fc.boolean(),
    disableGitHistoryBasedPolicy: fc.boolean(),
    disableBuiltWithinLastNHoursPolicy: fc.boolean(),
    keepImagesBuiltWithinLastNHours: fc.constantFrom(0, 2, 12),
  }),
  maybe(
    "keepPolicies",
    fc.array(
      merged(
        fc.record({
          references: merged(fc.record({ type: fc.constantFrom("branch", "tag"), pattern }), maybe("limit", limit)),
        }),
        maybe("imagesPerReference", limit),
      ),
      { maxLength: 2 },
    ),
  ),
);

const project: fc.Arbitrary<ProjectNode> = merged(
  fc.record({
    kind: fc.constant("project" as const),
    name: fc.stringMatching(/^[a-z0-9]{1,5}(-[a-z0-9]{1,5})?$/),
    digests: fc.constantFrom("builder", "werf-1.2"),
    allowUnshallow: fc.boolean(),
  }),
  maybe("repo", fc.constant("registry.example.com/team/shop")),
  maybe("cleanup", cleanup),
  maybe("giterminism", giterminism),
);

const secretText = fc.record({ kind: fc.constant("secret" as const), name: variable });
const textNode = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: secretText });
const textNodes = fc.dictionary(key, textNode, { maxKeys: 3 });
const ports = fc.array(fc.constantFrom("80", "80:8080", "127.0.0.1:80:8080", "53/udp"), { maxLength: 3 });

const boxImage = fc.oneof(
  reference.map((name) => ({ kind: "reference" as const, reference: name })),
  fc.constant({ kind: "reference" as const, reference: "node:$VERSION" }),
  pointer,
);

const box = merged(
  fc.record({
    kind: fc.constant("box" as const),
    env: fc.dictionary(variable, textNode, { maxKeys: 3 }),
    ports,
    volumes: fc.array(fc.constantFrom("/data", "/host:/data"), { maxLength: 2 }),
    credentials: fc.dictionary(fc.constantFrom(...credentialNames), textNode, { maxKeys: 3 }),
  }),
  maybe("cmd", command),
  maybe("entrypoint", command),
);

/** Properties of an internal step that suit their kinds. */
const properties: Readonly<Record<PropertyKind, fc.Arbitrary<PropertyNode>>> = {
  text: fc.oneof(nonBlank, secretText),
  words: command,
  list: fc.oneof(ports, fc.array(nonBlank, { maxLength: 2 })),
  flag: fc.boolean(),
  record: fc.oneof(text, fc.record({ kind: fc.constant("record" as const), entries: textNodes })),
  auths: fc.oneof(
    text,
    fc.record({
      kind: fc.constant("registry-auths" as const),
      registries: fc.dictionary(key, fc.record({ username: textNode, password: textNode }), { maxKeys: 2 }),
    }),
  ),
};

/** Those that a step cannot do without. */
const required = ["imageName", "repository", "name", "image", "code"];

const internalStep = fc.constantFrom(...internalStepNames).chain((step) => {
  const kinds = Object.entries(propertiesOf(step));
  const given = kinds.map(([name, kind]) =>
    required.includes(name)
      ? (kind === "text" ? nonBlank : properties[kind]).map((value) => ({ [name]: value }))
      : maybe(name, properties[kind]),
  );
  return fc.record({
    kind: fc.constant("internal-step" as const),
    step: fc.constant(step),
    name: fc.oneof(fc.constant(step.replaceAll("-", " ")), text),
    properties: merged(...given),
  });
});

const cwd = maybe("cwd", fc.constantFrom("server", "$HOME"));
const step: fc.Arbitrary<StepNode> = fc.oneof(
  merged(fc.record({ kind: fc.constant("script-step" as const), name: text, code: text }), cwd),
  merged(
    fc.record({
      kind: fc.constant("external-step" as const),
      name: fc.oneof(text, fc.constantFrom("npm-install", "deploy")),
      reference: fc.constantFrom(
        "npm-install",
        "own/deploy@1.2",
        "file://steps/deploy",
        "git+https://example.com/a/deploy.git#v1",
      ),
      properties: textNodes,
    }),
    cwd,
    maybe("as", word),
  ),
  internalStep,
);
/** Checkpoints have names of their own. */
const steps = fc
  .array(fc.tuple(step, fc.boolean()), { maxLength: 3 })
  .map((given) =>
    given.map(([node, isKept], index): StepNode => (isKept ? { ...node, checkpoint: `point-${index}` } : node)),
  );

const pipelineParts = fc.record({
  box: fc.tuple(boxImage, box),
  services: fc.array(fc.tuple(boxImage, box, fc.constantFrom(0, 500, 60_000, 90_000)), { maxLength: 2 }),
  own: merged(
    fc.record({
      mode: fc.constantFrom("build", "deploy"),
      env: textNodes,
      steps,
      afterSteps: steps,
      targets: fc.dictionary(fc.constantFrom("staging", "production", "__proto__"), steps, { maxKeys: 2 }),
      docker: fc.boolean(),
    }),
    maybe("basePath", fc.constant("/go/src/app")),
    maybe("sourceDir", fc.constant("server")),
    maybe("ignoreFile", fc.constant(".ciignore")),
    maybe("commandTimeoutMs", fc.constantFrom(1, 60_000, 3_600_000)),
    maybe("noResponseTimeoutMs", fc.constantFrom(1500, 300_000)),
  ),
});

/** A run, what it requires of those before it, and whose output it takes. */
const runParts = fc.record({
  pipeline: pointer,
  isRenamed: fc.boolean(),
  requires: fc.uniqueArray(pointer, { minLength: 1, maxLength: 2 }),
  more: merged(
    maybe("artifactsOf", pointer),
    maybe("target", fc.constant("staging")),
    maybe("envFile", fc.constant("ci.env")),
  ),
});

/** Graphs that a build.ts can describe, with everything that a graph can hold. */
export const arbitraryGraph: fc.Arbitrary<BuildGraph> = fc
  .record({
    project,
    imageNames,
    images: fc.infiniteStream(fc.oneof(stagedImage, stagedImage, dockerfileImage)),
    ranks: fc.infiniteStream(fc.nat()),
    pipelines: fc.array(pipelineParts, { maxLength: 2 }),
    runs: fc.array(runParts, { maxLength: 3 }),
  })
  .map(({ project: node, imageNames: given, images: stream, ranks, ...parts }) => {
    const known: AnyImageNode[] = [];
    for (const name of given) {
      const { value } = stream.next();
      known.push(toImage(name, value, known));
    }
    // In any order: images may stand before those that they need.
    const order = new Map(known.map((image) => [image, ranks.next().value]));
    const images = [...known].sort((a, b) => order.get(a)! - order.get(b)!);
    const pipelines = parts.pipelines.map((pipeline, index) => toPipeline(`run/${index}`, pipeline, known));
    const runs = pipelines.length === 0 ? [] : toRuns(parts.runs, pipelines);
    const workflows: readonly WorkflowNode[] = runs.length === 0 ? [] : [{ kind: "workflow", name: "all", runs }];
    return createBuildGraph({ project: node, images, pipelines, workflows });
  });

type PipelineParts = typeof pipelineParts extends fc.Arbitrary<infer Value> ? Value : never;
type RunParts = typeof runParts extends fc.Arbitrary<infer Value> ? Value : never;

function toPipeline(
  name: string,
  { box: own, services, own: rest }: PipelineParts,
  known: readonly AnyImageNode[],
): PipelineNode {
  const toBox = ([from, parts]: readonly [PipelineParts["box"][0], PipelineParts["box"][1]]): BoxNode => {
    const staged = known.filter(({ kind }) => kind === "image");
    const image = typeof from === "number" ? staged[from % Math.max(staged.length, 1)]?.name : undefined;
    const reference = typeof from === "number" ? { kind: "reference" as const, reference: "alpine" } : from;
    return { ...parts, image: image === undefined ? reference : { kind: "image", image } };
  };
  return {
    kind: "pipeline",
    name,
    ...rest,
    box: toBox(own),
    services: services.map(([from, parts, readyTimeoutMs], index) => ({
      kind: "service",
      name: index === 0 ? "node" : `db${index}`,
      container: toBox([from, parts]),
      readyTimeoutMs,
    })),
  };
}

function toRuns(given: readonly RunParts[], pipelines: readonly PipelineNode[]): readonly WorkflowRunNode[] {
  const runs: WorkflowRunNode[] = [];
  for (const [index, { pipeline, isRenamed, requires, more }] of given.entries()) {
    const before = runs.map(({ name }) => name);
    const at = (place: number): string => before[place % before.length]!;
    const name = pipelines[pipeline % pipelines.length]!.name;
    const isFree = !isRenamed && !before.includes(name);
    const { artifactsOf, ...others } = more;
    runs.push({
      name: isFree ? name : `step-${index}`,
      pipeline: name,
      requires: index === 0 ? [] : [...new Set(requires.map(at))],
      ...others,
      ...(artifactsOf === undefined || index === 0 ? {} : { artifactsOf: at(artifactsOf) }),
    });
  }
  return runs;
}

type Parts = typeof stagedImage | typeof dockerfileImage extends fc.Arbitrary<infer Value> ? Value : never;

function toImage(name: string, parts: Parts, known: readonly AnyImageNode[]): AnyImageNode {
  const pointed = (at: number): string | undefined => known[at % Math.max(known.length, 1)]?.name;
  if (parts.kind === "dockerfile") {
    const dependencies = parts.dependencies.flatMap(([at, targetBuildArg, type]) => {
      const image = pointed(at);
      return image === undefined ? [] : [{ image, imports: [{ type, targetBuildArg }] }];
    });
    const node: DockerfileNode = { kind: "dockerfile", name, ...parts.own, dependencies };
    return node;
  }
  const { isArtifact } = parts;
  const imports = parts.imports.flatMap(([from, rest]): readonly ImportNode[] => {
    if (typeof from === "string") return [{ ...rest, source: { kind: "reference", reference: from } }];
    const image = pointed(from);
    return image === undefined ? [] : [{ ...rest, source: { kind: "image", image } }];
  });
  const dependencies = parts.dependencies.flatMap(([at, place, given]) => {
    const image = pointed(at);
    if (image === undefined || isArtifact) return [];
    return [
      {
        kind: "dependency" as const,
        image,
        slot: place,
        imports: given.map(([targetEnv, type]) => ({ type, targetEnv })),
      },
    ];
  });
  const base = toBase(parts.base, pointed);
  const { platform: ownPlatform, ...own } = parts.own;
  // An image is for the same platform as the image that it starts from.
  const platform = base.kind === "image" ? known.find((image) => image.name === base.image)?.platform : ownPlatform;
  const node: ImageNode = {
    kind: "image",
    name,
    artifact: isArtifact,
    ...(isArtifact ? { final: false } : parts.end),
    base,
    ...own,
    ...(platform === undefined ? {} : { platform }),
    imports,
    dependencies,
  };
  return node;
}

function toBase(base: string | number, pointed: (at: number) => string | undefined): ImageNode["base"] {
  if (base === "scratch") return { kind: "scratch" };
  const image = typeof base === "number" ? pointed(base) : undefined;
  if (image !== undefined) return { kind: "image", image };
  return { kind: "reference", reference: typeof base === "number" ? "alpine" : base };
}
