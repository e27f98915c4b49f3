/**
 * Starts ansible-playbook. What it imports is never thrown away, so nothing is looked for that could be: neither then nor in the
 * processes that it forks for each task, which would have to copy all that they look at. What it needs for itself must not reach
 * the tasks: variables are removed again once they have been read, and those of an image that is made for Ansible must not change
 * how it works here.
 */
export const pythonStarter = `import gc, os, sys
gc.disable()

WORK = os.path.dirname(os.path.abspath(__file__))
sys.path.append(WORK + "/python")
for name in [name for name in os.environ if name.startswith("ANSIBLE_")]:
    del os.environ[name]
os.environ.setdefault("USER", "root")
os.environ["ANSIBLE_CONFIG"] = WORK + "/ansible.cfg"
if not os.path.exists("/bin/sh"):
    os.environ["ANSIBLE_EXECUTABLE"] = "/.builder/bin/bash"
os.symlink("/proc/%d/fd/1" % os.getpid(), WORK + "/live")

# Ansible's own half wants it for vaults alone, and it loads slowly; modules still find it.
sys.modules["cryptography"] = None
from ansible.cli.playbook import main
import builder_speed
del sys.modules["cryptography"]

for name in ("LOCPATH", "ANSIBLE_CONFIG", "ANSIBLE_EXECUTABLE"):
    os.environ.pop(name, None)
builder_speed.install()
gc.freeze()
gc.enable()
main(["ansible-playbook", WORK + "/playbook.json"])
`;
