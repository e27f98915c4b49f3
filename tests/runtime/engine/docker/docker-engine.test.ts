import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describeEngine } from "../../../contracts/engine.contract.ts";
import { describeLookingInside } from "../../../contracts/looking-inside.contract.ts";
import { testEngine } from "../../../support/engine.ts";

/** Docker's own command line: what a person would look with. */
async function docker(...args: string[]): Promise<string> {
  return (await promisify(execFile)("docker", args)).stdout.trim();
}

describeEngine("the Docker engine", () => ({
  engine: testEngine(),
  inspect: (idOrReference) => docker("inspect", idOrReference),
  async leftovers(runId) {
    const filter = `label=builder.run=${runId}`;
    const containers = await docker("ps", "--all", "--quiet", "--filter", filter);
    const images = await docker("images", "--quiet", "--filter", "dangling=true", "--filter", filter);
    return [containers, images]
      .join("\n")
      .split("\n")
      .filter((line) => line !== "");
  },
}));

describeLookingInside("looking inside with the Docker engine", testEngine());
