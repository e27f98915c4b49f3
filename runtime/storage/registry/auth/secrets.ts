/** Remembers secrets in order to keep them out of messages. */
export interface Secrets {
  add(...secrets: readonly string[]): void;
  redact(text: string): string;
}

export function createSecrets(): Secrets {
  const known = new Set<string>();
  return {
    add(...secrets) {
      for (const secret of secrets) {
        // Servers that repeat a form repeat it as it was sent.
        if (secret !== "") known.add(secret).add(encodeURIComponent(secret));
      }
    },
    redact(text) {
      const longestFirst = [...known].sort((a, b) => b.length - a.length);
      return longestFirst.reduce((redacted, secret) => redacted.replaceAll(secret, "***"), text);
    },
  };
}
