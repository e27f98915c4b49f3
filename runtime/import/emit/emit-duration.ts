import { type Code, literal } from "./code.ts";

const units = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
] as const;

/** A length of time in the largest unit in which it is a whole number. */
export function emitDuration(milliseconds: number): Code {
  if (milliseconds === 0) return literal("0s");
  const unit = units.find(([, length]) => milliseconds % length === 0);
  return literal(unit === undefined ? `${milliseconds}ms` : `${milliseconds / unit[1]}${unit[0]}`);
}
