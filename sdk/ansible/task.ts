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
  /** Name of that user. */
  readonly become_user?: string;
  /** Options for becoming that user. */
  readonly become_flags?: string;
  /** Environment variables. */
  readonly environment?: string | Readonly<Record<string, Text>> | readonly (string | Readonly<Record<string, Text>>)[];
  /** Variables of Jinja. */
  readonly vars?: Readonly<Record<string, JsonValue>>;
  /** Names; builder runs all tasks, whatever their tags. */
  readonly tags?: string | readonly string[];
  /** Goes on when it fails. */
  readonly ignore_errors?: boolean | string;
  /** Keeps what the task holds and says out of the output. */
  readonly no_log?: boolean | string;
  /** As Ansible has it; there is one host here. */
  readonly any_errors_fatal?: boolean | string;
  /** Only says what it would change. */
  readonly check_mode?: boolean | string;
  /** Shows what it changes in files. */
  readonly diff?: boolean | string;
  /** Arguments for all modules of a name. */
  readonly module_defaults?: JsonValue;
  /** In seconds. */
  readonly timeout?: number | string;
}

/** Keywords of tasks alone. */
export interface AnsibleSingleTaskKeywords extends AnsibleTaskKeywords {
  /** Runs it once for each item, as `item`. */
  readonly loop?: JsonValue;
  /** Names the variable of the loop, pauses, labels. */
  readonly loop_control?: JsonValue;
  /** The older way to loop: `with_items`, `with_fileglob`, … */
  readonly [lookup: `with_${string}`]: JsonValue | undefined;
  /** The variable that holds what came out, for later tasks of the stage. */
  readonly register?: string;
  /** Jinja conditions that say whether it has changed something. */
  readonly changed_when?: boolean | string | readonly (boolean | string)[];
  /** Jinja conditions that say whether it has failed. */
  readonly failed_when?: boolean | string | readonly (boolean | string)[];
  /** Tries again until these Jinja conditions hold. */
  readonly until?: boolean | string | readonly (boolean | string)[];
  /** How often at most, for `until`. */
  readonly retries?: number | string;
  /** Seconds between tries. */
  readonly delay?: number | string;
  /** More arguments of the module, beside a command that is given as text. */
  readonly args?: JsonValue;
  /** Seconds that it may run in the background. */
  readonly async?: number | string;
  /** Seconds between looking whether it has ended. */
  readonly poll?: number | string;
  /** As Ansible has it; there is one host here. */
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
  /** The tasks. */
  readonly block: readonly AnsibleTask[];
  /** Run when a task of `block` fails; the failure is healed then. */
  readonly rescue?: readonly AnsibleTask[];
  /** Run at the end, whatever happened. */
  readonly always?: readonly AnsibleTask[];
}

/** What a list of tasks holds. */
export type AnsibleTask = AnsibleSingleTask | AnsibleBlock;
