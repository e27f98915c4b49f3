import type { AnsibleTaskNode } from "../../../sdk/model/ansible-node.ts";
import { ansibleTaskJson } from "../../../sdk/model/ansible-node.ts";
import { canonicalJson } from "../../../sdk/model/canonical-json.ts";
import { pythonBecome } from "./python-become.ts";
import { pythonCallback } from "./python-callback.ts";
import { pythonLiveOutput } from "./python-live-output.ts";
import { pythonCommandModule, pythonHelpedModule, pythonLiveAction, pythonOriginal } from "./python-plugins.ts";
import { pythonSpeed } from "./python-speed.ts";
import { pythonStarter } from "./python-starter.ts";

/** A directory in memory that ends with the container; see ToolchainName of the engine. */
const workPath = "/.builder/work";

const ansiblePath = "/.builder/ansible";

/** Apart from what the image or its environment may have: other Pythons' modules, the user's own. */
const python = `${ansiblePath}/bin/python3 -I -X utf8`;

/** Starts Ansible once the files are there. The locale is the toolchain's: images may have none. */
export const startCommand = `LOCPATH=${ansiblePath}/lib/locale ${python} ${workPath}/start.py`;

/** Bash text that writes what a stage's tasks are run with. It comes through stdin: tasks may hold what is nobody's business. */
export function writeFilesCommand(tasks: readonly AnsibleTaskNode[], marker: string): string {
  const files = Object.entries(workFiles(tasks, marker));
  const folders = [...new Set(files.map(([path]) => path.split("/").slice(0, -1).join("/")))].filter(Boolean);
  const busybox = "/.builder/bin/busybox";
  // Bash keeps long texts in a file before it hands them on, and the image may have no /tmp.
  return [
    "(",
    `TMPDIR=${workPath}`,
    `${busybox} mkdir -p ${folders.map((folder) => `${workPath}/${folder}`).join(" ")} ${workPath}/local`,
    `${busybox} mkdir -p -m 1777 ${workPath}/remote`,
    ...files.map(
      ([path, content]) => `${busybox} cat > ${workPath}/${path} << '${marker}-end'\n${content}\n${marker}-end`,
    ),
    ")",
  ].join("\n");
}

function workFiles(tasks: readonly AnsibleTaskNode[], marker: string): Readonly<Record<string, string>> {
  return {
    "ansible.cfg": config,
    hosts: `localhost ansible_python_interpreter="${python}"\n`,
    "playbook.json": playbook(tasks),
    marker,
    "start.py": pythonStarter,
    "become.py": pythonBecome,
    "python/builder_live.py": pythonLiveOutput,
    "python/builder_speed.py": pythonSpeed,
    "python/builder_original.py": pythonOriginal,
    "callback/builder.py": pythonCallback,
    "action/raw.py": pythonLiveAction("raw"),
    "action/script.py": pythonLiveAction("script"),
    "library/command.py": pythonCommandModule,
    "library/unarchive.py": pythonHelpedModule("unarchive"),
    "library/user.py": pythonHelpedModule("user"),
    "library/group.py": pythonHelpedModule("group"),
  };
}

/** What werf generates (spec §4), for an Ansible that runs on Python 3. */
const config = `[defaults]
inventory = ${workPath}/hosts
transport = local
retry_files_enabled = False
stdout_callback = builder
callback_plugins = ${workPath}/callback
action_plugins = ${workPath}/action
library = ${workPath}/library
module_compression = ZIP_STORED
local_tmp = ${workPath}/local
remote_tmp = ${workPath}/remote
localhost_warning = False
deprecation_warnings = False

[connection]
pipelining = True

[privilege_escalation]
become = yes
become_method = sudo
become_exe = ${python} ${workPath}/become.py
become_flags = -E -H
`;

/** Equal digests mean equal playbooks: the order of the keys counts in neither. */
function playbook(tasks: readonly AnsibleTaskNode[]): string {
  return canonicalJson([{ hosts: "all", gather_facts: false, tasks: tasks.map(ansibleTaskJson) }]);
}
