/** Words that no constant of a module can be called, and those that would hide what everybody expects. */
const reserved: ReadonlySet<string> = new Set(
  [
    "break case catch class const continue debugger default delete do else enum export extends false finally for function",
    "if import in instanceof new null return super switch this throw true try typeof var void while with",
    "implements interface let package private protected public static yield await async of get set",
    "arguments eval undefined NaN Infinity globalThis Object Array String Number Boolean Math JSON Promise Error RegExp",
  ]
    .join(" ")
    .split(" "),
);

/** Gives out names that can be constants of one module, none of them twice. */
export interface ConstNames {
  /**
   * A name made of a text: `api-server/v2` gives `apiServerV2`.
   * @param suffix - What to add where the name is taken or is a word of the language: `default` gives `defaultImage`.
   */
  take(text: string, suffix: string): string;
}

/** @param taken - Names that are in use: what is imported. */
export function createConstNames(taken: Iterable<string>): ConstNames {
  const used = new Set(taken);
  return {
    take(text, suffix) {
      const first = camelCase(text, suffix);
      const isFree = (candidate: string) => !used.has(candidate) && !reserved.has(candidate);
      const chosen = isFree(first) ? first : numbered(first + capital(suffix), isFree);
      used.add(chosen);
      return chosen;
    },
  };
}

/** The words of a text, run together; letters of any script stay. */
function camelCase(text: string, suffix: string): string {
  const words = text.normalize("NFC").match(/[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}]+/gu) ?? [];
  const [first = "", ...others] = words;
  const joined = decapital(first) + others.map(capital).join("");
  if (joined === "") return suffix;
  return /^[\p{L}\p{Nl}]/u.test(joined) ? joined : suffix + joined;
}

/** `API` is `api`, `MyApp` is `myApp`. */
function decapital(word: string): string {
  if (word === word.toUpperCase()) return word.toLowerCase();
  return word.slice(0, 1).toLowerCase() + word.slice(1);
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function numbered(text: string, isFree: (candidate: string) => boolean): string {
  if (isFree(text)) return text;
  for (let number = 2; ; number++) {
    if (isFree(text + number)) return text + number;
  }
}
