/** A command line, and that of another program, which follows `--`. */
export interface SplitCommand {
  readonly args: readonly string[];
  /** Undefined where there is no `--`; empty where nothing follows it. */
  readonly command?: readonly string[];
}

/** Parted before the parser sees it, which would not tell what stood on which side. */
export function splitCommand(args: readonly string[]): SplitCommand {
  const at = args.indexOf("--");
  return at < 0 ? { args } : { args: args.slice(0, at), command: args.slice(at + 1) };
}
