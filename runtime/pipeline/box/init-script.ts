/**
 * The functions that wercker's steps rely on (spec §2.7), read into the box's shell before the first step. `fail` and `setMessage` leave their
 * text where the reporter finds it. `sudo` means nothing where everything runs as root, and hardly an image has it.
 */
export const initScript = `
_builder_say() { _builder_colour="$1"; shift; printf '\\033[%sm%s\\033[m\\n' "$_builder_colour" "$*"; }
success() { _builder_say "1;32" "$*"; }
info() { _builder_say "1;37" "$*"; }
debug() { _builder_say "1;38" "$*"; }
warn() { _builder_say "1;33" "$*"; }
error() { _builder_say "1;31" "error: $*"; }
setMessage() { printf '%s' "$*" > "$WERCKER_REPORT_MESSAGE_FILE"; }
fail() { _builder_say "1;31" "failed: $*"; setMessage "$*"; exit 1; }
if command -v shopt > /dev/null 2>&1; then shopt -s expand_aliases; fi
command -v sudo > /dev/null 2>&1 || alias sudo=''
`.trim();
