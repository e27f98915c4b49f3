(
  file=$WERCKER_CREATE_FILE_FILENAME
  if [ -e "$file" ]; then
    [ "$WERCKER_CREATE_FILE_OVERWRITE" = true ] || fail "$file is there already; overwrite: true replaces it"
    info "Replacing $file"
  fi
  case $file in
    */*) mkdir -p "${file%/*}" ;;
  esac
  printf '%s' "$WERCKER_CREATE_FILE_CONTENT" > "$file" || fail "cannot write $file"
  if [ "$WERCKER_CREATE_FILE_HIDE_FROM_LOG" != true ]; then
    info "Content of $file:"
    printf '%s\n' "$WERCKER_CREATE_FILE_CONTENT"
  fi
  success "Wrote $file"
)
