import type { Commit } from "../git/repository.ts";

/**
 * The commit as commands see it. Part of no digest, so that using it rebuilds nothing (seed 003, "Environment variables of
 * build container"); the human form is Go's `time.Time.String()`, as werf prints it.
 */
export function commitEnvironment(commit: Commit | undefined): Readonly<Record<string, string>> {
  if (commit === undefined) return {};
  return {
    WERF_COMMIT_HASH: commit.id,
    WERF_COMMIT_TIME_HUMAN: formatTime(commit),
    WERF_COMMIT_TIME_UNIX: String(commit.timeUnix),
  };
}

function formatTime({ timeUnix, timezoneMinutes }: Commit): string {
  const local = new Date((timeUnix + timezoneMinutes * 60) * 1000).toISOString();
  const minutes = Math.abs(timezoneMinutes);
  const sign = timezoneMinutes < 0 ? "-" : "+";
  const zone = `${sign}${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone} ${zone}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
