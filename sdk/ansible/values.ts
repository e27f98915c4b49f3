import type { JsonValue } from "../model/json-value.ts";

/** A text; Ansible makes one of numbers and of true and false. */
export type Text = string | number | boolean;

/** A text with a Jinja expression, whose value is known when the task runs. */
type Jinja = `${string}{{${string}`;

/** The arguments of a module, by what Ansible takes them for. */
interface Shape {
  readonly text?: string;
  readonly flag?: string;
  readonly number?: string;
  readonly list?: string;
  readonly dictionary?: string;
  readonly any?: string;
  readonly choice?: Readonly<Record<string, string>>;
}

/** Names of one kind: none when the shape does not say any. */
type Names<S extends Shape, Kind extends keyof Shape> = S[Kind] extends string ? S[Kind] : never;

/** Which options exist is Ansible's to say; which ones are needed as well: many have several names. */
type Options<S extends Shape> = { readonly [Name in Names<S, "text">]?: Text } & {
  readonly [Name in Names<S, "flag">]?: boolean | string;
} & { readonly [Name in Names<S, "number">]?: number | string } & {
  readonly [Name in Names<S, "list">]?: JsonValue;
} & { readonly [Name in Names<S, "dictionary">]?: Readonly<Record<string, JsonValue>> | string } & {
  readonly [Name in Names<S, "any">]?: JsonValue;
} & {
  readonly [Name in keyof S["choice"]]?: S["choice"][Name] | Jinja;
};

/** The arguments of a module: an object, or Ansible's short form `key=value …`; a command as it is typed. */
export type Arguments<S extends Shape> = string | Options<S>;

/** Of a module that also sets the owner and the mode of a file. */
export type FileArguments<S extends Shape> = string | (Options<S> & Options<FileShape>);

interface FileShape {
  readonly text: "owner" | "group" | "mode" | "attributes" | "attr" | "seuser" | "serole" | "setype" | "selevel";
  readonly flag: "unsafe_writes";
}

/** Of a module whose options have any names. */
export type OpenArguments = string | Readonly<Record<string, JsonValue>>;
