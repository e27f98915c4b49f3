/**
 * Replaces `$NAME` and `${NAME}` by what is known under that name, "" where nothing is. No default values, no escaping, and quotes
 * protect nothing (spec §3.6); a lone `$` stays.
 */
export function interpolate(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(reference, (found, braced?: string, unclosed?: string, name?: string) => {
    if (unclosed !== undefined) return "";
    const key = braced ?? name;
    return key === undefined ? found : (lookUp(key) ?? "");
  });
}

/** `${…}` whatever is inside, `${` without end, a name, or one of the shell's own parameters such as `$?`. */
const reference = /\$(?:\{([^}]*)\}|(\{)|([A-Za-z0-9_]+|[*#$@!?-]))/g;
