/** Says what comes next, on stderr: stdout is for results. */
export function step(text) {
  process.stderr.write(`${text}\n`);
}
