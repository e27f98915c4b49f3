import type { Arguments } from "./values.ts";

/** Modules for users and settings of the system, with the arguments that Ansible documents for them (ansible-core 2.14). */
export interface SystemModules {
  readonly cron: Arguments<{
    text:
      | "cron_file"
      | "day"
      | "dom"
      | "hour"
      | "insertafter"
      | "insertbefore"
      | "job"
      | "value"
      | "minute"
      | "month"
      | "name"
      | "user"
      | "weekday"
      | "dow";
    flag: "backup" | "disabled" | "env";
    choice: {
      special_time: "annually" | "daily" | "hourly" | "monthly" | "reboot" | "weekly" | "yearly";
      state: "absent" | "present";
    };
  }>;
  readonly getent: Arguments<{ text: "database" | "key" | "service" | "split"; flag: "fail_key" }>;
  readonly group: Arguments<{
    text: "name";
    flag: "local" | "non_unique" | "system";
    number: "gid";
    choice: { state: "absent" | "present" };
  }>;
  readonly locale_gen: Arguments<{ text: "name"; choice: { state: "absent" | "present" } }>;
  readonly timezone: Arguments<{ text: "name"; choice: { hwclock: "local" | "UTC"; rtc: "local" | "UTC" } }>;
  readonly user: Arguments<{
    text:
      | "authorization"
      | "comment"
      | "group"
      | "home"
      | "login_class"
      | "name"
      | "user"
      | "password"
      | "profile"
      | "role"
      | "seuser"
      | "shell"
      | "skeleton"
      | "ssh_key_comment"
      | "ssh_key_file"
      | "ssh_key_passphrase"
      | "ssh_key_type"
      | "umask";
    flag:
      | "append"
      | "create_home"
      | "createhome"
      | "force"
      | "generate_ssh_key"
      | "hidden"
      | "local"
      | "move_home"
      | "non_unique"
      | "password_lock"
      | "remove"
      | "system";
    number: "expires" | "password_expire_max" | "password_expire_min" | "ssh_key_bits" | "uid";
    list: "groups";
    choice: { state: "absent" | "present"; update_password: "always" | "on_create" };
  }>;
}
