import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createEngineLocalRecords } from "../../../runtime/storage/engine-local-records.ts";

const folder = mkdtempSync(join(tmpdir(), "builder-records-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const [first, second] = ["a".repeat(40), "b".repeat(40)];

test("what was noted is listed until it is removed, each once, project by project", async () => {
  const records = createEngineLocalRecords(folder, "shop");
  const app = { image: "app", id: "d-1" };
  const web = { image: "web/ui", id: "d-2" };
  await records.note(first, [app, web], signal);
  await records.note(first, [app], signal);
  await records.note(second, [app], signal);
  await createEngineLocalRecords(folder, "other").note(first, [web], signal);
  const listed = await records.list();
  const usedMs = expect.any(Number);
  expect([...listed].sort((a, b) => (a.commit + a.id < b.commit + b.id ? -1 : 1))).toEqual([
    { ...app, commit: first, usedMs },
    { ...web, commit: first, usedMs },
    { ...app, commit: second, usedMs },
  ]);
  await records.remove([
    { ...app, commit: first },
    { ...app, commit: second },
  ]);
  expect(await records.list()).toEqual([{ ...web, commit: first, usedMs }]);
  expect(await createEngineLocalRecords(folder, "other").list()).toHaveLength(1);
});

test("processes that note at the same time lose nothing", async () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ image: `image-${index}`, id: `d-${index}` }));
  await Promise.all(many.map((image) => createEngineLocalRecords(folder, "busy").note(first, [image], signal)));
  expect(await createEngineLocalRecords(folder, "busy").list()).toHaveLength(20);
});
