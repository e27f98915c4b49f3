import { randomBytes } from "node:crypto";
import { type AnsibleTaskNode, ansibleLeafTasks } from "../../../sdk/model/ansible-node.ts";
import type { StageName } from "../../plan/stage-name.ts";
import { patchFailed, taskFailed } from "../errors.ts";
import { createLastLines } from "../last-lines.ts";
import type { StageBuildContext } from "../stage.ts";
import { startCommand, writeFilesCommand } from "./work-files.ts";

/** Lines of output that an error repeats. */
const shownLines = 20;

/** What the callback tells of the task that ended the play. */
interface ToldFailure {
  /** In the order of the leaf tasks, from 0. */
  readonly task: number | undefined;
  readonly message: string;
  readonly lines: readonly string[];
}

/**
 * Runs what finishes a patch and then the stage's tasks, as one play in one start of the container.
 * Errors: `BUILD.TASK_FAILED`, `BUILD.PATCH_FAILED`.
 */
export async function runTasks(
  context: StageBuildContext,
  stage: StageName,
  patchCommands: readonly string[],
  tasks: readonly AnsibleTaskNode[],
): Promise<void> {
  const { container, image, env, onLine, signal } = context;
  const marker = `builder-${randomBytes(12).toString("hex")}`;
  const lastLines = createLastLines(shownLines);
  let told: ToldFailure | undefined;
  const { exitCode, failedCommand } = await container.run(
    { commands: [...patchCommands, writeFilesCommand(tasks, marker), startCommand], env },
    (stream, line) => {
      if (line.startsWith(marker)) {
        told = readFailure(line.slice(marker.length));
        return;
      }
      lastLines.add(line);
      onLine(stream, line);
    },
    signal,
  );
  if (exitCode === 0) return;
  if (failedCommand !== undefined && failedCommand < patchCommands.length) {
    throw patchFailed(image, stage, lastLines.all());
  }
  const leaves = ansibleLeafTasks(tasks);
  const task = told?.task === undefined ? undefined : leaves[told.task];
  throw taskFailed({
    image,
    stage,
    tasks: leaves,
    ...(task === undefined ? {} : { task }),
    message: told?.message ?? "",
    // Before the first task there is only what Ansible itself said.
    lines: told?.lines ?? lastLines.all(),
  });
}

function readFailure(json: string): ToldFailure {
  const value: unknown = JSON.parse(json);
  const member = (name: string): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  const task = member("task");
  const lines = member("lines");
  return {
    task: typeof task === "number" ? task : undefined,
    message: String(member("message") ?? ""),
    lines: Array.isArray(lines) ? lines.map(String) : [],
  };
}
