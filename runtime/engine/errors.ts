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

/** An agent for the keys of `--ssh-key`. */
export function sshAgentFailed(what: string, why: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.SSH_AGENT",
    message: `No ssh agent for the keys of --ssh-key: ${what}.`,
    why,
    next: [
      "apt-get install openssh-client",
      "see that the file is a private key without a passphrase",
      "or start an agent yourself and leave out --ssh-key: SSH_AUTH_SOCK is passed on",
    ],
  });
}

/** Files that are put into a container would replace a directory, or a directory something else. */
export function kindConflict(path: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "ENGINE.KIND_CONFLICT",
    message: `What is put at ${path} would turn a directory into something else, or the reverse.`,
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

export function toolchainUnusable(
  path: string,
  why: string,
  variable = "BUILDER_TOOLCHAIN",
  cause?: unknown,
): BuilderError {
  return new BuilderError({
    code: "TOOLCHAIN.UNUSABLE",
    message: `The toolchain ${path} cannot be used.`,
    why,
    next: [`unset ${variable}, or point it at an archive that \`builder setup\` has made`],
    cause,
  });
}

/** Stages of Ansible tasks need it; only Debian and Ubuntu have the packages it is made of. */
export function ansibleToolchainMissing(): BuilderError {
  return new BuilderError({
    code: "TOOLCHAIN.ANSIBLE_MISSING",
    message: "There is no toolchain of Ansible, and this machine cannot make one.",
    why: "It is made of Debian's or Ubuntu's packages, with apt-get and dpkg-deb.",
    next: [
      "make it on a machine with Debian or Ubuntu (builder setup --ansible) and copy it from the folder toolchain of its cache",
      "BUILDER_ANSIBLE_TOOLCHAIN=/path/to/ansible-….tar.gz",
    ],
  });
}

export function ansibleToolchainFailed(step: string, lastLines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "TOOLCHAIN.ANSIBLE_FAILED",
    message: `The toolchain of Ansible could not be made${step === "" ? "" : `: ${step} failed`}.`,
    why: lastLines.join("\n"),
    next: [
      "apt-get update (as root), when packages were not found",
      "BUILDER_ANSIBLE_TOOLCHAIN=/path/to/ansible-….tar.gz, made on another machine",
    ],
  });
}

export function noBuildKit(option: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.NO_BUILDKIT",
    message: `The container engine cannot build this Dockerfile: ${option} needs BuildKit.`,
    next: ["unset DOCKER_BUILDKIT, if it is 0", "use Docker Engine 20.10 or newer"],
  });
}

export function noSshAgent(id: string, why: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.SSH_AGENT",
    message: `There is no ssh agent "${id}" for the build.`,
    why,
    next: ["eval $(ssh-agent) && ssh-add", 'name the socket of an agent: ssh: "default=/run/agent.sock"'],
  });
}

function reason(cause: unknown): { readonly why?: string } {
  if (!(cause instanceof Error)) return {};
  const text = cause.message.trim() || ("code" in cause ? String(cause.code) : "");
  return text === "" ? {} : { why: text };
}
