import { expect, test } from "vitest";
import { goJson } from "../../../runtime/plan/go-json.ts";

test("keys are in the order of their bytes, without spaces, and what a browser could misread is escaped", () => {
  const value = {
    b: [1, 1.5, 1e21, 1e-7, null, true],
    "10": "<a> & b\u2028\n",
    "9": { z: {}, a: [] },
    "\u{1f600}": 1,
    "\uffee": 2,
  };
  expect(goJson(value)).toBe(
    '{"10":"\\u003ca\\u003e \\u0026 b\\u2028\\n","9":{"a":[],"z":{}},"b":[1,1.5,1e+21,1e-7,null,true],"\uffee":2,"\u{1f600}":1}',
  );
});
