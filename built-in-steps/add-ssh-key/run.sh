(
  umask 077
  name=$WERCKER_ADD_SSH_KEY_KEYNAME
  case $name in
    *[!A-Za-z0-9_]*) fail "keyname is the name of a variable without _PRIVATE, without dollar sign: not \"$name\"" ;;
  esac
  eval "key=\$${name}_PRIVATE"
  [ -n "$key" ] || fail "the variable ${name}_PRIVATE is empty or not set; keyname is its name without _PRIVATE"

  folder=${HOME:-/root}/.ssh
  file=$folder/id_builder_$name
  mkdir -p "$folder"
  # Keys came with the two characters \n in place of newlines.
  printf '%b\n' "$key" > "$file" || fail "cannot write $file"

  host=${WERCKER_ADD_SSH_KEY_HOST:-*}
  { printf 'Host %s\n  IdentityFile %s\n' "$host" "$file"; cat "$folder/config" 2> /dev/null; } > "$folder/config.new"
  mv "$folder/config.new" "$folder/config" || fail "cannot write $folder/config"
  success "Added the key $name for ${WERCKER_ADD_SSH_KEY_HOST:-all hosts}"
)
