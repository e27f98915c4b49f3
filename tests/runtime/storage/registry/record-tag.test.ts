import { expect, test } from "vitest";
import { imageHash, managedImageTag, readTag, recordTag } from "../../../../runtime/storage/registry/record-tag.ts";

const id = `${"ab".repeat(28)}-1700000000000`;
const commit = "c".repeat(40);

test("what is written is read again, in werf's spelling", () => {
  expect(managedImageTag("web/back+end")).toBe("managed-image-web__slash__back__plus__end");
  expect(readTag("managed-image-web__slash__back__plus__end")).toEqual({
    kind: "managed-image",
    image: "web/back+end",
  });
  expect(readTag("managed-image-__nameless__")).toEqual({ kind: "managed-image", image: "" });
  expect(recordTag("app", commit, id)).toBe(`meta-${imageHash("app")}_${commit}_${id}`);
  expect(readTag(recordTag("app", commit, id))).toEqual({ kind: "record", image: imageHash("app"), commit, id });
  expect(recordTag("app", commit, id).length).toBeLessThanOrEqual(128);
});

test("a name that no tag can bear is not managed", () => {
  expect(managedImageTag("x".repeat(120))).toBeUndefined();
  expect(managedImageTag("ä")).toBeUndefined();
});

test.each([
  [id, { kind: "stage", id, timestampMs: 1_700_000_000_000 }],
  [`${id}-rejected`, { kind: "rejected", id }],
  [`import-metadata-${"0".repeat(64)}`, { kind: "import-record" }],
  ["client-id-9f0-1700000000000", { kind: "project-record" }],
  ["sync-server", { kind: "project-record" }],
  ["custom-tag-meta-v1", { kind: "custom-tag-record" }],
  ["latest", undefined],
  [id.slice(1), undefined],
  [`meta-xyz_${commit}_${id}`, undefined],
  ["client-id-x", undefined],
])("%s", (tag, meaning) => {
  expect(readTag(tag)).toEqual(meaning);
});
