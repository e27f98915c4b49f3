/**
 * The variables of an ENVIRONMENT file, by wercker's rules (spec §3.7): lines `KEY=VALUE`, those that begin with `#` are skipped, the value is
 * trimmed, and of a quoted one the quotes are taken away, `\"` and `\n` replaced.
 */
export function parseEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (line.startsWith("#") || at < 0) continue;
    variables.set(line.slice(0, at), unquote(line.slice(at + 1).trim()));
  }
  return variables;
}

function unquote(value: string): string {
  const quote = value.charAt(0);
  if (value.length < 2 || (quote !== '"' && quote !== "'") || !value.endsWith(quote)) return value;
  return value.slice(1, -1).replaceAll('\\"', '"').replaceAll("\\n", "\n");
}
