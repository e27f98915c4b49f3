import type { ImageConfig } from "./engine.ts";

/** The config of an image that says nothing. */
export const emptyConfig: ImageConfig = {
  env: {},
  labels: {},
  cmd: [],
  entrypoint: [],
  workdir: "",
  user: "",
  volumes: [],
  exposedPorts: [],
  onBuild: [],
};
