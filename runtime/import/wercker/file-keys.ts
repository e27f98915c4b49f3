/** Keys at the top of the file that are no pipeline. */
export const fileKeys = [
  "box",
  "services",
  "command-timeout",
  "no-response-timeout",
  "source-dir",
  "ignore-file",
  "workflows",
] as const;

/** One of them. */
export type FileKey = (typeof fileKeys)[number];
