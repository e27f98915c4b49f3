export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$WERCKER_CACHE_DIR/pip}"

(
  pip=$WERCKER_PIP_INSTALL_PIP_COMMAND
  command -v $pip > /dev/null 2>&1 || fail "the box has no $pip"

  file=$WERCKER_PIP_INSTALL_REQUIREMENTS_FILE
  if [ -n "$file" ] && [ ! -f "$file" ]; then
    # Who names packages need not have the file that is looked for by default.
    [ -n "$WERCKER_PIP_INSTALL_PACKAGES_LIST" ] && [ "$file" = requirements.txt ] || fail "there is no $file in $PWD"
    file=
  fi
  [ -n "$file$WERCKER_PIP_INSTALL_PACKAGES_LIST" ] || fail "nothing to install: give requirements_file or packages_list"

  if [ "$WERCKER_PIP_INSTALL_CLEANUP_WHEEL_CACHE" = true ] && [ -n "$PIP_WHEEL_DIR" ]; then
    info "Removing the wheels in $PIP_WHEEL_DIR"
    rm -f "$PIP_WHEEL_DIR"/*.whl
  fi
  set -- ${file:+-r "$file"} $WERCKER_PIP_INSTALL_PACKAGES_LIST
  if [ "$WERCKER_PIP_INSTALL_AUTO_RUN_WHEEL" = true ] && [ "$PIP_USE_WHEEL" = true ]; then
    $pip wheel $WERCKER_PIP_INSTALL_EXTRA_WHEEL_ARGS "$@" || fail "$pip wheel failed"
  fi
  $pip install $WERCKER_PIP_INSTALL_EXTRA_ARGS "$@" || fail "$pip install failed"
  success "Finished $pip install"
)
