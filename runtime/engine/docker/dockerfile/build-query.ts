import type { DockerfileBuild } from "../../engine.ts";

/** What a build is asked for, as the engine takes it in the address. */
export function buildQuery(build: DockerfileBuild, builder: "build-kit" | "classic", session?: string): string {
  const query = new URLSearchParams({
    dockerfile: build.dockerfile,
    labels: JSON.stringify(build.labels),
    buildargs: JSON.stringify(build.args),
    platform: build.platform,
    rm: "1",
    forcerm: "1",
  });
  if (builder === "build-kit") query.set("version", "2");
  if (session !== undefined) query.set("session", session);
  if (builder === "build-kit" && isApart(build)) query.set("remote", "client-session");
  if (build.target !== undefined) query.set("target", build.target);
  if (build.network !== undefined) query.set("networkmode", build.network);
  if (build.noCache) query.set("nocache", "1");
  if (build.squash) query.set("squash", "1");
  for (const host of build.addHost) query.append("extrahosts", host);
  return query.toString();
}

/** Whether the Dockerfile comes apart from the context, which takes a session: in one stream COPY would see it. */
export function isApart({ dockerfileText, hidden = [] }: DockerfileBuild): boolean {
  return dockerfileText !== undefined || hidden.length > 0;
}
