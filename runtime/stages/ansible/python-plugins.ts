/** Shows the output of raw and script while they run. */
export const pythonLiveAction = (name: "raw" | "script") => `import sys
sys.path.append("/.builder/work/python")
import builder_live, builder_original
from ansible.plugins.connection import local


class ActionModule(builder_original.load("plugins/action/${name}").ActionModule):
    def run(self, tmp=None, task_vars=None):
        live = None if self._play_context.no_log else builder_live.open_live()
        if live is None:
            return super().run(tmp, task_vars)
        # This process runs this task and nothing else.
        self.live = type("Popen", (builder_live.LivePopen,), {"live": live})
        result = super().run(tmp, task_vars)
        result["builder_live"] = True
        return result

    def _low_level_execute_command(self, cmd, sudoable=True, **kwargs):
        live = getattr(self, "live", None)
        if live is None or not sudoable:
            return super()._low_level_execute_command(cmd, sudoable=sudoable, **kwargs)
        subprocess = local.subprocess
        local.subprocess = type("subprocess", (), {"Popen": live, "PIPE": subprocess.PIPE})
        try:
            return super()._low_level_execute_command(cmd, sudoable=sudoable, **kwargs)
        finally:
            local.subprocess = subprocess
`;

/** Ansible's own file for one of ours, which has taken its name. */
export const pythonOriginal = `from importlib.util import module_from_spec, spec_from_file_location


def load(name):
    path = "/.builder/ansible/lib/python3/dist-packages/ansible/%s.py" % name
    spec = spec_from_file_location("original", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
`;

/** The module behind command and shell, showing its output while it runs. */
export const pythonCommandModule = `#!/usr/bin/python
import sys
sys.path.append("/.builder/work/python")
from ansible.module_utils.basic import AnsibleModule
import builder_live, builder_original

original = builder_original.load("modules/command")


class LiveModule(AnsibleModule):
    live = None

    def run_command(self, *args, **kwargs):
        if self.live is None and not self.no_log:
            self.live = builder_live.open_live()
        if self.live is not None:
            kwargs["before_communicate_callback"] = self.show
        return super().run_command(*args, **kwargs)

    def show(self, process):
        process.stdout = builder_live.Tee(process.stdout, self.live)
        process.stderr = builder_live.Tee(process.stderr, self.live)

    def exit_json(self, **result):
        super().exit_json(**self.told(result))

    def fail_json(self, msg, **result):
        super().fail_json(msg, **self.told(result))

    def told(self, result):
        return result if self.live is None else dict(result, builder_live=True)


original.AnsibleModule = LiveModule
original.main()
`;

/** Modules that call programs which an image may lack, and which the toolchain has; the image's own come first. */
export const pythonHelpedModule = (name: "group" | "unarchive" | "user") => `#!/usr/bin/python
import os, sys
sys.path.append("/.builder/work/python")
from ansible.module_utils.basic import AnsibleModule
import builder_original

os.environ["PATH"] += ":/.builder/ansible/bin:/.builder/bin"
builder_original.load("modules/${name}").main()
`;
