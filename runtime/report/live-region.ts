import type { Output } from "./reporter.ts";
import { fitText, textWidth } from "./text-width.ts";

/** The bottom lines of a terminal, repainted in place; lines above them stay. */
export interface LiveRegion {
  /** Writes `above` for good and paints `live` beneath it, in one write so that nothing flickers. */
  paint(above: readonly string[], live: readonly string[]): void;
  /** Removes the live lines and shows the cursor. */
  close(): void;
}

const esc = "\u001B[";
const eraseToEndOfLine = `${esc}K`;
const eraseBelow = `${esc}J`;
const hideCursor = `${esc}?25l`;
const showCursor = `${esc}?25h`;

export function createLiveRegion(output: Output, ellipsis: string): LiveRegion {
  let painted: readonly string[] = [];
  const columns = () => Math.max(output.columns ?? 80, 10);

  /** A terminal that became narrower has wrapped the lines: they take more rows than there were lines. */
  const goToTop = (): string => {
    const rows = painted.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns())), 0);
    return rows === 0 ? "" : `${esc}${rows}A\r`;
  };
  const fitAll = (lines: readonly string[]): readonly string[] => {
    const rows = Math.max((output.rows ?? 24) - 2, 1);
    // One column stays free: terminals differ in when they wrap a line that is exactly full.
    return lines.slice(0, rows).map((line) => fitText(line, columns() - 1, ellipsis));
  };

  return {
    paint(above, live) {
      const fitted = fitAll(live);
      const text = [...above, ...fitted].map((line) => `${line}${eraseToEndOfLine}\n`).join("");
      const hide = painted.length === 0 && fitted.length > 0 ? hideCursor : "";
      const show = painted.length > 0 && fitted.length === 0 ? showCursor : "";
      const written = `${hide}${goToTop()}${text}${painted.length > 0 ? eraseBelow : ""}${show}`;
      painted = fitted;
      if (written !== "") output.write(written);
    },
    close() {
      if (painted.length === 0) return;
      const top = goToTop();
      painted = [];
      output.write(`${top}${eraseBelow}${showCursor}`);
    },
  };
}
