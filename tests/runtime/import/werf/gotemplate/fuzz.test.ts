import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPlain } from "../../../../../runtime/import/werf/gotemplate/from-plain.ts";
import { ALL_FUNCTIONS } from "../../../../../runtime/import/werf/gotemplate/functions/all.ts";
import { createTemplateSet } from "../../../../../runtime/import/werf/gotemplate/template.ts";
import { isBuilderError } from "../../../../../sdk/errors/builder-error.ts";

const DATA = fromPlain({
  s: "text é",
  n: 7,
  f: 2.5,
  t: true,
  nul: null,
  l: ["a", 1, null],
  m: { k: "v", d: { x: 1 } },
});
// derivePassword takes a fifth of a second by design.
const NAMES = [...ALL_FUNCTIONS.keys()].filter((name) => name !== "derivePassword");
const LIMITS = { steps: 50_000, memoryBytes: 8_000_000, outputBytes: 1_000_000, timeMs: 2000, depth: 100 };

/** Renders, and gives whether the outcome is one that there may be. */
function isWellBehaved(template: string): boolean {
  const host = {
    env: (name: string) => (name === "A" ? "x" : undefined),
    randomBytes: (n: number) => new Uint8Array(n),
  };
  const set = createTemplateSet({ limits: LIMITS, host });
  try {
    set.parse("t", template);
    set.execute("t", DATA);
    return true;
  } catch (error) {
    if (isBuilderError(error) && error.code.startsWith("TEMPLATE.")) return error.where.length > 0;
    throw error;
  }
}

const literal = fc.oneof(
  fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    "0",
    "1",
    "-1",
    "3",
    "1.5",
    "-0.0",
    "1e300",
    "9223372036854775807",
    "0x1p-4",
    "'a'",
    "2i",
    "nil",
    "true",
  ),
  fc.constantFrom(
    '"[a-z]+(x)?"',
    '">=1.0 || ^2"',
    '"1.2.3-rc1"',
    '"2006-01-02"',
    '"%*d|%[3]v|%#v"',
    '"{\\"a\\":[1]}"',
    '"a: [1, &x {b: *x}]"',
    '"-1h30m"',
    '"https://u@h:1/%41?q#f"',
    '"\\xff\\xfe"',
  ),
  fc.constantFrom(
    ".",
    "$",
    ".s",
    ".n",
    ".f",
    ".nul",
    ".none",
    ".l",
    ".m",
    ".m.d",
    "(list 1 nil .m)",
    "(dict)",
    "(until 3)",
    '(semver "1.2.3")',
    '(toDate "2006" "2024")',
  ),
);

const { command } = fc.letrec<{ command: string; argument: string }>((tie) => ({
  command: fc
    .tuple(fc.constantFrom(...NAMES), fc.array(tie("argument"), { maxLength: 4 }))
    .map(([name, args]) => [name, ...args].join(" ")),
  argument: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literal,
    tie("command").map((inner) => `(${inner})`),
  ),
}));

const piece = fc.oneof(
  fc.constantFrom(
    "{{",
    "}}",
    "{{-",
    "-}}",
    "{{/*",
    "*/}}",
    "|",
    ":=",
    "=",
    ",",
    "(",
    ")",
    "$x",
    ".a",
    '"',
    "`",
    "'",
    "\\",
    " ",
    "\n",
  ),
  fc.constantFrom(
    "if",
    "else",
    "end",
    "range",
    "with",
    "define",
    "template",
    "block",
    "break",
    "continue",
    "nil",
    "len",
    "print",
  ),
  literal,
);

const statement = fc.oneof(
  command.map((text) => `{{ ${text} }}`),
  fc.tuple(command, command).map(([a, b]) => `{{ ${a} | ${b} }}`),
  command.map((text) => `{{ range $k, $v := ${text} }}{{ $k }}{{ $v }}{{ else }}-{{ end }}`),
  command.map(
    (text) => `{{ $x := ${text} }}{{ with $x }}{{ . }}{{ toJson $x }}{{ toYaml $x }}{{ printf "%#v" $x }}{{ end }}`,
  ),
);

describe("whatever a template says", () => {
  it("ends in a text or in a TEMPLATE error with a place", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (parts) => isWellBehaved(parts.join(" "))),
      { numRuns: 1500 },
    );
  });

  it("ends in a text or in a TEMPLATE error when it is hardly a template", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => isWellBehaved(parts.join(""))),
      { numRuns: 1500 },
    );
  });

  it("gives text without actions unchanged", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }).filter((bytes) => !Buffer.from(bytes).includes("{{")),
        (bytes) => {
          const set = createTemplateSet();
          set.parse("t", bytes);
          expect([...set.execute("t", DATA)]).toEqual([...bytes]);
        },
      ),
    );
  });
});
