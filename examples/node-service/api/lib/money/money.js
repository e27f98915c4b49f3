/** Cents as people read them: `format(1999)` is `19.99`. */
export function format(cents) {
  return (cents / 100).toFixed(2);
}
