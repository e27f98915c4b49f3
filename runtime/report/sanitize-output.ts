import { colourSequence, esc } from "./colour-sequence.ts";

/**
 * A line of a container's output that cannot do more to the terminal than change its colours: no cursor movement, no
 * title, no clipboard, no hyperlink. Of a progress bar that overwrites itself the last state remains.
 */
export function sanitizeOutput(line: string, colour: boolean): string {
  if (isHarmless.test(line)) return line;
  const kept = lastState(line)
    .replace(sequence, (found) => (colour && isColour.test(found) ? found : ""))
    .replaceAll("\t", "    ")
    .replace(control, (found) => (found === esc && colour ? found : ""));
  return colour && kept.includes(esc) ? `${kept}${esc}[0m` : kept;
}

/** Nearly all lines are: they are not taken apart. */
const isHarmless = /^[ -~]*$/;

/**
 * CSI (`ESC [` or U+009B), the string sequences OSC, DCS, SOS, PM and APC with their text, and every other escape.
 * One that is not finished takes the rest of the line with it.
 */
const sequence = new RegExp(
  [
    `(?:${esc}\\[|\\u009B)[0-?]*[ -/]*(?:[@-~]|$)`,
    `(?:${esc}[\\]PX^_]|[\\u009D\\u0090\\u0098\\u009E\\u009F])[^\\u0007${esc}\\u009C]*(?:\\u0007|${esc}\\\\|\\u009C|$)?`,
    `${esc}[ -/]*[0-~]?`,
  ].join("|"),
  "g",
);

const isColour = new RegExp(`^${colourSequence}$`);

/** C0, DEL and C1, and the marks that reverse the direction of text. */
const control = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

function lastState(line: string): string {
  if (!line.includes("\r")) return line;
  return line.split("\r").findLast((state) => state !== "") ?? "";
}
