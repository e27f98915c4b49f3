import type { Section } from "./section.ts";

/** The platform that builder builds for unless told otherwise. */
const usual = "linux/amd64";

/** `platform`: builder makes an image for one platform; of several it takes the usual one or the first. */
export function readPlatform(section: Section, key = "platform"): string | undefined {
  const platforms = section.texts(key).map(normalize);
  const [first, second] = platforms;
  if (second === undefined) return first;
  const chosen = platforms.includes(usual) ? usual : first;
  section.note(
    key,
    "approximated",
    `an image is built for one platform: ${chosen}; build the others (${platforms.filter((one) => one !== chosen).join(", ")}) with a second image`,
  );
  return chosen;
}

/** Other names that the registries' tools know for the same platform. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  i386: "386",
  armhf: "arm/v7",
  armel: "arm/v6",
};

function normalize(platform: string): string {
  const [os = "", architecture, ...variant] = platform.toLowerCase().split("/");
  if (architecture === undefined) return `linux/${architectures[os] ?? os}`;
  const name = architectures[architecture] ?? architecture;
  const rest = name === "arm64" && variant[0] === "v8" ? [] : variant;
  return [os, name, ...rest].join("/");
}
