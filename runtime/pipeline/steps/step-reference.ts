/** Where a step lies. */
export type StepReference =
  | { readonly kind: "folder"; readonly path: string; readonly name: string }
  | {
      readonly kind: "git";
      readonly url: string;
      readonly ref?: string;
      readonly folder?: string;
      readonly name: string;
    }
  | { readonly kind: "named"; readonly owner: string; readonly name: string; readonly version?: string };

/**
 * `file://PATH`, `./PATH`, `../PATH` and `/PATH` are folders; `git+URL`, `git@…`, `ssh://…` and `….git` are repositories, with
 * `#REF` or `#REF:FOLDER` after it; all else is `[OWNER/]NAME[@VERSION]` (spec §2.2).
 */
export function parseStepReference(text: string): StepReference {
  const path = /^file:\/\/(.*)$/.exec(text)?.[1] ?? (/^\.{0,2}\//.test(text) ? text : undefined);
  if (path !== undefined) return { kind: "folder", path, name: lastPart(path) };
  if (/^(?:git\+|git@|git:\/\/|ssh:\/\/)|^https?:\/\/.*\.git(?:#|$)/.test(text)) return parseGit(text);
  const [, owner = "wercker", name = "", version] = /^(?:([^/]*)\/)?([^@]*)(?:@(.*))?$/.exec(text) ?? [];
  return { kind: "named", owner, name, ...(version === undefined ? {} : { version }) };
}

function parseGit(text: string): StepReference {
  const [address = "", fragment = ""] = text.replace(/^git\+/, "").split("#", 2);
  const [ref = "", folder = ""] = fragment.split(":", 2);
  const url = address.replace(/^file:\/\//, "");
  return {
    kind: "git",
    url,
    name: lastPart(folder || url.replace(/\.git$/, "")).replace(/^(?:wercker-)?step-/, ""),
    ...(ref === "" ? {} : { ref }),
    ...(folder === "" ? {} : { folder }),
  };
}

function lastPart(path: string): string {
  const parts = path.split(/[/:]/).filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.at(-1) ?? "step";
}
