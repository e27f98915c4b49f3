import { BuilderError } from "../../sdk/errors/builder-error.ts";

/** No engine answers where one is expected. */
export function engineUnreachable(address: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.UNREACHABLE",
    message: `No container engine answers at ${address}.`,
    ...reason(cause),
    next: ["builder doctor", "builder setup (as root on Debian or Ubuntu: installs and starts Docker Engine)"],
    cause,
  });
}

/** The engine went away while it was working for us. */
export function engineLost(address: string, doing: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.UNREACHABLE",
    message: `The container engine at ${address} stopped answering during: ${doing}.`,
    ...reason(cause),
    next: ["builder doctor", "run the same command again: stages that were saved are reused"],
    cause,
  });
}

export function engineTooOld(found: string, needed: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.TOO_OLD",
    message: `The container engine speaks API ${found}; builder needs ${needed} or newer (Docker Engine 20.10).`,
    next: ["install a newer Docker Engine, for example Debian's docker.io"],
  });
}

export function unsupportedAddress(value: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.ADDRESS",
    message: `DOCKER_HOST is ${JSON.stringify(value)}, which builder cannot connect to.`,
    why: "Only unix:///path/to/socket and tcp://host:port are understood.",
    next: [
      "for a remote engine over ssh: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST, and DOCKER_HOST=unix:///tmp/docker.sock",
    ],
  });
}

export function diskFull(doing: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.DISK_FULL",
    message: `The container engine's disk is full: ${doing} failed.`,
    ...reason(cause),
    next: [
      "docker system df",
      "docker image prune (removes images without a name)",
      "free space where the engine keeps its data",
    ],
    cause,
  });
}

export function engineFailed(doing: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.FAILED",
    message: `The container engine could not do this: ${doing}.`,
    ...reason(cause),
    cause,
  });
}

export function imageNotFound(reference: string, said: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.IMAGE_NOT_FOUND",
    message: `There is no image ${reference}, neither in the engine nor in its registry.`,
    why: said,
    next: [
      "check the spelling of the name and the tag",
      `docker pull ${reference}`,
      "docker login, if the registry is private",
    ],
  });
}

export function pullFailed(reference: string, said: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.PULL_FAILED",
    message: `The image ${reference} could not be fetched from its registry.`,
    why: said,
    next: [`docker pull ${reference}`, "check the network and the registry's address"],
    cause,
  });
}

export function pushFailed(reference: string, said: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.PUSH_FAILED",
    message: `The image ${reference} could not be sent to its registry.`,
    why: said,
    next: [
      "docker login, with an account that may write there",
      "check that the engine can reach the registry: plain http has to be allowed in its insecure-registries",
      "run the same command again: stages that were saved are reused",
    ],
    cause,
  });
}

export function toolchainMissing(looked: readonly string[]): BuilderError {
  return new BuilderError({
    code: "TOOLCHAIN.MISSING",
    message: "There is no toolchain: the static shell that runs commands in images was not found.",
    why: `Looked at: ${looked.join(", ")}.`,
    next: [
      "builder setup",
      "apt-get install bash-static busybox-static",
      "BUILDER_TOOLCHAIN=/path/to/toolchain.tar.gz",
    ],
  });
}

export function toolchainUnusable(path: string, why: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "TOOLCHAIN.UNUSABLE",
    message: `The toolchain ${path} cannot be used.`,
    why,
    next: ["unset BUILDER_TOOLCHAIN, or point it at an archive that `builder setup` has made"],
    cause,
  });
}

function reason(cause: unknown): { readonly why?: string } {
  if (!(cause instanceof Error)) return {};
  const text = cause.message.trim() || ("code" in cause ? String(cause.code) : "");
  return text === "" ? {} : { why: text };
}
