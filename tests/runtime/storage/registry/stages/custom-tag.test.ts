import { expect, test } from "vitest";
import { customTagsOf, requireDistinct } from "../../../../../runtime/storage/registry/stages/custom-tag.ts";
import { isDigest } from "../../../../../runtime/storage/stage-reference.ts";

function imageOf(name: string) {
  const digest = "a".repeat(56);
  if (!isDigest(digest)) throw new Error(digest);
  const timestampMs = 1_700_000_000_000;
  return { name, stage: { digest, timestampMs, reference: "", imageId: "", labels: {}, sizeBytes: 0 } };
}

const templates = ["%image%-1", "%image_slug%", "%image_safe_slug%", "x-%image_content_based_tag%"];

test("an image's names stand for it in its tags", () => {
  expect(customTagsOf(imageOf("app"), templates)).toEqual(["app-1", "app", "app", `x-${"a".repeat(56)}-1700000000000`]);
  expect(customTagsOf(imageOf("Web.App"), templates.slice(0, 3))).toEqual([
    "Web.App-1",
    expect.stringMatching(/^web-app-[0-9a-f]{1,8}$/),
    "Web.App",
  ]);
});

test("a name with a slash needs a slug", () => {
  expect(() => customTagsOf(imageOf("web/app"), ["%image%"])).toThrow(/cannot be used as a custom tag/);
  const [slug] = customTagsOf(imageOf("web/app"), ["%image_slug%"]);
  expect(slug).toMatch(/^web-app-[0-9a-f]{1,8}$/);
  expect(customTagsOf(imageOf("web/app"), ["%image_safe_slug%"])).toEqual([slug]);
  expect(customTagsOf(imageOf(`a/${"b".repeat(90)}`), ["%image_slug%"])[0]).toHaveLength(42);
});

test("several images need several tags", () => {
  expect(() => requireDistinct(["one", "two"], ["latest"])).toThrow(/cannot be used as a custom tag/);
  expect(() => requireDistinct(["one"], ["latest"])).not.toThrow();
  expect(() => requireDistinct(["one", "two"], ["%image%-latest"])).not.toThrow();
});
