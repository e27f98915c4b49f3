import { esc } from "../../../runtime/report/colour-sequence.ts";
import type { Output } from "../../../runtime/report/reporter.ts";

/** As much of a terminal as the live view uses: it shows what a person would see, lines wrapped as they would be. */
export interface Screen extends Output {
  columns: number;
  rows: number;
  /** The lines, without blanks at their ends and without empty lines at the end. */
  lines(): readonly string[];
  isCursorVisible(): boolean;
  writes(): number;
}

const sequence = new RegExp(`^${esc}\\[(\\??[0-9;]*)([A-Za-z])`);

export function createScreen(columns: number, rows = 24): Screen {
  const cells: string[][] = [[]];
  let [row, column, isVisible, writeCount] = [0, 0, true, 0];

  const lineAt = (index: number): string[] => {
    while (cells.length <= index) cells.push([]);
    return cells[index] ?? [];
  };
  const control = (parameters: string, command: string): void => {
    if (command === "A") row = Math.max(0, row - Number(parameters));
    else if (command === "K") lineAt(row).length = Math.min(lineAt(row).length, column);
    else if (command === "J") {
      lineAt(row).length = Math.min(lineAt(row).length, column);
      cells.length = row + 1;
    } else if (command === "h" || command === "l") isVisible = command === "h";
    else if (command !== "m") throw new Error(`the screen does not know ${parameters}${command}`);
  };
  const put = (character: string): void => {
    if (column >= screen.columns) [row, column] = [row + 1, 0];
    const line = lineAt(row);
    while (line.length < column) line.push(" ");
    line[column] = character;
    column += 1;
  };

  const screen: Screen = {
    columns,
    rows,
    write(text) {
      writeCount += 1;
      for (let rest = text; rest !== ""; ) {
        const found = sequence.exec(rest);
        if (found) control(found[1] ?? "", found[2] ?? "");
        else if (rest[0] === "\n") [row, column] = [row + 1, 0];
        else if (rest[0] === "\r") column = 0;
        else put(rest[0] ?? "");
        rest = rest.slice(found ? found[0].length : 1);
      }
      lineAt(row);
    },
    lines: () => {
      const lines = cells.map((line) => line.join("").trimEnd());
      while (lines.at(-1) === "") lines.pop();
      return lines;
    },
    isCursorVisible: () => isVisible,
    writes: () => writeCount,
  };
  return screen;
}
