import { decodeOrigin } from "./decode-origin.ts";
import { createImageSpecNode, type HealthcheckSpec, type ImageSpecNode } from "./image-spec-node.ts";
import type { JsonReader } from "./json-reader.ts";

const flags = ["clearHistory", "clearCmd", "clearEntrypoint", "clearUser", "clearWorkingDir"] as const;
const lists = ["removeLabels", "removeVolumes", "removeEnv", "volumes", "expose", "cmd", "entrypoint"] as const;
const texts = ["author", "user", "workingDir", "stopSignal"] as const;
const others = ["kind", "keepEssentialWerfLabels", "env", "labels", "healthcheck", "origin"] as const;

export function decodeImageSpec(reader: JsonReader): ImageSpecNode {
  reader.allowMembers([...flags, ...lists, ...texts, ...others]);
  reader.member("kind").oneOf(["image-spec"]);
  const flag = (name: (typeof flags)[number]) => reader.member(name).boolean();
  const list = (name: (typeof lists)[number]) => reader.member(name).strings();
  return createImageSpecNode({
    clearHistory: flag("clearHistory"),
    clearCmd: flag("clearCmd"),
    clearEntrypoint: flag("clearEntrypoint"),
    clearUser: flag("clearUser"),
    clearWorkingDir: flag("clearWorkingDir"),
    keepEssentialWerfLabels: reader.member("keepEssentialWerfLabels").boolean(),
    removeLabels: list("removeLabels"),
    removeVolumes: list("removeVolumes"),
    removeEnv: list("removeEnv"),
    volumes: list("volumes"),
    expose: list("expose"),
    cmd: list("cmd"),
    entrypoint: list("entrypoint"),
    env: reader.member("env").stringRecord(),
    labels: reader.member("labels").stringRecord(),
    ...reader.optional("author", (author) => ({ author: author.string() })),
    ...reader.optional("user", (user) => ({ user: user.string() })),
    ...reader.optional("workingDir", (workingDir) => ({ workingDir: workingDir.string() })),
    ...reader.optional("stopSignal", (stopSignal) => ({ stopSignal: stopSignal.string() })),
    ...reader.optional("healthcheck", (healthcheck) => ({ healthcheck: decodeHealthcheck(healthcheck) })),
    ...decodeOrigin(reader),
  });
}

function decodeHealthcheck(reader: JsonReader): HealthcheckSpec {
  reader.allowMembers(["test", "intervalSeconds", "timeoutSeconds", "startPeriodSeconds", "retries"]);
  return {
    test: reader.member("test").strings(),
    intervalSeconds: reader.member("intervalSeconds").number(),
    timeoutSeconds: reader.member("timeoutSeconds").number(),
    startPeriodSeconds: reader.member("startPeriodSeconds").number(),
    retries: reader.member("retries").number(),
  };
}
