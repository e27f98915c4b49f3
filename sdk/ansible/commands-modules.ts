import type { Arguments } from "./values.ts";

/** Modules that run commands, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface CommandModules {
  readonly command: Arguments<{
    text: "chdir" | "cmd" | "creates" | "removes" | "stdin";
    flag: "stdin_add_newline" | "strip_empty_ends";
    list: "argv";
  }>;
  readonly shell: Arguments<{
    text: "chdir" | "cmd" | "creates" | "executable" | "removes" | "stdin";
    flag: "stdin_add_newline";
  }>;
  readonly raw: Arguments<{ text: "executable" }>;
  readonly script: Arguments<{ text: "chdir" | "cmd" | "creates" | "executable" | "removes"; flag: "decrypt" }>;
}
