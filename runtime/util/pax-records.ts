import { padded, writeChecksum } from "./tar-block.ts";

/** `KEY=VALUE` of an extended header; values may be any bytes. */
export type PaxRecord = readonly [key: string, value: Buffer];

/** The member that holds what does not fit into the header `like`, which follows it. */
export function extendedHeader(like: Buffer, records: readonly PaxRecord[]): Buffer {
  const body = Buffer.concat(records.map(writeRecord));
  const block = Buffer.from(like);
  block.fill(0, 0, 100).write("PaxHeaders.0/member", 0, "latin1");
  block.fill(0, 157, 257);
  block.write(`${body.byteLength.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  block.write("x", 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  writeChecksum(block);
  return Buffer.concat([block, body, Buffer.alloc(padded(body.byteLength) - body.byteLength)]);
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function writeRecord([key, value]: PaxRecord): Buffer {
  const rest = Buffer.byteLength(key) + value.byteLength + 3;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from("\n")]);
}

export function readPaxRecords(bytes: Buffer): readonly PaxRecord[] {
  const records: PaxRecord[] = [];
  let at = 0;
  while (at < bytes.byteLength && bytes[at] !== 0) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, space).toString("latin1"));
    const equals = bytes.indexOf(0x3d, space);
    if (space < 0 || equals < 0 || !(length > 0)) throw new Error("an extended header of the archive is malformed");
    records.push([bytes.subarray(space + 1, equals).toString("utf8"), bytes.subarray(equals + 1, at + length - 1)]);
    at += length;
  }
  return records;
}
