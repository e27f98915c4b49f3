import { expect, test } from "vitest";
import { createEngineLocalStorage } from "../../../runtime/storage/engine-local-storage.ts";
import { isDigest } from "../../../runtime/storage/stage-reference.ts";
import { packTar } from "../../../runtime/util/archive.ts";
import { testEngine, uniqueName } from "../../support/engine.ts";

const engine = testEngine();
const never = new AbortController().signal;
const transfer = { signal: never, onProgress: () => {} };

function digestOf(character: string) {
  const digest = character.repeat(56);
  if (!isDigest(digest)) throw new Error(digest);
  return digest;
}

test("what was saved is listed, oldest first, and nothing of another project", async () => {
  const project = uniqueName("storage");
  const storage = createEngineLocalStorage({ engine, project });
  const other = createEngineLocalStorage({ engine, project: `${project}-2` });
  const imageId = await engine.images.import(packTar([]), { werf: project, kept: "label" });
  expect(await storage.list(never)).toEqual([]);
  const late = await storage.save({ imageId, digest: digestOf("a"), timestampMs: 1_700_000_000_002 }, transfer);
  const early = await storage.save({ imageId, digest: digestOf("b"), timestampMs: 1_700_000_000_001 }, transfer);
  await engine.images.tag(imageId, `${project}:latest`);
  await engine.images.tag(imageId, `${project}-2:${digestOf("c")}-1700000000000`);
  expect(early).toEqual({
    digest: digestOf("b"),
    timestampMs: 1_700_000_000_001,
    reference: `${project}:${digestOf("b")}-1700000000001`,
    imageId,
    labels: { werf: project, kept: "label" },
    sizeBytes: 0,
  });
  expect(await storage.list(never)).toEqual([early, late]);
  expect(await other.list(never)).toEqual([]);
  for (const reference of [early.reference, late.reference, `${project}:latest`]) await engine.images.remove(reference);
  await engine.images.remove(`${project}-2:${digestOf("c")}-1700000000000`);
  expect(await storage.list(never)).toEqual([]);
});
