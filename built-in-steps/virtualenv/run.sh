WERCKER_VIRTUALENV_VIRTUALENV_LOCATION="${WERCKER_VIRTUALENV_VIRTUALENV_LOCATION:-$HOME/venv}"

(
  location=$WERCKER_VIRTUALENV_VIRTUALENV_LOCATION
  python=$WERCKER_VIRTUALENV_PYTHON_LOCATION
  if [ -z "$python" ]; then python=$(command -v python3 || command -v python) || fail "the box has no Python"; fi
  command -v "$python" > /dev/null 2>&1 || fail "there is no $python"
  # Python has it built in since 3.3; some distributions leave it out.
  "$python" -m venv "$location" 2> /dev/null ||
    virtualenv --python "$python" "$location" ||
    fail "cannot make a virtual environment: $python has no venv, and there is no virtualenv"
) && . "$WERCKER_VIRTUALENV_VIRTUALENV_LOCATION/bin/activate" && {
  if [ "$WERCKER_VIRTUALENV_INSTALL_WHEEL" = true ]; then
    export PIP_USE_WHEEL=true
    export PIP_WHEEL_DIR="$WERCKER_CACHE_DIR/pip-wheels"
    export PIP_FIND_LINKS="file://$PIP_WHEEL_DIR"
    mkdir -p "$PIP_WHEEL_DIR"
    # Newer versions of pip bring it along.
    pip install wheel || warn "cannot install wheel"
  fi
  success "Using the virtual environment $VIRTUAL_ENV"
}
