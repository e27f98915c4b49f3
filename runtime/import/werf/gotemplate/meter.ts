/** How much one execution may use. Every limit ends in a TEMPLATE.LIMIT error with the place that was reached. */
export interface TemplateLimits {
  /**
   * Bytes of the text of a template.
   * @default 4_194_304
   */
  readonly templateBytes: number;
  /**
   * Evaluated nodes, plus one step per 64 bytes and per element that functions handle.
   * @default 3_000_000
   */
  readonly steps: number;
  /**
   * Templates that have called each other, and nested actions or parentheses in a text.
   * @default 1000
   */
  readonly depth: number;
  /**
   * Bytes of rendered text.
   * @default 67_108_864
   */
  readonly outputBytes: number;
  /**
   * Bytes of all values that were made, also of those that are no longer in use: what is freed cannot be seen here.
   * @default 201_326_592
   */
  readonly memoryBytes: number;
  /**
   * Milliseconds that an execution may last, for work that the steps do not tell well.
   * @default 5000
   */
  readonly timeMs: number;
}

export type LimitName = keyof TemplateLimits;

export const DEFAULT_LIMITS: TemplateLimits = {
  templateBytes: 4 * 1024 * 1024,
  steps: 3_000_000,
  depth: 1000,
  outputBytes: 64 * 1024 * 1024,
  memoryBytes: 192 * 1024 * 1024,
  timeMs: 5000,
};

/** Thrown by a meter; the executor adds the place and turns it into a BuilderError. */
export class LimitReached extends Error {
  readonly limit: LimitName;
  readonly value: number;

  constructor(limit: LimitName, value: number) {
    super(`limit ${limit} reached`);
    this.limit = limit;
    this.value = value;
  }
}

/** Counts what an execution uses; functions that work long or make much report it here. */
export interface Meter {
  readonly limits: TemplateLimits;
  /** Work that was done: 1 is about a microsecond. */
  step(count?: number): void;
  /** Looks at the clock: for single steps that may take long. */
  checkTime(): void;
  /** A value that was made. Done for the result of every function. */
  allocate(bytes: number): void;
  /** Fails when so much could not be allocated any more: for functions whose result may be far larger than their arguments. */
  reserve(bytes: number): void;
  /** Rendered text. */
  output(bytes: number): void;
}

const CALLS_PER_LOOK = 1000;

export function createMeter(limits: TemplateLimits): Meter {
  let steps = 0;
  let memoryBytes = 0;
  let outputBytes = 0;
  let calls = 0;
  const end = performance.now() + limits.timeMs;
  const checkTime = () => {
    if (performance.now() > end) throw new LimitReached("timeMs", limits.timeMs);
  };
  return {
    limits,
    step(count = 1) {
      steps += count;
      calls++;
      if (!(steps <= limits.steps)) throw new LimitReached("steps", limits.steps);
      // The clock is looked at now and then, and after everything that was not a single step.
      if (count > 100 || calls % CALLS_PER_LOOK === 0) checkTime();
    },
    checkTime,
    allocate(bytes) {
      memoryBytes += bytes;
      if (!(memoryBytes <= limits.memoryBytes)) throw new LimitReached("memoryBytes", limits.memoryBytes);
    },
    reserve(bytes) {
      if (!(memoryBytes + bytes <= limits.memoryBytes)) throw new LimitReached("memoryBytes", limits.memoryBytes);
    },
    output(bytes) {
      outputBytes += bytes;
      if (!(outputBytes <= limits.outputBytes)) throw new LimitReached("outputBytes", limits.outputBytes);
    },
  };
}
