import { StringDecoder } from "node:string_decoder";

/** A command that never ends its line must not fill our memory: longer lines are delivered in pieces. */
const longestLine = 1024 * 1024;

/** Makes complete lines of bytes that arrive in any pieces. */
export interface LineSplitter {
  write(bytes: Buffer): void;
  /** Delivers a last line without newline. */
  end(): void;
}

/** Of a line that is overwritten with carriage returns (progress bars) only the last state is delivered. */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string): void => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(lastState(line));
    if (rest.length > longestLine) {
      onLine(lastState(rest));
      rest = "";
    }
  };
  return {
    write: (bytes) => take(decoder.write(bytes)),
    end() {
      take(decoder.end());
      if (rest !== "") onLine(lastState(rest));
      rest = "";
    },
  };
}

function lastState(line: string): string {
  const text = line.replace(/\r+$/, "");
  return text.slice(text.lastIndexOf("\r") + 1);
}
