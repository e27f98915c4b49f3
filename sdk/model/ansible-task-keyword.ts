/** What a task may say beside its module (Ansible's playbook keywords). */
const keywords: readonly string[] = [
  ...["action", "any_errors_fatal", "args", "async", "become", "become_exe", "become_flags", "become_method"],
  ...["become_user", "changed_when", "check_mode", "collections", "connection", "debugger", "delay", "delegate_facts"],
  ...["delegate_to", "diff", "environment", "failed_when", "ignore_errors", "ignore_unreachable", "local_action"],
  ...["loop", "loop_control", "module_defaults", "name", "no_log", "notify", "poll", "port", "register"],
  ...["remote_user", "retries", "run_once", "tags", "throttle", "timeout", "until", "vars", "when"],
];

/** Whether a key of a task is Ansible's own; every other one is taken for the name of a module. */
export function isAnsibleTaskKeyword(key: string): boolean {
  return keywords.includes(key) || key.startsWith("with_");
}
