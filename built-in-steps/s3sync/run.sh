(
  cd "$WERCKER_S3SYNC_SOURCE_DIR" || fail "there is no folder $WERCKER_S3SYNC_SOURCE_DIR"
  set -- $WERCKER_S3SYNC_OPTS
  if command -v s3cmd > /dev/null 2>&1; then
    config=$(umask 077 && mktemp) || fail "cannot make a temporary file"
    trap 'rm -f "$config"' EXIT
    printf '[default]\naccess_key = %s\nsecret_key = %s\n' "$WERCKER_S3SYNC_KEY_ID" "$WERCKER_S3SYNC_KEY_SECRET" > "$config"
    if [ "$WERCKER_S3SYNC_DELETE_REMOVED" = true ]; then set -- "$@" --delete-removed; fi
    s3cmd sync --config "$config" "$@" --verbose ./ "$WERCKER_S3SYNC_BUCKET_URL" || fail "s3cmd failed"
  elif command -v aws > /dev/null 2>&1; then
    export AWS_ACCESS_KEY_ID="$WERCKER_S3SYNC_KEY_ID" AWS_SECRET_ACCESS_KEY="$WERCKER_S3SYNC_KEY_SECRET"
    # The options are s3cmd's.
    case $WERCKER_S3SYNC_OPTS in
      --acl-public) set -- --acl public-read ;;
      --acl-private) set -- --acl private ;;
    esac
    if [ "$WERCKER_S3SYNC_DELETE_REMOVED" = true ]; then set -- "$@" --delete; fi
    aws s3 sync "$@" ./ "$WERCKER_S3SYNC_BUCKET_URL" || fail "aws s3 sync failed"
  else
    fail "the box has neither s3cmd nor aws: install one of them first"
  fi
  success "$WERCKER_S3SYNC_BUCKET_URL is up to date"
)
