const nameLimit = 100;

/**
 * Names for pipelines and workflows, in their order: letters, digits and `. _ - + /` between them, each once, since all are asked
 * for in the same way.
 */
export function targetNames(written: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return written.map((name) => {
    const base = allowed(name);
    let free = base;
    for (let number = 2; taken.has(free); number += 1) free = `${base}-${number}`;
    taken.add(free);
    return free;
  });
}

function allowed(name: string): string {
  const trimmed = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^A-Za-z0-9._/+-]+/g, "-")
    .slice(0, nameLimit - 10)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return trimmed === "" ? "pipeline" : trimmed;
}
