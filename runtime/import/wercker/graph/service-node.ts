import { createServiceNode, type ServiceNode } from "../../../../sdk/model/pipeline-node.ts";
import type { WerckerBox } from "../wercker-file.ts";
import { toBoxNode } from "./box-node.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** What the SDK waits when nothing is said. */
const readyTimeoutMs = 60_000;

/** A service under the name that wercker gave it: its own, or the last part of its image's (spec §1.4). */
export function toServiceNode(service: WerckerBox, scope: Scope): ServiceNode {
  const { url, name } = service.texts;
  if (url?.value.startsWith("file://") === true) {
    note(
      scope,
      "approximated",
      "url",
      `builder does not build the project ${url.value} for this service: build its image first and name it here`,
      url.origin,
    );
  } else if (url !== undefined && url.value !== "") {
    note(scope, "left-out", "url", "wercker ignored addresses other than file://", url.origin);
  }
  const alias = name?.value || shortName(service.id);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(alias)) {
    scope.findings.error({
      code: "WERCKER.SERVICE_NAME",
      message: `"${alias}" cannot be the name of ${scope.path}`,
      why: "Without a name a service is called as the last part of its image.",
      next: ["Give it a name of letters, digits, `.`, `_` and `-`: name: db"],
      where: [name?.origin ?? service.origin],
    });
  }
  return createServiceNode({
    name: alias,
    container: toBoxNode(service, scope),
    readyTimeoutMs,
    origin: service.origin,
  });
}

function shortName(id: string): string {
  const repository = id.replace(/@.*$/, "");
  return repository.slice(repository.lastIndexOf("/") + 1).replace(/:.*$/, "");
}
