import type { Container, SecretFile } from "../engine/engine.ts";
import { maskOutput } from "./mask-output.ts";

/** Lines of a secret that are shorter than this are part of too many other texts. */
const shortestLine = 4;

const mask = "***";

/** The same container, whose output shows `***` where it would show a secret. */
export function maskSecrets(container: Container, secrets: readonly SecretFile[]): Container {
  const hide = createMask(secrets);
  return {
    ...container,
    run: (script, onLine, signal) => container.run(script, (stream, line) => onLine(stream, hide(line)), signal),
    async openShell(shell, terminal, signal) {
      const masked = maskOutput(terminal, hide);
      try {
        return await container.openShell(shell, masked.terminal, signal);
      } finally {
        masked.end();
      }
    },
  };
}

/** What hides secrets in a line of output. Output comes in lines, so each line of a secret is hidden by itself. */
export function createMask(secrets: readonly SecretFile[]): (line: string) => string {
  const texts = secrets.flatMap(({ content }) => {
    const whole = content.toString("utf8").trim();
    const lines = whole.split(/\r?\n/).map((line) => line.trim());
    return lines.length === 1 ? lines : lines.filter((line) => line.length >= shortestLine);
  });
  // The longest first: one may be part of another.
  const hidden = [...new Set(texts)].filter((text) => text !== "").sort((a, b) => b.length - a.length);
  return (line) => hidden.reduce((shown, text) => shown.replaceAll(text, mask), line);
}
