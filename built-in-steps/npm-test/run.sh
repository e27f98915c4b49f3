(
  command -v npm > /dev/null 2>&1 || fail "the box has no npm"
  npm test $WERCKER_NPM_TEST_OPTIONS
)
