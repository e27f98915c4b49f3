(
  # A value is put in as it is: what looks like a variable in it stays.
  render() {
    awk '{
      line = $0
      text = ""
      while (match(line, /\$\{[A-Za-z_][A-Za-z_0-9]*\}/)) {
        text = text substr(line, 1, RSTART - 1) ENVIRON[substr(line, RSTART + 2, RLENGTH - 3)]
        line = substr(line, RSTART + RLENGTH)
      }
      print text line
    }' "$1"
  }

  command -v awk > /dev/null 2>&1 || fail "the box has no awk"
  for input in $WERCKER_BASH_TEMPLATE_INPUT; do
    [ -f "$input" ] || fail "there is no $input in $PWD"
    case $WERCKER_BASH_TEMPLATE_OUTPUT in
      */) output=$WERCKER_BASH_TEMPLATE_OUTPUT$(printf '%s' "$input" | sed 's/\.template//') ;;
      *) output=$WERCKER_BASH_TEMPLATE_OUTPUT ;;
    esac
    case $output in
      */*) mkdir -p "${output%/*}" ;;
    esac
    info "$input -> $output"
    render "$input" > "$output.new" && mv "$output.new" "$output" || fail "cannot write $output"
  done
)
