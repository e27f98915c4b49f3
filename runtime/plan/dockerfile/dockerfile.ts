/** A text that follows an instruction up to a line of its own. */
export interface Heredoc {
  readonly name: string;
  /** Variables in it are replaced; not where its name is quoted. */
  readonly isExpanded: boolean;
  readonly content: string;
}

/** One instruction of a stage. */
export interface Instruction {
  /** In capitals: `RUN`. */
  readonly keyword: string;
  /** The whole instruction as it is written, on one line, heredocs left out. */
  readonly text: string;
  /** Of its first line, counted from 1. */
  readonly line: number;
  /** `--from=build` is `["from", "build"]`; a flag without value has "". */
  readonly flags: readonly (readonly [name: string, value: string])[];
  /** What follows the keyword and the flags. */
  readonly rest: string;
  /** The rest where it is a JSON list of strings. */
  readonly json?: readonly string[];
  readonly heredocs: readonly Heredoc[];
}

/** From one FROM to the next. */
export interface DockerfileStage {
  readonly index: number;
  /** What `AS` calls it. */
  readonly name?: string;
  /** As it is written, variables not replaced. */
  readonly base: string;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  readonly escape: string;
  readonly syntax?: string;
  /** The ARG instructions before the first FROM. */
  readonly metaArgs: readonly Instruction[];
  readonly stages: readonly DockerfileStage[];
}
