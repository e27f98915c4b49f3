// `npm run bench`: what builder costs, side by side with BuildKit where it does the same work.
// Runs are taken in turn on one machine in one session; medians and ratios are what counts, absolute times are noisy.
// `npm run bench -- --rounds 5 --minutes 5 --only buildkit|scale|stages|registry|images`: each table by itself, and no new
// round after so many minutes. A table that fails is named at the end and does not keep the others from being taken.
import { parseArgs } from "node:util";
import { benchAgainstBuildKit } from "./bench/against-buildkit.mjs";
import { benchImages } from "./bench/images.mjs";
import { benchRegistry } from "./bench/registry.mjs";
import { benchScale } from "./bench/scale.mjs";
import { benchStages } from "./bench/stages.mjs";
import { step } from "./lib/step.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    minutes: { type: "string", default: "5" },
    only: { type: "string" },
  },
});
const limits = { rounds: Number(values.rounds), minutes: Number(values.minutes) };
await import("./build.mjs");

const benches = {
  buildkit: benchAgainstBuildKit,
  scale: benchScale,
  stages: benchStages,
  registry: benchRegistry,
  images: benchImages,
};
const chosen = values.only?.split(",") ?? Object.keys(benches);
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`there is no table ${name}: ${Object.keys(benches).join(", ")}`);
  step(`bench: ${name}`);
  try {
    await bench(limits);
  } catch (error) {
    console.error(`${name} failed: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
