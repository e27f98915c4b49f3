(
  for program in ssh-keyscan ssh-keygen; do
    command -v $program > /dev/null 2>&1 || fail "the box has no $program: install openssh-client first"
  done
  host=$WERCKER_ADD_TO_KNOWN_HOSTS_HOSTNAME
  # Both forms are in use: SHA256:… or MD5:…, with and without what stands in front.
  wanted=$(printf '%s' "$WERCKER_ADD_TO_KNOWN_HOSTS_FINGERPRINT" | sed -e 's/^SHA256://' -e 's/^MD5://' -e 's/=*$//')
  kind=sha256
  case $wanted in
    ??:??:??:*) kind=md5 ;;
  esac
  if [ "$WERCKER_ADD_TO_KNOWN_HOSTS_USE_MD5" = true ]; then kind=md5; fi

  work=$(mktemp -d) || fail "cannot make a temporary folder"
  trap 'rm -rf "$work"' EXIT
  ssh-keyscan \
    -t "$WERCKER_ADD_TO_KNOWN_HOSTS_TYPE" \
    ${WERCKER_ADD_TO_KNOWN_HOSTS_PORT:+-p "$WERCKER_ADD_TO_KNOWN_HOSTS_PORT"} \
    ${WERCKER_ADD_TO_KNOWN_HOSTS_TIMEOUT:+-T "$WERCKER_ADD_TO_KNOWN_HOSTS_TIMEOUT"} \
    "$host" > "$work/scanned" 2> "$work/said"
  grep -v '^#' "$work/scanned" > "$work/keys" || { cat "$work/said"; fail "$host does not tell its keys"; }

  if [ -z "$wanted" ]; then
    warn "no fingerprint was given: whoever answered as $host is believed"
    cp "$work/keys" "$work/known"
  else
    : > "$work/known"
    while IFS= read -r key; do
      printf '%s\n' "$key" > "$work/key"
      found=$(ssh-keygen -l -E $kind -f "$work/key" | cut -d ' ' -f 2 | sed -e 's/^SHA256://' -e 's/^MD5://')
      if [ "$found" = "$wanted" ]; then cat "$work/key" >> "$work/known"; fi
    done < "$work/keys"
    [ -s "$work/known" ] || fail "no key of $host has the fingerprint $wanted"
  fi

  if [ "$WERCKER_ADD_TO_KNOWN_HOSTS_LOCAL" = true ]; then
    file=${HOME:-/root}/.ssh/known_hosts
    mkdir -p "${file%/*}" && chmod 700 "${file%/*}" && cat "$work/known" >> "$file"
  else
    file=/etc/ssh/ssh_known_hosts
    sudo mkdir -p /etc/ssh && sudo tee -a $file < "$work/known" > /dev/null && sudo chmod 644 $file
  fi || fail "cannot write $file"
  success "Added $host to $file"
)
