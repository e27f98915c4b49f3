import { GoFailure } from "../failure.ts";
import { type GoString, toBytes } from "../go-string.ts";

export function encodeBase64(text: GoString): GoString {
  return toBytes(text).toString("base64");
}

/** Go's strict decoding: line breaks are skipped, and everything else that is wrong is a failure that says where. */
export function decodeBase64(text: GoString): GoString {
  const problem = findProblem(text, /[A-Za-z0-9+/]/, 4, [2, 3]);
  if (problem !== undefined) throw new GoFailure(`illegal base64 data at input byte ${problem}`);
  return Buffer.from(text, "base64").toString("latin1");
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function encodeBase32(text: GoString): GoString {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += 5) {
    const bytes = text.slice(at, at + 5);
    const bits = [...bytes].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, "0")).join("");
    const digits = bits.match(/.{1,5}/g) ?? [];
    const letters = digits.map((digit) => BASE32.charAt(Number.parseInt(digit.padEnd(5, "0"), 2)));
    parts.push(letters.join("").padEnd(8, "="));
  }
  return parts.join("");
}

export function decodeBase32(text: GoString): GoString {
  const problem = findProblem(text, /[A-Z2-7]/, 8, [2, 4, 5, 7]);
  if (problem !== undefined) throw new GoFailure(`illegal base32 data at input byte ${problem}`);
  const letters = text.replace(/[\r\n=]/g, "");
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at += 8) {
    const group = [...letters.slice(at, at + 8)];
    const bits = group.map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
    const bytes = bits.match(/.{8}/g) ?? [];
    parts.push(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join(""));
  }
  return parts.join("");
}

/**
 * The offset of the first byte that breaks the encoding.
 *
 * @param group how many letters are encoded together
 * @param partial how many letters the last group may have before its padding
 */
function findProblem(text: GoString, letter: RegExp, group: number, partial: readonly number[]): number | undefined {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\r" || char === "\n") continue;
    if (letter.test(char)) count++;
    else if (char === "=" && partial.includes(count % group)) return paddingProblem(text, at, group - (count % group));
    else return at;
  }
  return count % group === 0 ? undefined : text.length - (count % group);
}

function paddingProblem(text: GoString, start: number, wanted: number): number | undefined {
  let missing = wanted;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\r" || char === "\n") continue;
    if (missing === 0) return at;
    if (char !== "=") return at - 1;
    missing--;
  }
  return missing === 0 ? undefined : text.length;
}
