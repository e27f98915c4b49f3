import { image, project } from "builder";

/** Files of the repository and one that a command makes of them. It starts from nothing, so no registry is asked. */
export const site = image("site")
  .fromScratch()
  .git({ add: "/public", to: "/srv/www", stageDependencies: { setup: "index.html" } })
  .setup("mkdir -p /srv/meta", "cd /srv/www", "sha256sum index.html > /srv/meta/checksums")
  .docker({ workdir: "/srv/www", label: { title: "A tiny site" } });

export default project("tiny");
