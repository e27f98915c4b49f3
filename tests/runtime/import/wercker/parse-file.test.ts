import { describe, expect, it } from "vitest";
import { createFindings } from "../../../../runtime/import/wercker/findings.ts";
import { parseFile } from "../../../../runtime/import/wercker/parse-file.ts";
import { readYaml } from "../../../../runtime/import/wercker/read-yaml.ts";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";
import { toOriginal } from "../../../support/wercker-original.ts";

interface Vector {
  readonly name: string;
  readonly yaml: string;
  readonly ok?: object;
  readonly error?: string;
  readonly panic?: string;
}

interface Parsed {
  readonly file?: object;
  /** `LINE CODE` */
  readonly errors: readonly string[];
}

function parse(yaml: string): Parsed {
  const findings = createFindings();
  try {
    const file = toOriginal(parseFile(readYaml(yaml, "wercker.yml"), findings));
    return { file, errors: findings.errors.map(({ code, where }) => `${where?.[0]?.line} ${code}`) };
  } catch (error) {
    if (!isBuilderError(error)) throw error;
    return { errors: [`${error.where[0]?.line} ${error.code}`] };
  }
}

describe("wercker.yml", () => {
  it("knows a step in each of its spellings", () => {
    const { file, errors } = parse(`
box: a
build:
  steps:
    - plain
    - owner/name@1.2.3
    - nested:
        a: b
        name: my name
        cwd: sub
        checkpoint: cp
    - flat:
      a: b
      name: flat name
    - {inline: {x: 1}}
    - 'local "file://./steps/local"'
    - other "https://example.com/a.tar.gz":
        q: "1.5"
`);
    expect(errors).toEqual([]);
    expect(file).toEqual({
      Box: { ID: "a" },
      PipelinesMap: {
        build: {
          Steps: [
            { ID: "plain" },
            { ID: "owner/name@1.2.3" },
            { ID: "nested", Name: "my name", Cwd: "sub", Checkpoint: "cp", Data: { a: "b" } },
            { ID: "flat", Name: "flat name", Data: { a: "b" } },
            { ID: "inline", Data: { x: "1" } },
            { ID: 'local "file://./steps/local"' },
            { ID: 'other "https://example.com/a.tar.gz"', Data: { q: "1.5" } },
          ],
        },
      },
    });
  });

  it("turns values of steps into texts as wercker did, those of boxes stay as they are written", () => {
    const { file } = parse(`
box: {id: a, tag: 3.10, env: {V: 1.50, W: yes}}
build:
  steps:
    - s: {octal: 0755, hex: 0x1F, float: 1.10, yes: yes, list: [1], none: ~, date: 2019-01-01, ports: "80", q: 1_000}
`);
    expect(file).toEqual({
      Box: { ID: "a", Tag: "3.10", Env: { V: "1.50", W: "yes" } },
      PipelinesMap: {
        build: {
          Steps: [
            {
              ID: "s",
              Data: {
                octal: "493",
                hex: "31",
                float: "",
                yes: "true",
                list: "",
                none: "",
                date: "2019-01-01",
                ports: "80",
                q: "1000",
              },
            },
          ],
        },
      },
    });
  });

  it("merges maps in wercker's order", () => {
    const { file } = parse(`
one: &one {id: one, cmd: c1}
two: &two {id: two, tag: t2}
build:
  box: {id: own, <<: [*one, *two], cmd: c3}
  steps: [x]
`);
    expect(file).toEqual({
      PipelinesMap: { build: { Box: { ID: "one", Tag: "t2", Cmd: "c3" }, Steps: [{ ID: "x" }] } },
    });
  });

  it("tells no services from services that are not named", () => {
    const { file } = parse("services: [redis]\na:\n  services: []\n  steps: [x]\nb:\n  services:\n  steps: [x]\n");
    expect(file).toEqual({
      Services: [{ ID: "redis" }],
      PipelinesMap: { a: { Services: [], Steps: [{ ID: "x" }] }, b: { Steps: [{ ID: "x" }] } },
    });
  });
});

const vectors = readSharedVectors<readonly Vector[]>("wercker/yaml-parse.json") ?? [];
/** What crashed or was dropped is an error here, at this line. */
const reported: Readonly<Record<string, readonly string[]>> = {
  "01_empty": ["1 WERCKER.EMPTY"],
  "02_comment_only": ["1 WERCKER.EMPTY"],
  "08_step_scalar_val": ["4 WERCKER.STEP_EMPTY"],
  "12_unknown_toplevel": ["6 WERCKER.TYPE"],
  "13_pipeline_extra_nonlist": ["6 WERCKER.TYPE"],
  "16_box_struct_in_services_string": ["3 WERCKER.TYPE"],
  "17_services_single_map": ["3 WERCKER.TYPE"],
  "19_step_null_item": ["4 WERCKER.EMPTY_ITEM"],
  "25_tabs": ["3 WERCKER.YAML"],
  "32_step_list_in_list": ["4 WERCKER.STEP"],
  "34_afterstep_bad": ["4 WERCKER.TYPE"],
  "36_entry_list_cmd": ["3 WERCKER.TYPE"],
  "42_workflow_reserved_and_target": ["6 WERCKER.TYPE"],
  "44_step_null_single": ["4 WERCKER.STEP_EMPTY"],
  "53_service_forms": ["9 WERCKER.EMPTY_ITEM"],
  "54_pipeline_box_illtyped": ["3 WERCKER.TYPE", "6 WERCKER.TYPE"],
};

describe.skipIf(vectors.length === 0)("what the original program made of a file", () => {
  it.each(vectors)("$name", ({ name, yaml, ok, error, panic }) => {
    const { file, errors } = parse(yaml);
    expect(errors).toEqual(reported[name] ?? []);
    const crashedLater = errors.some((found) => found.endsWith("EMPTY_ITEM"));
    if (ok !== undefined && !crashedLater) expect(file).toEqual(ok);
    if (error !== undefined || panic !== undefined) expect(errors).not.toEqual([]);
  });
});
