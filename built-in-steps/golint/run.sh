(
  if ! command -v golint > /dev/null 2>&1; then
    command -v go > /dev/null 2>&1 || fail "the box has neither golint nor Go"
    info "Installing golint"
    go install golang.org/x/lint/golint@latest || fail "cannot install golint"
    PATH="$PATH:$(go env GOPATH)/bin"
  fi
  results=$WERCKER_REPORT_ARTIFACTS_DIR/golint.txt
  golint ./... > "$results.all" || { cat "$results.all"; fail "golint failed"; }
  if [ -n "$WERCKER_GOLINT_EXCLUDE" ]; then
    grep -E -v -e "$WERCKER_GOLINT_EXCLUDE" "$results.all" > "$results"
  else
    cp "$results.all" "$results"
  fi
  rm "$results.all"
  cat "$results"
  count=$(wc -l < "$results" | tr -d ' ')
  if [ "$count" -ge 10 ]; then fail "Time to tidy up: $count findings of golint"; fi
  if [ "$count" -ge 5 ]; then warn "Tidy up soon"; fi
  if [ "$count" -gt 0 ]; then setMessage "$count findings of golint"; fi
  success "Finished golint"
)
