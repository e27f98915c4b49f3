/** What the first comments of a Dockerfile tell its parser: `# syntax=…`, `# escape=…`, `# check=…`. */
export interface ParserDirectives {
  /** `\`, or a backtick. */
  readonly escape: string;
  /** Image of the frontend that builds it. */
  readonly syntax?: string;
}

/** Directives come before everything else, each once; the first line that is none ends them. */
export function readParserDirectives(lines: readonly string[]): ParserDirectives {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (!["syntax", "escape", "check"].includes(key) || found.has(key)) break;
    found.set(key, value);
  }
  const syntax = found.get("syntax");
  return { escape: found.get("escape") === "`" ? "`" : "\\", ...(syntax === undefined ? {} : { syntax }) };
}
