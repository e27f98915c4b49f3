/**
 * Tells of the tasks, and at the end of the one that failed: a line of the marker and JSON, which is not shown. Tasks are
 * counted in the order in which they are written, those in blocks included.
 */
export const pythonCallback = `import json, sys
from ansible.playbook.block import Block
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = "name: builder\\ntype: stdout\\nshort_description: tells builder of tasks\\ndescription: [tells builder of tasks]\\n"

with open("/.builder/work/marker") as file:
    MARKER = file.read().strip()


def say(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, default=str)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "builder"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers, self.failure = {}, None

    def v2_playbook_on_play_start(self, play):
        self.count(play.tasks)

    def count(self, tasks):
        for task in tasks:
            if isinstance(task, Block):
                for part in (task.block, task.rescue, task.always):
                    self.count(part)
            else:
                self.numbers[task._uuid] = len(self.numbers)

    def v2_playbook_on_task_start(self, task, is_conditional):
        number = self.numbers.get(task._uuid)
        place = "" if number is None else " %d/%d" % (number + 1, len(self.numbers))
        name = task.action if not task.name else "%s (%s)" % (task.name, task.action)
        say("TASK%s: %s" % (place, name))

    def v2_playbook_on_handler_task_start(self, task):
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_ok(self, result):
        if not self.is_loop(result):
            self.tell(result, self.state(result))

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not self.is_loop(result):
            self.tell(result, "failed, which is ignored" if ignore_errors else "failed", is_failure=True)
        if not ignore_errors:
            self.failure = self.describe(result)

    def v2_runner_on_unreachable(self, result):
        self.v2_runner_on_failed(result)

    def v2_runner_on_skipped(self, result):
        say("  skipped")

    def v2_runner_retry(self, result):
        attempts, retries = result._result.get("attempts"), result._result.get("retries")
        say("  attempt %s failed, %s of %s left" % (attempts, (retries or 0) - (attempts or 0), retries))

    def v2_runner_item_on_ok(self, result):
        self.tell(result, self.state(result), self.item(result))

    def v2_runner_item_on_failed(self, result):
        self.tell(result, "failed", self.item(result), is_failure=True)

    def v2_runner_item_on_skipped(self, result):
        say("  skipped" + self.item(result))

    def v2_playbook_on_stats(self, stats):
        if self.failure is not None and any(stats.summarize(host)["failures"] for host in stats.processed):
            say(MARKER + json.dumps(self.failure, default=str))

    def state(self, result):
        return "changed" if result._result.get("changed") else "ok"

    def is_loop(self, result):
        return isinstance(result._result.get("results"), list) and result._task.loop is not None

    def item(self, result):
        if self.is_hidden(result):
            return ""
        label = result._result.get("_ansible_item_label", result._result.get("item"))
        return ": " + text_of(label).replace("\\n", " ")[:200]

    def is_hidden(self, result):
        return bool(result._result.get("_ansible_no_log")) or "censored" in result._result

    def tell(self, result, state, suffix="", is_failure=False):
        for line in self.output(result, is_failure):
            say("  " + line)
        say("  " + state + suffix)

    def output(self, result, is_failure):
        found = result._result
        if self.is_hidden(result):
            return ["(not shown: no_log)"]
        lines = []
        if result._task.action in ("debug", "ansible.builtin.debug") and not is_failure:
            shown = {key: value for key, value in found.items() if not key.startswith("_") and key not in ("changed", "failed", "item", "ansible_loop_var")}
            lines += text_of(shown.get("msg", shown)).splitlines()
        elif not found.get("builder_live"):
            lines += [line for stream in ("stdout", "stderr", "module_stdout", "module_stderr") for line in str(found.get(stream) or "").splitlines()]
        if is_failure and found.get("msg"):
            lines += text_of(found["msg"]).splitlines()
        for warning in found.get("warnings") or []:
            lines.append("warning: " + text_of(warning))
        return lines

    def describe(self, result):
        found = result._result
        failed = next((item for item in found.get("results") or [] if isinstance(item, dict) and item.get("failed")), found)
        if self.is_hidden(result):
            return {"task": self.numbers.get(result._task._uuid), "message": "", "lines": []}
        streams = [str(failed.get(name) or "") for name in ("stdout", "stderr", "module_stdout", "module_stderr")]
        return {
            "task": self.numbers.get(result._task._uuid),
            "message": text_of(failed.get("msg") or found.get("msg") or ""),
            "lines": [line for stream in streams for line in stream.splitlines()][-20:],
        }
`;
