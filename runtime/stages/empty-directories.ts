import { mountNotEmptied } from "./errors.ts";
import { createLastLines } from "./last-lines.ts";
import type { StageBuildContext } from "./stage.ts";

/** Of the toolchain: the image may have no tools of its own. */
const busybox = "/.builder/bin/busybox";

/** Lines of output that an error repeats. */
const shownLines = 20;

/**
 * Removes what directories of the image hold, where it has them, so that a mount hides nothing which then lies in a layer. The
 * directories stay, with their modes: an image without its /tmp, or with one that is not for everybody, would be broken.
 */
export async function emptyDirectories(
  { container, image, signal }: StageBuildContext,
  paths: readonly string[],
): Promise<void> {
  const present: string[] = [];
  for (const path of paths) if ((await container.stat(path)) !== undefined) present.push(path);
  if (present.length === 0) return;
  const lines = createLastLines(shownLines);
  const commands = present.map(
    (path) => `${busybox} find ${quote(path)}/ -mindepth 1 -maxdepth 1 -exec ${busybox} rm -rf {} +`,
  );
  const { exitCode } = await container.run({ commands, env: {} }, (_stream, line) => lines.add(line), signal);
  if (exitCode !== 0) throw mountNotEmptied(image, lines.all());
}

/** A word of a shell, taken as it is. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
