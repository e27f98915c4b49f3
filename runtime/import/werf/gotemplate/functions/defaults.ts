import { GoFailure } from "../failure.ts";
import { ANY, BOOL, type FunctionMap, fn1, fn3, type GoFunction, STRING, variadic, variadic1 } from "../function.ts";
import { type GoString, toText } from "../go-string.ts";
import { isEmpty } from "../strval.ts";
import { bool, NIL } from "../value.ts";

/** Sprig's functions on emptiness, and `fail`. */
export const DEFAULTS: FunctionMap = new Map<string, GoFunction>([
  ["default", variadic1(ANY, ANY, (fallback, [given]) => (given === undefined || isEmpty(given) ? fallback : given))],
  ["empty", fn1(ANY, (value) => bool(isEmpty(value)))],
  ["coalesce", variadic(ANY, (values) => values.find((value) => !isEmpty(value)) ?? NIL)],
  ["all", variadic(ANY, (values) => bool(!values.some(isEmpty)))],
  ["any", variadic(ANY, (values) => bool(!values.every(isEmpty)))],
  ["fail", fn1(STRING, (message) => refuse(message))],
  ["ternary", fn3(ANY, ANY, BOOL, (yes, no, condition) => (condition ? yes : no))],
]);

function refuse(message: GoString): never {
  throw new GoFailure(toText(message));
}
