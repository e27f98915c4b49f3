import { execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { extract, type Header } from "tar-stream";
import { expect, test } from "vitest";
import { packTar, type TarEntry } from "../../../runtime/util/archive.ts";

const entry = { type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 1_000_000_000 } as const;

test("what is too long or too large for a header is there nevertheless", async () => {
  const entries: TarEntry[] = [
    { ...entry, path: "ä".repeat(50) },
    { ...entry, path: "ä".repeat(51) },
    { ...entry, path: "link", type: "symlink", target: "t".repeat(101) },
    { ...entry, path: "owned", uid: 3_000_000_000, gid: 2_097_152 },
    { ...entry, path: "old", modifiedUnix: -1 },
    { ...entry, path: "new", modifiedUnix: 2 ** 34 },
  ];
  const tar = await buffer(packTar(entries));
  const options = ["--list", "--verbose", "--numeric-owner", "--utc", "--quoting-style=literal", "--file=-"];
  const listed = execFileSync("tar", options, { input: tar, encoding: "utf8" }).trim().replace(/ +/g, " ").split("\n");
  expect(listed).toEqual([
    `-rw-r--r-- 0/0 0 2001-09-09 01:46 ${"ä".repeat(50)}`,
    `-rw-r--r-- 0/0 0 2001-09-09 01:46 ${"ä".repeat(51)}`,
    `lrw-r--r-- 0/0 0 2001-09-09 01:46 link -> ${"t".repeat(101)}`,
    "-rw-r--r-- 3000000000/2097152 0 2001-09-09 01:46 owned",
    "-rw-r--r-- 0/0 0 1969-12-31 23:59 old",
    "-rw-r--r-- 0/0 0 2514-05-30 01:53 new",
  ]);
});

test("another reader finds whatever was packed", async () => {
  const name = fc.stringMatching(/^[^\0/\ud800-\udfff]{1,150}$/u).filter((text) => text !== "." && text !== "..");
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  const number = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
  const owner = {
    uid: number(2 ** 21 - 1),
    gid: number(2 ** 21 - 1),
    mode: number(0o7777),
    // Beyond this tar-stream does not read what stands in an extended header.
    modifiedUnix: number(2 ** 33 - 1),
  };
  const any = fc.oneof(
    fc.record({
      ...owner,
      path,
      type: fc.constant("file" as const),
      content: fc.uint8Array({ maxLength: 1600 }).map(Buffer.from),
    }),
    fc.record({ ...owner, path, type: fc.constant("directory" as const) }),
    fc.record({ ...owner, path, type: fc.constant("symlink" as const), target: path }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(any, { maxLength: 6 }), async (entries) => {
      expect(await readAll(packTar(entries))).toEqual(entries);
    }),
    { numRuns: 150 },
  );
});

test("a content of another size than it was said to have is an error, not a broken archive", async () => {
  const content = (text: string) => ({ sizeBytes: 4, open: () => Readable.from([Buffer.from(text)]) });
  const pack = (text: string): Promise<Buffer> => buffer(packTar([{ ...entry, path: "log", content: content(text) }]));
  expect((await pack("1234")).subarray(512, 516).toString()).toBe("1234");
  await expect(pack("123")).rejects.toThrow("log has changed while it was packed: it is not 4 bytes long");
  await expect(pack("12345")).rejects.toThrow("log has changed while it was packed: it is not 4 bytes long");
});

/** By tar-stream, which knows nothing of the packer. */
async function readAll(tar: Readable): Promise<readonly object[]> {
  const found: object[] = [];
  for await (const member of tar.pipe(extract())) {
    const { name, type, mode, uid, gid, mtime, linkname }: Header = member.header;
    const content = await buffer(member);
    const common = {
      mode,
      uid,
      gid,
      modifiedUnix: (mtime?.getTime() ?? 0) / 1000,
      path: name.replace(/\/$/, ""),
      type,
    };
    if (type === "file") found.push({ ...common, content });
    else found.push(type === "symlink" ? { ...common, target: linkname } : common);
  }
  return found;
}
