import type { Arguments, OpenArguments } from "./values.ts";

/** Modules that change nothing in the image, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface UtilityModules {
  readonly assert: Arguments<{ text: "fail_msg" | "msg" | "success_msg"; flag: "quiet"; list: "that" }>;
  readonly debug: Arguments<{ text: "msg" | "var"; number: "verbosity" }>;
  readonly fail: Arguments<{ text: "msg" }>;
  /** `noop`, `end_play`, … */
  readonly meta: string;
  readonly set_fact: OpenArguments;
  readonly wait_for: Arguments<{
    text: "host" | "msg" | "path" | "search_regex";
    number: "connect_timeout" | "delay" | "port" | "sleep" | "timeout";
    list: "active_connection_states" | "exclude_hosts";
    choice: { state: "absent" | "drained" | "present" | "started" | "stopped" };
  }>;
}
