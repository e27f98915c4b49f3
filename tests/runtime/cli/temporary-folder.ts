import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder with files in it, gone at the end of the test. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
}

export function temporaryFolder(files: Readonly<Record<string, string>>): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "builder-cli-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
