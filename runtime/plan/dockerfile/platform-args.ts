/** The arguments that BuildKit gives to every Dockerfile; target and build platform are one, as nothing is emulated. */
export function platformArgs(platform: string): readonly (readonly [name: string, value: string])[] {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  return ["TARGET", "BUILD"].flatMap((prefix): [string, string][] => [
    [`${prefix}PLATFORM`, platform],
    [`${prefix}OS`, os],
    [`${prefix}ARCH`, architecture],
    [`${prefix}VARIANT`, variant],
  ]);
}
