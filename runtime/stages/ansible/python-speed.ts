/**
 * Takes two thirds of the time off a task. Ansible is made for machines far away: it sends every module with the source of all
 * that it imports, to a Python that has yet to start. Here both ends have the same files, and a process of this end will do.
 */
export const pythonSpeed = `import os, re, signal, sys, traceback, types
from ansible.executor import module_common
from ansible.module_utils import basic
from ansible.plugins.connection import local

INTERPRETER = re.escape("/.builder/ansible/bin/python3 -I -X utf8")
PLAIN = re.compile("\\\\S+ -c '%s(?: && sleep 0)?'" % INTERPRETER)

find_utilities = module_common.recursive_finder
add_module = module_common._add_module_to_zip
exec_command = local.Connection.exec_command


def install():
    module_common.recursive_finder = utilities
    module_common._add_module_to_zip = module
    local.Connection.exec_command = run


def goes_on_elsewhere(data):
    """Starts itself again under a Python of the image, which must find all it needs in what was sent."""
    return b"respawn_module" in data


def utilities(name, module_fqn, module_data, zf, *rest, **more):
    if goes_on_elsewhere(module_data):
        find_utilities(name, module_fqn, module_data, zf, *rest, **more)
    else:
        zf.writestr("ansible/__init__.py", "from pkgutil import extend_path\\n__path__ = extend_path(__path__, __name__)\\n")


def module(zf, remote_module_fqn, b_module_data, *rest, **more):
    if goes_on_elsewhere(b_module_data) or not is_installed(remote_module_fqn, b_module_data):
        add_module(zf, remote_module_fqn, b_module_data, *rest, **more)


def is_installed(name, data):
    path = os.path.join(sys.prefix, "lib/python3/dist-packages", *name.split(".")) + ".py"
    if not name.startswith("ansible.modules.") or not os.path.exists(path):
        return False
    with open(path, "rb") as file:
        return file.read() == data


def run(self, cmd, in_data=None, sudoable=True):
    """A module as root and without an environment of its own runs in a copy of this process."""
    text = cmd.decode() if isinstance(cmd, bytes) else cmd
    if not in_data or not isinstance(text, str) or not PLAIN.fullmatch(text):
        return exec_command(self, cmd, in_data=in_data, sudoable=sudoable)
    self._connect()
    out, err = os.memfd_create("out"), os.memfd_create("err")
    pid = os.fork()
    if pid == 0:
        work(in_data, out, err)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status, content(out), content(err)


def work(source, out, err):
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0, closefd=False), open(1, "w", closefd=False), open(2, "w", closefd=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        # What was sent says where Ansible's modules are.
        for name in [name for name in sys.modules if name == "ansible" or name.startswith("ansible.modules")]:
            del sys.modules[name]
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(source, "<module>", "exec"), main.__dict__)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


def content(number):
    with open(number, "rb") as file:
        file.seek(0)
        return file.read()
`;
