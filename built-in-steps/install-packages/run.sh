(
  has() { command -v "$1" > /dev/null 2>&1; }

  # What is installed may be several words.
  install() {
    if has apt-get; then
      sudo apt-get update && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y $WERCKER_INSTALL_PACKAGES_PACKAGES
    elif has apk; then
      sudo apk add --no-cache $WERCKER_INSTALL_PACKAGES_PACKAGES
    elif has dnf; then
      sudo dnf install -y $WERCKER_INSTALL_PACKAGES_PACKAGES
    elif has microdnf; then
      sudo microdnf install -y $WERCKER_INSTALL_PACKAGES_PACKAGES
    elif has yum; then
      sudo yum install -y $WERCKER_INSTALL_PACKAGES_PACKAGES
    elif has zypper; then
      sudo zypper --non-interactive install $WERCKER_INSTALL_PACKAGES_PACKAGES
    else
      fail "the box has no package manager: apt-get, apk, dnf, yum or zypper"
    fi
  }

  # A list that was fetched half stays broken until it is thrown away.
  clear_cache() {
    [ "$WERCKER_INSTALL_PACKAGES_CLEAR_CACHE" = true ] || return 0
    if has apt-get; then sudo rm -rf /var/lib/apt/lists/*; fi
  }

  for try in 1 2 3; do
    if install; then
      success "Installed $WERCKER_INSTALL_PACKAGES_PACKAGES"
      exit 0
    fi
    warn "installing failed, try $try of 3"
    clear_cache
  done
  fail "cannot install $WERCKER_INSTALL_PACKAGES_PACKAGES"
)
