import { createHmac, scryptSync } from "node:crypto";
import { type GoFunction, STRING, UINT32 } from "../function.ts";
import { type GoString, toBytes } from "../go-string.ts";
import { INVALID, string } from "../value.ts";

/** Sprig's `derivePassword`: the algorithm of Master Password, version 3. */
export const DERIVE_PASSWORD: GoFunction = {
  params: [UINT32.type, STRING.type, STRING.type, STRING.type, STRING.type],
  call([counter = INVALID, kind = INVALID, password = INVALID, user = INVALID, site = INVALID], { meter }) {
    // The key takes about a fifth of a second.
    meter.step(100_000);
    const arguments_ = [password, user, site].map(STRING.read);
    const [secret = "", name = "", place = ""] = arguments_;
    return string(derive(UINT32.read(counter), STRING.read(kind), secret, name, place));
  },
};

const SEED = "com.lyndir.masterpassword";

const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  maximum: ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
  long: (
    "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv " +
    "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv " +
    "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno"
  ).split(" "),
  medium: ["CvcnoCvc", "CvcCvcno"],
  short: ["Cvcn"],
  basic: ["aaanaaan", "aannaaan", "aaannaaa"],
  pin: ["nnnn"],
};

const CHARACTERS: Readonly<Record<string, string>> = {
  V: "AEIOU",
  C: "BCDFGHJKLMNPQRSTVWXYZ",
  v: "aeiou",
  c: "bcdfghjklmnpqrstvwxyz",
  A: "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
  a: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
  n: "0123456789",
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
};

function derive(counter: bigint, kind: GoString, password: GoString, user: GoString, site: GoString): GoString {
  const patterns = Object.hasOwn(PATTERNS, kind) ? PATTERNS[kind] : undefined;
  if (patterns === undefined) return `cannot find password template ${kind}`;
  const salt = SEED + uint32(user.length) + user;
  const options = { N: 32_768, r: 8, p: 2, maxmem: 64 * 1024 * 1024 };
  const key = scryptSync(toBytes(password), toBytes(salt), 64, options);
  const message = SEED + uint32(site.length) + site + uint32(Number(counter));
  const [first = 0, ...seed] = createHmac("sha256", key).update(toBytes(message)).digest();
  const pattern = patterns[first % patterns.length] ?? "";
  const letters = [...pattern].map((letter, index) => {
    const characters = CHARACTERS[letter] ?? "";
    return characters.charAt((seed[index] ?? 0) % characters.length);
  });
  return letters.join("");
}

function uint32(value: number): GoString {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
