import {
  createDependencyNode,
  type DependencyNode,
  type DependencyValue,
  dependencyValues,
} from "../../../../sdk/model/dependency-node.ts";
import type { BuildArgDependency } from "../../../../sdk/model/dockerfile-node.ts";
import { type ImageNames, readImageName } from "./image-names.ts";
import { readSlot } from "./read-slot.ts";
import type { Section } from "./section.ts";

/** `dependencies` of an image of stages: values become variables (spec §5.6). */
export function readDependencies(image: Section, names: ImageNames, own: readonly string[]): readonly DependencyNode[] {
  return image.sections("dependencies", ["image", "before", "after", "imports"]).flatMap((item) => {
    const needed = requireName(item, names, own);
    const slot = readSlot(item);
    const imports = readTargets(item, "targetEnv").map(({ type, target }) => ({ type, targetEnv: target }));
    if (needed === undefined || slot === undefined) return [];
    return [createDependencyNode({ image: needed, slot, imports, ...item.origin })];
  });
}

/** `dependencies` of a Dockerfile image: values become build arguments. */
export function readBuildArgDependencies(
  image: Section,
  names: ImageNames,
  own: readonly string[],
): readonly BuildArgDependency[] {
  return image.sections("dependencies", ["image", "imports"]).flatMap((item) => {
    const needed = requireName(item, names, own);
    const imports = readTargets(item, "targetBuildArg").map(({ type, target }) => ({ type, targetBuildArg: target }));
    return needed === undefined ? [] : [{ image: needed, imports }];
  });
}

function requireName(item: Section, names: ImageNames, own: readonly string[]): string | undefined {
  if (!item.has("image")) {
    item.problem("image", {
      code: "WERF.REQUIRED_FIELD",
      message: '"image" is missing',
      next: ["name the image whose values are wanted: image: NAME"],
    });
  }
  return readImageName(item, "image", names, own);
}

interface Target {
  readonly type: DependencyValue;
  readonly target: string;
}

function readTargets(item: Section, key: "targetEnv" | "targetBuildArg"): readonly Target[] {
  const seen = new Set<string>();
  return item.sections("imports", ["type", "targetEnv", "targetBuildArg"]).flatMap((one) => {
    const type = readType(one);
    const other = key === "targetEnv" ? "targetBuildArg" : "targetEnv";
    const target = one.text(key);
    if (target === undefined || one.has(other)) {
      one.problem(other, {
        code: "WERF.DEPENDENCY_TARGET",
        message: one.has(other) ? `"${other}" has no place here` : `"${key}" is missing`,
        next: [`write ${key}: NAME; ${other} is for ${key === "targetEnv" ? "Dockerfile images" : "images of stages"}`],
      });
      return [];
    }
    if (seen.has(target)) {
      one.problem(key, {
        code: "WERF.DEPENDENCY_TARGET",
        message: `\`${key}: ${target}\` is there twice`,
        next: ["give each value a name of its own"],
      });
    }
    seen.add(target);
    return type === undefined ? [] : [{ type, target }];
  });
}

function readType(section: Section): DependencyValue | undefined {
  const text = section.text("type");
  const type = dependencyValues.find((name) => name === text);
  if (type === undefined) {
    section.problem("type", {
      code: "WERF.WRONG_VALUE",
      message: text === undefined ? '"type" is missing' : `\`type: ${text}\` is no value of an image`,
      next: [`write one of ${dependencyValues.join(", ")}`],
    });
  }
  return type;
}
