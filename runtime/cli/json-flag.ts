/** The one flag of commands that only answer a question. */
export interface JsonFlag {
  readonly json: boolean;
}

export const jsonFlag = {
  json: { kind: "boolean", brief: "Print one JSON document to stdout", default: false, withNegated: false },
} as const;
