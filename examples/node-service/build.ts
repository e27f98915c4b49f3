import { env, image, project } from "builder";

/** Node, npm and the folder that the services run in. Only built because they start from it. */
const base = image("base")
  .from(env("NODE_BASE", "node:20-bookworm-slim"))
  .beforeInstall("mkdir -p /app", "chown node:node /app")
  .final(false);

/** A service in a folder of its own: what is installed changes with its lock file, what is set up with its sources. */
const service = (name: string, port: number) =>
  image(name)
    .from(base)
    .git({
      add: `/${name}`,
      to: "/app",
      owner: "node",
      group: "node",
      excludePaths: ["**/*.test.js"],
      stageDependencies: { install: ["package*.json", "lib/**"], setup: ["src/**"] },
    })
    .install("cd /app && npm ci --omit=dev --offline --no-audit --no-fund")
    .setup("cd /app && npm run --silent build")
    .docker({
      workdir: "/app",
      user: "node",
      env: { NODE_ENV: "production", PORT: String(port) },
      expose: port,
      entrypoint: ["node"],
      cmd: ["src/main.js"],
    });

export const api = service("api", 8080);
export const web = service("web", 8081);

// The base differs between machines: whoever builds may name another one.
export default project("node-service", { giterminism: { env: "NODE_BASE" } });
