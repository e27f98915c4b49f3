/** A build.ts for a folder with a package.json. */
export function nodeServiceTemplate(project: string): string {
  return `import { image, project } from "builder";

// Every exported image is built; a stage runs again only when what it depends on has changed.
export const app = image("app")
  .from("node:20-bookworm-slim")
  .git({
    add: "/",
    to: "/app",
    excludePaths: ["build.ts"],
    stageDependencies: {
      // npm ci runs again when the dependencies change, not when a source file does.
      install: ["package.json", "package-lock.json"],
    },
  })
  .install("cd /app && npm ci --omit=dev")
  .docker({ workdir: "/app", user: "node", cmd: ["npm", "start"] });

export default project("${project}");
`;
}
