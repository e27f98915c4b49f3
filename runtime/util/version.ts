/** Put in by scripts/build.mjs. */
declare const BUILDER_VERSION: string | undefined;

/** The version of the package. */
export const version = typeof BUILDER_VERSION === "string" ? BUILDER_VERSION : "0.0.0-source";
