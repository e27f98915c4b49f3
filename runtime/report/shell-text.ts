import type { BuildEvent } from "./events.ts";

/** Tells a person what the shell that they get is in. */
export function shellText({ image, stage, state }: Extract<BuildEvent, { kind: "shell-opened" }>): string {
  return `a shell in ${image}/${stage}, ${states[state]}; exit ends it`;
}

const states = {
  failed: "as the command that failed has left it",
  "before-failure": "before the command that failed",
  built: "as it was built; what is changed here is lost",
} as const;
