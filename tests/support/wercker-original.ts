import type {
  WerckerBox,
  WerckerFile,
  WerckerPipeline,
  WerckerStep,
} from "../../runtime/import/wercker/wercker-file.ts";

/** A parsed file in the form in which the original program's own results are written down: empty fields are left out. */
export function toOriginal(file: WerckerFile): object {
  return compact({
    Box: file.box && toBox(file.box),
    Services: file.services?.map(toBox),
    CommandTimeout: file.commandTimeout?.value || undefined,
    NoResponseTimeout: file.noResponseTimeout?.value || undefined,
    SourceDir: file.sourceDir?.value,
    IgnoreFile: file.ignoreFile?.value,
    Workflows: nonEmpty(
      file.workflows.map(({ name, runs }) => ({
        Name: name,
        Pipelines: runs.map((run) =>
          compact({
            Name: run.name,
            PipelineName: run.pipeline === run.name ? undefined : run.pipeline,
            Requires: nonEmpty(run.requires),
          }),
        ),
      })),
    ),
    PipelinesMap: nonEmptyMap(file.pipelines.map((pipeline) => [pipeline.name, toPipeline(pipeline)])),
  });
}

function toPipeline({ box, services, steps, afterSteps, targets, basePath, docker }: WerckerPipeline): object {
  const filled = [...targets].filter(([, target]) => target.length > 0);
  return compact({
    Box: box && toBox(box),
    Services: services?.map(toBox),
    Steps: nonEmpty(steps.map(toStep)),
    AfterSteps: nonEmpty(afterSteps.map(toStep)),
    StepsMap: nonEmptyMap(filled.map(([name, target]) => [name, target.map(toStep)])),
    BasePath: basePath?.value,
    Docker: docker || undefined,
  });
}

const ownFields = new Map([
  ["name", "Name"],
  ["tag", "Tag"],
  ["cmd", "Cmd"],
  ["entrypoint", "Entrypoint"],
  ["volumes", "Volumes"],
  ["url", "URL"],
]);

function toBox({ id, texts, env, ports, awsStrictAuth }: WerckerBox): object {
  const given = Object.entries(texts).filter(([, text]) => text !== undefined && text.value !== "");
  const own = given.flatMap(([key, text]) => (ownFields.has(key) ? [[ownFields.get(key), text.value]] : []));
  const auth = given.flatMap(([key, text]) => (ownFields.has(key) ? [] : [[authField(key), text.value]]));
  return compact({
    ID: id,
    ...Object.fromEntries(own),
    Auth: nonEmptyMap([...auth, ...(awsStrictAuth ? [["AwsStrictAuth", true]] : [])] as [string, unknown][]),
    Env: nonEmptyMap([...env].map(([name, { value }]) => [name, value])),
    Ports: nonEmpty(ports.map(({ value }) => value)),
  });
}

function authField(key: string): string {
  return key
    .split("-")
    .map((part) => (part === "id" ? "ID" : part.slice(0, 1).toUpperCase() + part.slice(1)))
    .join("");
}

function toStep({ id, url, name, cwd, checkpoint, data }: WerckerStep): object {
  return compact({
    ID: url === undefined ? id : `${id} "${url}"`,
    Name: name,
    Cwd: cwd?.value,
    Checkpoint: checkpoint?.value,
    Data: nonEmptyMap([...data].map(([key, { value }]) => [key, value])),
  });
}

function compact(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function nonEmptyMap(entries: readonly (readonly [string, unknown])[]): object | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
