_builder_upload_asset() (
  # A name as a part of an address.
  encode() {
    printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | tr a-f A-F | sed 's/ /%/g'
  }

  command -v curl > /dev/null 2>&1 || { echo "the box has no curl"; return 1; }
  file=$WERCKER_GITHUB_UPLOAD_ASSET_FILE
  [ -f "$file" ] || { echo "there is no $file in $PWD"; return 1; }
  [ -n "$WERCKER_GITHUB_UPLOAD_ASSET_RELEASE_ID" ] || { echo "no release: give release_id"; return 1; }
  kind=$WERCKER_GITHUB_UPLOAD_ASSET_CONTENT_TYPE
  if [ -z "$kind" ]; then kind=$(file --mime-type -b "$file" 2> /dev/null) || kind=application/octet-stream; fi
  name=${WERCKER_GITHUB_UPLOAD_ASSET_FILENAME:-${file##*/}}
  address="$WERCKER_GITHUB_UPLOAD_ASSET_UPLOAD_URL/repos"
  address="$address/$WERCKER_GITHUB_UPLOAD_ASSET_OWNER/$WERCKER_GITHUB_UPLOAD_ASSET_REPO"
  address="$address/releases/$WERCKER_GITHUB_UPLOAD_ASSET_RELEASE_ID/assets?name=$(encode "$name")"

  # Arguments can be seen by everybody on the machine: the token is no argument.
  answer=$(printf 'header = "Authorization: token %s"\n' "$WERCKER_GITHUB_UPLOAD_ASSET_TOKEN" |
    curl --silent --show-error --header "Content-Type: $kind" --data-binary "@$file" \
      --write-out '\n%{http_code}' --config - "$address" 2>&1) || { echo "$answer"; return 1; }
  case $answer in
    *201) ;;
    *) echo "GitHub answered: $answer"; return 1 ;;
  esac
  # Its own address holds the id, and comes first.
  printf '%s' "$answer" | sed -n 's#.*"url": *"[^"]*/assets/\([0-9][0-9]*\)".*#\1#p' | head -n 1
)

case $WERCKER_GITHUB_UPLOAD_ASSET_EXPORT_ID in
  '' | [0-9]* | *[!A-Za-z0-9_]*) fail "export_id is no name of a variable: $WERCKER_GITHUB_UPLOAD_ASSET_EXPORT_ID" ;;
esac
if _builder_answer=$(_builder_upload_asset); then
  export "$WERCKER_GITHUB_UPLOAD_ASSET_EXPORT_ID=$_builder_answer"
  success "Added $WERCKER_GITHUB_UPLOAD_ASSET_FILE to release $WERCKER_GITHUB_UPLOAD_ASSET_RELEASE_ID"
else
  fail "$WERCKER_GITHUB_UPLOAD_ASSET_FILE was not added: $_builder_answer"
fi
