import { posix } from "node:path";
import type { Readable } from "node:stream";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { Container } from "../engine/engine.ts";
import { packTar, streamOf } from "../util/archive.ts";
import { tarEnd } from "../util/tar-block.ts";
import { type TarMember, tarMembers } from "../util/tar-members.ts";
import { isContainerFile } from "./container-files.ts";
import { importConflict, importMissing } from "./errors.ts";
import { ancestorsOf, parentOf } from "./mapping-paths.ts";
import { findNewDirectories, isDirectory } from "./new-directories.ts";
import { createOwnerResolver } from "./owner.ts";
import type { StageBuildContext } from "./stage.ts";

/** How far an import has come. */
interface Transfer {
  /** Says what the image has at a path; the container that files are put into cannot be asked meanwhile. */
  readonly look: Container;
  readonly context: StageBuildContext;
  readonly node: ImportNode;
  /** Path in the image that the first member gets; without leading slash, "" for the root. */
  readonly root: string;
  readonly owner: { readonly uid?: number; readonly gid?: number };
  readonly isWanted: (path: string) => boolean;
  /** Directories that are new in the image, so that nothing below them can be in the way. */
  readonly created: Set<string>;
  /** Hard links whose content was left out: path in the source to paths in the image. */
  readonly orphans: Map<string, string[]>;
  /** Files and links that were taken over so far. */
  readonly counter: { files: number };
}

/**
 * Copies files from a container of the other image, which was not started, into that of this one, in one stream: neither image needs
 * a tool, and no file is held as a whole. What a folder holds is merged into the target; symlinks stay what they are, and those
 * that lead to a folder in this image are followed (spec §5.5, rsync's --archive --keep-dirlinks).
 *
 * Errors: `BUILD.IMPORT_MISSING`, `BUILD.IMPORT_CONFLICT`, `BUILD.UNKNOWN_OWNER`.
 */
export async function importFiles(context: StageBuildContext, node: ImportNode, source: Container): Promise<void> {
  const { container } = context;
  const added = await findAdded(source, node);
  const root = trimSlashes(await targetOf(container, node, added.isDirectory));
  const isNew = (await container.stat(`/${root}`)) === undefined;
  const transfer: Transfer = {
    look: container,
    context,
    node,
    root,
    owner: await ownerOf(container, node),
    isWanted: context.matchPaths(node),
    created: new Set(isNew ? [root] : []),
    orphans: new Map(),
    counter: { files: 0 },
  };
  await makeParents(transfer);
  const tar = await open(source, added.path, node);
  if (isNew || !added.isDirectory) await send(transfer, tar);
  else await context.withSource(context.imageId, (look) => send({ ...transfer, look }, tar));
  for (const [path, targets] of transfer.orphans) {
    for (const target of targets) await send({ ...transfer, root: target }, await open(source, `/${path}`, node), true);
  }
  if (transfer.counter.files === 0) {
    context.onLine("stderr", `import of ${node.add} to ${node.to}: the masks match no file, nothing is imported`);
  }
}

/** A symlink to a directory stands for what the directory holds; one to a file is imported as a link. */
async function findAdded(
  source: Container,
  node: ImportNode,
): Promise<{ readonly path: string; readonly isDirectory: boolean }> {
  const path = posix.resolve("/", node.add);
  const stat = await source.stat(path);
  if (stat === undefined) throw importMissing(node);
  if (stat.type === "directory") return { path, isDirectory: true };
  const leadsToDirectory = stat.type === "symlink" && (await isDirectory(source, path));
  return leadsToDirectory ? { path: `${path}/.`, isDirectory: true } : { path, isDirectory: false };
}

/** A file goes into a directory that is there, as with cp. */
async function targetOf(target: Container, node: ImportNode, isFolder: boolean): Promise<string> {
  const to = posix.resolve("/", node.to);
  if (isFolder) return to;
  const goesInto = node.to.endsWith("/") || (await isDirectory(target, to));
  return goesInto ? posix.join(to, posix.basename(node.add)) : to;
}

async function ownerOf(target: Container, node: ImportNode): Promise<Transfer["owner"]> {
  if (node.owner === undefined && node.group === undefined) return {};
  const { uid, gid } = await createOwnerResolver(target).resolve(node);
  return { ...(node.owner === undefined ? {} : { uid }), ...(node.group === undefined ? {} : { gid }) };
}

