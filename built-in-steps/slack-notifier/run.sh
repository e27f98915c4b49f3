(
  # The content of a JSON string.
  json() {
    printf '%s' "$1" | tr -d '\000-\010\013-\037' |
      sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/\t/\\t/g' -e 's/\n/\\n/g'
  }

  result=${WERCKER_RESULT:-passed}
  if [ "$WERCKER_SLACK_NOTIFIER_NOTIFY_ON" = failed ] && [ "$result" = passed ]; then
    info "It passed: nobody is told"
    exit 0
  fi
  if [ -n "$WERCKER_SLACK_NOTIFIER_BRANCH" ] && [ "$WERCKER_SLACK_NOTIFIER_BRANCH" != "$WERCKER_GIT_BRANCH" ]; then
    info "The branch is not $WERCKER_SLACK_NOTIFIER_BRANCH: nobody is told"
    exit 0
  fi
  command -v curl > /dev/null 2>&1 || fail "the box has no curl"

  what=build
  if [ "$DEPLOY" = true ]; then what=deploy; fi
  commit=$(printf '%.7s' "$WERCKER_GIT_COMMIT")
  text="$WERCKER_APPLICATION_NAME: $what${WERCKER_GIT_BRANCH:+ of $WERCKER_GIT_BRANCH}${commit:+ ($commit)} $result"
  colour=good
  if [ "$result" = failed ]; then
    colour=danger
    text="$text: $WERCKER_FAILED_STEP_DISPLAY_NAME${WERCKER_FAILED_STEP_MESSAGE:+: $WERCKER_FAILED_STEP_MESSAGE}"
  fi
  body="{\"username\":\"$(json "$WERCKER_SLACK_NOTIFIER_USERNAME")\""
  if [ -n "$WERCKER_SLACK_NOTIFIER_CHANNEL" ]; then
    channel=${WERCKER_SLACK_NOTIFIER_CHANNEL#\#}
    case $channel in
      @*) ;;
      *) channel="#$channel" ;;
    esac
    body="$body,\"channel\":\"$(json "$channel")\""
  fi
  if [ -n "$WERCKER_SLACK_NOTIFIER_ICON_EMOJI" ]; then
    body="$body,\"icon_emoji\":\"$(json "$WERCKER_SLACK_NOTIFIER_ICON_EMOJI")\""
  elif [ -n "$WERCKER_SLACK_NOTIFIER_ICON_URL" ]; then
    body="$body,\"icon_url\":\"$(json "$WERCKER_SLACK_NOTIFIER_ICON_URL")\""
  fi
  text=$(json "$text")
  body="$body,\"attachments\":[{\"fallback\":\"$text\",\"text\":\"$text\",\"color\":\"$colour\"}]}"

  # The address is a secret: arguments can be seen by everybody on the machine.
  printf 'url = "%s"\n' "$WERCKER_SLACK_NOTIFIER_URL" |
    curl --silent --show-error --fail --output /dev/null --header 'Content-Type: application/json' \
      --data-raw "$body" --config - || fail "Slack was not told"
  success "Told Slack"
)
