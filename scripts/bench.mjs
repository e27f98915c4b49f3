// `npm run bench`: what builder costs, side by side with BuildKit where it does the same work.
// Runs are taken in turn on one machine in one session; medians and ratios are what counts, absolute times are noisy.
// `npm run bench -- --rounds 3 --only buildkit|scale|stages|registry|images`
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchAgainstBuildKit } from "./bench/against-buildkit.mjs";
import { benchImages } from "./bench/images.mjs";
import { benchRegistry } from "./bench/registry.mjs";
import { benchScale } from "./bench/scale.mjs";
import { benchStages } from "./bench/stages.mjs";
import { step } from "./lib/step.mjs";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, only: { type: "string" } },
});
const rounds = Number(values.rounds);
if (!existsSync(new URL("../dist/cli.js", import.meta.url))) await import("./build.mjs");

const benches = {
  buildkit: benchAgainstBuildKit,
  scale: benchScale,
  stages: benchStages,
  registry: benchRegistry,
  images: benchImages,
};
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== name) continue;
  step(`bench: ${name}`);
  await bench({ rounds });
}
