import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileLocks } from "../../../../runtime/storage/lock/file-locks.ts";
import { locksContract } from "../../../contracts/locks.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "builder-locks-"));
const environment = { BUILDER_CACHE_DIR: folder };
// proper-lockfile takes nobody for dead in less than 2 seconds.
const leaseMs = 2000;

locksContract(
  "file locks",
  async () => ({
    leaseMs,
    open: () => createFileLocks(environment, { leaseMs }),
    imports: `import { createFileLocks } from "./runtime/storage/lock/file-locks.ts";`,
    expression: `createFileLocks(${JSON.stringify(environment)}, { leaseMs: ${leaseMs} })`,
  }),
  async () => rmSync(folder, { recursive: true }),
);

test("nothing stays in the directory of the locks", async () => {
  const own = mkdtempSync(join(tmpdir(), "builder-locks-"));
  const locks = createFileLocks({ BUILDER_CACHE_DIR: own });
  const held = await locks.withLock("a", async () => readdirSync(join(own, "locks")), new AbortController().signal);
  expect(held).toHaveLength(1);
  expect(readdirSync(join(own, "locks"))).toEqual([]);
  rmSync(own, { recursive: true });
});
