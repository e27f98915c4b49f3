/**
 * What a property of an internal step holds: `text`; `words` a command line; `list` items, each of which may hold several,
 * separated by spaces or commas; `flag`; `record` names and texts, or one text `A=1 B=2`; `auths` credentials by registry.
 */
export type PropertyKind = "text" | "words" | "list" | "flag" | "record" | "auths";

const credentials = {
  username: "text",
  password: "text",
  email: "text",
  registry: "text",
  authServer: "text",
  awsAccessKey: "text",
  awsSecretKey: "text",
  awsRegion: "text",
  awsRegistryId: "text",
  awsStrictAuth: "flag",
  azureClientId: "text",
  azureClientSecret: "text",
  azureSubscriptionId: "text",
  azureTenantId: "text",
  azureResourceGroup: "text",
  azureRegistryName: "text",
  azureLoginServer: "text",
} as const;

const push = {
  ...credentials,
  repository: "text",
  tag: "list",
  ports: "list",
  volumes: "list",
  workingDir: "text",
  user: "text",
  stopSignal: "text",
  cmd: "words",
  entrypoint: "words",
  env: "record",
  labels: "record",
  author: "text",
  message: "text",
  disableSync: "flag",
} as const;

/** The steps that builder itself carries out, with all of their properties (seed 000, `spec/wercker.md` §4). */
export const internalSteps = {
  "docker-push": { ...push, imageName: "text" },
  "docker-scratch-push": push,
  "docker-build": {
    imageName: "text",
    dockerfile: "text",
    context: "text",
    buildArgs: "record",
    labels: "record",
    quiet: "flag",
    noCache: "flag",
    squash: "flag",
    extraHosts: "list",
    registryAuthConfig: "auths",
    disableSync: "flag",
  },
  "docker-run": {
    ...credentials,
    name: "text",
    image: "text",
    cmd: "words",
    entrypoint: "words",
    env: "record",
    workingDir: "text",
    ports: "list",
    user: "text",
    disableSync: "flag",
  },
  "docker-kill": { name: "text" },
  "store-container": { file: "text" },
  watch: { code: "text", reload: "flag" },
  shell: { cmd: "words", code: "text" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, PropertyKind>>>>;

/** `docker-push`, `watch`, … */
export type InternalStepName = keyof typeof internalSteps;

/** Whether there is an internal step of that name. */
export function isInternalStepName(name: string): name is InternalStepName {
  return Object.hasOwn(internalSteps, name);
}

export const internalStepNames: readonly InternalStepName[] = Object.keys(internalSteps).filter(isInternalStepName);

/** The kinds of a step's properties, by name. */
export function propertiesOf(step: InternalStepName): Readonly<Record<string, PropertyKind>> {
  return internalSteps[step];
}
