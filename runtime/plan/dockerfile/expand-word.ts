/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Removes quotes and escapes and replaces variables, as BuildKit does with the words of an instruction. Unset variables
 * become nothing. Throws a SyntaxError on quotes or braces that are not closed.
 */
export function expandWord(text: string, escapeCharacter: string, lookup: Lookup): string {
  const expander = new Expander(text, escapeCharacter, lookup);
  return expander.until(undefined);
}

class Expander {
  readonly #text: string;
  readonly #escape: string;
  readonly #lookup: Lookup;
  #at = 0;

  constructor(text: string, escapeCharacter: string, lookup: Lookup) {
    this.#text = text;
    this.#escape = escapeCharacter;
    this.#lookup = lookup;
  }

  /** Up to a character that ends it; without one, to the end of the text. */
  until(end: string | undefined): string {
    let result = "";
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? "";
      if (character === end) {
        this.#at += 1;
        return result;
      }
      if (character === "'") result += this.#singleQuoted();
      else if (character === '"') result += this.#doubleQuoted();
      else if (character === "$") result += this.#variable();
      else if (character === this.#escape) {
        result += this.#text[this.#at + 1] ?? "";
        this.#at += 2;
      } else {
        result += character;
        this.#at += 1;
      }
    }
    if (end !== undefined) throw new SyntaxError(`${end} is missing`);
    return result;
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new SyntaxError("a single quote is not closed");
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inner;
  }

  #doubleQuoted(): string {
    let result = "";
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? "";
      const next = this.#text[this.#at + 1];
      if (character === '"') {
        this.#at += 1;
        return result;
      }
      if (character === "$") result += this.#variable();
      else if (character === this.#escape && next !== undefined && ['"', "$", this.#escape].includes(next)) {
        result += next;
        this.#at += 2;
      } else {
        result += character;
        this.#at += 1;
      }
    }
    throw new SyntaxError("a double quote is not closed");
  }

  #variable(): string {
    this.#at += 1;
    if (this.#text[this.#at] !== "{") {
      const name = this.#name();
      return name === "" ? "$" : (this.#lookup(name) ?? "");
    }
    this.#at += 1;
    const name = this.#name();
    let operator = this.#text[this.#at] ?? "";
    this.#at += 1;
    const value = this.#lookup(name);
    if (operator === "}") return value ?? "";
    const isColon = operator === ":";
    if (isColon) {
      operator = this.#text[this.#at] ?? "";
      this.#at += 1;
    }
    if (!["-", "+", "?"].includes(operator)) return this.#changed(name, operator, value ?? "");
    const word = this.until("}");
    const isSet = value !== undefined && !(isColon && value === "");
    if (operator === "+") return isSet ? word : "";
    if (operator === "?" && !isSet) throw new SyntaxError(`${name}: ${word === "" ? "not set" : word}`);
    return isSet ? value : word;
  }

  /** `${name#pattern}`, `${name%pattern}`, `${name/pattern/text}`, doubled for the longest match or all of them. */
  #changed(name: string, operator: string, value: string): string {
    if (!["#", "%", "/"].includes(operator)) throw new SyntaxError(`\${${name}${operator} is not understood`);
    const isDoubled = this.#text[this.#at] === operator;
    if (isDoubled) this.#at += 1;
    if (operator === "/") {
      const pattern = globSource(this.until("/"), true);
      const replacement = this.until("}");
      return value.replace(new RegExp(pattern, isDoubled ? "gsu" : "su"), () => replacement);
    }
    const word = this.until("}");
    if (operator === "#") return value.replace(new RegExp(`^${globSource(word, isDoubled)}`, "su"), "");
    // The shortest suffix is what a greedy beginning leaves over.
    const beginning = isDoubled ? ".*?" : ".*";
    return value.replace(new RegExp(`^(${beginning})${globSource(word, true)}$`, "su"), "$1");
  }

  #name(): string {
    const [name = ""] = /^(?:[a-zA-Z_][a-zA-Z0-9_]*|[0-9]+|[@*#?$!-])?/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += name.length;
    return name;
  }
}

/** A shell pattern as a regular expression. */
function globSource(pattern: string, isGreedy: boolean): string {
  return pattern.replace(/[\\^$.*+?()[\]{}|/]/g, (character) => {
    if (character === "*") return isGreedy ? ".*" : ".*?";
    return character === "?" ? "." : `\\${character}`;
  });
}

/** What cannot be expanded stays as it is: the build itself complains of it. */
export function expandOrKeep(expand: (text: string) => string, text: string): string {
  try {
    return expand(text);
  } catch {
    return text;
  }
}
