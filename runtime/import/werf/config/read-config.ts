import type { Origin } from "../../../../sdk/errors/origin.ts";
import type { AnyImageNode } from "../../../../sdk/model/any-image-node.ts";
import { type BuildGraph, createBuildGraph } from "../../../../sdk/model/build-graph.ts";
import type { GiterminismNode } from "../../../../sdk/model/giterminism-node.ts";
import type { ProjectNode } from "../../../../sdk/model/project-node.ts";
import type { YamlDocument } from "../../yaml-tree.ts";
import { isVersion2 } from "./dialect.ts";
import { type ConfigDocument, type DocumentNames, toConfigDocument } from "./document.ts";
import { createImageNames, type ImageNames, type NamedKind } from "./image-names.ts";
import { noteVersion3 } from "./note-version3.ts";
import { dockerfileKeys, readDockerfile } from "./read-dockerfile.ts";
import { type Defaults, type Meta, metaKeys, readMeta } from "./read-meta.ts";
import { readStapel, stapelKeys } from "./read-stapel.ts";
import type { Reading } from "./reading.ts";
import { Section } from "./section.ts";

/** What the documents of a configuration are read with. */
export interface ConfigSurroundings {
  readonly giterminism?: GiterminismNode;
  /** Counts more than what the configuration says. */
  readonly projectName?: string;
  /** A name to suggest where the configuration has no project section. */
  readonly folderName: string;
}

/**
 * Makes a graph of the documents of a werf.yaml (spec §9).
 *
 * @throws `WERF.*` with the places, all problems in one error
 */
export function readConfig(
  documents: readonly YamlDocument[],
  surroundings: ConfigSurroundings,
  reading: Reading,
): BuildGraph {
  const known = documents.flatMap((document) => toConfigDocument(document, reading) ?? []);
  const meta = readMetaOf(known, documents, surroundings, reading);
  const named = known.flatMap((document) =>
    document.kind === "meta" ? [] : [withNames(document, meta.project, reading)],
  );
  const names = collectNames(named, reading);
  const defaults: Defaults = { ...meta.defaults, isVersion2: isVersion2(known) };
  const images = named.flatMap((document): readonly AnyImageNode[] => {
    const owner = ownerOf(document.names);
    if (document.kind === "stapel") {
      const section = new Section(document.map, { path: "", owner }, reading, stapelKeys);
      noteName(section, document.names);
      return readStapel(section, document.names, names, defaults);
    }
    const section = new Section(document.map, { path: "", owner }, reading, dockerfileKeys);
    noteName(section, document.names);
    return readDockerfile(section, document.names, names, defaults);
  });
  noteVersion3(known, reading);
  reading.requireNone();
  return createBuildGraph({ project: meta.project, images });
}

type ImageDocument = Extract<ConfigDocument, { readonly kind: "dockerfile" | "stapel" }>;

function readMetaOf(
  known: readonly ConfigDocument[],
  documents: readonly YamlDocument[],
  { giterminism, projectName, folderName }: ConfigSurroundings,
  reading: Reading,
): Meta {
  const [first, second] = known.filter(({ kind }) => kind === "meta");
  if (second !== undefined) {
    reading.problem({
      code: "WERF.META_TWICE",
      message: "the project section is there twice",
      next: ["put both into one document with configVersion and project"],
      where: reading.places.at(second.map.start),
    });
  }
  if (first !== undefined) {
    const section = new Section(first.map, { path: "", owner: "the project" }, reading, metaKeys);
    return readMeta(section, giterminism, projectName);
  }
  reading.problem({
    code: "WERF.NO_META",
    message: "the configuration has no project section",
    next: [`add a document at the top: project: ${folderName}, configVersion: 1, and a line --- after it`],
    where: reading.places.at(documents[0]?.start ?? 0),
  });
  return { project: emptyProject, defaults: { isStaged: false } };
}

const emptyProject: ProjectNode = { kind: "project", name: "project", digests: "werf-1.2", allowUnshallow: true };

/** The only image may have no name in werf; here it gets that of the project, which no digest knows. */
function withNames(document: ImageDocument, project: ProjectNode, reading: Reading): ImageDocument {
  const { names, isArtifact } = document.names;
  if (names.length > 0) return document;
  if (isArtifact) {
    reading.problem({
      code: "WERF.REQUIRED_FIELD",
      message: "an artifact needs a name",
      next: ["write artifact: NAME"],
      where: reading.places.at(document.map.start),
    });
  }
  return { ...document, names: { ...document.names, names: [project.name] } };
}

function noteName(section: Section, { names, isNameless, isArtifact }: DocumentNames): void {
  const key = isArtifact ? "artifact" : "image";
  section.node(key);
  if (isNameless) {
    section.note(
      key,
      "translated",
      `an image has a name here: "${names[0]}", like the project; names are in no digest`,
    );
  }
}

function ownerOf({ names, isArtifact }: DocumentNames): string {
  return `${isArtifact ? "artifact" : "image"} ${names.map((name) => JSON.stringify(name)).join(", ")}`;
}

function collectNames(documents: readonly ImageDocument[], reading: Reading): ImageNames {
  const names = new Map<string, NamedKind>();
  const first = new Map<string, Origin | undefined>();
  const hasNameless = documents.some(({ names: own }) => own.isNameless && !own.isArtifact);
  const imageCount = documents.filter(({ names: own }) => !own.isArtifact).length;
  if (hasNameless && imageCount > 1) reportNameless(documents, reading);
  for (const { kind, names: own } of documents) {
    for (const name of own.names) {
      if (names.has(name)) reportTwice(name, [own.origin, first.get(name)], reading);
      else first.set(name, own.origin);
      names.set(name, kind === "dockerfile" ? "dockerfile" : own.isArtifact ? "artifact" : "image");
    }
  }
  return createImageNames(names, reading.plainText);
}

function reportNameless(documents: readonly ImageDocument[], reading: Reading): void {
  const nameless = documents.filter(({ names }) => names.isNameless);
  reading.problem({
    code: "WERF.NAME_CONFLICT",
    message: "an image without a name is there, and there are other images",
    next: ["give it a name: image: NAME"],
    where: nameless.flatMap(({ names }) => (names.origin === undefined ? [] : [names.origin])),
  });
}

function reportTwice(name: string, where: readonly (Origin | undefined)[], reading: Reading): void {
  reading.problem({
    code: "WERF.NAME_CONFLICT",
    message: `the name "${name}" is there twice`,
    next: ["give each image and artifact a name of its own"],
    where: where.filter((origin) => origin !== undefined),
  });
}
