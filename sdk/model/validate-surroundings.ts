import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import type { ImageNode } from "./image-node.ts";
import { wrongPath } from "./validate-git-mapping.ts";

/** What an image is built in: mounts, secrets, platform. */
export function validateSurroundings(image: AnyImageNode): readonly Diagnostic[] {
  return [
    ...(image.kind === "image" ? validateMounts(image) : []),
    ...validateSecrets(image),
    ...validatePlatform(image),
  ];
}

function validateMounts({ mounts, name }: ImageNode): readonly Diagnostic[] {
  const seen = new Set<string>();
  return mounts.flatMap((node) => {
    const findings = [wrongPath(node.to, "to")].filter((finding) => finding !== undefined);
    if (/^\/*$/.test(node.to))
      findings.push({ code: "GRAPH.MOUNT", message: "a mount cannot take the place of the root" });
    if (/[;:]/.test(node.to))
      findings.push({ code: "GRAPH.MOUNT", message: `to: "${node.to}" has a ";" or ":" in it` });
    if (seen.has(node.to)) findings.push({ code: "GRAPH.MOUNT", message: `two mounts are at ${node.to}` });
    seen.add(node.to);
    if (node.fromPath !== undefined && !/^(?:\/|~\/|~$)/.test(node.fromPath)) {
      findings.push({
        code: "GRAPH.MOUNT",
        message: `fromPath: "${node.fromPath}" is not an absolute path`,
        next: ['Begin it with "/" or "~/".'],
      });
    }
    return findings.map((finding) => ({
      ...finding,
      message: `${finding.message}, in a mount of "${name}"`,
      where: originsOf(node),
    }));
  });
}

const secretIdPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

function validateSecrets({ secrets, name }: AnyImageNode): readonly Diagnostic[] {
  const seen = new Set<string>();
  return secrets.flatMap((node) => {
    const isTwice = seen.has(node.id);
    seen.add(node.id);
    const next = ["Give it another `id`."];
    if (!secretIdPattern.test(node.id)) {
      const message = `"${node.id}" cannot be the id of a secret of "${name}": letters, digits and ". _ -" are allowed`;
      return [{ code: "GRAPH.SECRET_ID", message, next, where: originsOf(node) }];
    }
    if (!isTwice) return [];
    return [
      { code: "GRAPH.SECRET_ID", message: `duplicated secret "${node.id}" of "${name}"`, next, where: originsOf(node) },
    ];
  });
}

function validatePlatform(image: AnyImageNode): readonly Diagnostic[] {
  const { platform, name } = image;
  if (platform === undefined || /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/.test(platform)) return [];
  return [
    {
      code: "GRAPH.PLATFORM",
      message: `platform: "${platform}" of "${name}" is not OS/ARCHITECTURE[/VARIANT]`,
      next: ['Write it as "linux/arm64" or "linux/arm/v7".'],
      where: originsOf(image),
    },
  ];
}
