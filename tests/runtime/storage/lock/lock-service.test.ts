import { expect, test } from "vitest";
import { parseLockService } from "../../../../runtime/storage/lock/lock-service.ts";

const codeOf = (text: string, source: "argument" | "environment"): unknown => {
  try {
    return parseLockService(text, source);
  } catch (error) {
    return error instanceof Error && "code" in error ? [error.code, error.message] : error;
  }
};

test("an address is shown without user and password", () => {
  expect(parseLockService("rediss://ada:secret@locks.example.com:6380/3", "environment")).toEqual({
    url: "rediss://ada:secret@locks.example.com:6380/3",
    address: "rediss://locks.example.com:6380/3",
  });
});

test("a password in an argument is refused, since everybody on the machine can read arguments", () => {
  expect(codeOf("redis://:secret@localhost", "argument")).toEqual([
    "LOCKS.PASSWORD",
    "a password does not belong into the arguments of a command",
  ]);
  expect(codeOf("redis://ada@localhost:6379", "argument")).toEqual({
    url: "redis://ada@localhost:6379",
    address: "redis://localhost:6379",
  });
});

test("what is no address is refused, and what may be its password is not shown", () => {
  expect(codeOf("http://locks", "environment")).toEqual([
    "LOCKS.ADDRESS",
    '"http://locks" is no address of a lock service',
  ]);
  expect(codeOf("ada:secret@locks", "environment")).toEqual([
    "LOCKS.ADDRESS",
    '"…@locks" is no address of a lock service',
  ]);
});
