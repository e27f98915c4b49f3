import { expect, it } from "vitest";
import { runProcess } from "../../../runtime/util/process.ts";

it("gives back what a program printed and its exit code, whatever it is", async () => {
  const result = await runProcess("bash", ["-c", 'read line; echo "$line $NAME"; echo oops >&2; exit 3'], {
    input: "hello\n",
    env: { NAME: "world" },
  });
  expect(result).toEqual({ exitCode: 3, stdout: "hello world\n", stderr: "oops\n" });
});

it("hands over every line while the program runs", async () => {
  const lines: string[] = [];
  const script = "echo one; echo two >&2; printf three; exit 1";
  await runProcess("bash", ["-c", script], { onLine: (stream, line) => lines.push(`${stream}: ${line}`) });
  expect(lines.sort()).toEqual(["stderr: two", "stdout: one", "stdout: three"]);
});

it("tells a signal as a shell does", async () => {
  expect((await runProcess("bash", ["-c", "kill -9 $$"])).exitCode).toBe(137);
});

it("names a program that is not there", async () => {
  await expect(runProcess("no-such-program-here", [])).rejects.toMatchObject({ code: "PROCESS.NOT_FOUND" });
});

it("ends the program when it is aborted", async () => {
  const controller = new AbortController();
  const running = runProcess("sleep", ["600"], { signal: controller.signal });
  controller.abort(new Error("stop"));
  await expect(running).rejects.toThrow("stop");
});
