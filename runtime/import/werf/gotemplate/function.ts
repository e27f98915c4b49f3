import { Bug } from "../../../../sdk/errors/bug.ts";
import type { GoString } from "./go-string.ts";
import type { TemplateCalls, TemplateHost } from "./host.ts";
import type { Meter } from "./meter.ts";
import * as types from "./type.ts";
import type { IntValue, MapValue, TimeValue, Value } from "./value.ts";
import { TIME_TYPE } from "./value.ts";

/** What a function gets besides its arguments. */
export interface CallContext extends TemplateCalls {
  readonly meter: Meter;
  readonly host: TemplateHost;
}

/** A function or method as the executor calls it: it has checked the arguments against the types before. */
export interface GoFunction {
  readonly params: readonly types.GoType[];
  /** The type of each further argument of a variadic function. */
  readonly rest?: types.GoType;
  /** Of `and` and `or`, whose arguments are not all evaluated. */
  readonly shortCircuit?: "and" | "or";
  /** Throws a GoFailure where Go's function returns an error or panics. */
  readonly call: (args: readonly Value[], context: CallContext) => Value;
}

export type FunctionMap = ReadonlyMap<GoString, GoFunction>;

/** A parameter: its type in Go, and how a value of that type reads in JavaScript. */
export interface Param<T> {
  readonly type: types.GoType;
  readonly read: (value: Value) => T;
}

function param<T>(type: types.GoType, read: (value: Value) => T | undefined): Param<T> {
  return {
    type,
    read(value) {
      const result = read(value);
      if (result === undefined) throw new Bug(`a ${value.tag} reached a parameter of type ${type.name}`);
      return result;
    },
  };
}

/** `interface{}`: anything; nothing at all arrives as nil. */
export const ANY = param<Value>(types.INTERFACE, (value) => value);
/** `reflect.Value`: anything, and its absence; a nil interface arrives as the absence that it holds. */
export const REFLECT = param<Value>(types.REFLECT_VALUE, (value) => (value.tag === "nil" ? { tag: "invalid" } : value));
export const STRING = param<GoString>(types.STRING, (value) => (value.tag === "string" ? value.value : undefined));
export const BOOL = param<boolean>(types.BOOL, (value) => (value.tag === "bool" ? value.value : undefined));
export const FLOAT = param<number>(types.FLOAT64, (value) => (value.tag === "float" ? value.value : undefined));
const readInt = (value: Value) => (value.tag === "int" ? value.value : undefined);
export const UINT32 = param<bigint>(types.UINT32, readInt);
/** `int` where only its size counts: huge values lose precision, which no list or text is long enough to notice. */
export const INT = param<number>(types.INT, (value) => (value.tag === "int" ? Number(value.value) : undefined));
export const DICT = param<MapValue>(types.DICT, (value) => (value.tag === "map" ? value : undefined));
export const TIME = param<TimeValue>(TIME_TYPE, (value) => (value.tag === "time" ? value : undefined));

export function namedInt(type: types.GoType): Param<IntValue> {
  return param(type, (value) => (value.tag === "int" ? value : undefined));
}

const NO_VALUE: Value = { tag: "invalid" };

export function fn0(call: (context: CallContext) => Value): GoFunction {
  return { params: [], call: (_args, context) => call(context) };
}

export function fn1<A>(a: Param<A>, call: (a: A, context: CallContext) => Value): GoFunction {
  return { params: [a.type], call: ([x = NO_VALUE], context) => call(a.read(x), context) };
}

export function fn2<A, B>(a: Param<A>, b: Param<B>, call: (a: A, b: B, context: CallContext) => Value): GoFunction {
  return {
    params: [a.type, b.type],
    call: ([x = NO_VALUE, y = NO_VALUE], context) => call(a.read(x), b.read(y), context),
  };
}

export function fn3<A, B, C>(
  a: Param<A>,
  b: Param<B>,
  c: Param<C>,
  call: (a: A, b: B, c: C, context: CallContext) => Value,
): GoFunction {
  return {
    params: [a.type, b.type, c.type],
    call: ([x = NO_VALUE, y = NO_VALUE, z = NO_VALUE], context) => call(a.read(x), b.read(y), c.read(z), context),
  };
}

/** Any number of arguments. */
export function variadic<R>(rest: Param<R>, call: (rest: R[], context: CallContext) => Value): GoFunction {
  return { params: [], rest: rest.type, call: (args, context) => call(args.map(rest.read), context) };
}

/** One argument and any number of others. */
export function variadic1<A, R>(
  a: Param<A>,
  rest: Param<R>,
  call: (a: A, rest: R[], context: CallContext) => Value,
): GoFunction {
  return {
    params: [a.type],
    rest: rest.type,
    call: ([x = NO_VALUE, ...others], context) => call(a.read(x), others.map(rest.read), context),
  };
}

/** Two arguments and any number of others. */
export function variadic2<A, B, R>(
  a: Param<A>,
  b: Param<B>,
  rest: Param<R>,
  call: (a: A, b: B, rest: R[], context: CallContext) => Value,
): GoFunction {
  return {
    params: [a.type, b.type],
    rest: rest.type,
    call: ([x = NO_VALUE, y = NO_VALUE, ...others], context) =>
      call(a.read(x), b.read(y), others.map(rest.read), context),
  };
}
