import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The end of a pipe that is read as far as is asked for. */
export interface PausedReader {
  /** To be given to whoever writes, and closed in this process then. */
  readonly writeEnd: number;
  /** Reads this many bytes, or a little more, and then no further; sooner where the pipe has ended. */
  read(bytes: number): Promise<void>;
  /** Reads to the end; resolves with how many bytes there were in all. */
  readAll(): Promise<number>;
  [Symbol.dispose](): void;
}

/** A pipe as the shell makes it: those of Node are sockets. */
export function createPausedReader(): PausedReader {
  const folder = mkdtempSync(join(tmpdir(), "builder-pipe-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  // The end that is read comes first: opening the other one waits for it.
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(path, "w");
  const socket = new Socket({ fd: readEnd });
  let [count, wanted] = [0, 0];
  let onEnough = (): void => {};
  const ended = new Promise<void>((settle) => {
    socket.once("close", settle);
  });
  socket.on("data", (chunk: Buffer) => {
    count += chunk.length;
    if (count >= wanted) {
      socket.pause();
      onEnough();
    }
  });
  socket.pause();
  const read = async (bytes: number): Promise<void> => {
    const enough = new Promise<void>((settle) => {
      onEnough = settle;
    });
    wanted = count + bytes;
    socket.resume();
    await Promise.race([enough, ended]);
  };
  return {
    writeEnd,
    read,
    async readAll() {
      await read(Number.POSITIVE_INFINITY);
      return count;
    },
    [Symbol.dispose]() {
      socket.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}
