import { property } from "./property.ts";

/** One line of the engine's answer to pull, import and load. */
export interface ProgressLine {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly currentBytes?: number;
  readonly totalBytes?: number;
  /** Of the manifest, at the end of a push. */
  readonly digest?: string;
}

/**
 * Reads JSON lines as they come. The engine reports failures as lines of an answer that began with success, so each is
 * looked at; dockerode's followProgress does not.
 */
export async function* readProgress(stream: NodeJS.ReadableStream): AsyncGenerator<ProgressLine> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield readLine(line);
  }
  if (rest.trim() !== "") yield readLine(rest);
}

function readLine(line: string): ProgressLine {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) return {};
  if ("error" in value) throw new Error(String(value.error));
  const detail = property(value, "progressDetail");
  return {
    ...ifString(property(value, "id"), (id) => ({ id })),
    ...ifString(property(value, "status"), (status) => ({ status })),
    ...ifString(property(value, "stream"), (stream) => ({ stream })),
    ...ifNumber(property(detail, "current"), (currentBytes) => ({ currentBytes })),
    ...ifNumber(property(detail, "total"), (totalBytes) => ({ totalBytes })),
    ...ifString(property(property(value, "aux"), "Digest"), (digest) => ({ digest })),
  };
}

function ifString(value: unknown, use: (value: string) => ProgressLine): ProgressLine {
  return typeof value === "string" ? use(value) : {};
}

function ifNumber(value: unknown, use: (value: number) => ProgressLine): ProgressLine {
  return typeof value === "number" ? use(value) : {};
}
