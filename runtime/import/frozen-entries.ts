import type { SourceComment } from "./emit/comment-places.ts";
import type { ImportReportEntry } from "./imported-file.ts";
import type { FrozenStatement } from "./translate/symbolic-probe.ts";
import { type GoString, toText } from "./werf/gotemplate/go-string.ts";
import { placeAt } from "./werf/gotemplate/position.ts";
import { templateOf } from "./werf/gotemplate/rendering.ts";

/** The same for whoever reads the build.ts, beside what it concerns. */
export function frozenComments(frozen: readonly FrozenStatement[]): readonly SourceComment[] {
  return frozenEntries(frozen).flatMap(({ what, where }) =>
    where.map(({ file, line }) => ({
      file,
      line,
      text: `${file}:${line}: ${what}, as it was at the import`,
      isOwnLine: false,
    })),
  );
}

/** What of a template is not code but what came of it when it was imported. */
export function frozenEntries(frozen: readonly FrozenStatement[]): readonly ImportReportEntry[] {
  return frozen.map(({ statement, scope, outcome }) => {
    const { tree } = templateOf(scope);
    const written = source(tree.text, statement.tag.start, statement.tag.end);
    const kind = statement.kind === "action" ? `the text ${JSON.stringify(short(outcome))}` : `what came of ${outcome}`;
    return {
      kind: "approximated",
      what: written,
      message: `cannot be written as TypeScript: the build.ts has ${kind}, as it was when it was imported`,
      where: [placeAt(tree.file, tree.text, statement.tag.start)],
    };
  });
}

function source(text: GoString, start: number, end: number): string {
  return short(toText(text.slice(start, end)).replace(/\s+/g, " "));
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
