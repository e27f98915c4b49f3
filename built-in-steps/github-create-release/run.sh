_builder_create_release() (
  # The content of a JSON string.
  json() {
    printf '%s' "$1" | tr -d '\000-\010\013-\037' |
      sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/\t/\\t/g' -e 's/\n/\\n/g'
  }

  command -v curl > /dev/null 2>&1 || { echo "the box has no curl"; return 1; }
  title=${WERCKER_GITHUB_CREATE_RELEASE_TITLE:-$WERCKER_GITHUB_CREATE_RELEASE_TAG}
  body="{\"tag_name\":\"$(json "$WERCKER_GITHUB_CREATE_RELEASE_TAG")\",\"name\":\"$(json "$title")\""
  if [ -n "$WERCKER_GITHUB_CREATE_RELEASE_BODY" ]; then
    body="$body,\"body\":\"$(json "$WERCKER_GITHUB_CREATE_RELEASE_BODY")\""
  fi
  if [ -n "$WERCKER_GITHUB_CREATE_RELEASE_TARGET_COMMITISH" ]; then
    body="$body,\"target_commitish\":\"$(json "$WERCKER_GITHUB_CREATE_RELEASE_TARGET_COMMITISH")\""
  fi
  for flag in draft prerelease; do
    eval "value=\$WERCKER_GITHUB_CREATE_RELEASE_$(printf '%s' "$flag" | tr a-z A-Z)"
    if [ "$value" = true ]; then body="$body,\"$flag\":true"; else body="$body,\"$flag\":false"; fi
  done
  address="$WERCKER_GITHUB_CREATE_RELEASE_API_URL/repos"
  address="$address/$WERCKER_GITHUB_CREATE_RELEASE_OWNER/$WERCKER_GITHUB_CREATE_RELEASE_REPO/releases"

  # Arguments can be seen by everybody on the machine: the token is no argument.
  answer=$(printf 'header = "Authorization: token %s"\n' "$WERCKER_GITHUB_CREATE_RELEASE_TOKEN" |
    curl --silent --show-error --header 'Content-Type: application/json' --data-raw "$body}" \
      --write-out '\n%{http_code}' --config - "$address" 2>&1) || { echo "$answer"; return 1; }
  case $answer in
    *201) ;;
    *) echo "GitHub answered: $answer"; return 1 ;;
  esac
  # Its own address holds the id, and comes first.
  printf '%s' "$answer" | sed -n 's#.*"url": *"[^"]*/releases/\([0-9][0-9]*\)".*#\1#p' | head -n 1
)

case $WERCKER_GITHUB_CREATE_RELEASE_EXPORT_ID in
  '' | [0-9]* | *[!A-Za-z0-9_]*) fail "export_id is no name of a variable: $WERCKER_GITHUB_CREATE_RELEASE_EXPORT_ID" ;;
esac
if _builder_answer=$(_builder_create_release) && [ -n "$_builder_answer" ]; then
  export "$WERCKER_GITHUB_CREATE_RELEASE_EXPORT_ID=$_builder_answer"
  success "Made release $_builder_answer for $WERCKER_GITHUB_CREATE_RELEASE_TAG"
else
  fail "no release was made for $WERCKER_GITHUB_CREATE_RELEASE_TAG: $_builder_answer"
fi
