import { BuilderError } from "../../sdk/errors/builder-error.ts";

export function notRoot(missing: readonly string[]): BuilderError {
  return new BuilderError({
    code: "SETUP.NOT_ROOT",
    message: `Setting up this machine needs root: ${missing.join(", ")}.`,
    next: ["sudo builder setup", `or have an administrator do it: apt-get install ${missing.join(" ")}`],
  });
}

export function unsupportedSystem(missing: readonly string[]): BuilderError {
  return new BuilderError({
    code: "SETUP.UNSUPPORTED_SYSTEM",
    message: `This is not Debian or Ubuntu, so builder cannot install what is missing: ${missing.join(", ")}.`,
    next: [
      "install Docker Engine 20.10 or newer and git with your system's package manager",
      "for the toolchain copy one made elsewhere by `builder setup`: BUILDER_TOOLCHAIN=/path/to/toolchain.tar.gz",
    ],
  });
}

export function commandFailed(
  command: string,
  exitCode: number | undefined,
  lastLines: readonly string[],
): BuilderError {
  return new BuilderError({
    code: "SETUP.COMMAND_FAILED",
    message: `\`${command}\` ended with ${exitCode === undefined ? "a signal" : `exit code ${exitCode}`}.`,
    why: lastLines.join("\n"),
    next: ["repair what it says, then run builder setup again"],
  });
}

export function engineDoesNotStart(log: string, lastLines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "SETUP.ENGINE_DOES_NOT_START",
    message: "Docker Engine was started but does not answer.",
    why: lastLines.join("\n"),
    next: [
      `read its log: ${log}`,
      "in a container: run it with --privileged",
      "point DOCKER_HOST at an engine that runs",
    ],
  });
}

export function foreignEngine(address: string): BuilderError {
  return new BuilderError({
    code: "SETUP.FOREIGN_ENGINE",
    message: `DOCKER_HOST points to ${address}, where no engine answers, and builder only starts one at its usual address.`,
    next: ["start that engine", "unset DOCKER_HOST"],
  });
}
