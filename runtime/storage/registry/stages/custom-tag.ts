import type { FinalImage } from "../../storage.ts";
import { badCustomTag } from "../errors.ts";
import { isTag } from "../image-reference.ts";
import { murmur } from "../murmur.ts";
import { stageTag } from "./stage-tags.ts";

/**
 * The further tags of an image (spec §7.6): `%image%`, `%image_slug%`, `%image_safe_slug%` and `%image_content_based_tag%`
 * stand for its names. Errors: `REGISTRY.CUSTOM_TAG`.
 */
export function customTagsOf({ name, stage }: FinalImage, templates: readonly string[]): readonly string[] {
  return templates.map((template) => {
    const tag = fillTemplate(template, name, stageTag(stage));
    if (!isTag(tag)) throw badCustomTag(template, `for the image ${name} it would be "${tag}", which cannot be a tag`);
    return tag;
  });
}

/** A text in which names stand for themselves. */
export function fillTemplate(template: string, name: string, contentTag: string): string {
  return template
    .replaceAll("%image%", name)
    .replaceAll("%image_slug%", slug(name))
    .replaceAll("%image_safe_slug%", safeSlug(name))
    .replaceAll("%image_content_based_tag%", contentTag);
}

/** Several images need several tags. */
export function requireDistinct(images: readonly string[], templates: readonly string[]): void {
  const shared = templates.find((template) => !template.includes("%image"));
  if (images.length > 1 && shared !== undefined)
    throw badCustomTag(shared, `${images.length} images would get the same tag`);
}

const slugLimit = 42;

/** werf's slug: lower-case words joined by dashes; whatever is not one already gets a checksum of the whole. */
function slug(text: string): string {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-");
  if (words === text && text.length <= slugLimit) return text;
  const checksum = murmur(text);
  return `${words.slice(0, slugLimit - checksum.length - 1).replace(/-+$/, "")}-${checksum}`;
}

/** The name itself where it can be a tag. */
function safeSlug(text: string): string {
  return isTag(text) ? text : slug(text);
}
