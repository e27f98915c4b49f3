import type { ProgressLine } from "./progress.ts";

/** Adds up the bytes of all layers of a pull or a push. */
export interface TransferSums {
  /** Whether the line said something new about the bytes. */
  add(line: ProgressLine): boolean;
  sums(): { readonly currentBytes: number; readonly totalBytes: number };
}

/** `moving` and `moved`: how the engine calls a layer that is on its way, and one that has arrived. */
export function createTransferSums(moving: string, moved: string): TransferSums {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  return {
    add({ id, status, currentBytes, totalBytes }) {
      if (id === undefined) return false;
      const known = layers.get(id);
      if (status === moving && (totalBytes !== undefined || currentBytes !== undefined)) {
        // Compressed on the way, a layer may end larger than was announced.
        const current = currentBytes ?? 0;
        layers.set(id, { current, total: Math.max(totalBytes ?? 0, known?.total ?? 0, current) });
      } else if (known !== undefined && status === moved) layers.set(id, { current: known.total, total: known.total });
      else return false;
      return true;
    },
    sums() {
      const values = [...layers.values()];
      return {
        currentBytes: values.reduce((sum, layer) => sum + layer.current, 0),
        totalBytes: values.reduce((sum, layer) => sum + layer.total, 0),
      };
    },
  };
}
