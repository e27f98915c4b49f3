import type { BaseNode } from "../../../../sdk/model/image-node.ts";
import { type ImageNames, readImageName } from "./image-names.ts";
import type { Section } from "./section.ts";

export const baseKeys = ["from", "fromImage", "fromArtifact"] as const;

/** What an image starts from (spec §5.7): an image of the configuration counts before one of a registry. */
export function readBase(
  image: Section,
  names: ImageNames,
  own: readonly string[],
  isVersion2: boolean,
): BaseNode | undefined {
  const [key, other] = baseKeys.filter((name) => image.has(name));
  if (key === undefined || other !== undefined) {
    image.problem(other ?? "from", {
      code: "WERF.BASE",
      message:
        key === undefined ? "the image says not what it starts from" : `both \`${key}\` and \`${other}\` are given`,
      next: ["give one of them: from: REFERENCE, fromImage: NAME, or fromArtifact: NAME"],
    });
    return undefined;
  }
  const origin = originOf(image, key);
  if (key !== "from") {
    const name = readImageName(image, key, names, own);
    return name === undefined ? undefined : { kind: "image", image: name, ...origin };
  }
  const from = image.text("from");
  if (from === undefined || from === "") {
    image.problem("from", {
      code: "WERF.REQUIRED_FIELD",
      message: "`from` is empty",
      next: ["see why the text that was put together here came out empty"],
    });
    return undefined;
  }
  if (from === "scratch") return { kind: "scratch", ...origin };
  const known = names.find(from);
  if (known !== undefined && !own.includes(known)) return { kind: "image", image: known, ...origin };
  return { kind: "reference", reference: own.includes(from) && isVersion2 ? latest(image, from) : from, ...origin };
}

/** werf 2 takes an image that has the name of its base for one with a tag, which is seen in the digest (spec §5.7). */
function latest(image: Section, name: string): string {
  if (/[:@]/.test(name)) return name;
  image.note("from", "translated", `.from("${name}:latest"), as werf 2 reads it in an image of the same name`);
  return `${name}:latest`;
}

function originOf(image: Section, key: string): Pick<BaseNode, "origin"> {
  const [origin] = image.whereOf(key);
  return origin === undefined ? {} : { origin };
}
