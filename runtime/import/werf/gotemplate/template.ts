import { limitError, notDefinedError } from "./errors.ts";
import { type Execution, execute } from "./execute.ts";
import type { FunctionMap } from "./function.ts";
import { ALL_FUNCTIONS } from "./functions/all.ts";
import { adler32 } from "./functions/crypto.ts";
import { fromText, type GoString, toBytes, toText } from "./go-string.ts";
import type { TemplateHost } from "./host.ts";
import { createMeter, DEFAULT_LIMITS, type Meter, type TemplateLimits } from "./meter.ts";
import type { TemplateTree } from "./node.ts";
import { createOutput } from "./output.ts";
import { isEmptyTree, parse } from "./parse.ts";
import { placeAt } from "./position.ts";
import type { TemplateProbe } from "./probe.ts";
import type { Rendering } from "./rendering.ts";
import type { Value } from "./value.ts";

export interface TemplateSetOptions {
  /** What the templates learn from outside. @default nothing: `env` of any name is an error */
  readonly host?: TemplateHost;
  /** Replaces the functions. @default Go's, sprig's and werf's */
  readonly functions?: FunctionMap;
  /** Changes some of the limits. @default {@link DEFAULT_LIMITS} */
  readonly limits?: Partial<TemplateLimits>;
  /** Watches the executions. */
  readonly probe?: TemplateProbe;
}

/** Templates that can call each other by name, as in Go's text/template. */
export interface TemplateSet {
  /**
   * Parses a text and adds it, with its `define`s and `block`s, under their names. A name that is known is replaced,
   * unless the new text is blank.
   *
   * @param file what errors call it; the name by default
   * @returns the tree of the text itself
   * @throws TEMPLATE.SYNTAX, TEMPLATE.LIMIT with the place
   */
  parse(name: string, text: string | Uint8Array, file?: string): TemplateTree;
  /** The tree of a template by its name. */
  find(name: string): TemplateTree | undefined;
  /** The names of all templates that were parsed. */
  names(): readonly string[];
  /**
   * Executes a template with data (see `fromPlain`) and gives the bytes of its text.
   *
   * @throws TEMPLATE.EXECUTION, TEMPLATE.FUNCTION, TEMPLATE.LIMIT with the place, and the places of the templates that
   *   called it behind it; TEMPLATE.NOT_DEFINED
   */
  execute(name: string, data: Value): Buffer;
  /** The same as {@link execute}, and which node made which part of the text. */
  render(name: string, data: Value): Rendering;
}

/** Makes an empty set of templates. */
export function createTemplateSet(options: TemplateSetOptions = {}): TemplateSet {
  const functions = options.functions ?? ALL_FUNCTIONS;
  const host = options.host ?? { env: () => undefined };
  const { probe } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const trees = new Map<GoString, TemplateTree>();

  const add = (name: GoString, text: GoString, file: string): TemplateTree | undefined => {
    if (text.length > limits.templateBytes) {
      throw limitError("templateBytes", limits.templateBytes, placeAt(file, text, 0));
    }
    const hasFunction = (wanted: GoString) => functions.has(wanted);
    const parsed = parseWithinStack(name, text, { file, hasFunction, maxDepth: limits.depth });
    for (const [key, tree] of parsed) {
      if (!trees.has(key) || !isEmptyTree(tree)) trees.set(key, tree);
    }
    return parsed.get(name);
  };

  const names = () => [...trees.keys()].map(toText);

  const run = (name: string, data: Value, isRecording: boolean): Rendering => {
    const tree = trees.get(fromText(name));
    if (tree === undefined) throw notDefinedError(name, names());
    const meter = createMeter(limits);
    const output = createOutput(meter, { isResult: true, isRecording });
    execute(tree, data, createExecution({ functions, host, meter, trees, add, isRecording, probe }), output, undefined);
    return output.finish();
  };

  return {
    names,
    find: (name) => trees.get(fromText(name)),
    parse(name, text, file = name) {
      const source = typeof text === "string" ? fromText(text) : Buffer.from(text).toString("latin1");
      const tree = add(fromText(name), source, file);
      if (tree === undefined) throw notDefinedError(name, names());
      return tree;
    },
    execute: (name, data) => toBytes(run(name, data, false).text),
    render: (name, data) => run(name, data, true),
  };
}

/** The parser calls itself for each level, and how much room there is depends on who calls it. */
function parseWithinStack(...[name, text, options]: Parameters<typeof parse>): ReturnType<typeof parse> {
  try {
    return parse(name, text, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw limitError("depth", options.maxDepth, placeAt(options.file, text, 0));
  }
}

interface Surroundings {
  readonly functions: FunctionMap;
  readonly host: TemplateHost;
  readonly meter: Meter;
  readonly trees: ReadonlyMap<GoString, TemplateTree>;
  readonly add: (name: GoString, text: GoString, file: string) => TemplateTree | undefined;
  readonly isRecording: boolean;
  readonly probe: TemplateProbe | undefined;
}

function createExecution({ functions, host, meter, trees, add, isRecording, probe }: Surroundings): Execution {
  const render = (name: GoString, data: Value): GoString => {
    const tree = trees.get(name);
    if (tree === undefined) throw notDefinedError(toText(name), [...trees.keys()].map(toText));
    const { current } = execution;
    const output = createOutput(meter, { isResult: false, isRecording });
    execute(tree, data, execution, output, current?.caller);
    execution.current = current;
    const rendering = output.finish();
    current?.output.called({ tree, ...rendering });
    return rendering.text;
  };
  const execution: Execution = {
    functions,
    ...(probe === undefined ? {} : { probe }),
    depth: 0,
    find: (name) => trees.get(name),
    context: {
      meter,
      host,
      include: render,
      evaluate(text, data) {
        meter.step(text.length / 4);
        // The name that werf gives it: the same text twice is the same template.
        const name = `tpl-${adler32(text)}`;
        add(name, text, name);
        return trees.has(name) ? render(name, data) : "";
      },
    },
  };
  return execution;
}
