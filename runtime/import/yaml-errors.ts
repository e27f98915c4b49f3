import { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { Origin } from "../../sdk/errors/origin.ts";

/** `YAML.SYNTAX`: the text is no YAML. */
export function yamlSyntax(reason: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.SYNTAX",
    message: `this is no valid YAML: ${reason}`,
    next: ["look at the indentation, the quotes and the colons of this line and the one before it"],
    where,
  });
}

/** `YAML.DUPLICATE_KEY`: a mapping says a key twice, and only one of them could count. */
export function duplicateKey(key: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.DUPLICATE_KEY",
    message: `the key "${key}" is there twice`,
    next: ["remove one of them, or put what both say into one"],
    where,
  });
}

/** `YAML.ALIAS`: an alias (`*name`) that stands for nothing, or for something around itself. */
export function wrongAlias(name: string, reason: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.ALIAS",
    message: `the alias "*${name}" ${reason}`,
    next: [`write "&${name}" before what it stands for, above this line and in the same document`],
    where,
  });
}

/** `YAML.KEY`: a key that is a list or a mapping. */
export function wrongKey(where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.KEY",
    message: "a key must be a single word or text, not a list or a mapping",
    next: ["put quotes around a key that begins with [ or {"],
    where,
  });
}

/** `YAML.MERGE`: `<<` takes a mapping, or a list of mappings. */
export function wrongMerge(where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.MERGE",
    message: "what is merged with << must be a mapping or a list of mappings",
    next: ["write <<: *NAME, where &NAME stands before a mapping"],
    where,
  });
}

/** `YAML.TOO_LARGE`: the text, or what its aliases stand for, is more than any configuration. */
export function yamlTooLarge(what: string, where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.TOO_LARGE",
    message: `${what} is more than a configuration may have`,
    why: "files are read under limits, so that a mistake in one cannot occupy the machine",
    next: ["look for a repetition without an end", "split the project"],
    where,
  });
}

/** `YAML.NESTING`: lists and mappings inside each other, far deeper than anybody writes. */
export function yamlTooDeep(where: readonly Origin[]): BuilderError {
  return new BuilderError({
    code: "YAML.NESTING",
    message: "lists and mappings are nested too deep to be read",
    next: ["look for brackets or indentation without an end"],
    where,
  });
}
