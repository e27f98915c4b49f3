import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A key and a self-signed certificate for 127.0.0.1, made without any tool: node:crypto reads certificates but makes none. */
export interface TestCertificate {
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
  readonly keyPem: string;
  readonly key: KeyObject;
}

export function createCertificate(): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = certificateBody(publicKey.export({ type: "spki", format: "der" }));
  const signature = sign("sha256", body, privateKey);
  const certificateDer = sequence(body, signatureAlgorithm, bitString(signature));
  return {
    certificateDer,
    certificatePem: `-----BEGIN CERTIFICATE-----\n${certificateDer.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: "sec1", format: "pem" }).toString(),
    key: privateKey,
  };
}

function certificateBody(publicKey: Buffer): Buffer {
  const name = sequence(tagged(0x31, sequence(commonNameOid, tagged(0x0c, Buffer.from("builder tests")))));
  const year = new Date().getUTCFullYear() % 100;
  const validity = sequence(time(`${year - 1}0101000000Z`), time(`${year + 1}1231235959Z`));
  const isAuthority = sequence(basicConstraintsOid, tagged(0x04, sequence(tagged(0x01, Buffer.of(0xff)))));
  const forLoopback = sequence(altNamesOid, tagged(0x04, sequence(tagged(0x87, Buffer.of(127, 0, 0, 1)))));
  const version = tagged(0xa0, integer(2));
  const extensions = tagged(0xa3, sequence(isAuthority, forLoopback));
  return sequence(version, integer(1), signatureAlgorithm, name, validity, name, publicKey, extensions);
}

function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const header =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(header), bytes]);
}

function sequence(...content: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...content);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.of(value));
}

function bitString(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.of(0), bytes);
}

function time(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

const commonNameOid = tagged(0x06, Buffer.from("550403", "hex"));
const basicConstraintsOid = tagged(0x06, Buffer.from("551d13", "hex"));
const altNamesOid = tagged(0x06, Buffer.from("551d11", "hex"));
/** ecdsa-with-SHA256. */
const signatureAlgorithm = sequence(tagged(0x06, Buffer.from("2a8648ce3d040302", "hex")));
