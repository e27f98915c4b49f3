import type { Output } from "../../../runtime/report/reporter.ts";

/** Keeps what a reporter writes. */
export interface RecordingOutput extends Output {
  text(): string;
}

export function createRecordingOutput(
  size: { readonly columns?: number; readonly rows?: number } = {},
): RecordingOutput {
  let text = "";
  return {
    ...size,
    write: (added) => {
      text += added;
    },
    text: () => text,
  };
}
