import { expect, test } from "vitest";
import { defaultPlatform } from "../../runtime/default-platform.ts";

test("images are for this machine's platform, unless Docker's own variable says another", () => {
  const names: Readonly<Record<string, string>> = { x64: "linux/amd64", arm64: "linux/arm64" };
  expect(defaultPlatform({})).toBe(names[process.arch]);
  expect(defaultPlatform({ DOCKER_DEFAULT_PLATFORM: "linux/arm/v7" })).toBe("linux/arm/v7");
});
