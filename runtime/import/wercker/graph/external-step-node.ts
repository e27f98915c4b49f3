import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import { createStepNode, type ExternalStepNode } from "../../../../sdk/model/step-node.ts";
import type { WerckerStep } from "../wercker-file.ts";
import { note } from "./note.ts";
import type { KnownProperty, Scope } from "./scope.ts";

/** A step that wercker fetched. Its registry is gone: it has to come with builder, or lie in a folder or a repository (spec §2.6). */
export function toExternalStep(written: WerckerStep, stepName: string, scope: Scope): ExternalStepNode {
  const step = written.url === undefined ? withKnownNames(written, scope.builtInSteps.get(stepName) ?? []) : written;
  const { id, url, name, cwd, checkpoint, data, origin } = step;
  const reference = url === undefined ? namedReference(step, stepName, scope) : toReference(url, step, scope);
  return createStepNode({
    kind: "external-step",
    name: name ?? stepName,
    reference,
    ...(url === undefined ? {} : { as: id }),
    properties: Object.fromEntries([...data].map(([key, { value }]) => [key, value])),
    ...(cwd === undefined ? {} : { cwd: cwd.value }),
    ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.value }),
    origin,
  });
}

/** `source_dir` and `source-dir` are one variable of the step: what is written in one way may be known in the other. */
function withKnownNames(step: WerckerStep, known: readonly KnownProperty[]): WerckerStep {
  const names = new Map(known.map(({ name }) => [variableOf(name), name]));
  return { ...step, data: new Map([...step.data].map(([key, text]) => [names.get(variableOf(key)) ?? key, text])) };
}

function variableOf(property: string): string {
  return property.replaceAll("-", "_").toUpperCase();
}

/** An archive that GitHub makes of a commit is that commit. */
const archivePattern =
  /^https?:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:archive|tarball)\/(?:refs\/(?:tags|heads)\/)?(.+?)(?:\.tar\.gz)?$/;

function toReference(url: string, { origin }: WerckerStep, scope: Scope): string {
  const [, repository, ref] = archivePattern.exec(url) ?? [];
  if (repository !== undefined && ref !== undefined) {
    const address = `git+https://github.com/${repository}.git#${ref}`;
    note(scope, "approximated", undefined, `${url} is fetched with git, as ${address}`, origin);
    return address;
  }
  if (/^https?:/.test(url)) {
    const message = `builder does not unpack ${url}: put it into a folder (file://…) or a git repository (git+https://…)`;
    note(scope, "left-out", undefined, message, origin);
  }
  return url;
}

function namedReference(step: WerckerStep, stepName: string, scope: Scope): string {
  const { id, origin } = step;
  const known = scope.builtInSteps.get(stepName);
  if (known === undefined) {
    note(scope, "left-out", undefined, unavailable(id, stepName, scope), origin);
    return id;
  }
  if (stepName !== id) {
    const message = `builder's own ${stepName} is taken, whoever the owner and whatever the version`;
    note(scope, "approximated", undefined, message, origin);
    return id;
  }
  // With the owner that goes without saying, the SDK does not insist on the properties that it knows.
  return fits(step, known, scope) ? id : `wercker/${id}`;
}

function unavailable(id: string, stepName: string, { builtInSteps }: Scope): string {
  if (id === "internal/publish-step") return "the registry that it published to is gone: the pipeline fails here";
  // npm-install and pip-install are near in letters alone; who mistypes hardly does so at the start.
  const similar = mostSimilar(
    stepName,
    [...builtInSteps.keys()].filter((name) => name[0] === stepName[0]),
  );
  const meant = similar === undefined ? "" : ` (did you mean ${similar}?)`;
  return `builder has no step ${id}${meant} and wercker's registry is gone: the pipeline fails here until step() names a folder or a git repository`;
}

/** Whether a step is given what it takes, and no less than it needs. */
function fits({ id, data, origin }: WerckerStep, known: readonly KnownProperty[], scope: Scope): boolean {
  const names = known.map(({ name }) => name);
  const unknown = [...data].filter(([key]) => !names.includes(key));
  for (const [key, { origin: at }] of unknown) {
    const similar = mostSimilar(key, names);
    const meant = similar === undefined ? "" : `: did you mean ${similar}?`;
    note(scope, "approximated", key, `builder's own ${id} does not take ${key} and ignores it${meant}`, at);
  }
  const missing = known.filter(({ name, required }) => required && (data.get(name)?.value ?? "") === "");
  for (const { name } of missing) {
    note(scope, "approximated", name, `builder's own ${id} needs ${name}: the pipeline fails without it`, origin);
  }
  return unknown.length === 0 && missing.length === 0;
}
