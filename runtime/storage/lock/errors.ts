import { BuilderError, type Diagnostic } from "../../../sdk/errors/builder-error.ts";

export function badAddress(text: string): BuilderError {
  return new BuilderError({
    code: "LOCKS.ADDRESS",
    message: `"${text}" is no address of a lock service`,
    next: [
      "write it as redis://HOST:PORT or rediss://HOST:PORT/DATABASE",
      "leave it out to lock on this machine alone",
    ],
  });
}

/** Arguments can be read by everybody on the machine. */
export function passwordInArgument(): BuilderError {
  return new BuilderError({
    code: "LOCKS.PASSWORD",
    message: "a password does not belong into the arguments of a command",
    why: "every process on this machine can read them",
    next: ["export BUILDER_LOCKS=redis://USER:PASSWORD@HOST:PORT"],
  });
}

export function clientMissing(cause: unknown): BuilderError {
  return new BuilderError({
    code: "LOCKS.CLIENT",
    message: "locks in Redis need the package ioredis",
    why: "it is an optional dependency, because few need it",
    next: ["npm install ioredis"],
    cause,
  });
}

/** `address` without user and password. */
export function accessRefused(address: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "LOCKS.DENIED",
    message: `the lock service ${address} does not let us in`,
    why: "user or password are missing or wrong",
    next: ["export BUILDER_LOCKS=redis://USER:PASSWORD@HOST:PORT"],
    cause,
  });
}

/** A warning: the run goes on. */
export function serviceLost(address: string, why: string): Diagnostic {
  return {
    code: "LOCKS.LOST",
    message: `the lock service ${address} does not answer; going on with locks of this machine alone`,
    why: `${why}; at worst a stage is built twice, on two machines`,
  };
}
