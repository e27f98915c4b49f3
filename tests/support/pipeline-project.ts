import { testBase } from "./base-image.ts";
import { type CliResult, createProject, type TestProject } from "./project.ts";

/** The report of a run with pipelines. */
export interface PipelineReport {
  readonly ok: boolean;
  readonly pipelines?: readonly {
    readonly name: string;
    readonly run?: string;
    readonly ok: boolean;
    readonly steps: readonly {
      readonly name: string;
      readonly phase: string;
      readonly ok: boolean;
      readonly exitCode?: number;
      readonly message?: string;
    }[];
  }[];
  readonly error?: { readonly code: string; readonly message: string; readonly why?: string };
}

const imports = "dockerfile, image, internal, pipeline, project, script, secret, step, workflow";

/** A project whose build.ts has all functions of the SDK, the base image as `base`, and what is given. */
export function createPipelineProject(source: string, environment: Readonly<Record<string, string>> = {}): TestProject {
  const project = createProject(environment);
  project.write({
    "build.ts": `import { ${imports} } from "builder";
void [dockerfile, image, internal, script, secret, step, workflow];
const base = ${JSON.stringify(testBase)};
${source}
export default project("${project.name}");
`,
  });
  project.commit();
  return project;
}

/** Runs a pipeline line by line; what its steps said is in `output`, without what stands in front of each line. */
export async function runPipeline(
  project: TestProject,
  ...args: readonly string[]
): Promise<CliResult & { readonly output: readonly string[]; readonly report: PipelineReport }> {
  const result = await project.builder("run", "--json", "--progress", "plain", ...args);
  const report: PipelineReport = JSON.parse(result.stdout || "{}");
  const pipelines = (report.pipelines ?? []).map(({ name }) => name);
  const lines = result.stderr.split("\n").flatMap((line) => {
    const [, pipeline = "", text] = /^(\S+?)\/[^│]* │ (.*)$/.exec(line) ?? [];
    return text !== undefined && pipelines.includes(pipeline) ? [text] : [];
  });
  const ours = /^(?:running(?:, as an after-step)?|(?:passed|failed) in .*|ready after .*|service started from .*)$/;
  return { ...result, report, output: lines.filter((line) => !ours.test(line)) };
}
