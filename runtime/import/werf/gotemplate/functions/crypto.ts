import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { GoFailure } from "../failure.ts";
import { type CallContext, type FunctionMap, fn1, fn2, type GoFunction, STRING } from "../function.ts";
import { fromBytes, type GoString, toBytes } from "../go-string.ts";
import { string, type Value } from "../value.ts";
import { decodeBase32, decodeBase64, encodeBase32, encodeBase64 } from "./base-encoding.ts";
import { DERIVE_PASSWORD } from "./derive-password.ts";
import { randomBytes } from "./random.ts";

/** Sprig's checksums, encodings and ciphers; all work on bytes. */
export const CRYPTO: FunctionMap = new Map<string, GoFunction>([
  ["sha1sum", fn1(STRING, (text) => hash("sha1", text))],
  ["sha256sum", fn1(STRING, (text) => hash("sha256", text))],
  ["adler32sum", fn1(STRING, (text) => string(String(adler32(text))))],
  ["b64enc", fn1(STRING, (text) => string(encodeBase64(text)))],
  ["b64dec", fn1(STRING, (text) => orMessage(() => decodeBase64(text)))],
  [
    "b32enc",
    fn1(STRING, (text, { meter }) => {
      meter.step(text.length / 4);
      return string(encodeBase32(text));
    }),
  ],
  [
    "b32dec",
    fn1(STRING, (text, { meter }) => {
      meter.step(text.length / 4);
      return orMessage(() => decodeBase32(text));
    }),
  ],
  ["encryptAES", fn2(STRING, STRING, (password, text, context) => string(encrypt(password, text, context)))],
  ["decryptAES", fn2(STRING, STRING, (password, text) => string(decrypt(password, text)))],
  ["derivePassword", DERIVE_PASSWORD],
]);

function hash(algorithm: string, text: GoString): Value {
  return string(createHash(algorithm).update(toBytes(text)).digest("hex"));
}

export function adler32(text: GoString): number {
  let a = 1;
  let b = 0;
  for (let index = 0; index < text.length; index++) {
    a = (a + text.charCodeAt(index)) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** Sprig gives the message of a decoding error for the decoded text. */
function orMessage(decode: () => GoString): Value {
  try {
    return string(decode());
  } catch (error) {
    if (error instanceof GoFailure) return string(error.message);
    throw error;
  }
}

const BLOCK = 16;

function keyOf(password: GoString): Buffer {
  const key = Buffer.alloc(32);
  toBytes(password).copy(key);
  return key;
}

function encrypt(password: GoString, text: GoString, context: CallContext): GoString {
  if (text === "") return "";
  const iv = randomBytes(BLOCK, context);
  const cipher = createCipheriv("aes-256-cbc", keyOf(password), iv);
  return Buffer.concat([iv, cipher.update(toBytes(text)), cipher.final()]).toString("base64");
}

function decrypt(password: GoString, text: GoString): GoString {
  if (text === "") return "";
  const bytes = toBytes(decodeBase64(text));
  if (bytes.length <= BLOCK || bytes.length % BLOCK !== 0) throw new GoFailure("crypto/cipher: input not full blocks");
  const decipher = createDecipheriv("aes-256-cbc", keyOf(password), bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding > padded.length)
    throw new GoFailure("the password is wrong, or the text was not encrypted by encryptAES");
  return fromBytes(padded.subarray(0, padded.length - padding));
}