/** Directories above the target belong to root, whoever owns the files. */
async function makeParents({ context, root, created }: Transfer): Promise<void> {
  const wanted = new Set(ancestorsOf(root));
  const missing = await findNewDirectories(context.container, wanted, new Set(), new Set());
  for (const path of missing) created.add(path);
  if (missing.length === 0) return;
  const modifiedUnix = context.repository?.head.timeUnix ?? 0;
  const entries = missing.map(
    (path) => ({ path, type: "directory", mode: 0o755, uid: 0, gid: 0, modifiedUnix }) as const,
  );
  await context.container.putArchive(packTar(entries), "/");
}

async function open(source: Container, path: string, node: ImportNode): Promise<Readable> {
  const tar = await source.getArchive(path);
  if (tar === undefined) throw importMissing(node);
  return tar;
}

/** `isContent`: the stream is one file, taken whatever the masks say. */
async function send(transfer: Transfer, tar: Readable, isContent = false): Promise<void> {
  try {
    const chunks = isContent ? renamed(transfer, tar) : selected(transfer, tar);
    await transfer.context.container.putArchive(streamOf(chunks), "/", { keepsKinds: true });
  } catch (error) {
    if (!(error instanceof Error) || !isBuilderError(error) || error.code !== "ENGINE.KIND_CONFLICT") throw error;
    throw importConflict(transfer.node, `a path below /${transfer.root}`, error);
  } finally {
    tar.destroy();
  }
}

async function* renamed({ root, owner }: Transfer, tar: Readable): AsyncGenerator<Buffer> {
  for await (const member of tarMembers(tar)) {
    yield member.header({ path: root, ...owner });
    yield* member.content();
  }
  yield tarEnd;
}

/** A directory that masks leave open: written only when something below it is. */
interface Waiting {
  readonly member: TarMember;
  readonly path: string;
}

async function* selected(transfer: Transfer, tar: Readable): AsyncGenerator<Buffer> {
  const { node, owner, isWanted } = transfer;
  const added = trimSlashes(posix.resolve("/", node.add));
  let waiting: readonly Waiting[] = [];
  let top: string | undefined;
  for await (const member of tarMembers(tar)) {
    const name = cleanName(member.path);
    top ??= name;
    const relative = below(name, top);
    const path = joined(transfer.root, relative);
    waiting = waiting.filter((directory) => isBelow(path, directory.path));
    if (isContainerFile(added, joined(added, relative), member)) continue;
    if (!isWanted(relative)) {
      if (member.type === "directory") waiting = [...waiting, { member, path }];
      continue;
    }
    for (const directory of waiting) yield* directoryHeader(transfer, directory);
    waiting = [];
    if (member.type === "directory") {
      yield* directoryHeader(transfer, { member, path });
    } else {
      transfer.counter.files += 1;
      if (member.type === "link") yield* linkHeader(transfer, member, path, below(cleanName(member.target), top));
      else yield member.header({ path, ...owner });
    }
    yield* member.content();
  }
  yield tarEnd;
}

/** A directory that exists gets mode and owner of the source's; a symlink that leads to one stays and is followed. */
async function* directoryHeader(transfer: Transfer, { member, path }: Waiting): AsyncGenerator<Buffer> {
  if (path === "") return;
  const { look, created, node, owner } = transfer;
  if (created.has(path) || created.has(parentOf(path))) {
    created.add(path);
  } else {
    const existing = await look.stat(`/${path}`);
    if (existing?.type === "symlink" && (await isDirectory(look, `/${path}`))) return;
    if (existing !== undefined && existing.type !== "directory") throw importConflict(node, `/${path}`);
    if (existing === undefined) created.add(path);
  }
  yield member.header({ path, ...owner });
}

/** The content of a hard link came before it; where the masks left that out, it is fetched afterwards. */
function* linkHeader(transfer: Transfer, member: TarMember, path: string, content: string): Generator<Buffer> {
  if (transfer.isWanted(content)) {
    yield member.header({ path, target: joined(transfer.root, content), ...transfer.owner });
    return;
  }
  const from = joined(trimSlashes(posix.resolve("/", transfer.node.add)), content);
  transfer.orphans.set(from, [...(transfer.orphans.get(from) ?? []), path]);
}

/** The engine may begin names with `/` or `./`. */
function cleanName(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "").replace(/^\.$/, "");
}

/** The part of a name that follows the first member's; "" for that itself. */
function below(name: string, top: string): string {
  return top === "" ? name : name.slice(top.length + 1);
}

function joined(directory: string, path: string): string {
  return directory === "" || path === "" ? directory + path : `${directory}/${path}`;
}

function isBelow(path: string, directory: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
