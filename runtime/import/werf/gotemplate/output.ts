import { createTextBuilder } from "./fmt/text-builder.ts";
import type { GoString } from "./go-string.ts";
import type { Meter } from "./meter.ts";
import type { RenderedCall, RenderedPiece, Rendering, RenderScope } from "./rendering.ts";

/** Where the text of one template goes, and that of those it calls with `template`. */
export interface Output {
  write(text: GoString, node: RenderedPiece["node"], scope: RenderScope): void;
  /** A text that `include` or `tpl` made: it belongs to what is written next. */
  called(call: RenderedCall): void;
  /** Forgets the calls so far: they served no text. */
  forgetCalls(): void;
  finish(): Rendering;
}

interface OutputOptions {
  readonly isResult: boolean;
  readonly isRecording: boolean;
}

/** What an entry in the list of pieces takes, with its scope. */
const PIECE_BYTES = 128;
const NO_CALLS: readonly RenderedCall[] = [];

/**
 * Collects a text, which takes part in the limits of the meter.
 *
 * @param options.isResult whether it is the text of the whole execution, which has a limit of its own
 * @param options.isRecording whether to keep which node made which part; the pieces are empty otherwise
 */
export function createOutput(meter: Meter, { isResult, isRecording }: OutputOptions): Output {
  const text = createTextBuilder(meter);
  const pieces: RenderedPiece[] = [];
  let calls: RenderedCall[] = [];
  const takeCalls = (): readonly RenderedCall[] => {
    if (calls.length === 0) return NO_CALLS;
    const taken = calls;
    calls = [];
    return taken;
  };
  return {
    write(part, node, scope) {
      const start = text.length;
      if (isResult) meter.output(part.length);
      text.add(part);
      const made = takeCalls();
      if (!isRecording || part === "") return;
      meter.allocate(PIECE_BYTES);
      pieces.push({ start, end: text.length, node, scope, calls: made });
    },
    called: (call) => {
      if (isRecording) calls.push(call);
    },
    forgetCalls: () => {
      if (calls.length > 0) calls = [];
    },
    finish: () => ({ text: text.toString(), pieces }),
  };
}
