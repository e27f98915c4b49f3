import { instance } from "@viz-js/viz";

/** Lays out Graphviz' notation as a picture. */
export async function toSvg(dot: string): Promise<string> {
  const viz = await instance();
  return viz.renderString(dot, { format: "svg" });
}
