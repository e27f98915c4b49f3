/**
 * A line for the box's shell that exports a variable whose value may refer to others: `$NAME` and `$(command)` are the shell's
 * to expand, as in wercker (spec §3.5). All else is taken as it is; wercker turned newlines into the two characters `\n`.
 */
export function exportExpanded(name: string, value: string): string {
  return `export ${name}="${value.replace(/[\\"`]/g, "\\$&").replaceAll("\0", "")}"`;
}

/** A line for the box's shell that exports a variable with exactly this value. */
export function exportLiteral(name: string, value: string): string {
  return `export ${name}=${quoteLiteral(value)}`;
}

/** A word that every shell reads back as this text. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "'\\''").replaceAll("\0", "")}'`;
}
