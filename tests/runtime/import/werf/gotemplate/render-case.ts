import { fromPlain, type PlainData } from "../../../../../runtime/import/werf/gotemplate/from-plain.ts";
import { createFilesObject } from "../../../../../runtime/import/werf/gotemplate/functions/files.ts";
import { fromText } from "../../../../../runtime/import/werf/gotemplate/go-string.ts";
import { createTemplateSet } from "../../../../../runtime/import/werf/gotemplate/template.ts";
import { STRING_MAP } from "../../../../../runtime/import/werf/gotemplate/type.ts";
import { dict, string, type Value } from "../../../../../runtime/import/werf/gotemplate/value.ts";

/** A template with what it works on, and what real Go made of it: `out`, or the text of its error. */
export interface TemplateCase {
  readonly name: string;
  readonly template: string;
  readonly templates?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly envName?: string;
  readonly data?: { readonly [key: string]: PlainData };
  readonly out?: string;
  readonly err?: string;
}

/** Renders a case the way werf renders werf.yaml. */
export function renderCase(testCase: TemplateCase): Buffer {
  const { template, templates = {}, env = {} } = testCase;
  const set = createTemplateSet({
    // Not what a case is about, and a busy machine may need longer than the default allows.
    limits: { timeMs: 60_000 },
    host: { env: (name) => env[name], randomBytes: (count) => new Uint8Array(count).fill(7) },
  });
  for (const name of Object.keys(templates).sort()) set.parse(name, templates[name] ?? "");
  set.parse("werfConfig", template);
  return set.execute("werfConfig", rootOf(testCase));
}

function rootOf({ data = {}, files = {}, envName = "" }: TemplateCase): Value {
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const entries = Object.entries(data).map(([key, value]) => [fromText(key), fromPlain(value)] as const);
  return dict([
    ...entries,
    ["Files", createFilesObject({ read: (path) => contents.get(path), list: () => contents.keys() })],
    ["Env", string(fromText(envName))],
    ["Commit", COMMIT],
  ]);
}

const DATE = dict(
  [
    ["Human", string("2024-02-29 16:45:06 +0300 +0300")],
    ["Unix", string("1709214306")],
  ],
  STRING_MAP,
);
const COMMIT = dict([
  ["Hash", string("6f1c5d0b8e2a4937b1d0c3e5f7a9082b4d6e8f10")],
  ["Date", DATE],
]);
