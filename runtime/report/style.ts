import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** The signs that a text uses; a terminal that cannot show them gets plain letters. */
export interface Glyphs {
  readonly bar: string;
  readonly top: string;
  readonly bottom: string;
  readonly done: string;
  readonly failed: string;
  readonly warning: string;
  readonly arrow: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly image: string;
  readonly artifact: string;
  readonly spinner: readonly string[];
}

/** How one stream may be written to. */
export interface Style {
  readonly colour: boolean;
  readonly glyphs: Glyphs;
  paint(format: Format, text: string): string;
}

export interface StyleOptions {
  readonly colour: boolean;
  readonly unicode: boolean;
}

export function createStyle({ colour, unicode }: StyleOptions): Style {
  return {
    colour,
    glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
    // The decision is made here; newer versions of Node would otherwise look at the stream once more.
    paint: (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text),
  };
}

/** What a stream and the environment allow. FORCE_COLOR wins over NO_COLOR, as in Node itself. */
export function styleFor(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Style {
  return createStyle({ colour: mayColour(isTerminal, environment), unicode: mayUseUnicode(environment) });
}

function mayColour(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (no) return false;
  return isTerminal && term !== "dumb";
}

/** Only a locale that names another charset counts: in containers none is set, and UTF-8 is fine there. */
function mayUseUnicode(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment.TERM === "linux") return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return !locale || /utf-?8/i.test(locale);
}

const unicodeGlyphs: Glyphs = {
  bar: "│",
  top: "┌",
  bottom: "└",
  done: "✔",
  failed: "✖",
  warning: "⚠",
  arrow: "→",
  dot: "·",
  ellipsis: "…",
  image: "⛵",
  artifact: "🛸",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
};

const asciiGlyphs: Glyphs = {
  bar: "|",
  top: "+",
  bottom: "+",
  done: "*",
  failed: "x",
  warning: "!",
  arrow: "->",
  dot: "-",
  ellipsis: "...",
  image: "*",
  artifact: "o",
  spinner: ["-", "\\", "|", "/"],
};
