import type { Heredoc } from "./dockerfile.ts";

/** The heredocs that an instruction opens; `end` is the index of the first line after them. */
export function readHeredocs(
  text: string,
  lines: readonly string[],
  start: number,
): { readonly heredocs: readonly Heredoc[]; readonly end: number } {
  const heredocs: Heredoc[] = [];
  let end = start;
  for (const { name, isExpanded, isChomped } of openedHeredocs(text)) {
    const content: string[] = [];
    while (end < lines.length) {
      const line = lines[end] ?? "";
      end += 1;
      const unindented = isChomped ? line.replace(/^\t+/, "") : line;
      if (unindented === name) break;
      content.push(unindented);
    }
    heredocs.push({ name, isExpanded, content: content.map((line) => `${line}\n`).join("") });
  }
  return { heredocs, end };
}

interface Opened {
  readonly name: string;
  readonly isExpanded: boolean;
  readonly isChomped: boolean;
}

/** Only ADD, COPY and RUN may have them, also behind ONBUILD, and none in JSON form. */
function openedHeredocs(text: string): readonly Opened[] {
  if (!/^(?:onbuild\s+)?(?:add|copy|run)\s+(?:--\S+\s+)*[^[\s]/i.test(text)) return [];
  // A word in quotes opens nothing, so quoted texts are words of their own.
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'])+/g) ?? [];
  return words.flatMap((word) => {
    const [, chomp, quote = "", name = ""] = /^\d*<<(-?)(["']?)([^<"'\s]+)\2$/.exec(word) ?? [];
    return name === "" ? [] : [{ name, isExpanded: quote === "", isChomped: chomp === "-" }];
  });
}
