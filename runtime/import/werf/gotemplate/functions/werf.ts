import { GoFailure } from "../failure.ts";
import { ANY, type CallContext, type FunctionMap, fn1, fn2, type GoFunction, STRING, variadic1 } from "../function.ts";
import { fromText, type GoString, toText } from "../go-string.ts";
import { isNothing } from "../strval.ts";
import { string, type Value } from "../value.ts";
import { decodeYaml } from "./yaml-decode.ts";
import { encodeYaml } from "./yaml-encode.ts";

/** The functions that werf adds to Go's and sprig's. */
export const WERF: FunctionMap = new Map<string, GoFunction>([
  ["env", variadic1(STRING, STRING, env)],
  ["required", fn2(STRING, ANY, required)],
  ["include", fn2(STRING, ANY, (name, data, context) => string(context.include(name, data)))],
  ["include_debug", fn2(STRING, ANY, (name, data, context) => string(context.include(name, data)))],
  ["tpl", fn2(STRING, ANY, (text, data, context) => string(context.evaluate(text, data)))],
  ["tpl_debug", fn2(STRING, ANY, (text, data, context) => string(context.evaluate(text, data)))],
  ["fromYaml", fn1(STRING, (text, { meter }) => decodeYaml(text, meter))],
  ["toYaml", fn1(ANY, (value, { meter }) => string(encodeYaml(value, meter)))],
  // They print while templates are debugged, and give nothing.
  ["printf_debug", variadic1(STRING, ANY, () => string(""))],
  ["dump_debug", fn1(ANY, () => string(""))],
]);

function env(name: GoString, [fallback, ...others]: GoString[], { host }: CallContext): Value {
  if (others.length > 0) throw new GoFailure("more than one optional argument specified");
  const value = host.env(toText(name));
  if (fallback !== undefined) return string(value === undefined || value === "" ? fallback : fromText(value));
  if (value === undefined && host.allowUnsetEnv !== true) {
    throw new GoFailure(`the environment variable "${toText(name)}" must be set or default must be provided`);
  }
  return string(fromText(value ?? ""));
}

function required(message: GoString, value: Value): Value {
  if (isNothing(value) || (value.tag === "string" && value.value === "")) throw new GoFailure(toText(message));
  return value;
}
