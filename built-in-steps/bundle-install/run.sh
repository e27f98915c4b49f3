# Variables and not options: newer bundlers know most of them only so, and what later steps run finds the gems.
export BUNDLE_PATH="${WERCKER_BUNDLE_INSTALL_PATH:-$WERCKER_CACHE_DIR/bundle-install}"
if [ -n "$WERCKER_BUNDLE_INSTALL_WITHOUT" ]; then
  export BUNDLE_WITHOUT="$(printf '%s' "$WERCKER_BUNDLE_INSTALL_WITHOUT" | tr ' ' ':')"
fi
if [ -n "$WERCKER_BUNDLE_INSTALL_JOBS" ]; then export BUNDLE_JOBS="$WERCKER_BUNDLE_INSTALL_JOBS"; fi
if [ "$WERCKER_BUNDLE_INSTALL_DEPLOYMENT" = true ]; then export BUNDLE_DEPLOYMENT=true; fi
if [ "$WERCKER_BUNDLE_INSTALL_FROZEN" = true ]; then export BUNDLE_FROZEN=true; fi
if [ "$WERCKER_BUNDLE_INSTALL_CLEAN" = true ]; then export BUNDLE_CLEAN=true; fi

(
  [ -f "${BUNDLE_GEMFILE:-Gemfile}" ] || fail "there is no Gemfile in $PWD"
  if ! command -v bundle > /dev/null 2>&1; then
    command -v gem > /dev/null 2>&1 || fail "the box has no Ruby"
    info "Installing bundler"
    gem install bundler --no-document --version "$WERCKER_BUNDLE_INSTALL_VERSION" || fail "cannot install bundler"
  fi
  set --
  if [ "$WERCKER_BUNDLE_INSTALL_LOCAL" = true ]; then set -- "$@" --local; fi
  if [ "$WERCKER_BUNDLE_INSTALL_FULL_INDEX" = true ]; then set -- "$@" --full-index; fi
  if [ "$WERCKER_BUNDLE_INSTALL_STANDALONE" = true ]; then set -- "$@" --standalone; fi
  bundle install "$@" || fail "bundle install failed"
  if [ "$WERCKER_BUNDLE_INSTALL_BINSTUBS" = true ]; then bundle binstubs --all || fail "bundle binstubs failed"; fi
  success "Finished bundle install"
)
