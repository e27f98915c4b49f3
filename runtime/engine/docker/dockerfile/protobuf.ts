/** One field of a protobuf message: its number, and a varint or the bytes of a length-delimited value. */
export interface ProtobufField {
  readonly number: number;
  readonly varint: bigint;
  readonly bytes: Buffer;
}

const nothing = Buffer.alloc(0);

/** Reads the fields of a message in their order. What BuildKit sends needs no more than this. */
export function* readFields(message: Buffer): Generator<ProtobufField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at];
      if (byte === undefined) throw new RangeError("a protobuf message ends too early");
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const number = key >> 3;
    const wireType = key & 7;
    if (wireType === 0) yield { number, varint: varint(), bytes: nothing };
    else {
      const length = wireType === 2 ? Number(varint()) : wireType === 1 ? 8 : 4;
      yield { number, varint: 0n, bytes: message.subarray(at, at + length) };
      at += length;
    }
  }
}

/** A length-delimited field. */
export function writeField(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([writeVarint((number << 3) | 2), writeVarint(bytes.length), bytes]);
}

/** A field that is a number. */
export function writeNumber(number: number, value: number): Buffer {
  return Buffer.concat([writeVarint(number << 3), writeVarint(value)]);
}

export function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}
