import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import { createStepNode, type ExternalStepNode } from "../../../../sdk/model/step-node.ts";
import type { WerckerStep } from "../wercker-file.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** A step that wercker fetched. Its registry is gone: it has to come with builder, or lie in a folder or a repository (spec §2.6). */
export function toExternalStep(step: WerckerStep, stepName: string, scope: Scope): ExternalStepNode {
  const { id, url, name, cwd, checkpoint, data, origin } = step;
  const reference = url === undefined ? id : toReference(url, step, scope);
  if (url === undefined) noteUnavailable(id, stepName, step, scope);
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

function noteUnavailable(id: string, stepName: string, { origin }: WerckerStep, scope: Scope): void {
  if (id === "internal/publish-step") {
    note(scope, "left-out", undefined, "the registry that it published to is gone: the pipeline fails here", origin);
    return;
  }
  if (scope.builtInSteps.includes(stepName)) {
    if (stepName === id) return;
    const message = `builder's own ${stepName} is taken, whoever the owner and whatever the version`;
    note(scope, "approximated", undefined, message, origin);
    return;
  }
  // npm-install and pip-install are near in letters alone; who mistypes hardly does so at the start.
  const candidates = scope.builtInSteps.filter((name) => name[0] === stepName[0]);
  const similar = mostSimilar(stepName, candidates);
  const meant = similar === undefined ? "" : ` (did you mean ${similar}?)`;
  const message = `builder has no step ${id}${meant} and wercker's registry is gone: the pipeline fails here until step() names a folder or a git repository`;
  note(scope, "left-out", undefined, message, origin);
}
