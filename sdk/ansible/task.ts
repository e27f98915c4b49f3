import type { AnsibleModuleName } from "../model/ansible-modules.ts";
import type { JsonValue } from "../model/json-value.ts";
import type { AnsibleModules } from "./modules.ts";
import type { Text } from "./values.ts";

/** What a task or a block may say beside what it does: Ansible's playbook keywords. */
export interface AnsibleTaskKeywords {
  /** Shown while it runs, and when it fails. */
  readonly name?: string;
  /** Jinja conditions, without braces; all must hold. */
  readonly when?: boolean | string | readonly (boolean | string)[];
  /** Whether another user runs it: `become_user`; tasks run as root otherwise. */
  readonly become?: boolean | string;
  readonly become_user?: string;
  readonly become_flags?: string;
  /** Environment variables. */
  readonly environment?: string | Readonly<Record<string, Text>> | readonly (string | Readonly<Record<string, Text>>)[];
  readonly vars?: Readonly<Record<string, JsonValue>>;
  readonly tags?: string | readonly string[];
  readonly ignore_errors?: boolean | string;
  /** Keeps what the task holds and says out of the output. */
  readonly no_log?: boolean | string;
  readonly any_errors_fatal?: boolean | string;
  readonly check_mode?: boolean | string;
  readonly diff?: boolean | string;
  readonly module_defaults?: JsonValue;
  readonly timeout?: number | string;
}

/** Keywords of tasks alone. */
export interface AnsibleSingleTaskKeywords extends AnsibleTaskKeywords {
  /** Runs it once for each item, as `item`. */
  readonly loop?: JsonValue;
  readonly loop_control?: JsonValue;
  /** The older way to loop: `with_items`, `with_fileglob`, … */
  readonly [lookup: `with_${string}`]: JsonValue | undefined;
  /** The variable that holds what came out, for later tasks of the stage. */
  readonly register?: string;
  readonly changed_when?: boolean | string | readonly (boolean | string)[];
  readonly failed_when?: boolean | string | readonly (boolean | string)[];
  readonly until?: boolean | string | readonly (boolean | string)[];
  readonly retries?: number | string;
  /** Seconds between tries. */
  readonly delay?: number | string;
  /** More arguments of the module, beside a command that is given as text. */
  readonly args?: JsonValue;
  readonly async?: number | string;
  readonly poll?: number | string;
  readonly throttle?: number | string;
}

/** A task that uses one of the supported modules, and no other. */
export type AnsibleSingleTask = {
  [Module in AnsibleModuleName]: AnsibleSingleTaskKeywords & {
    readonly [Used in Module]: AnsibleModules[Used];
  } & { readonly [Other in Exclude<AnsibleModuleName, Module>]?: null };
}[AnsibleModuleName];

/** Tasks that share conditions, and what to do when one of them fails. */
export interface AnsibleBlock extends AnsibleTaskKeywords {
  readonly block: readonly AnsibleTask[];
  /** Run when a task of `block` fails; the failure is healed then. */
  readonly rescue?: readonly AnsibleTask[];
  /** Run at the end, whatever happened. */
  readonly always?: readonly AnsibleTask[];
}

/** What a list of tasks holds. */
export type AnsibleTask = AnsibleSingleTask | AnsibleBlock;
