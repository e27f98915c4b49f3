import { GoFailure } from "../failure.ts";
import { ANY, type FunctionMap, fn1, type GoFunction, STRING } from "../function.ts";
import type { Meter } from "../meter.ts";
import { NIL, string, type Value } from "../value.ts";
import { decodeJson } from "./json-decode.ts";
import { encodeJson, type JsonStyle } from "./json-encode.ts";

/** Sprig's JSON. The variants without `must` answer an error with nothing. */
export const JSON_FUNCTIONS: FunctionMap = new Map<string, GoFunction>([
  ["fromJson", fn1(STRING, (text, { meter }) => orElse(NIL, () => decodeJson(text, meter)))],
  ["mustFromJson", fn1(STRING, (text, { meter }) => decodeJson(text, meter))],
  ["toJson", fn1(ANY, (value, { meter }) => orElse(string(""), () => encode(value, COMPACT, meter)))],
  ["mustToJson", fn1(ANY, (value, { meter }) => encode(value, COMPACT, meter))],
  ["toPrettyJson", fn1(ANY, (value, { meter }) => orElse(string(""), () => encode(value, PRETTY, meter)))],
  ["mustToPrettyJson", fn1(ANY, (value, { meter }) => encode(value, PRETTY, meter))],
  ["toRawJson", fn1(ANY, (value, { meter }) => encode(value, RAW, meter))],
  ["mustToRawJson", fn1(ANY, (value, { meter }) => encode(value, RAW, meter))],
]);

const COMPACT: JsonStyle = { escapeHtml: true, indent: "" };
const PRETTY: JsonStyle = { escapeHtml: true, indent: "  " };
const RAW: JsonStyle = { escapeHtml: false, indent: "" };

function encode(value: Value, style: JsonStyle, meter: Meter): Value {
  return string(encodeJson(value, style, meter));
}

function orElse(fallback: Value, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoFailure) return fallback;
    throw error;
  }
}
