prefix=$(echo "$WERCKER_STEP_NAME" | busybox tr a-z- A-Z_)
eval "echo \"\$WERCKER_${prefix}_WHO, \$WERCKER_${prefix}_TIMES times, \${WERCKER_${prefix}_IS_LOUD-quiet}\"" > note
cat note
setMessage "noted by $WERCKER_STEP_OWNER/$WERCKER_STEP_NAME"
