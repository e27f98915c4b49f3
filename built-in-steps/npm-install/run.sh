# Exported: what later steps fetch is kept, too.
if [ "$WERCKER_NPM_INSTALL_USE_CACHE" = true ]; then
  export npm_config_cache="$WERCKER_CACHE_DIR/wercker/npm"
  mkdir -p "$npm_config_cache"
fi

(
  command -v npm > /dev/null 2>&1 || fail "the box has no npm"
  for try in 1 2 3; do
    if npm install $WERCKER_NPM_INSTALL_OPTIONS $WERCKER_NPM_INSTALL_PACKAGES; then
      success "Finished npm install"
      exit 0
    fi
    warn "npm install failed, try $try of 3"
    if [ "$WERCKER_NPM_INSTALL_CLEAR_CACHE_ON_FAILED" = true ]; then npm cache clean --force; fi
  done
  fail "npm install failed 3 times"
)
