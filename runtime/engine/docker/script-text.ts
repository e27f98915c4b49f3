import type { Script, SecretFile } from "../engine.ts";
import { toolchainPaths } from "../toolchain/toolchain.ts";

/** Where the toolchain is mounted in every container. */
export const toolchainPath = "/.builder";

/** What bash calls itself in its complaints. */
const shellName = "builder";

/**
 * The container's process. It reads the prelude (one line) from stdin, which then reads the commands from there, so that
 * neither is visible in the container's config.
 */
export const scriptEntrypoint: readonly string[] = [
  `${toolchainPath}/bin/bash`,
  "-c",
  'IFS= read -r builder_prelude; eval "$builder_prelude"',
  shellName,
];

/** Where secrets lie in memory. */
export const secretsPath = "/run/secrets";

/** The text for the container's stdin. `marker` is a random word that the output cannot contain by chance. */
export function scriptText(script: Script, marker: string, secrets: readonly SecretFile[] = []): string {
  const commands = `${script.commands.join("\n")}\n`;
  return `${[...secrets.map(secretLine), prelude(script.env, marker)].join("; ")}; ${evalOfCommands(Buffer.byteLength(commands))}\n${commands}`;
}

/** The text for the stdin of a container that only has secrets: it says the marker when they are there, and waits. */
export function holdText(marker: string, secrets: readonly SecretFile[]): string {
  return `${[...secrets.map(secretLine), `builtin echo ${marker}`, "builtin read -r builder_prelude"].join("; ")}\n`;
}

/** The line number (from 1) that a stderr line reports, if it is the marker's; "unknown" when bash could not tell. */
export function readMarker(
  line: string,
  marker: string,
): { readonly before: string; readonly line?: number } | undefined {
  const at = line.indexOf(marker);
  if (at < 0) return undefined;
  const number = Number(line.slice(at + marker.length + 1));
  return { before: line.slice(0, at), ...(number > 0 ? { line: number } : {}) };
}

/** The line that bash itself complains about: syntax errors and unset variables end the shell without an ERR trap. */
export function complaintLine(line: string): number | undefined {
  const found = /^(?:builder|environment): (?:[a-z]+: )?line (\d+): /.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Which command a line of the joined commands belongs to. */
export function commandAtLine(commands: readonly string[], line: number): number | undefined {
  let last = 0;
  for (const [index, command] of commands.entries()) {
    last += command.split("\n").length;
    if (line <= last) return index;
  }
  return commands.length === 0 ? undefined : commands.length - 1;
}

/**
 * One line: exports, then what finds the failed command at no cost to commands that succeed. The ERR trap notes the line
 * (in a function, of the outermost call; not of our own evals, which fail after it), a function around `exit` notes its
 * caller's, and the EXIT trap tells. Where the image has no shell of its own, busybox's commands are found last in PATH.
 */
function prelude(env: Readonly<Record<string, string>>, marker: string): string {
  const { LANG = "C.UTF-8", LC_ALL = "C.UTF-8", ...others } = env;
  return [
    "unset builder_prelude",
    // A static bash reads its locale from files, which the image need not have; only setting it needs them.
    `builder_locpath=\${LOCPATH-}; export LOCPATH=${toolchainPath}/${toolchainPaths.locale}`,
    `{ ${exportLine({ LANG, LC_ALL })}; } 2> /dev/null`,
    `unset LOCPATH; [[ -z $builder_locpath ]] || export LOCPATH="$builder_locpath"; unset builder_locpath`,
    exportLine(others),
    `[[ -e /bin/sh ]] || export PATH="$PATH:${toolchainPath}/bin"`,
    `exit() { set -- "\${1-$?}"; builder_at=\${BASH_LINENO[-1]}; builtin exit "$1"; }`,
    `trap '[[ $BASH_COMMAND == eval*builder_prelude* || $BASH_COMMAND == eval*"${readCommands}"* ]] || { builder_at=$LINENO; [[ \${#BASH_LINENO[@]} == 0 ]] || builder_at=\${BASH_LINENO[-1]}; }' ERR`,
    `trap '[[ $? == 0 ]] || builtin echo "${marker}:\${builder_at-}" >&2' EXIT`,
    "set -eE",
  ].join("; ");
}

/** By way of stdin, a builtin and a pipe: the content is in no argument list, and any bytes arrive. */
function secretLine({ id, content }: SecretFile): string {
  const decode = `${toolchainPath}/${toolchainPaths.busybox} base64 -d`;
  return `( umask 0377; builtin printf %s '${content.toString("base64")}' | ${decode} > '${secretsPath}/${id}' ) || builtin exit 125`;
}

const readCommands = `${toolchainPath}/${toolchainPaths.busybox} head -c`;

/**
 * Read by their length: not every way to an engine can close stdin and still deliver what comes back. An eval inside the
 * prelude's keeps bash's line numbers those of the commands, which themselves find stdin empty.
 */
function evalOfCommands(bytes: number): string {
  return `eval "$(${readCommands} ${bytes} || builtin echo builtin exit 125)" < /dev/null`;
}

/** `export A=… B=…` on one line, whatever the values hold. */
export function exportLine(env: Readonly<Record<string, string>>): string {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${ansiQuote(value)}`);
  return assignments.length === 0 ? ":" : `export ${assignments.join(" ")}`;
}

/** `$'…'` keeps a value with newlines on one line. */
function ansiQuote(value: string): string {
  const escaped = value.replace(/[\\']/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\0/g, "");
  return `$'${escaped}'`;
}
