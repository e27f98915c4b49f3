import { execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { packTar, readFirstFile, type TarEntry } from "../../../runtime/util/archive.ts";

const owner = { uid: 0, gid: 0, modifiedUnix: 1_000_000_000 } as const;

function file(path: string, content: string): TarEntry {
  return { path, type: "file", mode: 0o644, content: Buffer.from(content), ...owner };
}

describe("packTar", () => {
  test("what it packs is what tar lists", async () => {
    const entries: TarEntry[] = [
      { path: "d", type: "directory", mode: 0o1777, ...owner, uid: 1000, gid: 1001 },
      file("d/ü", "content"),
      { path: "d/link", type: "symlink", mode: 0o777, target: "ü", ...owner },
      file(`${"long/".repeat(40)}name`, ""),
    ];
    const options = ["--list", "--verbose", "--numeric-owner", "--utc", "--quoting-style=literal", "--file=-"];
    const listed = execFileSync("tar", options, { input: await buffer(packTar(entries)), encoding: "utf8" });
    expect(
      listed
        .trim()
        .split("\n")
        .map((line) => line.replace(/ +/g, " ")),
    ).toEqual([
      "drwxrwxrwt 1000/1001 0 2001-09-09 01:46 d",
      "-rw-r--r-- 0/0 7 2001-09-09 01:46 d/ü",
      "lrwxrwxrwx 0/0 0 2001-09-09 01:46 d/link -> ü",
      `-rw-r--r-- 0/0 0 2001-09-09 01:46 ${"long/".repeat(40)}name`,
    ]);
  });

  test("the same entries make the same bytes", async () => {
    const pack = () => buffer(packTar([file("a", "1"), file("b", "2")]));
    expect((await pack()).equals(await pack())).toBe(true);
  });

  test("entries are read only as fast as the consumer takes the bytes", async () => {
    let read = 0;
    function* endless(): Generator<TarEntry> {
      for (;;) {
        read += 1;
        yield file(`f${read}`, "x".repeat(100_000));
      }
    }
    const tar = packTar(endless());
    await new Promise((resolve) => tar.once("readable", resolve));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(read).toBeLessThan(50);
    tar.destroy();
  });

  test("an entry that fails is the stream's error", async () => {
    async function* broken(): AsyncGenerator<TarEntry> {
      yield file("a", "1");
      throw new Error("the object is missing");
    }
    await expect(buffer(packTar(broken()))).rejects.toThrow("the object is missing");
  });
});

describe("readFirstFile", () => {
  test("finds the first regular file behind other members", async () => {
    const entries: TarEntry[] = [
      { path: "d", type: "directory", mode: 0o755, ...owner },
      { path: "l", type: "symlink", mode: 0o777, target: "x", ...owner },
      file("first", "the content"),
      file("second", "x".repeat(3_000_000)),
    ];
    expect((await readFirstFile(packTar(entries)))?.toString()).toBe("the content");
  });

  test("an archive without a file has none, and an empty file is empty", async () => {
    expect(await readFirstFile(packTar([]))).toBe(undefined);
    expect(await readFirstFile(packTar([file("empty", "")]))).toEqual(Buffer.alloc(0));
  });

  test("what is no archive is an error", async () => {
    await expect(readFirstFile(Readable.from([Buffer.alloc(2000, "x")]))).rejects.toThrow();
  });
});
