import { Bug } from "../../../sdk/errors/bug.ts";
import type { InternalStepNode, PropertyNode } from "../../../sdk/model/step-node.ts";
import { isSecretText, type TextNode } from "../../../sdk/model/text-node.ts";
import { splitWords } from "../../util/split-words.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { parseAssignments } from "../text/parse-assignments.ts";
import { splitList } from "../text/split-list.ts";
import { wrongProperty } from "./errors.ts";

/** The properties of an internal step, with what variables stand for. */
export interface StepProperties {
  /** Undefined where it was not given. */
  text(name: string): string | undefined;
  /** As `text`; what it says is hidden from now on. */
  secret(name: string): string | undefined;
  flag(name: string): boolean;
  /** Items, separated by spaces or commas. */
  list(name: string): readonly string[];
  /**
   * A command line. Variables are replaced in a text, after it was split; a list is taken as it is, so that its words may name variables of
   * the container to be. Error: `PIPELINE.STEP_PROPERTY`.
   */
  words(name: string): readonly string[] | undefined;
  /** Names and values. Error: `PIPELINE.STEP_PROPERTY`. */
  record(name: string): Readonly<Record<string, string>>;
  /** Credentials by registry. Error: `PIPELINE.STEP_PROPERTY`. */
  auths(name: string): Readonly<Record<string, RegistryLogin>>;
}

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

export function readProperties(node: InternalStepNode, context: PipelineContext): StepProperties {
  const { properties } = node;
  const resolve = (text: TextNode): string => context.text(text);
  /** What the user wrote is at fault, wherever reading it fails. */
  const reading = <T>(name: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw wrongProperty(node, name, error instanceof Error ? error.message : String(error));
    }
  };
  const text = (name: string): string | undefined => {
    const value = properties[name];
    if (value === undefined) return undefined;
    if (typeof value === "string" || isSecretText(value)) return resolve(value);
    throw new Bug(`${node.step}: ${name} is no text`);
  };
  return {
    text,
    secret(name) {
      const value = text(name);
      if (value !== undefined) context.mask.add(value);
      return value;
    },
    flag: (name) => properties[name] === true,
    list(name) {
      const value = properties[name];
      const texts = typeof value === "string" ? [value] : isList(value) ? value : [];
      return texts.flatMap((each) => splitList(resolve(each)));
    },
    words(name) {
      const value = properties[name];
      if (typeof value === "string") return reading(name, () => splitWords(value)).map(resolve);
      return isList(value) ? value : undefined;
    },
    record(name) {
      const value = properties[name];
      if (typeof value === "string") {
        const pairs = reading(name, () => parseAssignments(value));
        return Object.fromEntries(pairs.map(([key, each]) => [resolve(key), resolve(each)]));
      }
      if (typeof value !== "object" || !("kind" in value) || value.kind !== "record") return {};
      return Object.fromEntries(Object.entries(value.entries).map(([key, each]) => [key, resolve(each)]));
    },
    auths(name) {
      const value = properties[name];
      const logins =
        typeof value === "string"
          ? reading(name, () => parseAuths(value))
          : typeof value === "object" && "kind" in value && value.kind === "registry-auths"
            ? value.registries
            : {};
      const known = Object.entries(logins).map(([registry, { username, password }]) => {
        const login = { username: resolve(username), password: resolve(password) };
        context.mask.add(login.password);
        return [resolve(registry), login] as const;
      });
      return Object.fromEntries(known.filter(([, login]) => login.username !== "" && login.password !== ""));
    },
  };
}

function isList(value: PropertyNode | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** wercker's JSON: `{"REGISTRY": {"username": …, "password": …}}`, whatever the case of the names. */
function parseAuths(text: string): Readonly<Record<string, RegistryLogin>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("it is not an object");
  const logins = Object.entries(value).map(([registry, login]) => {
    const member = (name: string): string => {
      const found = Object.entries(login ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
      return typeof found === "string" ? found : "";
    };
    return [registry, { username: member("username"), password: member("password") }];
  });
  return Object.fromEntries(logins);
}
