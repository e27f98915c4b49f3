/** `312 B`, `4.2 MB`; decimal, as engines and registries show sizes. */
export function sizeText(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
