import { optionalString, requireString } from "./arguments.ts";
import { callSite } from "./call-site.ts";
import { missingEnv, noHost } from "./errors.ts";
import { currentHost } from "./host.ts";

/**
 * The value of an environment variable of the machine that runs builder.
 *
 * builder writes down which variables a build.ts reads. A value that gets into a command or an option becomes part of that
 * stage's digest: another value builds the stage again. For the commit that is built, use `$WERF_COMMIT_HASH` in a command
 * instead: it is set when the command runs and is part of no digest.
 *
 * @param name - Name of the variable.
 * @param defaultValue - What to return when it is not set; a variable that is set to nothing is set.
 * @throws BuilderError `LOAD.ENV_MISSING` when it is not set and there is no default; `SDK.NO_HOST` outside a load;
 * `SDK.WRONG_ARGUMENT`
 *
 * @example
 * ```ts
 * import { env, image } from "builder";
 *
 * export const app = image("app")
 *   .from("debian:bookworm-slim")
 *   .docker({ label: { channel: env("RELEASE_CHANNEL", "nightly") } });
 * ```
 */
export function env(name: string, defaultValue?: string): string {
  const origin = callSite(env);
  requireString(name, "env(name)", origin);
  optionalString(defaultValue, "env(name, defaultValue)", origin);
  const host = currentHost();
  if (host === undefined) throw noHost(`env("${name}")`, origin);
  const value = host.env(name, origin) ?? defaultValue;
  if (value === undefined) throw missingEnv(name, origin);
  return value;
}
