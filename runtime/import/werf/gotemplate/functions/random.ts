import { GoFailure } from "../failure.ts";
import { type CallContext, type FunctionMap, fn0, fn1, fn2, type GoFunction, INT, STRING } from "../function.ts";
import { encodeRune, fromText, type GoString, runes, toText } from "../go-string.ts";
import { int, string } from "../value.ts";

/** Sprig's functions whose result is different each time; the randomness comes from the host. */
export const RANDOM: FunctionMap = new Map<string, GoFunction>([
  ["uuidv4", fn0((context) => string(uuid(context)))],
  ["randAlphaNum", fn1(INT, (count, context) => string(randomText(count, ALPHANUMERIC, context)))],
  ["randAlpha", fn1(INT, (count, context) => string(randomText(count, LETTERS, context)))],
  ["randNumeric", fn1(INT, (count, context) => string(randomText(count, DIGITS, context)))],
  ["randAscii", fn1(INT, (count, context) => string(randomText(count, PRINTABLE, context)))],
  ["randBytes", fn1(INT, (count, context) => string(randomBytes(count, context).toString("base64")))],
  ["randInt", fn2(INT, INT, (from, to, context) => int(from + randomBelow(to - from, context)))],
  ["shuffle", fn1(STRING, (text, context) => string(shuffle(text, context)))],
  ["getHostByName", fn1(STRING, (name, context) => string(hostByName(name, context)))],
]);

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ALPHANUMERIC = LETTERS + DIGITS;
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

export function randomBytes(count: number, { host, meter }: CallContext): Buffer {
  if (host.randomBytes === undefined) throw new GoFailure("random values are not available to this template");
  if (count < 0) throw new GoFailure(`the count is ${count}`);
  meter.reserve(count);
  return Buffer.from(host.randomBytes(count));
}

function randomText(count: number, characters: string, context: CallContext): GoString {
  // Sprig gives nothing for a negative count.
  if (count <= 0) return "";
  context.meter.reserve(count * 24);
  context.meter.step(count / 16);
  const bytes = randomBytes(count * 2, context);
  return Array.from({ length: count }, (_, index) => {
    return characters.charAt(bytes.readUInt16BE(index * 2) % characters.length);
  }).join("");
}

function randomBelow(limit: number, context: CallContext): number {
  if (!(limit > 0)) throw new GoFailure("invalid argument to Intn");
  return Number(randomBytes(8, context).readBigUInt64BE() % BigInt(limit));
}

function uuid(context: CallContext): GoString {
  const bytes = randomBytes(16, context);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function shuffle(text: GoString, context: CallContext): GoString {
  context.meter.reserve(text.length * 64);
  context.meter.step(text.length / 4);
  const all = [...runes(text)].map(({ rune }) => rune);
  const bytes = randomBytes(all.length * 4, context);
  for (let last = all.length - 1; last > 0; last--) {
    const other = bytes.readUInt32BE(last * 4) % (last + 1);
    [all[last], all[other]] = [all[other] ?? 0, all[last] ?? 0];
  }
  return all.map(encodeRune).join("");
}

function hostByName(name: GoString, context: CallContext): GoString {
  if (context.host.lookupHost === undefined) throw new GoFailure("the network is not available to this template");
  const addresses = context.host.lookupHost(toText(name));
  if (addresses.length === 0) throw new GoFailure(`no address for ${toText(name)}`);
  return fromText(addresses[randomBelow(addresses.length, context)] ?? "");
}
