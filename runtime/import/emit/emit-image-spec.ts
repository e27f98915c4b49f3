import type { HealthcheckSpec, ImageSpecNode } from "../../../sdk/model/image-spec-node.ts";
import { type Code, call, literal, type RecordCode, record } from "./code.ts";
import { type EmitContext, flag, oneOrMany, optionalText, textRecord, texts } from "./emit-context.ts";

/** `.imageSpec({ removeEnv: ["YARN_VERSION"], cmd: ["node", "server.js"] })` */
export function emitImageSpec(spec: ImageSpecNode, context: EmitContext): Code {
  return call("imageSpec", imageSpecOptions(spec, context));
}

/** What it changes. */
export function imageSpecOptions(spec: ImageSpecNode, context: EmitContext): RecordCode {
  const words = (line: readonly string[]) => (line.length === 0 ? undefined : texts(line, context));
  return record({
    author: optionalText(spec.author, context),
    clearHistory: flag(spec.clearHistory),
    removeLabels: oneOrMany(spec.removeLabels, context),
    keepEssentialWerfLabels: flag(spec.keepEssentialWerfLabels),
    labels: textRecord(spec.labels, context),
    removeEnv: oneOrMany(spec.removeEnv, context),
    env: textRecord(spec.env, context),
    removeVolumes: oneOrMany(spec.removeVolumes, context),
    volumes: oneOrMany(spec.volumes, context),
    expose: oneOrMany(spec.expose, context),
    clearUser: flag(spec.clearUser),
    user: optionalText(spec.user, context),
    clearWorkingDir: flag(spec.clearWorkingDir),
    workingDir: optionalText(spec.workingDir, context),
    clearEntrypoint: flag(spec.clearEntrypoint),
    entrypoint: words(spec.entrypoint),
    clearCmd: flag(spec.clearCmd),
    cmd: words(spec.cmd),
    stopSignal: optionalText(spec.stopSignal, context),
    healthcheck: spec.healthcheck === undefined ? undefined : emitHealthcheck(spec.healthcheck, context),
  });
}

function emitHealthcheck(check: HealthcheckSpec, context: EmitContext): Code {
  const number = (value: number) => (value === 0 ? undefined : literal(value));
  return record({
    test: texts(check.test, context),
    intervalSeconds: number(check.intervalSeconds),
    timeoutSeconds: number(check.timeoutSeconds),
    startPeriodSeconds: number(check.startPeriodSeconds),
    retries: number(check.retries),
  });
}
