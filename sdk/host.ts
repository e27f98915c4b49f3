import { type SdkHost, sdkHostSlot } from "./model/sdk-host.ts";

/** Whoever loads the build.ts that is being evaluated; undefined outside a load. */
export function currentHost(): SdkHost | undefined {
  const host: unknown = Reflect.get(globalThis, sdkHostSlot);
  return isSdkHost(host) ? host : undefined;
}

/** The slot is a border to untyped data: anything may be in it, so its shape is looked at once. */
function isSdkHost(value: unknown): value is SdkHost {
  return typeof value === "object" && value !== null && "locate" in value && typeof value.locate === "function";
}
