import type { FunctionMap } from "../function.ts";
import { BUILTINS } from "./builtin.ts";
import { COMPARISONS } from "./compare.ts";
import { CRYPTO } from "./crypto.ts";
import { DATES } from "./dates.ts";
import { DEFAULTS } from "./defaults.ts";
import { DICTS } from "./dicts.ts";
import { JSON_FUNCTIONS } from "./json.ts";
import { LISTS } from "./lists.ts";
import { MATH } from "./math.ts";
import { PATHS } from "./paths.ts";
import { RANDOM } from "./random.ts";
import { REGEX } from "./regex.ts";
import { SEMVER } from "./semver.ts";
import { STRING_LISTS } from "./string-lists.ts";
import { STRINGS } from "./strings.ts";
import { TEXT_CASE } from "./text-case.ts";
import { TYPES } from "./types.ts";
import { UNSUPPORTED } from "./unsupported.ts";
import { URLS } from "./url.ts";
import { WERF } from "./werf.ts";

/** What a template of werf can call: Go's own functions, sprig's and werf's. A later group hides an earlier one. */
export const ALL_FUNCTIONS: FunctionMap = new Map(
  [
    BUILTINS,
    COMPARISONS,
    STRINGS,
    TEXT_CASE,
    STRING_LISTS,
    MATH,
    DEFAULTS,
    JSON_FUNCTIONS,
    LISTS,
    DICTS,
    TYPES,
    CRYPTO,
    RANDOM,
    PATHS,
    URLS,
    REGEX,
    SEMVER,
    DATES,
    UNSUPPORTED,
    WERF,
  ].flatMap((group) => [...group]),
);
