import { basename, dirname } from "node:path";
import { allowsName } from "../../../sdk/model/allows-name.ts";
import { strictGiterminism } from "../../../sdk/model/giterminism-node.ts";
import { validateGraph } from "../../../sdk/model/validate.ts";
import type { ImportFiles, ImportRequest, ReadText } from "../import-request.ts";
import type { ImportedFile, ImportedSource, ImportReportEntry } from "../imported-file.ts";
import { readYaml } from "../read-yaml.ts";
import { mapTexts } from "../translate/map-texts.ts";
import { requireReadableSize } from "../yaml-size.ts";
import { asksForEnv, envVariable } from "./asks-for-env.ts";
import { checkStagedDockerfile } from "./check-staged-dockerfile.ts";
import { readConfig } from "./config/read-config.ts";
import { createReading, withOthers } from "./config/reading.ts";
import { reportEntry } from "./config/report-recorder.ts";
import { includesNotSupported } from "./errors.ts";
import { giterminismFile, readGiterminism } from "./giterminism/read-giterminism.ts";
import { nothingAllowed, type WerfGiterminism } from "./giterminism/werf-giterminism.ts";
import type { Rendering } from "./gotemplate/rendering.ts";
import { type RenderedConfig, renderConfig } from "./render-config.ts";
import { createRenderedPlaces } from "./rendered-places.ts";
import { splitDocuments } from "./split-documents.ts";

const includesFile = "werf-includes.yaml";

/**
 * Reads a werf.yaml into the graph that a build.ts of the same meaning gives:
 * permissions → render → documents → graph → validate (spec §10.1).
 *
 * @throws `WERF.*`, `YAML.*`, `TEMPLATE.*`, `GITERMINISM.*`, `GRAPH.*` with places in the files
 */
export function importWerf(request: ImportRequest): ImportedFile {
  const file = basename(request.file);
  const written = openPermissions(request);
  const files = request.openFiles(mayDiffer(written.allowed, file, request));
  if (files.list().includes(includesFile)) throw includesNotSupported(includesFile);
  const rendered = renderConfig({ file, request, files, allowedEnv: written.allowed.env });
  const permissions = asksForEnv(rendered.template.trees) ? withEnv(written) : written;
  const { graph, documents, report } = readRendered(rendered, permissions, request, files);
  const { template } = rendered;
  return {
    format: "werf",
    file: request.file,
    graph,
    environment: template.env.map(({ name, value }) => ({ name, isSet: value !== undefined, where: [] })),
    inputs: [],
    report: [...report, ...permissions.report],
    sources: [...rendered.sources, ...permissions.sources],
    template: { ...template, documents },
  };
}

interface Permissions {
  readonly allowed: WerfGiterminism;
  readonly report: readonly ImportReportEntry[];
  readonly sources: readonly ImportedSource[];
}

/** What may be uncommitted is said by a file that is committed itself. */
function openPermissions({ openFiles, looseGiterminism }: ImportRequest): Permissions {
  const content = openFiles(() => looseGiterminism).readFile(giterminismFile);
  if (content === undefined) return { allowed: nothingAllowed, report: [], sources: [] };
  return { ...readGiterminism(content), sources: [{ file: giterminismFile, role: "giterminism", content }] };
}

/** In werf `--env` needs no permission, and in a build.ts each variable does. */
function withEnv({ allowed, ...permissions }: Permissions): Permissions {
  const node = allowed.node ?? strictGiterminism;
  if (allowsName(node.env, envVariable)) return { allowed, ...permissions };
  return { ...permissions, allowed: { ...allowed, node: { ...node, env: [...node.env, envVariable] } } };
}

function mayDiffer(
  allowed: WerfGiterminism,
  file: string,
  { looseGiterminism, matchPaths }: ImportRequest,
): (path: string) => boolean {
  if (looseGiterminism) return () => true;
  const includePaths = [...allowed.templates, ...allowed.files];
  const isAllowed = includePaths.length === 0 ? () => false : matchPaths({ includePaths, excludePaths: [] });
  return (path) => (allowed.config && path === file) || isAllowed(path);
}

function readRendered(
  { template, isChanging }: RenderedConfig,
  permissions: Permissions,
  request: ImportRequest,
  files: ImportFiles,
): ReadText {
  const { text } = template.rendering;
  const { probe, known, environment } = request;
  // Words of a probe mean something else in each reading.
  const isPlain = probe === undefined || probe.plainText(text) === text;
  const key = `${environment.WERF_PROJECT_NAME ?? ""}\0${text}`;
  const read =
    (isPlain ? known?.get(key) : undefined) ?? readText(template.rendering, permissions, request, files, isPlain);
  if (isPlain) known?.set(key, read);
  return isChanging ? { ...read, report: [changingEntry(basename(request.file)), ...read.report] } : read;
}

function readText(
  rendering: Rendering,
  { allowed }: Permissions,
  { environment, file, probe }: ImportRequest,
  files: ImportFiles,
  isPlain: boolean,
): ReadText {
  const { text } = rendering;
  const places = createRenderedPlaces(rendering, basename(file));
  requireReadableSize(text, 0, text.length, places);
  const documents = splitDocuments(text).map((span) => readYaml({ text, ...span, places }));
  const reading = createReading(places, probe?.plainText);
  const surroundings = {
    ...(allowed.node === undefined ? {} : { giterminism: allowed.node }),
    ...(environment.WERF_PROJECT_NAME === undefined ? {} : { projectName: environment.WERF_PROJECT_NAME }),
    folderName: basename(dirname(file)),
  };
  const graph = readConfig(documents, surroundings, reading);
  for (const image of graph.images) {
    if (image.kind === "dockerfile" && image.staged === true) checkStagedDockerfile(image, files);
  }
  const [first, ...others] = validateGraph(isPlain ? graph : mapTexts(graph, reading.plainText));
  if (first !== undefined) throw withOthers(first, others);
  return { graph, documents, report: reading.report.entries() };
}

function changingEntry(file: string): ImportReportEntry {
  const message =
    "the template reads the clock or makes random values: every reading gives another text, and may build anew";
  return reportEntry("approximated", "template", undefined, message, [{ file, line: 1, column: 1 }]);
}
