/** A build.ts for a folder of which nothing is known. */
export function tinyTemplate(project: string): string {
  return `import { image, project } from "builder";

// Every exported image is built; a stage runs again only when what it depends on has changed.
export const app = image("app")
  .from("debian:bookworm-slim")
  .beforeInstall("apt-get update && apt-get install -y --no-install-recommends ca-certificates")
  // The committed files of this repository.
  .git({ add: "/", to: "/app", stageDependencies: { setup: ["**/*"] } })
  .setup("ls -l /app")
  .docker({ workdir: "/app", cmd: ["ls", "-l"] });

export default project("${project}");
`;
}
