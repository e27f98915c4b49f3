import type { SourceComment } from "./emit/comment-places.ts";
import type { ImportedFile } from "./imported-file.ts";
import { createRenderedPlaces } from "./werf/rendered-places.ts";

/** The comments of an imported file with their places, each once: a loop of a template repeats them. */
export function commentsOf({ template, comments = [] }: ImportedFile): readonly SourceComment[] {
  if (template === undefined) return comments;
  const places = createRenderedPlaces(template.rendering, template.root.file);
  const found = new Map<string, SourceComment>();
  for (const { start, text, isOwnLine } of template.documents.flatMap((document) => document.comments)) {
    const [origin] = places.at(start);
    if (origin !== undefined) found.set(`${origin.file}:${origin.line}`, { ...origin, text, isOwnLine });
  }
  return [...found.values()];
}
