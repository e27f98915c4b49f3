import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isYaml } from "./is-yaml.ts";

/** Whether a file is a werf.yaml and not a wercker.yml: by its name, or by what it says where the name tells neither. */
export function isWerfFile(file: string): boolean {
  if (!isYaml(file)) return false;
  const name = basename(file);
  if (/wercker|^ewok/.test(name)) return false;
  return name.includes("werf") || /^\s*configVersion\s*:/m.test(contentOf(file));
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
